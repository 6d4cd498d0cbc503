"""What a job shop asks of the planner: one call in, a checked schedule out, on so many threads and no more.

Why: docs/decisions on kernels. The kernels release the interpreter's lock, so threads of a pool work side by side and
none of Numba's own threads are started.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from cofab.core.creation.schedule.shop import bounds
from cofab.core.creation.schedule.shop.arrays import net_of
from cofab.core.creation.schedule.shop.cpsat import Exact
from cofab.core.creation.schedule.shop.memetic import POPULATION, Searcher
from cofab.core.creation.schedule.shop.portfolio import Limits, Task, solve
from cofab.core.creation.schedule.shop.problem import Answer, Shop
from cofab.core.creation.schedule.shop.text import shop_of

TINY = "2 2\n2 2 0 3 1 4 1 1 2\n2 1 0 5 2 0 2 1 2\n"


def schedule(shop: Shop, seconds: float, workers: int = 1, seed: int = 0, rounds: int = 0) -> Answer:
    """Return the best schedule found in `seconds` by `workers` threads; with `rounds` the answer is repeatable.

    Everything is within the seconds but loading the kernels, which `warm` does.
    """
    began = monotonic()
    return solve(shop, Limits(seconds, workers, lambda: monotonic() - began, together, rounds), seed)


def warm() -> float:
    """Compile the kernels, or load them from NUMBA_CACHE_DIR, by solving a tiny shop every way; return the seconds."""
    began = monotonic()
    shop = shop_of(TINY, 2)
    net = net_of(shop)
    searcher = Searcher(shop, net, 0)
    member = next(member for member in searcher.rounds() if searcher.done > POPULATION)
    exact = Exact(shop, net, bounds.bound(shop, net), searcher.rebuilt(member), member.span)
    exact.solve(1.0, 1, 0, 0.0, lambda line, span: None, lambda bound: None)
    schedule(shop, 1.0)
    return monotonic() - began


def together(tasks: Sequence[Task]) -> None:
    """Run tasks side by side and wait for all; what one raises is raised here."""
    if len(tasks) == 1:
        tasks[0]()
        return
    with ThreadPoolExecutor(len(tasks)) as pool:
        for task in [pool.submit(task) for task in tasks]:
            task.result()
