"""The common desk: everything that a school submits and a district reviews passes through these tables."""

from workflow.models.desk import ReviewAssignment, ReviewSettings
from workflow.models.remarks import Opinion, ReviewComment, Severity, WordingState
from workflow.models.reviewable import STATUS_CHOICES, Reviewable
from workflow.models.snapshot import ReviewerLook, Snapshot

__all__ = [
    "STATUS_CHOICES",
    "Opinion",
    "ReviewAssignment",
    "ReviewComment",
    "ReviewSettings",
    "Reviewable",
    "ReviewerLook",
    "Severity",
    "Snapshot",
    "WordingState",
]
