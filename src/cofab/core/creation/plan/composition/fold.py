"""Folding a job whose order is a chain, a tree or series-parallel into one table: exact, however many choices.

A start before and an end behind all operations are added, at a site of their own from which carriage is free. Then an
operation with one edge in and one out is folded into a single edge (what arrives, worked on by its candidates, carried
on), and two edges between the same two are folded into one, until only the edge from start to end is left. In-trees
and out-trees are series-parallel in this sense. What is not comes back as None: `exact.py` takes it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cofab.core.creation.plan.composition import kernels
from cofab.core.creation.plan.composition.kernels import Table
from cofab.core.creation.plan.composition.problem import Ints, Job, Operation, Point, Problem

LIMIT = 4_000_000


class Overgrown(Exception):
    """A table grew over the limit."""


@dataclass(frozen=True, eq=False)
class Node:
    """An operation by its distinct sites: a table with a row a site; `two` names the candidate."""

    sites: Ints
    table: Table


@dataclass(frozen=True, eq=False)
class Edge:
    """What lies between two nodes: nothing but a leg (table None), or operations already folded in.

    Made of `left` and `right`: around operation `middle` in series (`worked` holds its labels), or side by side (-1).
    """

    tail: int
    head: int
    table: Table | None = None
    left: Edge | None = None
    right: Edge | None = None
    middle: int = -1
    worked: Table | None = None


class Fold:
    """One job being folded. With `only_cost` times are left out, and each row has one label."""

    def __init__(self, problem: Problem, job: Job, only_cost: bool = False, epsilon: float = 0.0) -> None:
        self.job, self.longest, self.only_cost = job, problem.longest, only_cost
        thinned = sum(3 + len(op.after) for op in job.operations)
        self.ratio = (1.0 + epsilon * 0.999999) ** (1 / thinned) if epsilon else 1.0
        self.cost, self.time = (_with_free(leg) for leg in (problem.leg_cost, problem.leg_time))
        if only_cost:
            self.time = np.zeros_like(self.time)
        free = len(self.cost) - 1
        nothing = Operation("", (), ("",), *(np.array([x], np.int64) for x in (free, 0, 0)))
        self.start, self.end = len(job.operations), len(job.operations) + 1
        self.nodes = [_node(op, only_cost) for op in (*job.operations, nothing, nothing)]

    def run(self) -> Edge | None:
        """Return the edge from start to end, or None where the order is not series-parallel."""
        edges = self._edges()
        while len(edges) > 1:
            choices = self._choices(edges)
            if not choices:
                return None
            v = min(choices, key=lambda v: self._size(*choices[v]))
            before, after = choices[v]
            edges = [edge for edge in edges if edge not in (before, after)]
            edges = self._with(edges, self._series(before, v, after))
        return edges[0]

    def points(self, edge: Edge) -> list[Point]:
        """Return the labels of the edge from start to end as points of this job alone."""
        assert edge.table is not None
        found = []
        for label in range(len(edge.table.cost)):
            choice = [-1] * len(self.job.operations)
            self._trace(edge, label, choice)
            cost, time = int(edge.table.cost[label]), int(edge.table.time[label])
            found.append(Point(cost, time, (tuple(choice),)))
        return found

    def _edges(self) -> list[Edge]:
        operations = self.job.operations
        edges = [Edge(before, n) for n, op in enumerate(operations) for before in op.after]
        edges += [Edge(self.start, n) for n, op in enumerate(operations) if not op.after]
        inner = {before for op in operations for before in op.after}
        return edges + [Edge(n, self.end) for n in range(len(operations)) if n not in inner]

    def _choices(self, edges: list[Edge]) -> dict[int, tuple[Edge, Edge]]:
        """Return the operations that have one edge in and one out, with these."""
        into: dict[int, list[Edge]] = {}
        out: dict[int, list[Edge]] = {}
        for edge in edges:
            into.setdefault(edge.head, []).append(edge)
            out.setdefault(edge.tail, []).append(edge)
        return {v: (into[v][0], out[v][0]) for v in into if len(into[v]) == 1 and len(out.get(v, ())) == 1}

    def _size(self, before: Edge, after: Edge) -> int:
        """Return about how much work it is to fold an operation; working is dearer than carrying."""
        tail, here, head = (len(self.nodes[n].sites) for n in (before.tail, before.head, after.head))
        return tail * here * (head + 8)

    def _series(self, before: Edge, v: int, after: Edge) -> Edge:
        worked = self._checked(kernels.join(self._table(before), self.nodes[v].table, self.ratio, LIMIT))
        here, there = self.nodes[v].sites, self.nodes[after.head].sites
        if after.table is not None:
            found = kernels.through(worked, after.table, len(here), self.ratio, LIMIT)
        elif self.only_cost:
            found = kernels.cheapest(worked, here, there, self.cost)
        else:
            found = kernels.carry(worked, here, there, self.cost, self.time, self.ratio, LIMIT)
        return Edge(before.tail, after.head, self._checked(found), before, after, v, worked)

    def _with(self, edges: list[Edge], new: Edge) -> list[Edge]:
        """Return the edges with a new one, folded into one that spans the same two."""
        twin = next((edge for edge in edges if (edge.tail, edge.head) == (new.tail, new.head)), None)
        if twin is None:
            return [*edges, new]
        found = kernels.meet(self._table(twin), self._table(new), self.longest, self.ratio, LIMIT)
        both = Edge(new.tail, new.head, self._checked(found), twin, new)
        return [*(edge for edge in edges if edge is not twin), both]

    def _table(self, edge: Edge) -> Table:
        """Return the edge's table; for a mere leg, its figures."""
        if edge.table is not None:
            return edge.table
        at = np.ix_(self.nodes[edge.tail].sites, self.nodes[edge.head].sites)
        cost, time = np.ascontiguousarray(self.cost[at]).ravel(), np.ascontiguousarray(self.time[at]).ravel()
        none = np.full(len(cost), -1, np.int64)
        return Table(np.arange(len(cost) + 1), cost, time, none, none)

    def _checked(self, table: Table) -> Table:
        if table.first[-1] < 0:
            raise Overgrown
        return table

    def _trace(self, edge: Edge, label: int, choice: list[int]) -> None:
        """Write the candidates behind a label into `choice`."""
        todo = [(edge, label)]
        while todo:
            at, n = todo.pop()
            if at.table is None or at.left is None or at.right is None:
                continue
            one, two = int(at.table.one[n]), int(at.table.two[n])
            if at.worked is None:
                todo += [(at.left, one), (at.right, two)]
                continue
            candidate = int(at.worked.two[one])
            choice[at.middle] = int(self.nodes[at.middle].table.two[candidate])
            todo += [(at.left, int(at.worked.one[one])), (at.right, two)]


def _with_free(leg: Ints) -> Ints:
    """Return the matrix with one more site, from and to which carriage is free."""
    return np.ascontiguousarray(np.pad(leg, ((0, 1), (0, 1))))


def _node(op: Operation, only_cost: bool) -> Node:
    """Return the unbeaten candidates of an operation by site."""
    time = np.zeros_like(op.time) if only_cost else op.time
    order = np.lexsort((time, op.cost, op.site))
    site, cost, time = op.site[order], op.cost[order], time[order]
    keep, best = np.zeros(len(order), bool), 0
    for n in range(len(order)):
        if n == 0 or site[n] != site[n - 1] or time[n] < best:
            keep[n], best = True, time[n]
    sites, first = np.unique(site[keep], return_index=True)
    first = np.append(first, keep.sum()).astype(np.int64)
    none = np.full(int(keep.sum()), -1, np.int64)
    return Node(sites, Table(first, cost[keep], time[keep], none, order[keep].astype(np.int64)))
