"""Numbers that do not add up."""

from __future__ import annotations

import pytest

from tests.plans.checks.materials import plan, quoted


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("支部现有党员46名，其中正式党员43名、预备党员2名。", ["党员46名，其中正式党员43名、预备党员2名"]),
        ("现有党员三十人（正式党员二十八人，预备党员一人）。", ["党员三十人（正式党员二十八人，预备党员一人"]),
        ("支部现有党员45名，其中正式党员43名、预备党员2名。", []),
        ("支部现有党员45名，其中女党员30名，预备党员2名。", []),
        ("正式党员43名，预备党员2名，入党积极分子5名。", []),
    ],
)
def test_members_and_their_parts(text: str, found: list[str]) -> None:
    assert quoted(plan(text), "PC-SUM") == found


def test_party_groups_counted_twice() -> None:
    assert quoted(plan("支部下设3个党小组。", "支部分为四个党小组，各设组长一名。"), "PC-SUM") == ["分为四个党小组"]
    assert quoted(plan("支部下设3个党小组。", "三个党小组轮流承办主题党日。"), "PC-SUM") == []
