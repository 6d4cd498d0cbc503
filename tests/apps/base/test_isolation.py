"""Another firm's thing is answered exactly as a thing that does not exist: on every route, by either layer alone.

Routes come from the URL resolver, so that a new one is tested without being named here. What a route needs to show
stands in the `specimens.py` beside a step's tests:

- `SPECIMENS`: {route: function}; a route is its path with {names}, and covers every longer route with the same
  names. The function takes a firm (see conftest) and returns {name: value} of something that only this firm sees.
- `PUBLIC`: routes whose thing everybody may see. `BODIES`: {"POST /route": JSON body or form} where one made from the
  schema would not reach the thing; its texts may hold {names} of the specimen. `ROLE_FIRST`: routes that refuse the
  role (403) before they look.
"""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from cofab.apps.base.files import store
from cofab.apps.base.ids import fresh
from cofab.apps.base.models import File
from cofab.apps.base.models.owned import Owned
from cofab.apps.base.viewer import acting, platform
from cofab.core.kernel.ids import is_id

TESTS = Path(__file__).resolve().parents[2]
LAYERS = ("both", "python_only", "database_only")
METHODS = ("get", "post", "put", "patch", "delete")
MASK = "<key>"


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"specimens_{'_'.join(path.parts[-4:-1])}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MODULES = [_load(path) for path in sorted(TESTS.rglob("specimens.py"))]


def _gathered(name: str) -> dict[str, Any]:
    return {key: value for module in MODULES for key, value in dict(getattr(module, name, {})).items()}


SPECIMENS, BODIES = _gathered("SPECIMENS"), _gathered("BODIES")
PUBLIC = {route for module in MODULES for route in getattr(module, "PUBLIC", ())}
ROLE_FIRST = {route for module in MODULES for route in getattr(module, "ROLE_FIRST", ())}


def _routes(patterns: list[Any], before: str = "/") -> list[str]:
    found = []
    for one in patterns:
        path = before + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern))
        found += _routes(one.url_patterns, path) if isinstance(one, URLResolver) else [path]
        assert isinstance(one, URLResolver | URLPattern)
    return found


ALL = sorted(set(_routes(get_resolver().url_patterns)))
KEYED = [route for route in ALL if "{" in route]
LISTS = [route for route in ALL if "{" not in route and not route.endswith(("/docs", "/openapi.json"))]
PRIVATE = [route for route in KEYED if route not in PUBLIC]


def specimen_of(route: str) -> Any:
    """Return the function for the longest registered route that begins this one and has the same names."""
    names = set(re.findall(r"{(\w+)}", route))
    fits = [
        r
        for r in SPECIMENS
        if (route == r or route.startswith((f"{r}/", f"{r}."))) and set(re.findall(r"{(\w+)}", r)) == names
    ]
    return SPECIMENS[max(fits, key=len)] if fits else None


@cache
def openapi() -> dict[str, Any]:
    """Return the API's document."""
    from cofab.config.api import api

    return api.get_openapi_schema()


def operations(route: str) -> dict[str, Any]:
    """Return {method: OpenAPI operation} of an API route, {get, post: None} of a page."""
    if not route.startswith("/api/"):
        return {"get": None, "post": None}
    document = openapi()
    assert route in document["paths"], f"{route} is missing from the OpenAPI document"
    return {method: op for method, op in document["paths"][route].items() if method in METHODS}


def example(schema: dict[str, Any]) -> Any:
    """Return a small value that fits a JSON schema."""
    if "$ref" in schema:
        return example(openapi()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return example(schema[word][0])
    if "const" in schema or "enum" in schema or "default" in schema:
        return schema.get("const", schema.get("default", (schema.get("enum") or [None])[0]))
    return _typed(schema)


def _typed(schema: dict[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "object":
        needed = schema.get("required", [])
        return {name: example(part) for name, part in schema.get("properties", {}).items() if name in needed}
    if kind == "array":
        return [example(schema.get("items", {})) for _ in range(schema.get("minItems", 0))]
    if kind == "string":
        timely = {"date-time": "2030-01-01T00:00:00Z", "date": "2030-01-01"}
        return timely.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))
    number = max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)
    return {"integer": number, "number": number, "boolean": False}.get(kind)


def ask(client: Any, method: str, route: str, operation: Any, values: dict[str, str]) -> Any:
    """Send one request whose answer may only depend on what `values` name."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    path = route.format(**values)
    content = ((operation or {}).get("requestBody") or {}).get("content", {})
    if (name := f"{method.upper()} {route}") in BODIES:
        body = {
            word: value.format(**values) if isinstance(value, str) else value for word, value in BODIES[name].items()
        }
    elif "application/json" in content:
        body = example(content["application/json"]["schema"])
    elif content:
        return getattr(client, method)(path, {"file": SimpleUploadedFile("a.txt", b"a")})
    else:
        body = None
    if body is None or operation is None:
        return getattr(client, method)(path, body or {})
    return getattr(client, method)(path, body, content_type="application/json")


def content(answer: Any, values: dict[str, str]) -> bytes:
    """Return an answer's bytes, the asked-for names, the form token and the clock masked."""
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for value in filter(is_id, values.values()):
        whole = whole.replace(value.encode(), MASK.encode())
    return re.sub(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": "|data-now=")[^"]+', b"", whole)


@pytest.fixture(scope="module", params=LAYERS)
def layers(request: pytest.FixtureRequest, django_db_setup: None, server: Any) -> Any:
    """Take one of the two layers away: row-level security by the owner, or `visible_to` by letting all pass."""
    if request.param == "python_only":
        rls(server, "DISABLE")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "database_only":
            for model in [Owned, *heirs(Owned)]:
                if "visible_to" in vars(model):
                    patch.setattr(model, "visible_to", classmethod(lambda cls, viewer: cls._default_manager.all()))
        yield request.param
    if request.param == "python_only":
        rls(server, "ENABLE")


def heirs(model: type) -> list[type]:
    """Return every class that derives from a class."""
    return [heir for child in model.__subclasses__() for heir in (child, *heirs(child))]


def rls(server: Any, verb: str) -> None:
    """Switch row-level security of every owned table, as the tables' owner."""
    with psycopg.connect(server.owner_url, autocommit=True) as link:
        for model in heirs(Owned):
            if not model._meta.abstract:
                link.execute(f"ALTER TABLE {model._meta.db_table} {verb} ROW LEVEL SECURITY")


@pytest.mark.django_db
def test_each_layer_is_really_taken_away(layers, make_firm):
    """Else "by either layer alone" would prove nothing."""
    ours, theirs = make_firm("Ours"), make_firm("Theirs")
    row = store(ours.viewer, "drawing.pdf", b"%PDF", "application/pdf", [ours.id])
    with acting(theirs.viewer):
        assert File.objects.filter(pk=row.pk).exists() == (layers == "python_only")
    with platform():
        assert File.visible_to(theirs.viewer).filter(pk=row.pk).exists() == (layers == "database_only")


def test_every_route_with_a_key_has_a_specimen():
    missing = [route for route in PRIVATE if specimen_of(route) is None]
    assert not missing, f"add these to a specimens.py, or to PUBLIC there: {missing}"


@pytest.mark.django_db
@pytest.mark.parametrize("route", PRIVATE)
def test_another_firms_thing_is_a_404_like_any_other(layers, make_firm, client_for, route):
    ours, theirs = make_firm("Ours"), make_firm("Theirs")
    if (make := specimen_of(route)) is None:
        pytest.skip("no specimen; told by another test")
    values = make(ours)
    random = {name: fresh(value.split("_")[0]) if is_id(value) else value for name, value in values.items()}
    assert random != values, "a specimen names something by its key"
    client, statuses = client_for(theirs), []
    for method, operation in operations(route).items():
        real, none = (ask(client, method, route, operation, one) for one in (values, random))
        statuses.append(real.status_code)
        assert real.status_code == none.status_code, f"{method} {real.status_code} and {none.status_code}"
        assert content(real, values) == content(none, random), method
        allowed = {404, 405} if operation is None else {404}
        assert real.status_code in allowed | ({403} if route in ROLE_FIRST else set()), (method, real.content[:300])
    assert set(statuses) & {404, 403}, statuses


@pytest.mark.django_db
@pytest.mark.parametrize("route", PRIVATE)
def test_the_owner_finds_the_specimen(make_firm, client_for, route):
    """Else the test above would prove nothing."""
    ours = make_firm("Ours")
    if (make := specimen_of(route)) is None or route in ROLE_FIRST:
        pytest.skip("no specimen, or not for firms")
    values = make(ours)
    for method, operation in operations(route).items():
        answer = ask(client_for(ours), method, route, operation, values)
        assert answer.status_code != 404, (method, answer.content[:300])
        if method == "get":
            break


@pytest.mark.django_db
def test_no_list_shows_another_firms_things(layers, make_firm, client_for):
    ours, theirs = make_firm("Ours"), make_firm("Theirs")
    client = client_for(theirs)
    names = {value for make in set(SPECIMENS.values()) for value in make(ours).values() if is_id(value)}
    for route in LISTS:
        shown = content(client.get(route), {}).decode(errors="replace")
        assert not [name for name in names if name in shown], route


def test_every_table_of_somebodys_data_is_protected(server):
    with psycopg.connect(server.owner_url) as link:
        guarded = link.execute(
            """SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity
               AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid AND polqual IS NOT NULL
                           AND polwithcheck IS NOT NULL)"""
        ).fetchall()
    owned = {model._meta.db_table for model in heirs(Owned) if not model._meta.abstract}
    assert owned - {row[0] for row in guarded} == set()
    prefixes = [model.prefix for model in heirs(Owned) if not model._meta.abstract]
    assert len(prefixes) == len(set(prefixes)), sorted(prefixes)
