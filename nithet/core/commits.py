"""What follows once a change is safe."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.db import transaction

_Facts = ParamSpec("_Facts")


def after_commit(act: Callable[_Facts, object], *facts: _Facts.args, **more: _Facts.kwargs) -> None:
    """Done when the transaction is safe. Should it fail, that is logged under the name of `act` and harms nothing else."""

    @wraps(act)
    def follow() -> None:
        act(*facts, **more)

    transaction.on_commit(follow, robust=True)
