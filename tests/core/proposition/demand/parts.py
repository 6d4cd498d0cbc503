"""Parts for the tests of demand, as the reader of files would give them."""

from cofab.core.proposition.demand.brief import Brief, Callout, Finish
from cofab.core.proposition.demand.part import Feature, Part

UP, SIDE = (0, 0, 1000), (0, 1000, 0)


def hole(number, diameter_um=6_600, depth_um=15_000, direction=UP, kind="hole.through", **facts):
    return Feature(f"f{number}", kind, (number,), diameter_um, depth_um, direction, {"form": "plain", **facts})


def housing(*more):
    features = (
        Feature("f1", "turned.diameter", (1,), 98_000, 14_000, UP),
        Feature("f2", "bore.through", (2,), 47_000, 33_000, UP),
        Feature("f3", "flat", (3,), direction=SIDE, facts={"sides": [[0, 1000, 0], [0, 0, 1000]]}),
        *(hole(n) for n in range(4, 10)),
        *(hole(n, 4_200, 12_000, kind="hole.blind", bottom="cone") for n in range(10, 14)),
        *more,
    )
    return Part("housing", 1, 1, (98_000, 90_000, 46_000), 170_000, 39_000, features, True, 35)


def block(*features, solids=1):
    return Part("block", 1, solids, (100_000, 80_000, 40_000), 300_000, 30_000, tuple(features), False, 20)


BRIEF = Brief(
    "6061-T6", 50, (100_000, 48_000), (Finish("anodising", "hard-anodising", 30, "black"),),
    (Callout(47_000, "H7"), Callout(5_000, thread="M5", count=4)), 200,
)  # fmt: skip
