"""What messages are about, as people choose between them. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cause:
    """A group of kinds of messages: `code` is what stands before the dot of a kind."""

    code: str
    label: str


CAUSES = (
    Cause("workflow", "计划和请示的提交、退回、审定"),
    Cause("deadline", "上报和审核期限"),
    Cause("round", "上级布置、变更和催办"),
    Cause("development", "发展党员的步骤和期限"),
    Cause("committee", "换届"),
    Cause("dues", "党费"),
    Cause("hours", "学时"),
    Cause("collection", "收交材料"),
    Cause("transfer", "组织关系接转"),
    Cause("member", "党员信息和政治生日"),
    Cause("events", "活动：提前提醒、改期、取消、补记录"),
    Cause("feedback", "投诉建议"),
    Cause("handover", "书记交接"),
    Cause("other", "其他"),
)
_BY_CODE = {cause.code: cause for cause in CAUSES}


def cause_of(kind: str) -> Cause:
    """The group of a kind such as "workflow.return"; what is not known is 其他."""
    return _BY_CODE.get(kind.partition(".")[0], _BY_CODE["other"])
