"""How well buyers' messages are read: fields recalled and invented, per language, on sentences seen and held out.

Run `python bench/sentences.py [-v]` over `bench/sentences/*.tsv`. Prints one JSON line a file; `-v` tells each miss on standard error.
Exits 1 when the sentences that were written before the grammar fall under 95 % recalled or over 2 % invented.
"""

# ruff: noqa: E501 (patterns and messages stand on one line each)
from __future__ import annotations

import json
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from cofab.core.proposition.demand.text.reading import Places, Reading, read_text

HERE = Path(__file__).parent / "sentences"
TODAY = date(2026, 11, 18)
RECALLED, INVENTED = 0.95, 0.02
PLACES = Places({
    "fenghua": ("奉化", "Fenghua"), "zeguo": ("泽国", "Zeguo"), "yinzhou": ("鄞州", "Yinzhou"), "cixi": ("慈溪", "Cixi"),
    "huangyan": ("黄岩", "Huangyan"), "yuyao": ("余姚", "Yuyao"), "beilun": ("北仑", "Beilun"), "ouhai": ("瓯海", "Ouhai"),
    "luqiao": ("路桥", "Luqiao"), "liushi": ("柳市", "Liushi"), "tangxia": ("塘下", "Tangxia"), "yuhuan": ("玉环", "Yuhuan"),
})  # fmt: skip


def pairs(reading: Reading) -> Counter[str]:
    return Counter(f"{f.name}={f.value}" for f in reading.fields)


def measure(path: Path, loud: bool) -> dict[str, object]:
    right = wanted = invented = sentences = whole = 0
    began = time.perf_counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        text, _tab, expected = line.partition("\t")
        want = Counter(expected.split())
        found = pairs(read_text(text, TODAY, PLACES))
        sentences, wanted = sentences + 1, wanted + want.total()
        right += (want & found).total()
        invented += (found - want).total()
        whole += want == found
        if loud and want != found:
            said = f"{text}\n   missed {sorted((want - found).elements())} invented {sorted((found - want).elements())}"
            print(said, file=sys.stderr)
    took = (time.perf_counter() - began) / max(1, sentences)
    share, extra = round(right / wanted, 4), round(invented / max(1, right + invented), 4)
    judged = path.stem.startswith("before")
    bars = {"bar": RECALLED, "invented_bar": INVENTED, "met": share >= RECALLED and extra <= INVENTED} if judged else {}
    return {
        "claim": f"fields of messages read, {path.stem}", "ours": share, **bars,
        "peer": "fields in the message", "theirs": 1, "ratio": share, "sentences": sentences, "fields": wanted, "invented": extra,
        "whole": whole, "ms_each": round(1000 * took, 2),
    }  # fmt: skip


def main() -> int:
    rows = [measure(path, "-v" in sys.argv) for path in sorted(HERE.glob("*.tsv"))]
    for row in rows:
        print(json.dumps(row))
    return int(not all(row.get("met", True) for row in rows))


if __name__ == "__main__":
    sys.exit(main())
