"""What a branch lays before its superior: the report on record, the requests for consent, pre-review and approval. Wording of our own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from documents.domain.content import OfficialDocument, Paragraph, Signature
from members.domain.development.sheet import CaseSheet, SheetStep, day_or_blank, or_blank


@dataclass(frozen=True)
class RequestText:
    """A paper before anybody has changed it; paragraphs are parted by newlines."""

    title: str
    body: str


def request_text(sheet: CaseSheet, step: int, turn: int = 1) -> RequestText:
    """The customary paper for step 4, 8, 13, 17 or 24; raises KeyError for others."""
    return _TEXTS[step](sheet, turn)


def request_document(
    *, title: str, recipient: str, body: str, branch: str, signed_on: date | None, is_draft: bool
) -> OfficialDocument:
    """The paper in the layout of official documents; drafts carry their mark on each page."""
    return OfficialDocument(
        title=title,
        recipient=f"{recipient.rstrip('：:')}：",
        blocks=tuple(Paragraph(line.strip()) for line in body.split("\n") if line.strip()),
        signature=Signature(branch, signed_on),
        watermark="草稿" if is_draft else "",
        author=branch,
    )


def _filing(sheet: CaseSheet, turn: int) -> RequestText:
    how = or_blank(sheet.step(3).facts.get("summary"))
    body = f"""{sheet.particulars}，{sheet.day(1)}向党组织递交入党申请书。{sheet.day(2)}，党支部派人同其谈话，了解基本情况和入党动机。
经{how}，支部委员会会议于{sheet.day(3)}研究，确定{sheet.name}同志为入党积极分子，由{sheet.names(5)}同志担任培养联系人。
现将有关情况报告，请予备案。"""
    return RequestText(f"关于确定{sheet.name}同志为入党积极分子的备案报告", body)


def _candidate(sheet: CaseSheet, turn: int) -> RequestText:
    reviews = sheet.step(6).details.get("reviews") or []
    counted = f"每半年考察一次，共考察{len(reviews)}次" if reviews else f"每半年考察一次，共考察{or_blank(None)}次"
    heard = or_blank(sheet.step(7).facts.get("summary"))
    body = f"""{sheet.particulars}，{sheet.day(1)}递交入党申请书，{sheet.day(3)}确定为入党积极分子，培养联系人{sheet.names(5)}。
党支部对其进行了一年以上的培养教育，{counted}。经听取党小组、培养联系人、党员和群众意见（{heard}），支部委员会会议于{sheet.day(7)}研究，认为该同志基本具备党员条件，拟列为发展对象。
上级同意后，我支部将按规定公示不少于五个工作日。妥否，请批示。"""
    return RequestText(f"关于拟将{sheet.name}同志列为发展对象的请示", body)


def _prereview(sheet: CaseSheet, turn: int) -> RequestText:
    training = sheet.step(11).details.get("training") or {}
    days, hours = or_blank(training.get("days")), or_blank(training.get("hours"))
    body = f"""{sheet.particulars}，{sheet.day(3)}确定为入党积极分子，{sheet.day(8)}列为发展对象，入党介绍人{sheet.names(9)}。
{sheet.day(10)}完成政治审查，结论为{or_blank(sheet.step(10).details.get("outcome"))}；{sheet.day(11)}参加短期集中培训结束，共{days}天、{hours}学时。
支部委员会会议于{sheet.day(12)}审查，认为{sheet.name}同志合格、手续完备，拟提交支部党员大会讨论接收为预备党员。
现将有关材料随文报上，请予预审。"""
    return RequestText(f"关于对发展对象{sheet.name}同志进行预审的请示", body)


def _admission(sheet: CaseSheet, turn: int) -> RequestText:
    body = f"""{sheet.day(13)}预审合格后，{sheet.name}同志于{sheet.day(14)}填写《中国共产党入党志愿书》，介绍人{sheet.names(9)}。
我支部于{sheet.day(15)}召开党员大会讨论，{vote_words(sheet.step(15))}，同意接收{sheet.name}同志为中共预备党员，预备期从大会通过之日起一年。
{sheet.day(16)}，上级党委派人同本人谈话。现将入党志愿书和有关材料报上，请审批。"""
    return RequestText(f"关于接收{sheet.name}同志为中共预备党员的请示", body)


def _conversion(sheet: CaseSheet, turn: int) -> RequestText:
    meeting = sheet.step(23, turn)
    outcome = or_blank(meeting.details.get("outcome"))
    months = meeting.details.get("extension_months")
    extended = f"，延长{months}个月" if outcome == "延长预备期" and months else ""
    body = f"""{sheet.name}同志{sheet.day(15)}经支部党员大会通过、{sheet.day(17)}经上级党委批准为中共预备党员，预备期至{day_or_blank(sheet.probation_end)}。
{sheet.day(22)}，本人提出书面转正申请。支部征求了党小组、党员和群众意见，支部委员会会议作了审查。
我支部于{day_or_blank(meeting.on)}召开党员大会讨论，{vote_words(meeting)}，决定{outcome}{extended}。现将有关材料报上，请审批。"""
    return RequestText(f"关于预备党员{sheet.name}同志转正的请示", body)


def vote_words(meeting: SheetStep) -> str:
    """应到会有表决权的正式党员12名，实到11名，无记名投票表决：同意11票、不同意0票、弃权0票"""
    count = meeting.details.get("meeting") or {}
    facts = meeting.facts
    written = f"，另有会前书面意见{count['written']}份" if count.get("written") else ""
    secret = "" if count.get("secret") is False else "无记名"
    return (
        f"应到会有表决权的正式党员{or_blank(count.get('eligible'))}名，实到{or_blank(count.get('present'))}名{written}，"
        f"{secret}投票表决：同意{or_blank(count.get('yes'))}票、不同意{or_blank(facts.get('no'))}票、弃权{or_blank(facts.get('abstain'))}票"
    )


_TEXTS: dict[int, Callable[[CaseSheet, int], RequestText]] = {
    4: _filing,
    8: _candidate,
    13: _prereview,
    17: _admission,
    24: _conversion,
}
