from plans.models.copying import CopyingReport, CopyPosting, DistrictTemplate, PlanFingerprint
from plans.models.plan import Plan, PlanItem, PlanSection, SectionKind
from plans.models.upload import PlanUpload

__all__ = [
    "CopyPosting",
    "CopyingReport",
    "DistrictTemplate",
    "Plan",
    "PlanFingerprint",
    "PlanItem",
    "PlanSection",
    "PlanUpload",
    "SectionKind",
]
