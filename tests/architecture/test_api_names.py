"""What the API's document says of a schema is true of every route that names it."""

from collections import Counter

from ninja import Schema


def test_no_two_schemas_of_the_api_share_a_name():
    """OpenAPI knows a schema by its bare name; the second of two would describe the first one's routes."""
    import cofab.config.api  # noqa: F401

    def heirs(schema):
        return [heir for child in schema.__subclasses__() for heir in (child, *heirs(child))]

    ours = {heir for heir in heirs(Schema) if heir.__module__.startswith("cofab.")}
    assert [name for name, count in Counter(heir.__name__ for heir in ours).items() if count > 1] == []
