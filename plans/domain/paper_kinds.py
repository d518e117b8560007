"""What a branch hands in for a period. Framework-free."""

from __future__ import annotations

from enum import StrEnum


class PaperKind(StrEnum):
    PLAN = "plan"
    SUMMARY = "summary"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def noun(self) -> str:
        """In passing, beside the period: 2025年的总结."""
        return _NOUNS[self]


_LABELS = {
    PaperKind.PLAN: "工作计划",
    PaperKind.SUMMARY: "工作总结",
    PaperKind.OTHER: "其他材料",
}
_NOUNS = {PaperKind.PLAN: "计划", PaperKind.SUMMARY: "总结", PaperKind.OTHER: "材料"}
