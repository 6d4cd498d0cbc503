"""A part from its solids: run the recognisers in order, each face to the first that claims it."""

from __future__ import annotations

from cofab.core.proposition.demand.part import Feature, Part
from cofab.geometry.graph import Graph
from cofab.geometry.recognise.bars import SECTIONS, is_bar
from cofab.geometry.recognise.depressions import depressions_of
from cofab.geometry.recognise.found import Found, feature_of, um
from cofab.geometry.recognise.holes import holes_of
from cofab.geometry.recognise.raised import feet_of, raised_of
from cofab.geometry.recognise.rings import ring_grooves_of
from cofab.geometry.recognise.sheet import bent_sheet_of, cut_outs_of
from cofab.geometry.recognise.stock import stock_of
from cofab.geometry.recognise.threads import mark_threads
from cofab.geometry.recognise.trims import trims_of
from cofab.geometry.recognise.turned import Profile, profile_of
from cofab.geometry.recognise.undercuts import undercuts_of
from cofab.geometry.recognise.walls import sheet_of, thin_walls_of
from cofab.geometry.recognise.welds import welds_of
from cofab.geometry.vector import dot


def part_of(name: str, graphs: list[Graph]) -> Part:
    """Return the part that these solids make up, with its features numbered f1, f2, ..."""
    features: list[Feature] = []
    turned = False
    largest = max(graphs, key=lambda g: g.volume)
    for graph in (g.alone or g for g in graphs):
        profile = profile_of(graph)
        turned = turned or (profile is not None and len(graphs) == 1)
        for found in recognise(graph, profile, welded_on=len(graphs) > 1 and graph not in (largest, largest.alone)):
            features.append(feature_of(found, len(features) + 1, graph))
    whole = Graph([], [], (0, 0, 0), (0, 0, 0), 0, 0, frame=graphs[0].frame)
    for joint in welds_of(graphs):
        features.append(feature_of(joint, len(features) + 1, whole))
    low = [min(g.box_low[k] for g in graphs) for k in range(3)]
    high = [max(g.box_high[k] for g in graphs) for k in range(3)]
    return Part(
        name, 1, len(graphs), (um(high[0] - low[0]), um(high[1] - low[1]), um(high[2] - low[2])),
        round(sum(g.volume for g in graphs)), round(sum(g.area for g in graphs)), tuple(features), turned,
        sum(len(g.faces) for g in graphs),
    )  # fmt: skip


def recognise(graph: Graph, profile: Profile | None, welded_on: bool = False) -> list[Found]:
    """Return the features of one solid; a bar that is `welded_on` keeps the section in which it was bought."""
    found: list[Found] = []
    taken: set[int] = set()

    def keep(more: list[Found]) -> None:
        found.extend(more)
        for feature in more:
            taken.update(feature.faces)

    if profile is not None:
        keep(profile.features)
        taken.update(profile.faces)
    keep([r for r in ring_grooves_of(graph) if not r.faces & taken])
    sheet = bent_sheet_of(graph) if profile is None else []
    keep(sheet)
    holes = holes_of(graph, taken)
    mark_threads(graph, holes)
    keep(holes)
    if sheet:
        skin = {f.number for f in graph.faces} - cut_outs_of(graph, sheet[0])
        return found + depressions_of(graph, taken, skin)
    section = {f.number for f in graph.faces} - taken if welded_on and is_bar(graph, taken) else set()
    return [f for f in found + _machined(graph, taken, profile) if not (f.kind in SECTIONS and f.faces <= section)]


def _machined(graph: Graph, taken: set[int], profile: Profile | None) -> list[Found]:
    """Return what is milled or left standing, once turned faces and holes are `taken`."""
    undercut = undercuts_of(graph, taken)
    taken = taken.union(*(f.faces for f in undercut))
    raised = raised_of(graph, taken)
    taken = taken.union(*(f.faces for f in raised))
    stock = set() if profile is not None else stock_of(graph) - taken
    trims = trims_of(graph, taken | stock)
    taken = taken.union(*(f.faces for f in trims))
    feet = feet_of(graph, raised)
    cut = [f for f in depressions_of(graph, taken, stock) if f.kind != "flat" or not f.faces <= feet]
    if profile is not None:
        for feature in cut:
            _call_flat(graph, profile, feature)
    flat = sheet_of(graph)
    return undercut + raised + trims + cut + ([flat] if flat else thin_walls_of(graph))


def _call_flat(graph: Graph, profile: Profile, feature: Found) -> None:
    """Call a step on a turned part a flat: one plane along the axis with the shoulder that it leaves."""
    along = [n for n in feature.faces if abs(dot(graph.faces[n].axis, profile.axis)) < 0.01]
    if feature.kind != "step.through" or len(along) != 1 or graph.faces[along[0]].kind != "plane":
        return
    feature.kind, feature.direction = "flat", graph.faces[along[0]].axis
    feature.facts = feature.facts | {"sides": [feature.direction]}
