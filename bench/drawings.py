"""How much of a drawing is read: fields recalled and invented on sheets drawn before and after tuning.

A field counts as recalled where its name and value are those on the sheet; everything else read is invented. Notes
count where they are nearly the same words. Peer: the sheet's own words, what a careful reader notes. Arguments:
`--set before|after`, `--language zh|en`, `--count N`, `--misses`.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "sheets"))

import sets

from cofab import geometry
from cofab.core.proposition.demand.drawing import DOUBTFUL, read_drawing

RECALLED, INVENTED = 0.9, 0.1


def key(name, value):
    """Return what two readings of one thing have in common: no blanks, no case, absent and zero alike."""
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if v not in (0, False, "", None)}
        return name, json.dumps(kept, sort_keys=True, ensure_ascii=False).casefold()
    return name, re.sub(r"[\s,，、]", "", str(value)).casefold()


def same(one, two):
    if one[0] == two[0] == "note":
        return difflib.SequenceMatcher(None, one[1], two[1]).ratio() > 0.85
    return one == two


def matched(expected, found):
    """Return what was missed and what was invented."""
    missed, left = [], list(found)
    for wanted in expected:
        hit = next((f for f in left if same(wanted, f)), None)
        if hit is None:
            missed.append(wanted)
        else:
            left.remove(hit)
    return missed, left


def measure(which, languages, count, misses):
    """Print one line a language and medium; return (recalled, wanted, invented, doubtful, took) over all."""
    total = defaultdict(lambda: [0, 0, 0, 0, 0, 0, 0])
    for language in languages:
        for sample in sets.samples(which, language, count):
            sheet = geometry.read_sheet(sample.data, sample.name)
            fields = read_drawing(sheet.words)
            expected = [key(e["name"], e["value"]) for e in sample.expected]
            found = [key(f.name, f.value) for f in fields]
            missed, invented = matched(expected, found)
            wrong = sum(1 for f in fields if key(f.name, f.value) in invented and f.confidence >= DOUBTFUL)
            doubtful = sum(1 for f in fields if f.confidence < DOUBTFUL)
            row = (len(expected) - len(missed), len(expected), len(invented), doubtful, wrong, sheet.took_ms, 1)
            for group in ((language, sample.medium), (language, "all")):
                total[group] = [a + b for a, b in zip(total[group], row, strict=True)]
            if misses:
                print(f"{sample.name} {sample.medium} {row}\n  missed {missed}\n  invented {invented}", file=sys.stderr)
    return total


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--set", choices=("before", "after"), action="append")
    arguments.add_argument("--language", choices=("zh", "en"), action="append")
    arguments.add_argument("--count", type=int, default=20)
    arguments.add_argument("--misses", action="store_true")
    args = arguments.parse_args()
    met = True
    for which in args.set or ("before", "after"):
        for (language, medium), row in measure(which, args.language or ("zh", "en"), args.count, args.misses).items():
            recalled, wanted, invented, doubtful, wrong, took, sheets = row
            share, extra = recalled / max(wanted, 1), invented / max(recalled + invented, 1)
            good = share >= RECALLED and extra <= INVENTED
            met = met and (good or medium != "all")
            print(json.dumps({
                "claim": f"fields of drawings read, set {which}, {language}, {medium}", "ours": round(share, 3),
                "peer": "fields on the sheet", "theirs": 1, "ratio": round(share, 3), "bar": RECALLED, "met": good,
                "seeds": sheets, "fields": wanted, "invented": round(extra, 3), "invented_bar": INVENTED,
                "doubtful_a_sheet": round(doubtful / sheets, 1),
                "wrong_and_not_doubtful_a_sheet": round(wrong / sheets, 2),
                "seconds_a_sheet": round(took / 1000 / sheets, 1),
            }), flush=True)  # fmt: skip
    geometry.stop()
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
