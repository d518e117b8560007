"""The kinds of activity a branch plans, and how a line of a schedule names them. Framework-free."""

import re
from enum import StrEnum


class ActivityKind(StrEnum):
    """Values are stored; `label` is what the screen says."""

    GENERAL_MEETING = "general_meeting"
    COMMITTEE_MEETING = "committee_meeting"
    GROUP_MEETING = "group_meeting"
    PARTY_LECTURE = "party_lecture"
    THEME_DAY = "theme_day"
    ORGANIZATIONAL_LIFE = "organizational_life"
    DEMOCRATIC_APPRAISAL = "democratic_appraisal"
    HEART_TO_HEART_TALK = "heart_to_heart_talk"
    DUES = "dues"
    STUDY = "study"
    DEVELOPMENT = "development"
    COMMEMORATION = "commemoration"
    VOLUNTEERING = "volunteering"
    CARE = "care"
    INTEGRITY = "integrity"
    PLAN_AND_SUMMARY = "plan_and_summary"
    OTHER = "other"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    ActivityKind.GENERAL_MEETING: "支部党员大会",
    ActivityKind.COMMITTEE_MEETING: "支委会",
    ActivityKind.GROUP_MEETING: "党小组会",
    ActivityKind.PARTY_LECTURE: "党课",
    ActivityKind.THEME_DAY: "主题党日",
    ActivityKind.ORGANIZATIONAL_LIFE: "组织生活会",
    ActivityKind.DEMOCRATIC_APPRAISAL: "民主评议党员",
    ActivityKind.HEART_TO_HEART_TALK: "谈心谈话",
    ActivityKind.DUES: "党费",
    ActivityKind.STUDY: "学习",
    ActivityKind.DEVELOPMENT: "发展党员",
    ActivityKind.COMMEMORATION: "纪念活动",
    ActivityKind.VOLUNTEERING: "志愿服务",
    ActivityKind.CARE: "关怀慰问",
    ActivityKind.INTEGRITY: "党风廉政",
    ActivityKind.PLAN_AND_SUMMARY: "计划总结",
    ActivityKind.OTHER: "其他",
}

# In order of precedence: the first pattern that fits names the line. 民主评议政风行风 is not 民主评议党员 (the look-ahead).
_PATTERNS = [
    (ActivityKind.DEMOCRATIC_APPRAISAL, r"民主评议(?!政风|行风|教师|班子|学校)|评议党员"),
    (ActivityKind.ORGANIZATIONAL_LIFE, r"组织生活会|民主生活会|专题生活会"),
    (ActivityKind.GENERAL_MEETING, r"支部(?:党员)?大会|党员大会|全体党员会"),
    (ActivityKind.COMMITTEE_MEETING, r"支委会|支部委员会(?:会议|议)?|支委(?:扩大)?会议"),
    (ActivityKind.GROUP_MEETING, r"党小组(?:会|活动|学习)"),
    (ActivityKind.PARTY_LECTURE, r"党课"),
    (ActivityKind.THEME_DAY, r"主题党日|党日活动|固定(?:党日|活动日)|统一活动日|支部活动日|党员活动日"),
    (ActivityKind.HEART_TO_HEART_TALK, r"谈心|谈话|交心"),
    (ActivityKind.DUES, r"党费"),
    (ActivityKind.DEVELOPMENT, r"发展(?:党员|对象|新党员)|积极分子|预备党员|入党(?:申请|宣誓|介绍)|转正|推优"),
    (ActivityKind.CARE, r"慰问|走访|帮扶|困难(?:党员|教职工|学生)"),
    (ActivityKind.VOLUNTEERING, r"志愿|义务服务|学雷锋|进社区"),
    (ActivityKind.INTEGRITY, r"廉洁|廉政|警示教育|思廉|党风"),
    (ActivityKind.COMMEMORATION, r"七[·•]?一|建党|国庆|清明|祭扫|扫墓|烈士|纪念|重温入党誓词"),
    (ActivityKind.PLAN_AND_SUMMARY, r"工作计划|工作总结|制[定订].{0,8}计划|总结.{0,8}工作|述职"),
    (ActivityKind.STUDY, r"学习|读书|培训|研讨|宣讲"),
]
_COMPILED = [(kind, re.compile(pattern)) for kind, pattern in _PATTERNS]


def activity_kind_of(text: str) -> ActivityKind:
    """The kind a schedule line names; OTHER when it names none. A line that names several gets the most binding one."""
    for kind, pattern in _COMPILED:
        if pattern.search(text):
            return kind
    return ActivityKind.OTHER
