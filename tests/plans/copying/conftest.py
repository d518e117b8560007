"""Schools that hand in plans."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.plans.copying.schools import Schools


@pytest.fixture
def schools(cast: Cast) -> Schools:
    return Schools(cast)
