"""The `.fjs` format: what is read and what is refused."""

from __future__ import annotations

import pytest

from cofab.core.creation.schedule.shop.problem import Shop, Way
from cofab.core.creation.schedule.shop.text import NOT_FJS, TOO_LARGE, shop_of
from cofab.core.kernel.refusal import Refused


def test_a_shop_is_read() -> None:
    text = "2 2 1.5\n\n2 2 0 3 1 4 1 1 2\r\n1 1 0 0\n"
    jobs = (((Way(0, 3), Way(1, 4)), (Way(1, 2),)), ((Way(0, 0),),))
    assert shop_of(text, 3) == Shop(2, jobs, 3)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff2 2\r\n1 1 0 3\r\n1 1 1 4\r\n",
        "# by hand\n2 2 1\n// jobs\n1 1 0 3\n\n1 1 1 4 \t \n",
        "2\t2\n1 1 1 3\n1 1 2 4",
    ],
)
def test_a_mark_remarks_blanks_and_machines_from_one_are_read(text: str) -> None:
    assert shop_of(text) == Shop(2, (((Way(0, 3),),), ((Way(1, 4),),)))


def test_of_two_ways_on_one_machine_the_quicker_counts() -> None:
    assert shop_of("1 1\n1 2 0 3 0 2\n").jobs == (((Way(0, 2),),),)


@pytest.mark.parametrize(
    ("text", "line", "sign"),
    [
        ("", 1, "nothing"),
        ("2\n1 1 0 3\n", 1, "numbers of jobs"),
        ("2 1\n1 1 0 3\n", 1, "2 jobs are named and 1"),
        ("2 2\n1 1 0 3\n1 1 2 3\n", 3, "numbered from 0 to 1"),
        ("1 1\n1 1 2 3\n", 2, "there are 1 machines"),
        ("1 1\n1 1 0\n", 2, "too early"),
        ("1 1\n1 1 0 3 4\n", 2, "left over"),
        ("1 1\n0\n", 2, "without operations"),
        ("1 1\n1 0\n", 2, "no machine"),
        ("1 1\n1 1 0 -3\n", 2, "no whole number"),
        ("1 1\n1 1 0 3.5\n", 2, "no whole number"),
        ("0 1\n", 1, "from 1"),
    ],
)
def test_anything_else_is_refused_with_its_line(text: str, line: int, sign: str) -> None:
    with pytest.raises(Refused) as refused:
        shop_of(text)
    assert refused.value.code == NOT_FJS
    assert refused.value.facts["line"] == line
    assert sign in refused.value.facts["problem"]


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        shop_of("1 1\n1 1 0 2000000000\n")
    assert refused.value.code == TOO_LARGE
