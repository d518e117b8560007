"""The columns of the audit form: one row per case, one column per day or detail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from members.domain.development.case import Approver, Conversion, Organiser, Review
from members.domain.development.steps import development_steps


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "文字"
    DAY = "日期"
    DAYS = "日期，几个之间用顿号隔开"
    COUNT = "整数"
    AMOUNT = "数字"
    YES_NO = "是、否"
    CHOICE = "从列表中选"
    PEOPLE = "人数"
    FULL_PEOPLE = "其中正式党员人数"


@dataclass(frozen=True, slots=True)
class Column:
    """`step` is None for the case's own fields; `field` as in the JSON form ("meeting.yes"); `turn` 1 is the second record of step 23 or 24."""

    heading: str
    kind: Kind
    step: int | None
    field: str
    turn: int = 0
    choices: tuple[str, ...] = ()
    note: str = ""

    @property
    def group(self) -> str:
        """What stands above the heading."""
        if self.step is None:
            return "案卷"
        name = development_steps()[self.step].name
        return f"{self.step} {name}{'（延长期满后）' if self.turn else ''}"


def _meeting(step: int, name: str, turn: int = 0) -> list[Column]:
    return [
        Column(f"{name}日期", Kind.DAY, step, "on", turn),
        Column(f"{name}应到会", Kind.COUNT, step, "meeting.eligible", turn, note="应到会有表决权的正式党员人数"),
        Column(
            f"{name}实到会",
            Kind.COUNT,
            step,
            "meeting.present",
            turn,
            note="实到有表决权的正式党员人数，不含会前书面意见",
        ),
        Column(f"{name}书面意见", Kind.COUNT, step, "meeting.written", turn, note="会前提出书面意见的正式党员人数"),
        Column(f"{name}同意票", Kind.COUNT, step, "meeting.yes", turn, note="同意票数，含书面意见"),
        Column(f"{name}无记名投票", Kind.YES_NO, step, "meeting.secret", turn),
    ]


def _conversion(name: str, turn: int) -> list[Column]:
    return [
        *_meeting(23, name, turn),
        Column(f"{name}决定", Kind.CHOICE, 23, "outcome", turn, tuple(Conversion)),
        Column(f"{name}延长月数", Kind.COUNT, 23, "extension_months", turn, note="决定为延长预备期时填写"),
        Column(f"{name}审批日期", Kind.DAY, 24, "on", turn),
        Column(f"{name}审批单位", Kind.CHOICE, 24, "approver", turn, tuple(Approver)),
    ]


COLUMNS: tuple[Column, ...] = (
    Column("编号", Kind.TEXT, None, "id", note="任意文字，原样返回；不要填写身份证号码"),
    Column("出生日期", Kind.DAY, None, "birth_date"),
    Column("截至日期", Kind.DAY, None, "today", note="按这一天的情况检查；不填则按运行时指定的日期"),
    Column("递交申请书日期", Kind.DAY, 1, "on"),
    Column("派人谈话日期", Kind.DAY, 2, "on"),
    Column("确定积极分子日期", Kind.DAY, 3, "on"),
    Column("积极分子备案日期", Kind.DAY, 4, "on"),
    Column("指定培养联系人日期", Kind.DAY, 5, "on"),
    Column("培养联系人人数", Kind.PEOPLE, 5, "contacts"),
    Column("培养联系人中正式党员人数", Kind.FULL_PEOPLE, 5, "contacts"),
    Column("培养考察开始日期", Kind.DAY, 6, "on"),
    Column("半年考察日期", Kind.DAYS, 6, "reviews", note="每次考察的日期，如 2025-09-10、2026-03-10；没有考察过填“无”"),
    Column("确定发展对象日期", Kind.DAY, 7, "on", note="党支部委员会会议讨论的日期"),
    Column("上级党委同意日期", Kind.DAY, 8, "consent_on", note="2026年5月11日起"),
    Column("公示第一天", Kind.DAY, 8, "notice_start"),
    Column("公示最后一天", Kind.DAY, 8, "notice_end"),
    Column("列为发展对象日期", Kind.DAY, 8, "on", note="2026年5月10日以前填上级党委备案的日期"),
    Column("确定介绍人日期", Kind.DAY, 9, "on"),
    Column("入党介绍人人数", Kind.PEOPLE, 9, "introducers"),
    Column("入党介绍人中正式党员人数", Kind.FULL_PEOPLE, 9, "introducers"),
    Column("政治审查日期", Kind.DAY, 10, "on"),
    Column("政治审查结论", Kind.CHOICE, 10, "outcome", choices=tuple(Review)),
    Column("集中培训日期", Kind.DAY, 11, "on", note="培训结束的日期"),
    Column("培训天数", Kind.AMOUNT, 11, "training.days", note="合计"),
    Column("培训学时", Kind.AMOUNT, 11, "training.hours", note="合计"),
    Column("培训举办单位", Kind.CHOICE, 11, "training.organiser", choices=tuple(Organiser)),
    Column("支委会审查日期", Kind.DAY, 12, "on"),
    Column("预审日期", Kind.DAY, 13, "on"),
    Column("预审结论", Kind.CHOICE, 13, "outcome", choices=tuple(Review)),
    Column("填写志愿书日期", Kind.DAY, 14, "on"),
    *_meeting(15, "接收大会"),
    Column("党委谈话日期", Kind.DAY, 16, "on"),
    Column("审批日期", Kind.DAY, 17, "on"),
    Column("审批单位", Kind.CHOICE, 17, "approver", choices=tuple(Approver)),
    Column("预备期起始日期", Kind.DAY, 17, "probation_start", note="志愿书上写明的预备期第一天"),
    Column("组织部门备案日期", Kind.DAY, 18, "on"),
    Column("编入党小组日期", Kind.DAY, 19, "on"),
    Column("入党宣誓日期", Kind.DAY, 20, "on"),
    Column("继续教育考察开始日期", Kind.DAY, 21, "on"),
    Column("预备期考察日期", Kind.DAYS, 21, "reviews", note="同“半年考察日期”"),
    Column("转正申请日期", Kind.DAY, 22, "on"),
    *_conversion("转正大会", 0),
    *_conversion("延长后大会", 1),
    Column("材料归档日期", Kind.DAY, 25, "on"),
)
