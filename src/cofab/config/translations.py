"""Translations: which sentences the product can say, which of them lack Chinese, and the compiled catalogues.

English sentences are their own keys. They are found in Python (`_()`, `gettext…()`, the templates of refusals,
`declare()`, and the words for rules, `declare_rules()`) and in HTML templates (`translate`, `blocktranslate`, `_()`);
no gettext programs are needed.
Promises: catalogues are written in one move, so that a running process never reads half of one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

SOURCE = Path(__file__).resolve().parents[1]
LANGUAGE = "zh_Hans"
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CALL = re.compile(r"(?<![\w.])(?:_|[np]{0,2}gettext)\((?=u?['\"])")
HOLES = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)[^{}]*\}")


@dataclass(frozen=True, order=True)
class Message:
    """One sentence to translate, where it is said, and the context that tells it from its homonym."""

    text: str
    context: str = ""
    plural: str = ""
    place: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Return what a catalogue files it under."""
        return self.text, self.context


def catalogues(root: Path = SOURCE, language: str = LANGUAGE) -> list[Path]:
    """Return every source catalogue of `language` below `root`."""
    return sorted(root.glob(f"**/locale/{language}/LC_MESSAGES/*.po"))


def compile_all(root: Path = SOURCE) -> int:
    """Compile every catalogue that changed since it was compiled; return how many did."""
    changed = 0
    for source in sorted(root.glob("**/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        fresh = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.replace(target)
        changed += 1
    return changed


def messages(root: Path = SOURCE) -> list[Message]:
    """Return every sentence said below `root`, each once, in alphabetical order."""
    found: dict[tuple[str, str], Message] = {}
    for message in [*_of_python(root), *_of_templates(root)]:
        found.setdefault(message.key, message)
    return sorted(found.values())


def problems(root: Path = SOURCE) -> list[str]:
    """Return one line for each sentence that Chinese lacks, leaves unfinished, says twice or fills differently."""
    known, lines = _entries(root)
    for message in messages(root):
        entry = known.get(message.key)
        if entry is None or not _said(entry):
            lines.append(f"{message.place}: not translated: {message.text!r}")
        elif "fuzzy" in entry.flags:
            lines.append(f"{message.place}: unsure translation: {message.text!r}")
        elif not holes(message.text) | holes(message.plural) >= set().union(*map(holes, _said(entry))):
            lines.append(f"{message.place}: translation has other blanks: {message.text!r}")
    return lines


def unused(root: Path = SOURCE) -> list[str]:
    """Return the sentences in catalogues that nothing says any more."""
    said = {message.key for message in messages(root)}
    return sorted(text for text, context in _entries(root)[0].keys() - said)


def chinese(root: Path = SOURCE) -> dict[str, str]:
    """Return the Chinese of every sentence that has no context and no plural."""
    entries = _entries(root)[0].items()
    return {text: entry.msgstr for (text, context), entry in entries if entry.msgstr and not context}


def holes(text: str) -> set[str]:
    """Return the names of the blanks that a sentence fills in."""
    return {one or other for one, other in HOLES.findall(text)}


def _entries(root: Path) -> tuple[dict[tuple[str, str], polib.POEntry], list[str]]:
    known: dict[tuple[str, str], polib.POEntry] = {}
    lines: list[str] = []
    for path in catalogues(root):
        for entry in polib.pofile(str(path)):
            key = (entry.msgid, entry.msgctxt or "")
            if key in known and _said(known[key]) != _said(entry):
                lines.append(f"{path.relative_to(root)}:{entry.linenum}: translated in two ways: {entry.msgid!r}")
            known.setdefault(key, entry)
    return known, lines


def _said(entry: polib.POEntry) -> list[str]:
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return said if all(said) else []


def _of_python(root: Path) -> Iterator[Message]:
    for path in sorted(root.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "gettext" not in text and "declare" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call):
                yield from _of_call(node, f"{path.relative_to(root)}:{node.lineno}")


def _of_call(node: ast.Call, place: str) -> Iterator[Message]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    words = [_constant(argument) for argument in node.args]
    if name in SINGULAR and len(words) == 1 and words[0]:
        yield Message(words[0], place=place)
    elif name in PLURAL and len(words) == 3 and words[0] and words[1]:
        yield Message(words[0], plural=words[1], place=place)
    elif name in CONTEXT and len(words) == 2 and words[0] and words[1]:
        yield Message(words[1], context=words[0], place=place)
    elif name == "declare" and len(words) == 2 and words[1]:
        yield Message(words[1], place=place)
    elif name == "declare_rules":
        yield from (Message(word, place=place) for word in words[2:] if word)


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _of_templates(root: Path) -> Iterator[Message]:
    from django.utils.translation.template import templatize

    for path in sorted(root.glob("**/templates/**/*")):
        if path.is_file() and path.suffix in {".html", ".txt", ".typ", ".svg"}:
            name = str(path.relative_to(root))
            code = templatize(path.read_text(encoding="utf-8"), origin=name)
            for line, call in _calls(code):
                yield from _of_call(call, f"{name}:{line}")


def _calls(code: str) -> Iterable[tuple[int, ast.Call]]:
    """Find the gettext calls in what Django makes of a template, where all else is noise."""
    for match in CALL.finditer(code):
        end = code.find(")", match.end())
        while end != -1:
            try:
                tree = ast.parse(code[match.start() : end + 1], mode="eval")
            except SyntaxError:
                end = code.find(")", end + 1)
                continue
            if isinstance(tree.body, ast.Call):
                yield code.count("\n", 0, match.start()) + 1, tree.body
            break
