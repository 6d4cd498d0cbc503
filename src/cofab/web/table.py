"""A list page's table: sort, search, filter, page and CSV on the server, from one description of its columns.

A view makes `Table(request, columns, rows, ...)`, returns `table.csv()` when `table.wants_csv`, and its
template writes `{% table table %}`. Rows are a queryset or a list; at most ten columns.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

PAGE = 50
MOST_COLUMNS = 10
Rows = QuerySet[Any] | Sequence[Any]


def read(row: Any, path: str) -> Any:
    """Return an attribute or key by a dotted path; None where the way breaks off."""
    for name in path.split("."):
        row = row.get(name) if isinstance(row, dict) else getattr(row, name, None)
        if callable(row):
            row = row()
    return row


@dataclass(frozen=True)
class Column:
    """One column.

    `value` is a dotted path or a function of the row; `show` turns the value into what is written (a filter of
    `words`, or a function that returns HTML); `sub` a second line; `url` a function of the row; `sort` a field name
    for a queryset, or True to sort a list by value; `number` aligns right; `desk` hides it on a phone; `wide` gives
    it a row of its own there; `label_phone` writes the column's name before the value there (None: from the third on).
    """

    name: str
    label: Any
    value: str | Callable[[Any], Any] = ""
    show: Callable[[Any], Any] | None = None
    sub: str | Callable[[Any], Any] | None = None
    url: Callable[[Any], str] | None = None
    sort: str | bool = False
    number: bool = False
    desk: bool = False
    wide: bool = False
    label_phone: bool | None = None

    def of(self, row: Any) -> Any:
        """Return the plain value of a row, for sorting and CSV."""
        return self.value(row) if callable(self.value) else read(row, self.value or self.name)

    def second(self, row: Any) -> Any:
        """Return the second line of a row's cell, or None."""
        return self.sub(row) if callable(self.sub) else read(row, self.sub) if self.sub else None

    @property
    def css(self) -> str:
        """Return the classes of the column's cells."""
        flags = {"num": self.number, "desk": self.desk, "wide": self.wide}
        return " ".join(name for name, on in flags.items() if on)


@dataclass(frozen=True)
class Filter:
    """A choice above the table; `lookup` is a queryset lookup or a function (row, value) -> bool for lists."""

    name: str
    label: Any
    choices: Sequence[tuple[str, Any]]
    lookup: str | Callable[[Any, str], bool] = ""


@dataclass(frozen=True)
class Cell:
    """One written cell."""

    column: Column
    shown: Any
    second: Any = None
    url: str = ""
    label: Any = ""
    css: str = ""


@dataclass
class Table:
    """The whole table; `search` names queryset fields (or columns of a list) that the quick search looks at."""

    request: HttpRequest
    columns: Sequence[Column]
    rows: Rows
    filters: Sequence[Filter] = ()
    search: Sequence[str] = ()
    title: Any = ""
    name: str = "list"
    empty: Any = ""
    css: Callable[[Any], str] = lambda _row: ""
    key: Callable[[Any], str] = lambda row: str(getattr(row, "key", ""))
    act: Callable[[Any], Any] | None = None
    per_page: int = PAGE
    extra: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise ValueError for more columns than people can read."""
        if len(self.columns) > MOST_COLUMNS:
            raise ValueError(f"a table has at most {MOST_COLUMNS} columns")

    @cached_property
    def shown(self) -> list[Column]:
        """Return the columns that the reader wants to see; the first always."""
        wanted = self.query.getlist("column")
        return [c for i, c in enumerate(self.columns) if not wanted or not i or c.name in wanted]

    @property
    def query(self) -> Any:
        """Return the query parameters of the request."""
        return self.request.GET

    @property
    def wants_csv(self) -> bool:
        """Tell whether the reader asked for the list as CSV."""
        return self.query.get("format") == "csv"

    @cached_property
    def chosen(self) -> list[Row]:
        """Return all rows that pass search and filters, sorted (a queryset stays one)."""
        rows = self.rows
        for one in self.filters:
            if value := self.query.get(one.name):
                rows = _narrow(rows, one.lookup or one.name, value)
        if words := self.query.get("find", "").strip():
            rows = _found(rows, self.search, words)
        return self._sorted(rows)

    def _sorted(self, rows: Any) -> Any:
        """Return the rows in the asked order, or as they came."""
        name = self.query.get("sort", "")
        column = next((c for c in self.columns if c.sort and c.name == name.lstrip("-")), None)
        if column is None:
            return rows
        down = name.startswith("-")
        if isinstance(rows, QuerySet):
            by = column.sort if isinstance(column.sort, str) else column.name
            return rows.order_by(("-" if down else "") + by, "pk")
        return sorted(rows, key=lambda row: _order(column.of(row)), reverse=down)

    @cached_property
    def page(self) -> Page:
        """Return the page of rows to show."""
        return Paginator(self.chosen, self.per_page).get_page(self.query.get("page"))

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """Return the rows of this page as cells, with their class, key and action."""
        return [
            {
                "cells": [self._cell(i, row) for i in range(len(self.shown))],
                "css": self.css(row),
                "key": self.key(row),
                "act": self.act(row) if self.act else None,
            }
            for row in self.page
        ]

    def _cell(self, number: int, row: Any) -> Cell:
        """Return one written cell."""
        column = self.shown[number]
        value = column.of(row)
        none = value is None or value == ""
        shown = column.show(value) if column.show else ("—" if none else value)
        named = number > 1 and not column.wide if column.label_phone is None else column.label_phone
        css = f"{column.css} none".strip() if none else column.css
        url = column.url(row) if column.url else ""
        return Cell(column, shown, column.second(row), url, column.label if named else "", css)

    @property
    def heads(self) -> list[dict[str, Any]]:
        """Return the column heads with the link that sorts and the present direction."""
        now = self.query.get("sort", "")
        return [
            {
                "column": c,
                "url": self.link(sort=c.name if now != c.name else f"-{c.name}", page=None) if c.sort else "",
                "sort": {c.name: "ascending", f"-{c.name}": "descending"}.get(now, ""),
            }
            for c in self.shown
        ]

    @property
    def applied(self) -> list[dict[str, Any]]:
        """Return the filters that are on, each with the link that takes it off."""
        found = (
            [{"label": f"“{self.query['find']}”", "url": self.link(find=None, page=None)}]
            if self.query.get("find")
            else []
        )
        for one in self.filters:
            if value := self.query.get(one.name):
                word = dict(one.choices).get(value, value)
                found.append({"label": f"{one.label}: {word}", "url": self.link(**{one.name: None, "page": None})})
        return found

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Return the filters as controls with their present value."""
        return [{"filter": one, "value": self.query.get(one.name, "")} for one in self.filters]

    @property
    def searched(self) -> str:
        """Return the names of the columns that the quick search looks at."""
        looked = [str(c.label) for c in self.columns if {c.name, c.value, c.sub, c.sort} & set(self.search)]
        return ", ".join(looked)

    def link(self, **changes: str | None) -> str:
        """Return the address of this list with some query parameters changed; None drops one."""
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return "?" + query.urlencode()

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return the query parameters that a choice of columns keeps."""
        return [(name, value) for name in self.query for value in self.query.getlist(name) if name != "column"]

    @property
    def csv_url(self) -> str:
        """Return the address of the same list as CSV."""
        return self.link(format="csv", page=None)

    def csv(self) -> HttpResponse:
        """Return all chosen rows as CSV in UTF-8 with a mark that spreadsheet programs understand."""
        rows = ([_plain(c, row) for c in self.shown] for row in self.chosen)
        return csv_file(self.name, [str(c.label) for c in self.shown], rows)

    @property
    def nothing(self) -> Any:
        """Return why the table is empty."""
        return _("Nothing matches. Take a filter off.") if self.applied else self.empty or _("Nothing here yet.")


Row = Any


def _plain(column: Column, row: Any) -> str:
    """Return a cell as CSV text that no spreadsheet takes for a formula."""
    shown = column.show(column.of(row)) if column.show else column.of(row)
    text = strip_tags(str("" if shown is None else shown)).strip()
    return harmless(text)


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    number = text[1:2].isdigit() or text[1:2] in ("¥", "€", "$")
    risky = text.startswith(("=", "@", "\t", "\r")) or (text.startswith(("+", "-")) and not number)
    return f"'{text}" if risky else text


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """Return rows of harmless text as a CSV file in UTF-8 with a mark that spreadsheet programs understand."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    out = csv.writer(response)
    out.writerow(head)
    out.writerows(rows)
    return response


def _narrow(rows: Rows, lookup: str | Callable[[Any, str], bool], value: str) -> Rows:
    """Return the rows that a filter lets through."""
    if isinstance(rows, QuerySet):
        return rows.filter(**{str(lookup): value})
    passes = lookup if callable(lookup) else lambda row, v: str(read(row, str(lookup))) == v
    return [row for row in rows if passes(row, value)]


def _found(rows: Rows, names: Iterable[str], words: str) -> Rows:
    """Return the rows in which every word stands in one of the searched fields."""
    names = list(names)
    for word in words.split()[:8]:
        if isinstance(rows, QuerySet):
            rows = rows.filter(_any(names, word))
        else:
            rows = [row for row in rows if any(word.lower() in str(read(row, n) or "").lower() for n in names)]
    return rows


def _any(names: Sequence[str], word: str) -> Q:
    """Return the condition that one of the fields contains a word."""
    condition = Q()
    for name in names:
        condition |= Q(**{f"{name}__icontains": word})
    return condition


def _order(value: Any) -> tuple[bool, Any]:
    """Return a sort key that puts missing values last and compares amounts by number."""
    value = getattr(value, "amount_minor", value)
    return (value is None, "" if value is None else value)
