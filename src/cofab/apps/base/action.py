"""What makes a function a write: one transaction, in the name of its viewer, refusing instead of failing on a race."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

from cofab.apps.base.viewer import Viewer, acting, current
from cofab.core.kernel.refusal import CONFLICT, Refused

P = ParamSpec("P")
R = TypeVar("R")
RACES = frozenset({"40001", "40P01", "55P03"})  # serialization failure, deadlock, lock not available


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make `function(viewer, ...)` a write: lock, decide, write, remember, tell, all in one transaction.

    The viewer acts in the database too, unless the platform already does; nothing stays when an error leaves.
    A deadlock or serialization failure becomes a refusal `kernel.conflict`.
    """

    @wraps(function)
    def write(*args: P.args, **kwargs: P.kwargs) -> R:
        viewer = args[0] if args else kwargs["viewer"]
        assert isinstance(viewer, Viewer), f"{function.__qualname__} takes the viewer first"
        try:
            with _in_the_name_of(viewer):
                return function(*args, **kwargs)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) in RACES:
                raise Refused(CONFLICT) from error
            raise

    return write


@contextmanager
def _in_the_name_of(viewer: Viewer) -> Iterator[None]:
    now = current()
    if now is not None and (now.system or now == viewer):
        with transaction.atomic():
            yield
    else:
        with acting(viewer):
            yield
