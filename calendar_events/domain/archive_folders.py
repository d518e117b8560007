"""The numbered folders of the 台账, and which document belongs into which. Framework-free."""

from __future__ import annotations

from enum import StrEnum

from regulations.domain.activities import ActivityKind


class Folder(StrEnum):
    """The numbered folders, a customary scheme [LOCAL]; values are numbers, `label` what the folder is called."""

    ORGANISATION = "01"
    ROSTER = "02"
    PLANS = "03"
    GENERAL_MEETINGS = "04"
    COMMITTEE_MEETINGS = "05"
    GROUP_MEETINGS = "06"
    LECTURES = "07"
    THEME_DAYS = "08"
    ORGANIZATIONAL_LIFE = "09"
    APPRAISAL = "10"
    TALKS = "11"
    DEVELOPMENT = "12"
    DUES = "13"
    STUDY = "14"
    INTEGRITY = "15"
    IDEOLOGY = "16"
    VOLUNTEERING = "17"
    ASSESSMENT = "18"
    SUPERIORS = "19"

    @property
    def label(self) -> str:
        return f"{self.value} {_NAMES[self]}"


_NAMES = {
    Folder.ORGANISATION: "组织机构",
    Folder.ROSTER: "党员名册",
    Folder.PLANS: "计划、行事历、总结",
    Folder.GENERAL_MEETINGS: "支部党员大会",
    Folder.COMMITTEE_MEETINGS: "支委会",
    Folder.GROUP_MEETINGS: "党小组会",
    Folder.LECTURES: "党课",
    Folder.THEME_DAYS: "主题党日",
    Folder.ORGANIZATIONAL_LIFE: "组织生活会",
    Folder.APPRAISAL: "民主评议党员",
    Folder.TALKS: "谈心谈话",
    Folder.DEVELOPMENT: "发展党员",
    Folder.DUES: "党费",
    Folder.STUDY: "学习培训",
    Folder.INTEGRITY: "党风廉政、师德、警示教育",
    Folder.IDEOLOGY: "意识形态、统战",
    Folder.VOLUNTEERING: "志愿服务、双培养、品牌",
    Folder.ASSESSMENT: "述职、考核、表彰、整改",
    Folder.SUPERIORS: "上级文件",
}

#: Where the record of an activity lies. Commemorations and what has no kind are theme activities; care is kept with the roster's people.
FOLDER_OF_ACTIVITY = {
    ActivityKind.GENERAL_MEETING: Folder.GENERAL_MEETINGS,
    ActivityKind.COMMITTEE_MEETING: Folder.COMMITTEE_MEETINGS,
    ActivityKind.GROUP_MEETING: Folder.GROUP_MEETINGS,
    ActivityKind.PARTY_LECTURE: Folder.LECTURES,
    ActivityKind.THEME_DAY: Folder.THEME_DAYS,
    ActivityKind.ORGANIZATIONAL_LIFE: Folder.ORGANIZATIONAL_LIFE,
    ActivityKind.DEMOCRATIC_APPRAISAL: Folder.APPRAISAL,
    ActivityKind.HEART_TO_HEART_TALK: Folder.TALKS,
    ActivityKind.DUES: Folder.DUES,
    ActivityKind.STUDY: Folder.STUDY,
    ActivityKind.DEVELOPMENT: Folder.DEVELOPMENT,
    ActivityKind.COMMEMORATION: Folder.THEME_DAYS,
    ActivityKind.VOLUNTEERING: Folder.VOLUNTEERING,
    ActivityKind.CARE: Folder.ROSTER,
    ActivityKind.INTEGRITY: Folder.INTEGRITY,
    ActivityKind.PLAN_AND_SUMMARY: Folder.PLANS,
    ActivityKind.OTHER: Folder.THEME_DAYS,
}


class Paper(StrEnum):
    """Documents that are no record of one activity."""

    STRUCTURE = "structure"
    ELECTION = "election"
    ROSTER = "roster"
    TRANSFER = "transfer"
    PLAN = "plan"
    SCHEDULE = "schedule"
    SUMMARY = "summary"
    LIFE_REVIEW = "life_review"
    GRADES = "grades"
    DOSSIER = "dossier"
    PIPELINE = "pipeline"
    DUES_TABLE = "dues_table"
    HOURS = "hours"
    MEETING_COUNTS = "meeting_counts"
    DUTY_REPORT = "duty_report"
    RECTIFICATION = "rectification"
    COMMENDATION = "commendation"
    IDEOLOGY = "ideology"
    BRAND = "brand"
    SUPERIOR = "superior"
    PHOTO = "photo"


FOLDER_OF_PAPER = {
    Paper.STRUCTURE: Folder.ORGANISATION,
    Paper.ELECTION: Folder.ORGANISATION,
    Paper.ROSTER: Folder.ROSTER,
    Paper.TRANSFER: Folder.ROSTER,
    Paper.PLAN: Folder.PLANS,
    Paper.SCHEDULE: Folder.PLANS,
    Paper.SUMMARY: Folder.PLANS,
    Paper.LIFE_REVIEW: Folder.ORGANIZATIONAL_LIFE,
    Paper.GRADES: Folder.APPRAISAL,
    Paper.DOSSIER: Folder.DEVELOPMENT,
    Paper.PIPELINE: Folder.DEVELOPMENT,
    Paper.DUES_TABLE: Folder.DUES,
    Paper.HOURS: Folder.STUDY,
    Paper.MEETING_COUNTS: Folder.ASSESSMENT,
    Paper.DUTY_REPORT: Folder.ASSESSMENT,
    Paper.RECTIFICATION: Folder.ASSESSMENT,
    Paper.COMMENDATION: Folder.ASSESSMENT,
    Paper.IDEOLOGY: Folder.IDEOLOGY,
    Paper.BRAND: Folder.VOLUNTEERING,
    Paper.SUPERIOR: Folder.SUPERIORS,
    Paper.PHOTO: Folder.THEME_DAYS,
}
