"""What the page frame shows around every page: menu by value stage, tabs, who is acting, notices.

The app that knows people and menus fills a `Frame` in a context processor, under the name `frame`.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """One line of the menu or one tab; `mine` tells that its badge counts the reader's own moves."""

    label: str
    url: str
    icon: str = "point"
    badge: int | str = 0
    mine: bool = False
    current: bool = False


@dataclass(frozen=True)
class Group:
    """The menu entries of one value stage; the first group (today, control tower) has no label."""

    label: str
    entries: list[Entry]


@dataclass(frozen=True)
class Seat:
    """An organisation the person may act for."""

    key: str
    name: str
    current: bool = False


@dataclass(frozen=True)
class Frame:
    """Everything around the content; `person` is empty for a visitor, who gets no menu."""

    person: str = ""
    organisation: str = ""
    role: str = ""
    organisations: list[Seat] = field(default_factory=list)
    menu: list[Group] = field(default_factory=list)
    tabs: list[Entry] = field(default_factory=list)
    links: list[Entry] = field(default_factory=list)
    unread: int = 0
    demo: bool = False
    search_url: str = "/search"
    notifications_url: str = "/notifications"
    switch_url: str = ""
    sign_in_url: str = ""
    sign_out_url: str = ""

    @property
    def initial(self) -> str:
        """Return the letter in the round picture of the acting organisation."""
        return (self.role or self.organisation or self.person or "?")[0].upper()
