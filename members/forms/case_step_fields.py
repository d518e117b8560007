"""Labels and fields of the steps, and what stands in a record as the form shows it."""

from __future__ import annotations

from typing import Any

from django import forms

from members.models import StepRecord

ON_LABELS = {
    1: "递交日期",
    2: "谈话日期",
    3: "支委会研究确定日期",
    4: "备案日期",
    6: "培养考察开始日期",
    7: "支委会研究确定日期",
    8: "列为发展对象日期（公示期满后）",
    11: "培训结束日期",
    13: "预审批复日期",
    15: "党员大会日期",
    17: "审批日期",
    21: "预备期考察开始日期",
    22: "申请日期",
    23: "党员大会日期",
    24: "审批日期",
}
#: What only the papers need, by step: key, label, whether it is a longer text.
FACTS = {
    2: (("who", "谈话人（两人）", False), ("summary", "谈话主要内容", True)),
    3: (("summary", "推荐方式，如“党员推荐、共青团推优”", False),),
    4: (("number", "批复文号", False),),
    7: (("summary", "听取党小组、培养联系人、党员和群众意见的情况", True),),
    8: (("number", "批复文号", False), ("summary", "公示结果", True)),
    11: (("number", "结业证书编号", False),),
    12: (("summary", "审查意见", True),),
    13: (("number", "批复文号", False),),
    15: (("no", "不同意", None), ("abstain", "弃权", None), ("summary", "主要表现（写入决议）", True)),
    16: (("who", "谈话人", False),),
    17: (("number", "批复文号", False),),
    20: (("summary", "宣誓地点和领誓人", False),),
    22: (("summary", "征求党小组、党员和群众意见的情况", True),),
    23: (("no", "不同意", None), ("abstain", "弃权", None), ("summary", "主要表现（写入决议）", True)),
    24: (("number", "批复文号", False),),
}
DAYS_OF_NOTICE = (("consent_on", "上级党委同意日期"), ("notice_start", "公示开始"), ("notice_end", "公示结束"))
COUNTS = (
    ("eligible", "应到会有表决权的正式党员"),
    ("present", "实到会"),
    ("written", "会前书面意见"),
    ("yes", "同意"),
)


def initial_of(record: StepRecord | None) -> dict[str, Any]:
    """What stands in the record, by field."""
    if record is None:
        return {"base_version": 0}
    details = record.details
    initial: dict[str, Any] = {
        "base_version": record.version,
        "on": record.on,
        "note": record.note,
        "is_from_paper": record.is_from_paper,
        "reviews": details.get("reviews") or [],
    }
    for number, day in enumerate(details.get("reviews") or [], 1):
        initial[f"review_{number}"] = day
    names = ("consent_on", "notice_start", "notice_end", "probation_start", "outcome", "approver", "extension_months")
    initial |= {name: details[name] for name in names if name in details}
    initial |= {f"training_{name}": value for name, value in (details.get("training") or {}).items()}
    meeting = dict(details.get("meeting") or {})
    if "secret" in meeting:
        initial["secret"] = "yes" if meeting.pop("secret") else "no"
    initial |= meeting
    initial |= {f"fact_{name}": value for name, value in record.facts.items()}
    for number, person in enumerate(record.people, 1):
        initial[f"supporter_{number}" if person["id"] else f"supporter_{number}_name"] = person["id"] or person["name"]
    return initial


def choice_field(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    """A choice that may be left open."""
    return forms.ChoiceField(label=label, choices=[("", "未登记"), *choices], required=False)


def fact_field(label: str, is_long: bool | None) -> forms.Field:
    """`is_long`: a longer text, a line, or (None) a count."""
    if is_long is None:
        return forms.IntegerField(label=label, min_value=0, max_value=9999, required=False)
    widget = forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput()
    return forms.CharField(label=label, max_length=1000 if is_long else 60, required=False, widget=widget)


def plain_number(value: Any) -> Any:
    """Decimals as JSON numbers, whole ones without a point."""
    if isinstance(value, str):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
