"""The best schedule with a proof, by CP-SAT: optional intervals, hinted by the best known schedule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from cofab.core.creation.schedule.shop import kernels
from cofab.core.creation.schedule.shop.arrays import Line, Net, line_of
from cofab.core.creation.schedule.shop.problem import Shop

WORK_A_SECOND = 0.2
Found = Callable[[Line, int], None]


class Exact:
    """The model of a job shop. `solve` improves on a schedule and on a bound until its limit, or until stopped."""

    def __init__(self, shop: Shop, net: Net, bound: int, known: Line, span: int) -> None:
        self.shop, self.net, self.model, self.known = shop, net, cp_model.CpModel(), known
        self.solver = cp_model.CpSolver()
        self.span = self.model.new_int_var(bound, span, "")
        count = len(net.job)
        self.start = [self.model.new_int_var(0, span, "") for _ in range(count)]
        self.end = [self.model.new_int_var(0, span, "") for _ in range(count)]
        self.pick: dict[tuple[int, int], Any] = {}
        self.home = [[self.model.new_bool_var("") for _ in range(shop.factories)] for _ in shop.jobs]
        self._add_operations(_relabelled(shop, net, known))
        self.model.minimize(self.span)

    def _add_operations(self, home: list[int]) -> None:
        busy: dict[int, list[Any]] = {}
        for job, homes in enumerate(self.home):
            self.model.add_exactly_one(homes)
            for f, var in enumerate(homes):
                self.model.add_hint(var, f == home[job])
        self.model.add(self.home[0][0] == 1)
        for o in range(len(self.net.job)):
            self._add_operation(o, home, busy)
        for rows in busy.values():
            self.model.add_no_overlap(rows)

    def _add_operation(self, o: int, home: list[int], busy: dict[int, list[Any]]) -> None:
        net, model, job = self.net, self.model, int(self.net.job[o])
        for f, at_home in enumerate(self.home[job]):
            here = []
            for way in range(net.way[o], net.way[o + 1]):
                lone = net.way[o + 1] - net.way[o] == 1
                var = at_home if lone else model.new_bool_var("")
                here.append(var)
                self.pick[way, f] = var
                if not lone:
                    model.add_hint(var, bool(way == self.known.taken[o] and f == home[job]))
                interval = model.new_optional_interval_var(self.start[o], int(net.ticks[way]), self.end[o], var, "")
                busy.setdefault(f * self.shop.machines + int(net.machine[way]), []).append(interval)
            if len(here) > 1:
                model.add(sum(here) == at_home)
        before = net.before[o]
        if before >= 0:
            model.add(self.start[o] >= self.end[before])
        if net.after[o] < 0:
            model.add(self.end[o] <= self.span)
        model.add_hint(self.start[o], int(self.known.head[o]))
        model.add_hint(self.end[o], int(self.known.head[o] + self.known.ticks[o]))

    def solve(
        self, seconds: float, workers: int, seed: int, work: float, found: Found, bound: Callable[[int], None]
    ) -> None:
        """Run until `seconds` or, where it is more than 0, `work` in CP-SAT's own units of time are over."""
        settings = self.solver.parameters
        settings.max_time_in_seconds, settings.num_workers, settings.random_seed = max(0.01, seconds), workers, seed
        if work:
            settings.max_deterministic_time = work
        self.solver.best_bound_callback = lambda value: bound(int(np.ceil(value - 1e-6)))
        status = self.solver.solve(self.model, _Listener(self, found))
        if status == cp_model.OPTIMAL:
            bound(round(self.solver.objective_value))

    def stop(self) -> None:
        """End a running `solve` soon; may be called from anywhere."""
        self.solver.stop_search()

    def line(self, value: Callable[[Any], int]) -> Line:
        """Return the solution whose variables have these values, measured."""
        net = self.net
        factory = np.array([[value(var) for var in homes].index(1) for homes in self.home])
        chosen = {way: 1 for (way, _), var in self.pick.items() if value(var)}
        taken = [next(w for w in range(net.way[o], net.way[o + 1]) if w in chosen) for o in range(len(net.job))]
        line = line_of(self.shop, net, taken, factory)
        order = np.lexsort(([value(x) for x in self.end], [value(x) for x in self.start]))
        key = np.empty(len(order), np.int32)
        key[order] = np.arange(len(order))
        kernels.sequence(net, line, key)
        kernels.measure(net, line, np.empty(len(order), np.int32), np.empty(len(order), np.int32))
        return line


class _Listener(cp_model.CpSolverSolutionCallback):
    def __init__(self, exact: Exact, found: Found) -> None:
        super().__init__()
        self.exact, self.found = exact, found

    def on_solution_callback(self) -> None:
        """Tell of a better schedule."""
        line = self.exact.line(self.value)
        self.found(line, int((line.head + line.ticks).max()))


def _relabelled(shop: Shop, net: Net, line: Line) -> list[int]:
    """Return the factory of each job, numbered as jobs first come to them: job 0 is in factory 0."""
    names: dict[int, int] = {}
    homes = (line.base // shop.machines)[net.before < 0].tolist()
    return [names.setdefault(home, len(names)) for home in homes]
