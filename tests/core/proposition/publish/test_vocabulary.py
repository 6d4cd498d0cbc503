"""The vocabulary of trades and processes, and materials' groups."""

from __future__ import annotations

import pytest

from cofab.core.proposition.publish.vocabulary import COLUMNS, families_of, material_group, read_vocabulary
from cofab.demo.region import vocabulary

HEAD = "\t".join(COLUMNS)
ROW = "cnc-turning\tturning\tturning\t车削\tTurning\t数控车削\tCNC turning\t3.2.1;3.2.3\t数控车床\tCNC lathe"


def test_all_trades_and_processes_have_both_languages() -> None:
    rows = vocabulary().values()
    assert (len(rows), len({p.trade for p in rows})) == (131, 23)
    assert all(p.name_zh and p.name_en and p.machine_zh and p.machine_en and p.families for p in rows)


def test_a_turn_mill_centre_turns_mills_and_drills() -> None:
    found = families_of(vocabulary(), frozenset({"turn-mill-machining", "unheard-of"}))
    assert found == {"turning", "milling", "drilling"}


def test_the_table_is_read_and_a_repeated_id_refused() -> None:
    assert read_vocabulary(f"{HEAD}\n{ROW}\n")[0].din8580 == ("3.2.1", "3.2.3")
    with pytest.raises(ValueError, match="twice"):
        read_vocabulary(f"{HEAD}\n{ROW}\n{ROW}\n")
    with pytest.raises(ValueError, match="columns"):
        read_vocabulary("id\tname\n")


@pytest.mark.parametrize(
    ("name", "group"), [("6061-t6", "aluminium"), ("钢", "steel"), ("aluminium", "aluminium"), ("unobtainium", "")]
)
def test_a_material_belongs_to_its_group(name: str, group: str) -> None:
    assert material_group(name) == group
