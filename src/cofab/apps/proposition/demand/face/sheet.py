"""An estimate to keep or send on: its lines as CSV, and a printed sheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cofab.apps.proposition.demand.face.page import page
from cofab.apps.proposition.demand.models import Demand
from cofab.web import words

Rows = Sequence[Sequence[str]]


def as_csv(row: Demand) -> bytes:
    """Return the estimate's lines, VAT among them, and its price breaks as CSV in UTF-8 that spreadsheets open."""
    shown = page(row, True)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([_("Line"), _("Inputs"), _("Low, ¥"), _("Middle, ¥"), _("High, ¥")])
    for line in [*shown["lines"], shown["total"]]:
        table.writerow([line["name"], line.get("why", ""), *_yuan(line["low"], line["minor"], line["high"])])
    table.writerow([])
    table.writerow([_("Quantity"), "", _("Low each, ¥"), _("Middle each, ¥"), _("High each, ¥")])
    for one in shown["breaks"]:
        table.writerow([one["quantity"], "", *_yuan(one["low"], one["minor"], one["high"])])
    return out.getvalue().encode("utf-8-sig")


def as_pdf(row: Demand) -> bytes:
    """Return the estimate as a printed sheet in the reader's language: price lines, operations, breaks, answers."""
    return typst.compile(markup(row).encode())


def markup(row: Demand) -> str:
    """Return the estimate as typst source; what people typed is passed as strings and never as markup."""
    shown = page(row)
    lines = [[one["name"], one["why"], words.money(one["minor"], 0), words.span(one["low"], one["high"])]
             for one in shown["lines"]]  # fmt: skip
    total = shown["total"]
    lines.append([total["name"], "", words.money(total["minor"], 0), words.span(total["low"], total["high"])])
    made = [[op["number"], f"{op['name']}  {op['what']}", op["setup"], op["run"], op["hours"]]
            for op in shown["operations"]]  # fmt: skip
    breaks = [
        [one["shown"], words.money(one["minor"]), words.span(one["low"], one["high"], 2)] for one in shown["breaks"]
    ]
    facts = [shown["material"] or _("material?"), *shown["finishes"], shown["size"], f"× {words.grouped(row.quantity)}"]
    body = [
        f'#set page(paper: "a4", margin: 18mm)\n#set text(size: 9.5pt, lang: "{(get_language() or "en")[:2]}")',
        f"#text(size: 17pt, weight: 600, {_text(row.title)})",
        f"#text(fill: luma(90), {_text(' · '.join(facts))})",
        f"#text(size: 20pt, weight: 600, {_text(words.span(shown['low'], shown['high']))})"
        f"#h(6pt)#text(fill: luma(90), {_text(_('ex VAT'))})",
        _table(_("Price"), [_("Line"), _("Inputs"), _("Middle"), _("Range")], lines, "(1fr, 1.3fr, auto, auto)", 2),
        _table(_("Operations"), ["#", _("Operation"), _("Set-up, min"), _("Min a piece"), _("Batch, h")], made,
               "(auto, 1fr, auto, auto, auto)", 2),
        _table(_("At other quantities, ex VAT"), [_("Quantity"), _("Each"), _("Range")], breaks,
               "(auto, auto, auto)", 0),
        _table(_("Settled"), [_("Question"), _("Answer")], [[a["text"], a["said"]] for a in shown["answered"]],
               "(1.4fr, 1fr)", 9),
        f"#text(size: 8pt, fill: luma(90), {_text(_under(row))})",
    ]  # fmt: skip
    return "\n\n".join(part for part in body if part)


def _under(row: Demand) -> str:
    said = _("The platform's estimate by published rules; offers of firms replace it.")
    return f"{said} {_('Rules used')} {row.rules[:16]} · {row.key}"


def _text(text: str) -> str:
    """Return a typst string."""
    return json.dumps(str(text), ensure_ascii=False)


def _table(title: str, heads: Sequence[str], rows: Rows, columns: str, numbers_from: int) -> str:
    """Return a titled table, "" without rows; columns from `numbers_from` on stand right."""
    if not rows:
        return ""
    sides = ", ".join("right" if n >= numbers_from else "left" for n in range(len(heads)))
    head = ", ".join(f"text(fill: luma(90), {_text(one)})" for one in heads)
    cells = ", ".join(_text(cell) for row in rows for cell in row)
    rule = "stroke: (x: none, y: 0.4pt + luma(215)), inset: (x: 4pt, y: 3.5pt)"
    table = f"#table(columns: {columns}, align: ({sides}), {rule}, table.header({head}), {cells})"
    return f"#v(4pt)#text(size: 12pt, weight: 600, {_text(title)})\n\n{table}"


def _yuan(*minor: int) -> list[str]:
    return [f"{one / 100:.2f}" for one in minor]
