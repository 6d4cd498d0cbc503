"""What the steps say about themselves: addresses, API, menu, notices. No list is edited by everybody.

A step's package may hold `step.py` with `STEP = Step(...)`; whatever lies in its `tasks.py` is a job.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from cofab.apps.base.viewer import Viewer

STAGES = ("today", "proposition", "creation", "realisation", "stewardship")
PACKAGES = ("cofab.apps", "cofab.flows")
ANYBODY = "anybody"


@dataclass(frozen=True)
class Badge:
    """A number beside a menu entry; `yours` when it counts the viewer's own moves."""

    count: int
    yours: bool = False


@dataclass(frozen=True)
class MenuEntry:
    """One line of the menu.

    `title` is lazy text; `url` a URL name ("plan:list"); `kinds` the sides of an organisation that see it (see
    Organisation.sides; empty: all); `roles` who in the firm (empty: all);
    `badge` counts for a viewer; `phone` puts it among the tabs of the phone;
    `under` are further addresses that belong to it ("/drop/").
    """

    title: str
    url: str
    icon: str = ""
    kinds: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    order: int = 100
    badge: Callable[[Viewer], Badge | None] | None = None
    phone: bool = False
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    """How an event of one kind is told to the people of its audience.

    `title` is a lazy template over the event's facts and `{subject}`; `url` a path template over the same.
    `asks` names the sides of an organisation (see Organisation.sides) that the event asks for something, with spaces
    between, ANYBODY for all that may see it; `of` names the fact that holds the public name of the one organisation
    that is asked. What asks nobody is told, but the bell does not count it.
    """

    title: str
    url: str = ""
    asks: str = ""
    of: str = ""


@dataclass(frozen=True)
class Step:
    """One step: its `name`, its `stage` (one of STAGES), and what it brings.

    `urls` is the dotted module with urlpatterns, mounted at `mount` (default "<name>/"); `api` a pair of path
    prefix and dotted router, or several; `order` sorts inside the stage; `notices` maps event kinds to notices;
    `hears` maps event kinds to names of jobs, enqueued with the event's key in the transaction that remembers one.
    """

    name: str
    stage: str
    menu: tuple[MenuEntry, ...] | list[MenuEntry] = ()
    urls: str = ""
    mount: str | None = None
    api: tuple[str, str] | list[tuple[str, str]] = ()
    order: int = 100
    notices: Mapping[str, Notice] = field(default_factory=dict)
    hears: Mapping[str, str] = field(default_factory=dict)

    @property
    def routers(self) -> list[tuple[str, str]]:
        """Return every (path prefix, dotted router)."""
        if not self.api:
            return []
        return [self.api] if isinstance(self.api, tuple) else list(self.api)

    @property
    def prefix(self) -> str:
        """Return where the pages are mounted."""
        return f"{self.name}/" if self.mount is None else self.mount


def modules(name: str) -> Iterator[str]:
    """Yield the dotted name of every module called `name` under the apps and the flows."""
    for package in PACKAGES:
        root = import_module(package)
        for found in walk_packages(root.__path__, f"{package}."):
            if found.name.rsplit(".", 1)[1] == name:
                yield found.name


@cache
def steps() -> tuple[Step, ...]:
    """Return every registered step, in the order of value and inside a stage by `order`."""
    found = [import_module(module).STEP for module in modules("step")]
    return tuple(sorted(found, key=lambda step: (STAGES.index(step.stage), step.order, step.name)))


@cache
def notices() -> Mapping[str, Notice]:
    """Return the notice of every event kind that is told."""
    return {kind: notice for step in steps() for kind, notice in step.notices.items()}


@cache
def hearers() -> Mapping[str, tuple[str, ...]]:
    """Return the jobs that each event kind starts."""
    heard: dict[str, tuple[str, ...]] = {}
    for step in steps():
        for kind, name in step.hears.items():
            heard[kind] = (*heard.get(kind, ()), name)
    return heard
