"""A part larger than any machine on offer is told so, whichever way it is turned; nobody's machine is named."""

from __future__ import annotations

import pytest

from cofab.apps.base.viewer import platform
from cofab.apps.proposition.demand.spaces import too_small
from cofab.apps.proposition.publish.models import Machine

pytestmark = pytest.mark.django_db


@pytest.fixture
def mill(make_firm):
    """Offer mills of given spaces."""
    firm = make_firm("Mills")

    def offer(*sizes):
        with platform():
            for n, (x, y, z) in enumerate(sizes):
                Machine.objects.create(
                    organisation=firm.organisation, name=f"M{n}", code=f"88.1/{n}", families=["milling", "drilling"],
                    envelope_x_um=x, envelope_y_um=y, envelope_z_um=z, audience=[firm.id],
                )  # fmt: skip

    return offer


def test_a_part_that_fits_one_machine_turned_round_is_not_too_large(mill):
    mill((500_000, 300_000, 200_000), (900_000, 100_000, 100_000))
    assert too_small(["milling"], (190_000, 290_000, 490_000)) == {}
    assert too_small(["milling"], (90_000, 90_000, 890_000)) == {}


def test_a_part_that_fits_none_names_the_family_and_the_largest(mill):
    mill((500_000, 300_000, 200_000), (900_000, 100_000, 100_000))
    assert too_small(["milling", "turning"], (250_000, 250_000, 600_000)) == {"milling": [(900_000, 100_000, 100_000)]}


def test_a_machine_that_states_no_space_takes_anything(mill):
    mill((500_000, 300_000, 200_000), (0, 0, 0))
    assert too_small(["drilling"], (9_000_000, 9_000_000, 9_000_000)) == {}


def test_the_buyer_is_told_with_the_side_that_is_too_long(buyer, mill, hand_in, housing):
    from cofab.apps.base.viewer import acting

    mill((90_000, 90_000, 90_000))
    with acting(buyer.viewer):
        found = [f for f in hand_in(housing).reading["findings"] if f["rule"] == "too_large"]
    assert [(f["measured"], f["limit"], f["facts"]["process"]) for f in found] == [(98_000, 90_000, "milling")]
