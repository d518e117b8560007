from plans.models.plan import Plan, PlanItem, PlanSection, SectionKind
from plans.models.upload import PlanUpload

__all__ = ["Plan", "PlanItem", "PlanSection", "PlanUpload", "SectionKind"]
