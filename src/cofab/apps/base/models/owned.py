"""What every row of somebody's data is: named in public, and seen by its audience only."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cofab.apps.base.ids import fresh
from cofab.apps.base.viewer import Viewer
from cofab.core.kernel.refusal import NOT_FOUND, Refused


class KeyField(models.TextField):
    """A public name such as "ord_01h...", made when the object is made, after the class attribute `prefix`."""

    def __init__(self, prefix: str = "", **options: Any) -> None:
        self.prefix = prefix
        super().__init__(**{"unique": True, "editable": False, **options})

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Take the prefix from the model."""
        self.prefix = getattr(cls, "prefix", "") or self.prefix
        super().contribute_to_class(cls, name, private_only)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Keep the prefix in migrations, so that data migrations name rows too."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "prefix": self.prefix}

    def get_default(self) -> str:
        """Return a fresh name."""
        return fresh(self.prefix)


class Named(models.Model):
    """A row with a public name `key`; a subclass gives its `prefix` (two to four letters)."""

    prefix: ClassVar[str]
    id = models.BigAutoField(primary_key=True)
    key = KeyField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return the public name."""
        return self.key

    @classmethod
    def visible_to(cls, viewer: Viewer) -> models.QuerySet[Self]:
        """Return what the viewer may see: of public things, all."""
        return cls._default_manager.all()

    @classmethod
    def get_for(cls, viewer: Viewer, key: str, *, lock: bool = False) -> Self:
        """Return the row named `key`; refused as not found when it is absent or not for this viewer.

        `lock` takes the row (SELECT ... FOR UPDATE) until the transaction ends.
        """
        rows = cls.visible_to(viewer)
        row = (rows.select_for_update(of=("self",)) if lock else rows).filter(key=key).first()
        if row is None:
            raise Refused(NOT_FOUND)
        return row


class Owned(Named):
    """A row that belongs to somebody: `audience` holds the pks of the organisations that may see it.

    An empty audience is for the platform's eyes only. Its table is protected in the same migration with
    `Protect("<app>_<model>")`; there is no index on `audience`, because a policy's clauses come first and
    PostgreSQL uses no index for an overlap operator behind them.
    """

    audience = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        abstract = True

    @classmethod
    def visible_to(cls, viewer: Viewer) -> models.QuerySet[Self]:
        """Return the rows that the viewer may see: the only door to a queryset."""
        rows = cls._default_manager.all()
        return rows if viewer.system else rows.filter(audience__overlap=list(viewer.organisations))

    def widen(self, *organisations: int) -> None:
        """Let more organisations (pks) see this row; saves it. Children are widened by the action that knows them."""
        wider = sorted({*self.audience, *organisations})
        if wider != self.audience:
            self.audience = wider
            self.save(update_fields=["audience"])
