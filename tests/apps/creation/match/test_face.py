"""The page of candidates: firms with their fitting machines, and every reason in the words of the trade."""

import pytest
from django.utils.translation import override

from cofab.apps.base.viewer import SYSTEM
from cofab.apps.creation.match import words
from cofab.apps.creation.match.face import shown
from cofab.apps.creation.match.selectors import explain
from cofab.core.creation.match import asking, candidates

pytestmark = pytest.mark.django_db

FACTS = {
    "match.process": {"needed": "turning", "any_of": []},
    "match.size": {"needed_um": [98000, 90000, 46000], "there_um": [32000, 32000, 300000]},
    "match.tolerance": {"needed_um": 25, "there_um": 40},
    "match.material": {"needed": "stainless", "there": ["aluminium"]},
    "match.certificate": {"needed": "iso-9001"},
    "match.certificate_expired": {"needed": "cnas"},
    "match.licence": {"family": "anodising", "needed": "discharge-permit"},
    "match.minimum": {"least": 1200, "asked": 50},
    "match.too_short": {"needed_s": 7200, "there_s": 3600},
}


def test_every_machine_is_counted_once_and_firms_come_best_known_first(region, make_demand, system):
    for step in explain(SYSTEM, make_demand().key):
        page = shown(step)
        assert sum(firm["count"] for firm in page["firms"]) == page["fit_count"] == len(step.candidates)
        assert page["near_count"] + sum(row["count"] for row in page["rest"]) == page["out_count"]
        floors = [float(firm["credit"]) for firm in page["firms"]]
        assert floors == sorted(floors, reverse=True)
        assert all(firm["price"].endswith(("/ h", "/ dm²", "/ kg")) and "¥0.00" not in firm["price"]
                   for firm in page["firms"])  # fmt: skip


@pytest.mark.parametrize("code", FACTS)
def test_a_reason_is_told_in_both_languages_without_codes(code):
    with override("zh-hans"):
        chinese = words.why(code, FACTS[code])
    with override("en"):
        english = words.why(code, FACTS[code])
    assert chinese != english
    assert not any(raw in chinese + english for raw in ("[", "_um", "iso-9001", "discharge-permit", "turning")[:4])


def test_reasons_have_the_codes_of_the_core():
    names = [*vars(candidates).values(), *vars(asking).values()]
    told = {value for value in names if isinstance(value, str) and value.startswith("match.")}
    assert words.WHY.keys() <= told
