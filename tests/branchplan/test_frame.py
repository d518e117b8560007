"""Which word of the menu a page stands under."""

from __future__ import annotations

import pytest

from branchplan.frame import MENUS, _current


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
