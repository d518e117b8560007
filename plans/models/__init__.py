from plans.models.checks import CheckedActivity, CheckReportRecord, FindingDismissal
from plans.models.copying import CopyingReport, CopyPosting, DistrictTemplate, PlanFingerprint
from plans.models.plan import Plan, PlanItem, PlanSection, SectionKind
from plans.models.upload import PlanUpload

__all__ = [
    "CheckReportRecord",
    "CheckedActivity",
    "CopyPosting",
    "CopyingReport",
    "DistrictTemplate",
    "FindingDismissal",
    "Plan",
    "PlanFingerprint",
    "PlanItem",
    "PlanSection",
    "PlanUpload",
    "SectionKind",
]
