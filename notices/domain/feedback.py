"""投诉建议: how much one person may send, and how the public figure is reckoned. Framework-free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

#: So many letters of one person within so long; the next one waits.
LETTERS_AT_MOST = 5
WITHIN = timedelta(hours=24)
TEXT_LENGTH = 2000
#: The kind of the message that tells a sender of the answer. Where it bounces nobody is shown to whom it went: the letter may bear no name.
ANSWERED = "feedback.answered"


def median_place(number: int) -> slice:
    """Where the middle of `number` values in order stands: one place, or the two around the middle.

    >>> median_place(5), median_place(4)
    (slice(2, 3, None), slice(1, 3, None))
    """
    return slice((number - 1) // 2, number // 2 + 1)


def days_of(spans: Sequence[timedelta]) -> float | None:
    """The mean of the middle spans in days with one decimal; None where there are none."""
    if not spans:
        return None
    return round(sum(span.total_seconds() for span in spans) / len(spans) / 86400, 1)
