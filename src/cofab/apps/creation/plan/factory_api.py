"""The API of cloud factories, and of what a firm would have cost where it was left out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from cofab.apps.creation.plan import composing, leaving
from cofab.apps.creation.plan.models import CloudFactory, LeftOut
from cofab.apps.creation.plan.schemas import PlansIn, RunOut

router = Router(tags=["plan"])
left_out = Router(tags=["plan"])


class FactoryIn(Schema):
    """A plan to keep as a cloud factory; `firms` by operation, the first makes it (default: with usual substitutes)."""

    plan: str
    name: str = Field(min_length=1, max_length=80)
    firms: dict[str, list[str]] | None = None


class FactoryChange(Schema):
    """Who may do which operation."""

    firms: dict[str, list[str]] = {}


class FactoryOut(Schema):
    """A cloud factory: its demand, the plan it was founded on, its firms by operation, its runs, newest first."""

    key: str
    name: str
    demand: str
    plan: str
    firms: dict[str, list[str]]
    runs: list[str]

    @classmethod
    def of(cls, row: CloudFactory) -> FactoryOut:
        """Return a stored cloud factory."""
        runs = [run.key for run in row.runs.order_by("-pk")]
        return cls(key=row.key, name=row.name, demand=row.demand.key, plan=row.base.key, firms=row.firms, runs=runs)


class FactoriesOut(Schema):
    """Cloud factories by name."""

    items: list[FactoryOut]
    next: str | None = None


class LeftOutOut(Schema):
    """What the firm would have cost once: `extra_minor` dearer than the cheapest (null: no plan in that time)."""

    key: str
    at: datetime
    processes: list[str]
    extra_minor: int | None
    extra_ppm: int | None

    @classmethod
    def of(cls, row: LeftOut) -> LeftOutOut:
        """Return a stored line."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class LeftOutsOut(Schema):
    """What the firm missed, the newest first."""

    items: list[LeftOutOut]
    next: str | None = None


@router.get("", response=FactoriesOut, summary="My cloud factories")
def factories(request: HttpRequest) -> FactoriesOut:
    """Return the open cloud factories of the acting organisation."""
    return FactoriesOut(items=[FactoryOut.of(row) for row in composing.factories_for(request.viewer)])


@router.post("", response={201: FactoryOut}, summary="Keep a plan as a cloud factory")
def found(request: HttpRequest, body: FactoryIn) -> Status[FactoryOut]:
    """Keep a plan's composition with substitutes."""
    return Status(201, FactoryOut.of(composing.found_factory(request.viewer, body.plan, body.name, body.firms)))


@router.get("/{key}", response=FactoryOut, summary="One cloud factory")
def factory(request: HttpRequest, key: str) -> FactoryOut:
    """Return one cloud factory."""
    return FactoryOut.of(composing.factory_for(request.viewer, key))


@router.patch("/{key}", response=FactoryOut, summary="Change who may do what")
def change(request: HttpRequest, key: str, body: FactoryChange) -> FactoryOut:
    """Change the firms of a cloud factory by operation; what is left out stays."""
    row = composing.factory_for(request.viewer, key)
    return FactoryOut.of(composing.change_factory(request.viewer, key, {**row.firms, **body.firms}))


@router.post("/{key}/run", response={202: RunOut}, summary="Price and date it anew")
def run(request: HttpRequest, key: str, body: PlansIn) -> Status[RunOut]:
    """Run a cloud factory again; read the run until it is ready."""
    made: Any = composing.run_factory(request.viewer, key, body.quantity, body.due)
    return Status(202, RunOut.of(made, []))


@router.delete("/{key}", response=FactoryOut, summary="Close a cloud factory")
def close(request: HttpRequest, key: str) -> FactoryOut:
    """Close a cloud factory; its runs stay."""
    return FactoryOut.of(composing.close_factory(request.viewer, key))


@left_out.get("", response=LeftOutsOut, summary="What I would have cost")
def mine(request: HttpRequest) -> LeftOutsOut:
    """Return what the acting firm would have cost where no plan used it; about itself alone."""
    return LeftOutsOut(items=[LeftOutOut.of(row) for row in leaving.left_out_for(request.viewer)[:200]])
