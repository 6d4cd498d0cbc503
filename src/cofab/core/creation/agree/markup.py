"""A contract as typst source, in one language, from its terms alone."""

from __future__ import annotations

from typing import Any

from cofab.core.creation.agree.clauses import amount
from cofab.core.creation.agree.terms import contract_hash
from cofab.core.kernel.markup import escaped, page

_WORDS = {
    "zh": {
        "title": "加工合同",
        "number": "合同号",
        "version": "版本",
        "customer": "需方",
        "supplier": "供方",
        "line": "项目",
        "net": "不含税",
        "vat": "税",
        "sum": "合计",
        "total": "合同金额",
        "files": "图纸与文件（SHA-256）",
        "hash": "合同哈希",
        "signatures": "签名",
    },
    "en": {
        "title": "Manufacturing contract",
        "number": "Contract",
        "version": "version",
        "customer": "Customer",
        "supplier": "Supplier",
        "line": "Line",
        "net": "Net",
        "vat": "VAT",
        "sum": "In all",
        "total": "Contract sum",
        "files": "Drawings and files (SHA-256)",
        "hash": "Contract hash",
        "signatures": "Signatures",
    },
}


def contract_markup(value: dict[str, Any], language: str) -> str:
    """Return typst source of a contract; `language` is "zh" or "en". Raises KeyError for another."""
    words = _WORDS[language]
    parts = [
        _head(value, language, words),
        _people(value, language, words),
        _clauses(value, language),
        _table(value, words),
        _files(value, words),
        f"#v(8pt)\n{words['hash']}: `{contract_hash(value)}`\n",
        f"\n== {words['signatures']}\n{words['customer']}: #box(width: 5cm, line(length: 5cm))"
        f" #h(1cm) {words['supplier']}: #box(width: 5cm, line(length: 5cm))\n",
    ]
    return "\n".join(parts)


def _head(value: dict[str, Any], language: str, words: dict[str, str]) -> str:
    number, version = escaped(value["number"]), value["version"]
    return f"{page(language)}= {words['title']}\n{words['number']} {number}, {words['version']} {version}\n"


def _people(value: dict[str, Any], language: str, words: dict[str, str]) -> str:
    parties = value["parties"]
    rows = [
        f"- {words[role]}: {escaped(parties[role]['name'][language])} ({escaped(parties[role]['id'])})"
        for role in ("customer", "supplier")
    ]
    return "\n".join(rows) + "\n"


def _clauses(value: dict[str, Any], language: str) -> str:
    return "\n".join(f"+ {escaped(item[language])}" for item in value["clauses"]) + "\n"


def _table(value: dict[str, Any], words: dict[str, str]) -> str:
    money = value["money"]
    head = f"[{words['line']}], [{words['net']}], [{words['vat']}], [{words['sum']}],"
    rows = [_row(line["kind"], line["net_minor"], line["vat_minor"]) for line in money["lines"]]
    last = _row(f"{words['total']} {money['currency']}", money["net_minor"], money["vat_minor"])
    body = "\n  ".join([head, *rows, last])
    return f"#table(columns: (1fr, auto, auto, auto), align: (left, right, right, right),\n  {body}\n)\n"


def _row(name: str, net: int, vat: int) -> str:
    return f"[{escaped(name)}], [{amount(net)}], [{amount(vat)}], [{amount(net + vat)}],"


def _files(value: dict[str, Any], words: dict[str, str]) -> str:
    files = value["subject"]["files"]
    if not files:
        return ""
    rows = "\n".join(f"- {escaped(name)}: `{escaped(digest)}`" for name, digest in sorted(files.items()))
    return f"{words['files']}\n{rows}\n"
