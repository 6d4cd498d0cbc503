"""Many demands planned at once: each alone first, here or on a Ray cluster, then all together on what the others leave.

Promises: the answer is the same wherever the parts were computed; a cluster is used only where one is named.
"""

from __future__ import annotations

import importlib
import socket
from collections.abc import Sequence
from time import monotonic
from typing import Any

from cofab.core.creation.plan.compose import Limits
from cofab.core.creation.plan.many import Together, Wanted, World, alone, together
from cofab.core.creation.plan.model import PlanSet
from cofab.core.kernel.refusal import Refused, declare

NO_RAY = declare("planner.no_ray", "Ray is not installed here: pip install ray, or leave the cluster out.")
NO_CLUSTER = declare("planner.no_cluster", "There is no Ray cluster at {address}: {problem}.")
LOCAL = "local"
WAIT_S = 5.0


def plan_many(wanted: Sequence[Wanted], world: World, seconds: float = 60.0, cluster: str = "") -> Together:
    """Return a plan for each demand, none in the way of another, with a bound on what all must cost.

    The demands alone and one turn of booking are computed whatever `seconds` says; then better turns are tried.
    `cluster` is the address of a Ray cluster, or "local" for one on this machine. Refuses a cluster that is not there,
    and what planning refuses.
    """
    stop = monotonic() + seconds
    sets = each_alone(wanted, world, cluster)
    return together(wanted, world, lambda: monotonic() > stop, sets)


def each_alone(wanted: Sequence[Wanted], world: World, cluster: str = "") -> list[PlanSet]:
    """Return the plans of each demand as if no other were there; no split is tried by the clock, so all agree."""
    if not cluster:
        return [_alone(one, world) for one in wanted]
    ray = _connected(cluster)
    shared, ask = ray.put(world), ray.remote(_alone)
    try:
        return list(ray.get([ask.remote(one, shared) for one in wanted]))
    except ray.exceptions.RayTaskError as problem:
        if isinstance(problem.cause, Refused):
            raise problem.cause from None
        raise


def _alone(one: Wanted, world: World) -> PlanSet:
    return alone(one, world, Limits())


def _connected(cluster: str) -> Any:
    """Return the module ray, connected; one started here gets two processors and no dashboard."""
    try:
        ray = importlib.import_module("ray")
    except ModuleNotFoundError:
        raise Refused(NO_RAY) from None
    if ray.is_initialized():
        return ray
    try:
        if cluster == LOCAL:
            ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
        else:
            _knock(cluster)
            ray.init(address=cluster, log_to_driver=False)
    except (OSError, ValueError, RuntimeError) as problem:
        raise Refused(NO_CLUSTER, address=cluster, problem=str(problem).partition("\n")[0]) from None
    return ray


def _knock(cluster: str) -> None:
    """Raise OSError or ValueError at once where nobody listens, for Ray would ask for minutes."""
    host, _, port = cluster.removeprefix("ray://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=WAIT_S):
        pass
