"""How long to wait after a failure. Framework-free."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

MAX_ATTEMPTS = 6
_SPREAD = 0.25  # a quarter up or down, so that what failed together does not come back together


def wait_after(attempts: int, key: UUID) -> timedelta:
    """1, 2, 4, 8, 16 minutes after the first to fifth failure, each shifted by up to a quarter; the shift follows from the key."""
    shift = (key.int + attempts * 7919) % 1001 / 1000  # 0 to 1
    return timedelta(minutes=2 ** (attempts - 1)) * (1 - _SPREAD + 2 * _SPREAD * shift)
