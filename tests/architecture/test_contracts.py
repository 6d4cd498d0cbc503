"""The arrows of .importlinter hold, and a violation of each contract is caught."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).with_name("lint-imports")
ANSI = re.compile(r"\x1b\[[0-9;]*m")

# Contract: the module that breaks it, and what that module imports.
PLANTS = {
    "rooms": ("cofab.core.kernel.planted", "cofab.web"),
    "core-stages": ("cofab.core.proposition.planted", "cofab.core.realisation.ledger"),
    "app-stages": ("cofab.apps.base.planted", "cofab.apps.creation.planted_target"),
    "core-creation": ("cofab.core.creation.match.planted", "cofab.core.creation.deliver"),
    "app-creation": ("cofab.apps.creation.match.planted", "cofab.apps.creation.agree.planted_target"),
    "core-realisation": ("cofab.core.realisation.ledger.planted", "cofab.core.realisation.settle"),
    "app-realisation": ("cofab.apps.realisation.ledger.planted", "cofab.apps.realisation.rate.planted_target"),
    "core-proposition": ("cofab.core.proposition.join.planted", "cofab.core.proposition.demand"),
    "app-proposition": ("cofab.apps.proposition.join.planted", "cofab.apps.proposition.publish.planted_target"),
    "core-stewardship": ("cofab.core.stewardship.governance.planted", "cofab.core.stewardship.rights"),
    "app-stewardship": ("cofab.apps.stewardship.governance.planted", "cofab.apps.stewardship.rights.planted_target"),
    "anatomy": ("cofab.apps.creation.match.selectors", "cofab.apps.creation.match.views"),
    "pure-core": ("cofab.core.kernel.planted", "django.db"),
    "gateway-without-django": ("cofab.gateway.planted", "django.conf"),
    "geometry-alone": ("cofab.apps.creation.planted", "OCP.gp"),
    "connectors-apart": ("cofab.connectors.mtconnect.planted", "cofab.connectors.modbus.planted_target"),
    "private-rows-realisation": ("cofab.flows.planted", "cofab.apps.realisation.ledger.models"),
    "private-rows-creation": ("cofab.flows.planted", "cofab.apps.creation.agree.models"),
    "private-rows-proposition": ("cofab.apps.creation.match.planted", "cofab.apps.proposition.publish.models"),
    "private-rows-stewardship": ("cofab.apps.creation.match.planted", "cofab.apps.stewardship.governance.models"),
}
EXHAUSTIVE = ("rooms", "core-stages", "app-stages", "core-creation", "app-realisation", "connectors-apart")


def contracts() -> dict[str, str]:
    """Return the name of every contract by its id."""
    config = ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    prefix = "importlinter:contract:"
    return {name.removeprefix(prefix): config[name]["name"] for name in config.sections() if name.startswith(prefix)}


def copy_sources(folder: Path) -> Path:
    """Copy the Python files of the product and the contracts into `folder`."""
    shutil.copytree(ROOT / "src" / "cofab", folder / "src" / "cofab", ignore=_not_python)
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def _not_python(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(".py") and not (Path(folder) / name / "__init__.py").exists()]


def module_file(tree: Path, module: str) -> Path:
    """Return a module's file in the copy, made with its packages where there is none."""
    path = tree / "src" / Path(*module.split("."))
    if path.is_dir():
        return path / "__init__.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    for parent in path.parents:
        if parent.name == "src":
            break
        (parent / "__init__.py").touch()
    path.with_suffix(".py").touch()
    return path.with_suffix(".py")


def broken(tree: Path) -> set[str]:
    """Return the ids of the contracts that the sources in `tree` break."""
    environment = {**os.environ, "PYTHONPATH": str(tree / "src"), "COLUMNS": "400", "NO_COLOR": "1"}
    done = subprocess.run([LINT, "--no-cache"], cwd=tree, env=environment, capture_output=True, text=True, check=False)
    text = " ".join(ANSI.sub("", done.stdout).split())
    states = {name: re.search(re.escape(title) + " (KEPT|BROKEN)", text) for name, title in contracts().items()}
    unreported = [name for name, state in states.items() if state is None]
    assert not unreported, f"no verdict on {unreported}:\n{done.stdout}{done.stderr}"
    assert (done.returncode != 0) == ("BROKEN" in text)
    return {name for name, state in states.items() if state and state.group(1) == "BROKEN"}


def test_the_product_keeps_every_contract():
    assert broken(ROOT) == set()


def test_a_violation_of_each_contract_is_caught(tmp_path: Path):
    assert set(PLANTS) == set(contracts()), "every contract needs a planted violation"
    tree = copy_sources(tmp_path)
    for importer, imported in PLANTS.values():
        if imported.startswith("cofab."):
            module_file(tree, imported)
        with module_file(tree, importer).open("a") as file:
            file.write(f"\nimport {imported}\n")
    assert broken(tree) == set(PLANTS)


@pytest.mark.parametrize("contract", EXHAUSTIVE)
def test_a_new_room_or_step_must_take_its_place(tmp_path: Path, contract: str):
    config = ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    newcomer = f"{config[f'importlinter:contract:{contract}']['containers']}.newcomer"
    tree = copy_sources(tmp_path)
    module_file(tree, f"{newcomer}.inside")
    environment = {**os.environ, "PYTHONPATH": str(tree / "src"), "COLUMNS": "400"}
    words = [LINT, "--no-cache", "--contract", contract]
    done = subprocess.run(words, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "newcomer" in done.stdout
