"""`{% load cofab %}`: the words for numbers, and every component of the design system. See docs/design-system.md."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cofab.web import parts, words
from cofab.web.figures import bands, svg
from cofab.web.figures import gantt as draw_gantt
from cofab.web.icons import icon as draw_icon

register = template.Library()

for _name, _filter in {
    "money": words.money,
    "signed": words.signed,
    "day": words.day,
    "moment": words.moment,
    "clock": words.clock,
    "half_day": words.half_day,
    "hours": words.hours,
    "percent": words.percent,
    "age": words.age,
    "mm": words.millimetres,
    "density": parts.density,
}.items():
    register.filter(_name, _filter)

for _name, _tag in {
    "chip": parts.chip,
    "mark": parts.mark,
    "live": parts.live,
    "countdown": parts.countdown,
    "promised": parts.promised,
    "money_range": words.span,
    "other_name": parts.other_name,
    "textures": svg.textures,
    "legend": svg.legend,
    "key": svg.key,
    "band": bands.band,
    "day_bands": bands.days,
    "bar": bands.bar,
    "shares": bands.shares,
    "stages": bands.stages,
    "points": bands.points,
    "sparkline": bands.sparkline,
    "columns": bands.columns,
    "heat": bands.heat,
}.items():
    register.simple_tag(_tag, name=_name)


@register.filter
def length(value: Any, none: str = words.NONE) -> str | int:
    """Return seconds as hours and minutes; of what has a length its length, as Django's filter of this name does."""
    return len(value) if hasattr(value, "__len__") else words.length(value, none)


@register.filter
def money0(value: Any, none: str = words.NONE) -> str:
    """Return minor units without decimals, for estimates: ¥1,234."""
    return words.money(value, 0, none=none)


@register.filter
def initial(name: Any) -> str:
    """Return the letter that stands for a firm or person, the word for demo before it left out."""
    return (str(name or "·").rpartition("·")[2].removeprefix("Demo ").strip() or "·")[:1]


@register.filter("words")
def split(value: str) -> list[str]:
    """Return the words of a literal list in a template."""
    return value.split()


@register.filter
def densities(_value: str) -> list[tuple[str, str]]:
    """Return the row densities with their names."""
    return parts.densities()


@register.filter
def html_lang(code: str) -> str:
    """Return Django's language code as HTML writes it: zh-Hans."""
    return "zh-Hans" if code.lower().startswith("zh") else code


@register.simple_tag
def present_iso() -> str:
    """Return the page's present, from which the browser counts on."""
    return words.present().isoformat()


@register.simple_tag
def sheet_url(name: str) -> str:
    """Return the address of one of the design system's style sheets."""
    return static(f"web/css/{name}.css")


@register.simple_tag
def icon(name: str, size: int = 18, title: str = "") -> SafeString:
    """Draw a Tabler outline icon inline; give `title` only where the icon stands without a word."""
    return draw_icon(name, size, title)


@register.simple_tag
def phone_tabs(menu: Any) -> list[Any]:
    """Return the menu lines that are tabs on a phone, at most four; today first."""
    return [line for group in menu or () for line in group.lines if line.phone][:4]


@register.inclusion_tag("web/c/error.html")
def error(what: str, why: str = "", alternatives: list[tuple[str, str]] | None = None) -> dict[str, Any]:
    """Draw what went wrong, where, and what to do; alternatives (label, url) for a conflict."""
    return {"what": what, "why": why, "alternatives": alternatives}


@register.inclusion_tag("web/c/rail.html")
def rail(steps: list[dict[str, Any]]) -> dict[str, Any]:
    """Draw the stage rail; a step has name, state (done, now, bad or ""), line1, line2, was (a struck-out date)."""
    return {"steps": steps}


@register.inclusion_tag("web/c/kpi.html")
def kpi(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Draw the strip of key figures; an item has label, value, of, note, tone (care, go, stop), url."""
    return {"items": items}


@register.inclusion_tag("web/c/facts.html")
def kv(pairs: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Draw names and values, one a line; a pair is (name, value) or (name, value, mark kind)."""
    return {"pairs": [(p[0], p[1], p[2] if len(p) > 2 else "") for p in pairs]}


@register.inclusion_tag("web/c/segment.html", takes_context=True)
def segment(context: template.Context, choices: list[tuple[str, str]], name: str, chosen: str = "") -> dict[str, Any]:
    """Draw a switch of two to five views, each a link that sets the query parameter `name`; keeps the others."""
    query = context["request"].GET
    current = chosen or query.get(name, choices[0][0])
    links = [(f"?{_with(query, name, value)}", label, value == current) for value, label in choices]
    return {"links": links, "name": name}


def _with(query: Any, name: str, value: str) -> str:
    """Return a query string with `name` set to `value` and the page of a list forgotten."""
    changed = query.copy()
    changed.pop("page", None)
    changed[name] = value
    return changed.urlencode()


@register.inclusion_tag("web/c/crumb.html")
def crumb(*pairs: str) -> dict[str, Any]:
    """Draw the way back: url, label, url, label ...; a last label alone is the page itself."""
    items = [(pairs[i], pairs[i + 1]) for i in range(0, len(pairs) - 1, 2)]
    return {"items": items, "last": pairs[-1] if len(pairs) % 2 else ""}


@register.inclusion_tag("web/c/empty.html")
def empty(why: str, url: str = "", action: str = "", icon: str = "inbox") -> dict[str, Any]:
    """Draw an empty state: why it is empty, what to do, one button."""
    return {"why": why, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("web/c/field.html")
def field(bound: Any, unit: str = "") -> dict[str, Any]:
    """Draw one field of a Django form: label, control, unit, help, and what is wrong with it."""
    return {"field": bound, "unit": unit}


@register.inclusion_tag("web/c/option.html")
def option(name: str, value: str, what: str, why: str = "", money: str = "", money_note: str = "",
           checked: bool = False) -> dict[str, Any]:  # fmt: skip
    """Draw a choice as a card: what it is, why, and what it costs; a real radio button inside."""
    return locals()


@register.inclusion_tag("web/c/finding.html")
def finding(item: dict[str, Any]) -> dict[str, Any]:
    """Draw a finding: tone, icon, what, why, where (words), faces (numbers that light up), url and action."""
    return {"f": item}


@register.inclusion_tag("web/c/price_lines.html")
def price_lines(lines: list[dict[str, Any]], total: dict[str, Any], title: str = "") -> dict[str, Any]:
    """Draw price lines: each with name, minor, low, high (minor units), why; the total the same."""
    return {"lines": lines, "total": total, "title": title}


@register.inclusion_tag("web/c/what_if.html")
def what_if(lines: list[tuple[str, str, str]]) -> dict[str, Any]:
    """Draw what-if lines: (if this, then that, tone go, care or "")."""
    return {"lines": lines}


@register.inclusion_tag("web/c/diff.html")
def diff(before: str, after: str, label: str = "") -> dict[str, Any]:
    """Draw the lines that differ between two texts, removed above added, kept lines around them."""
    return {"rows": parts.differences(before, after), "label": label}


@register.inclusion_tag("web/c/history.html")
def history(items: list[dict[str, Any]]) -> dict[str, Any]:
    """Draw what happened: at (datetime), what, more, tone (go, stop, care), icon, url, link."""
    return {"items": items}


@register.inclusion_tag("web/c/skeleton.html")
def loading(what: str = "", events_url: str = "", cancel_url: str = "") -> dict[str, Any]:
    """Draw waiting: grey lines, and words with a count that events keep fresh; a way to cancel."""
    return {"what": what, "events_url": events_url, "cancel_url": cancel_url}


@register.simple_block_tag
def card(content: str, title: str = "", note: str = "", tone: str = "", id: str = "") -> SafeString:
    """Wrap content in a card with a padded body. For tables and tools in the head write the markup out."""
    head = (
        format_html('<div class="c-card-h"><h2>{}</h2><span class="s t3">{}</span></div>', title, note) if title else ""
    )
    anchor = format_html(' id="{}"', id) if id else ""
    return format_html(
        '<section class="c-card {}"{}>{}<div class="c-card-b">{}</div></section>', tone, anchor, head, content
    )


@register.simple_block_tag
def next_bar(content: str, tone: str, what: str, why: str = "", until: Any = None, silence: str = "",
             icon: str = "") -> SafeString:  # fmt: skip
    """Say whose move it is (tone you, wait, care, stop, done), why, until when, what silence means; buttons inside."""
    icons = {"you": "bell", "wait": "hourglass", "care": "hand-stop", "stop": "alert-octagon", "done": "check"}
    clock = parts.time_left(until) if until else ""
    between = SafeString("<br>") if until and silence else ""
    when = format_html('<span class="c-next-when">{}{}{}</span>', clock, between, silence) if until or silence else ""
    return format_html(
        '<section class="c-next {}" aria-label="{}">{}<div class="c-next-what"><b>{}</b>{}</div>{}{}</section>',
        tone, what, draw_icon(icon or icons[tone], 22), what,
        format_html('<span class="s t2">{}</span>', why) if why else "", when, SafeString(content.strip()),
    )  # fmt: skip


@register.inclusion_tag("web/c/table.html")
def table(t: Any) -> dict[str, Any]:
    """Draw a `cofab.web.table.Table`: filters as chips, sorting heads, pages, CSV; rows turn to cards on a phone."""
    return {"t": t}


@register.simple_tag
def table_page(t: Any, number: int) -> str:
    """Return the address of another page of a table."""
    return t.link(page=str(number))


@register.inclusion_tag("web/c/gantt.html")
def gantt(chart: Any) -> dict[str, Any]:
    """Draw a `cofab.web.figures.gantt.Gantt`, with the same rows as a table."""
    return {"g": chart}


@register.simple_tag
def gantt_key(kind: str) -> SafeString:
    """Draw the sample of a Gantt kind."""
    return draw_gantt.swatch(kind)


@register.inclusion_tag("web/c/calendar.html")
def calendar(plan: Any) -> dict[str, Any]:
    """Draw a `cofab.web.figures.calendar.Calendar`; put it in the form that receives `half`."""
    return {"c": plan}


@register.simple_tag
def half_word(afternoon: int) -> str:
    """Return the word for morning (0) or afternoon (1)."""
    return words.half(bool(afternoon))


@register.inclusion_tag("web/c/map.html", name="map")
def draw_map(sketch: Any, tall: bool = False) -> dict[str, Any]:
    """Draw a `cofab.web.figures.places.Sketch`."""
    return {"m": sketch, "tall": tall}


@register.inclusion_tag("web/c/part.html")
def part(view: Any) -> dict[str, Any]:
    """Draw a `cofab.web.figures.places.Part` in three dimensions; findings with faces light them up."""
    return {"p": view}


@register.inclusion_tag("web/c/weights.html")
def weights(tradeoffs: Any) -> dict[str, Any]:
    """Draw the sliders of a `cofab.web.figures.tradeoffs.Tradeoffs`; rows with data-plan re-rank at once."""
    return {"t": tradeoffs}


@register.inclusion_tag("web/c/why.html")
def why_first(tradeoffs: Any) -> dict[str, Any]:
    """Draw the sum behind the first plan's score."""
    return {"t": tradeoffs}


@register.simple_tag
def parallel(tradeoffs: Any) -> SafeString:
    """Draw the trade-offs as parallel lines."""
    return tradeoffs.lines
