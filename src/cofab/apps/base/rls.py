"""Migration operations that put the database's own guards on a table.

Promises: a protected table gives a plain role only rows whose `audience` holds an organisation of the viewer;
an append-only table refuses every UPDATE and DELETE, the owner's included.
Why: the policy reads the two settings in scalar subqueries, which PostgreSQL computes once a query and not
once a row.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.special import RunSQL

_PROTECT = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY cofab_audience ON {table}
    USING ((SELECT cofab_is_system()) OR audience && (SELECT cofab_organisations()))
    WITH CHECK ((SELECT cofab_is_system()) OR audience && (SELECT cofab_organisations()));
"""
_UNPROTECT = """
DROP POLICY cofab_audience ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""
_APPEND_ONLY = """
CREATE TRIGGER cofab_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION cofab_append_only();
"""
_REWRITABLE = "DROP TRIGGER cofab_append_only ON {table};"


class _Guard(RunSQL):
    """A guard named by its table alone."""

    forward = backward = ""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(self.forward.format(table=table), self.backward.format(table=table))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how a squashed migration writes this operation."""
        return type(self).__name__, [self.table], {}

    def describe(self) -> str:
        """Return what `migrate --plan` shows."""
        return f"{type(self).__name__} {self.table}"


class Protect(_Guard):
    """Let a viewer see and write only rows of `table` whose audience holds one of its organisations."""

    forward, backward = _PROTECT, _UNPROTECT


class AppendOnly(_Guard):
    """Refuse UPDATE and DELETE on `table` for everybody."""

    forward, backward = _APPEND_ONLY, _REWRITABLE
