"""Which word of the menu a page stands under."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from branchplan.frame import MENUS, _current
from branchplan.templatetags.look import plain_day


@pytest.mark.parametrize(
    ("desk", "page", "word"),
    [
        ("reviewer", "plans:review", "plans:queue"),
        ("reviewer", "plans:round_board", "plans:rounds"),
        ("reviewer", "plans:school_group_edit", "plans:rounds"),
        ("reviewer", "call_list", "notices:inbox"),
        ("admin", "plans:round_board", "home"),
        ("admin", "plans:school_groups", "home"),
        ("admin", "calendar_events:progress_district", "home"),
        ("admin", "branches:account", "branches:account_list"),
        ("admin", "branches:role_give", "branches:account_list"),
        ("admin", "branches:change_password", "home"),
        ("author", "handover:detail", "home"),
        ("member", "branches:change_password", ""),
        ("reviewer", "", ""),
    ],
)
def test_a_page_stands_under_one_word(desk: str, page: str, word: str) -> None:
    assert _current([name for _, name, _ in MENUS[desk]], page) == word


def test_a_moment_is_shown_as_the_day_it_is_here() -> None:
    assert plain_day(datetime(2026, 3, 4, 23, 30, tzinfo=UTC)) == plain_day(date(2026, 3, 5)) == "2026年3月5日"
