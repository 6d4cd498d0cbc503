"""Gives tests the order that is being made, from the specimens of produce."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def making():
    path = Path(__file__).parents[1] / "produce" / "specimens.py"
    spec = importlib.util.spec_from_file_location("making", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
