from plans.models.checks import CheckedActivity, CheckReportRecord, FindingDismissal
from plans.models.copying import CopyingReport, CopyPosting, DistrictTemplate, PlanFingerprint
from plans.models.desk import ApprovalBatch, ApprovalItem, BatchState, ItemState, ReviewPhrase, SubmissionRisk
from plans.models.plan import Plan, PlanItem, PlanSection, SectionKind
from plans.models.rounds import (
    KeyPoint,
    KeyPointAnswer,
    PlanningRound,
    RoundAttachment,
    RoundChange,
    RoundPart,
    RoundState,
    RoundTarget,
    SchoolGroup,
    TargetState,
)
from plans.models.upload import PlanUpload

__all__ = [
    "ApprovalBatch",
    "ApprovalItem",
    "BatchState",
    "CheckReportRecord",
    "CheckedActivity",
    "CopyPosting",
    "CopyingReport",
    "DistrictTemplate",
    "FindingDismissal",
    "ItemState",
    "KeyPoint",
    "KeyPointAnswer",
    "Plan",
    "PlanFingerprint",
    "PlanItem",
    "PlanSection",
    "PlanUpload",
    "PlanningRound",
    "ReviewPhrase",
    "RoundAttachment",
    "RoundChange",
    "RoundPart",
    "RoundState",
    "RoundTarget",
    "SchoolGroup",
    "SectionKind",
    "SubmissionRisk",
    "TargetState",
]
