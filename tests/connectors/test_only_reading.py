"""Connectors only read: no call in their source could write to a machine, but the one that its owner must allow."""

import ast
from pathlib import Path

import pytest

from cofab import connectors

HERE = Path(connectors.__file__).parent
CLIENTS = sorted(path for path in HERE.rglob("*.py") if "fake" not in path.parts)
WRITING = ("write", "set_", "call_method", "publish", "put_", "post", "delete", "add_", "mask_write", "call")
ALLOWED = {
    ("mqtt/client.py", "publish"): "a request for rebirth, where the owner allowed it",
    ("mqtt/wire.py", "publish_all"): "the line itself, which the gateway also sends its batches on",
    ("opcua/client.py", "set_user"): "who we are",
    ("opcua/client.py", "set_password"): "who we are",
    ("opcua/client.py", "set_security_string"): "who we are",
}


def calls(path: Path) -> set[str]:
    """Return the names of all methods that a file calls."""
    nodes = (node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("path", CLIENTS, ids=lambda path: str(path.relative_to(HERE)))
def test_no_client_holds_a_call_that_writes(path):
    place = str(path.relative_to(HERE))
    suspect = {name for name in calls(path) if name.startswith(WRITING)}
    assert {name for name in suspect if (place, name) not in ALLOWED} == set()


def test_what_is_allowed_is_still_there():
    for place, name in ALLOWED:
        assert name in calls(HERE / place)
