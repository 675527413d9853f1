"""Why a person was needed. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import get_args

from core.model.figures import HandoffRow, Why

WHYS: tuple[Why, ...] = get_args(Why)


def reasons(handoffs: Iterable[HandoffRow]) -> Mapping[Why, int]:
    """How often each reason stood; every reason is there."""
    counted = Counter(row.why for row in handoffs)
    return {why: counted[why] for why in WHYS}
