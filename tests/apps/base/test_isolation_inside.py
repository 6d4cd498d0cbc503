"""A key that stands in a body or in a query is treated like one in an address: another firm's is as good as none.

The places come from the API's document: every text of every operation, in its body or its query, is given the key of
every kind of thing that another firm has (what `specimens.py` makes), and then a key that does not exist. Both must
be answered alike, so that a new field is tested without being named here.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from cofab.apps.base.ids import fresh
from cofab.core.kernel.ids import is_id

_spec = importlib.util.spec_from_file_location("isolation", Path(__file__).with_name("test_isolation.py"))
isolation = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(isolation)

JSON = "application/json"
Place = tuple[str, str, str, tuple[str, ...]]
KEY_LENGTH = 30
CLOSED = {"enum", "const", "format", "pattern"}
PUBLIC_KINDS = {"org"}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without references and alternatives."""
    if "$ref" in schema:
        return resolved(isolation.openapi()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return resolved(schema[word][0])
    return schema


def texts(schema: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every text in a schema that a key could stand in; "[]" is an item, "*" the name in a map."""
    schema = resolved(schema)
    kind = schema.get("type")
    if kind == "object":
        for name, part in schema.get("properties", {}).items():
            yield from texts(part, (*path, name))
        if "additionalProperties" in schema:
            yield (*path, "*")
    elif kind == "array":
        yield from texts(schema.get("items", {}), (*path, "[]"))
    elif kind == "string" and not CLOSED & set(schema) and schema.get("maxLength", KEY_LENGTH) >= KEY_LENGTH:
        yield path


def planted(value: Any, path: tuple[str, ...], key: str) -> Any:
    """Return an example with a key at a path, made where the example has nothing."""
    if not path:
        return key
    first, rest = path[0], path[1:]
    if first == "*":
        return {key: "x"}
    if first == "[]":
        return [planted(value[0] if value else {}, rest, key)]
    return {**(value or {}), first: planted((value or {}).get(first), rest, key)}


def places() -> Iterator[Place]:
    """Yield (method, route, "body" or "query", path) of every text that the API reads."""
    for route in isolation.openapi()["paths"]:
        for method, operation in isolation.operations(route).items():
            content = (operation.get("requestBody") or {}).get("content", {})
            if JSON in content:
                yield from ((method, route, "body", path) for path in texts(content[JSON]["schema"]))
            for one in operation.get("parameters", []):
                if one["in"] == "query":
                    yield from ((method, route, "query", (one["name"], *rest)) for rest in texts(one["schema"]))


PLACES = sorted(places())


def asked(client: Any, place: Place, own: dict[str, str], key: str) -> tuple[int, bytes]:
    """Return status and content of one request with `key` at a place, undone afterwards; `own` fills the address."""
    method, route, where, path = place
    url, named = route.format(**own), isolation.BODIES.get(f"{method.upper()} {route}")
    schema = isolation.operations(route)[method].get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")
    body = named or (isolation.example(schema) if schema else None)
    if named:
        body = {word: value.format(**own) if isinstance(value, str) else value for word, value in named.items()}
    if where == "body":
        body = planted(body, path, key)
    with transaction.atomic():
        if where == "query":
            url += f"?{path[0]}={key}"
        answer = (
            getattr(client, method)(url, body, content_type=JSON) if body is not None else getattr(client, method)(url)
        )
        shown = isolation.content(answer, {**own, "asked": key})
        transaction.set_rollback(True)
    return answer.status_code, shown if answer.status_code >= 400 or method == "get" else b""


def near(key: str) -> str:
    """Return a key that does not exist and is like one that does: texts that are read by likeness answer both alike."""
    return key[:-4] + fresh("any")[-4:]


def things_of(firm: Any) -> dict[str, str]:
    """Return one key of each kind of thing that a firm alone sees, by its prefix."""
    found: dict[str, str] = {}
    for make in dict.fromkeys(isolation.SPECIMENS.values()):
        for name in filter(is_id, make(firm).values()):
            found.setdefault(name.split("_")[0], name)
    return {prefix: name for prefix, name in found.items() if prefix not in PUBLIC_KINDS}


def test_bodies_and_queries_are_read_from_the_document():
    named = {(place[1], place[3][0]) for place in PLACES}
    assert {
        ("/api/v1/payments", "proof"), ("/api/v1/payments", "order"), ("/api/v1/work-orders", "order"),
        ("/api/v1/shipments/{key}/pick-up", "photo"), ("/api/v1/demands", "files"),
        ("/api/v1/plans/{key}/orders", "sample_of"), ("/api/v1/orders/{key}/signatures", "signatures"),
    } <= named  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "prefix"),
    [
        (("post", "/api/v1/work-orders/{key}/photos", "body", ("file",)), "fil"),
        (("post", "/api/v1/shipments/{key}/pick-up", "body", ("photo",)), "fil"),
        (("get", "/api/v1/work-orders", "query", ("order",)), "ord"),
    ],
)
def test_ones_own_key_is_taken_there(make_firm, client_for, system, place, prefix):
    """Else the test below would prove nothing."""
    ours, route = make_firm("Ours"), place[1]
    assert place in PLACES
    values = isolation.specimen_of(route)(ours) if "{" in route else {}
    if prefix == "ord":
        isolation.specimen_of("/api/v1/work-orders/{key}/photos")(ours)
        key = client_for(ours).get(route).json()["items"][0]["order"]
    else:
        key = things_of(ours)[prefix]
    client = client_for(ours)
    assert asked(client, place, values, key) != asked(client, place, values, near(key))


@pytest.mark.django_db
def test_another_firms_key_in_a_body_or_query_is_as_good_as_none(make_firm, client_for, system):
    things, theirs = things_of(make_firm("Ours")), make_firm("Theirs")
    client, told = client_for(theirs), []
    for place in PLACES:
        route = place[1]
        make = isolation.specimen_of(route)
        if "{" in route and make is None:
            continue
        with transaction.atomic():
            own = make(theirs) if "{" in route else {}
            none = asked(client, place, own, fresh("zzz"))
            for prefix, key in things.items():
                if (real := asked(client, place, own, key)) != none:
                    like = {asked(client, place, own, near(key)) for _ in range(8)}
                    told += [] if real in like else [(*place, prefix, real, none)]
            transaction.set_rollback(True)
    assert not told, "\n".join(map(str, told))
