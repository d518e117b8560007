"""The papers of a development case from its records: notice, resolution, registers, forms, index of the file. Wording of our own.

What is not recorded stays a visible blank; nothing is made up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from documents.domain.content import Block, Column, Heading, OfficialDocument, Paragraph, Signature, Table
from members.documents.case_requests import request_document, request_text, vote_words
from members.domain.development.reviews import ReviewCount
from members.domain.development.sheet import BLANK, BLANK_DAY, CaseSheet, SheetStep, day_or_blank, or_blank
from members.domain.development.steps import development_steps
from members.domain.development.timeline import Outlook, State


@dataclass(frozen=True)
class Paper:
    """A paper that can be made: `slug` in addresses, the steps it belongs to, what is still missing for it."""

    slug: str
    title: str
    step: int
    missing: tuple[str, ...] = ()


#: slug: title, the step it is filed under, the steps that must be recorded for it to have no blanks.
PAPERS: dict[str, tuple[str, int, tuple[int, ...]]] = {
    "filing": ("入党积极分子备案报告", 4, (1, 2, 3, 5)),
    "reviews": ("培养教育考察登记", 6, (3, 5, 6)),
    "candidate-request": ("列为发展对象的请示", 8, (1, 3, 5, 6, 7)),
    "notice": ("拟列为发展对象公示", 8, (1, 3, 7, 8)),
    "prereview-request": ("预审请示", 13, (3, 8, 9, 10, 11, 12)),
    "resolution": ("接收预备党员决议", 15, (15,)),
    "admission-request": ("接收预备党员的请示", 17, (13, 14, 15, 16)),
    "probation-reviews": ("预备党员考察登记", 21, (15, 17, 21)),
    "conversion-resolution": ("转正决议", 23, (23,)),
    "conversion": ("转正申请审批表", 24, (15, 17, 22, 23)),
    "dossier": ("归档目录", 25, ()),
}
#: Room for a few lines by hand.
_ROOM = "　\n　\n　\n"
#: In a table an empty cell is room enough for the pen.
_UNKNOWN = (BLANK, BLANK_DAY)
_REQUESTS = {"filing": 4, "candidate-request": 8, "prereview-request": 13, "admission-request": 17}


def papers_of(sheet: CaseSheet) -> list[Paper]:
    """Every paper with the steps that are not recorded yet."""
    table = development_steps()
    return [
        Paper(slug, title, step, tuple(table[number].name for number in needed if sheet.step(number).on is None))
        for slug, (title, step, needed) in PAPERS.items()
    ]


def case_document(slug: str, sheet: CaseSheet, outlook: Outlook) -> OfficialDocument:
    """The paper by its slug; raises KeyError for an unknown one."""
    if slug in _REQUESTS:
        step = _REQUESTS[slug]
        text = request_text(sheet, step)
        return request_document(
            title=text.title,
            recipient=sheet.superior,
            body=text.body,
            branch=sheet.branch,
            signed_on=None,
            is_draft=False,
        )
    return _MAKERS[slug](sheet, outlook)


def _notice(sheet: CaseSheet, outlook: Outlook) -> OfficialDocument:
    details = sheet.step(8).details
    start, end = day_or_blank(details.get("notice_start")), day_or_blank(details.get("notice_end"))
    blocks: list[Block] = [
        Paragraph(
            f"根据《中国共产党发展党员工作细则》，支部委员会会议于{sheet.day(7)}讨论，并于{day_or_blank(details.get('consent_on'))}"
            f"经上级党委同意，拟将{sheet.name}同志列为发展对象。现将有关情况公示如下。"
        ),
        Heading(1, "基本情况", "一、"),
        Paragraph(
            f"{sheet.particulars}。{sheet.day(1)}递交入党申请书，{sheet.day(3)}确定为入党积极分子，培养联系人{sheet.names(5)}。"
        ),
        Heading(1, "公示时间", "二、"),
        Paragraph(f"{start}至{end}，不少于五个工作日（不含节假日和公休日）。"),
        Heading(1, "意见反映", "三、"),
        Paragraph(
            f"公示期间，党员和群众可以采取来人、来电、来信等方式如实反映意见，提倡署实名。受理人：{BLANK}；电话：{BLANK}；地点：{BLANK}。"
        ),
    ]
    return OfficialDocument(
        title="关于拟列为发展对象的公示",
        blocks=tuple(blocks),
        signature=Signature(sheet.branch, None),
        author=sheet.branch,
    )


def _resolution(sheet: CaseSheet, outlook: Outlook) -> OfficialDocument:
    return _decision(
        sheet,
        sheet.step(15),
        f"支部党员大会\n关于接收{sheet.name}同志为中共预备党员的决议",
        f"同意接收{sheet.name}同志为中共预备党员，预备期一年，从{sheet.day(15)}起。"
        if _is_carried(sheet.step(15))
        else BLANK,
    )


def _conversion_resolution(sheet: CaseSheet, outlook: Outlook) -> OfficialDocument:
    meeting = sheet.last(23)
    months = or_blank(meeting.details.get("extension_months"))
    decided = {
        "按期转正": f"同意{sheet.name}同志按期转为中共正式党员，党龄从预备期满之日{day_or_blank(sheet.probation_end)}算起。",
        "延长预备期": f"延长{sheet.name}同志的预备期{months}个月。",
        "取消资格": f"取消{sheet.name}同志的预备党员资格。",
    }.get(meeting.details.get("outcome", ""), f"决定{BLANK}。")
    return _decision(sheet, meeting, f"支部党员大会\n关于{sheet.name}同志转正的决议", decided)


def _is_carried(meeting: SheetStep) -> bool:
    """The votes for are recorded and more than half of those who were to come: what a meeting decided is never guessed."""
    count = meeting.details.get("meeting") or {}
    eligible, yes = count.get("eligible"), count.get("yes")
    return meeting.on is not None and eligible is not None and yes is not None and 2 * yes > eligible


def _decision(sheet: CaseSheet, meeting: SheetStep, title: str, decided: str) -> OfficialDocument:
    """The five items of a resolution (第二十一条): conduct, who was to come and came, the vote, the day, the secretary's name."""
    count = meeting.details.get("meeting") or {}
    conduct = or_blank(meeting.facts.get("summary"))
    blocks: list[Block] = [
        Heading(1, "主要表现", "一、"),
        Paragraph(conduct),
        Heading(1, "应到会和实到会有表决权的党员人数", "二、"),
        Paragraph(f"应到会{or_blank(count.get('eligible'))}名，实到会{or_blank(count.get('present'))}名。"),
        Heading(1, "表决结果", "三、"),
        Paragraph(f"{vote_words(meeting)}。大会决议：{decided}"),
        Heading(1, "通过决议的日期", "四、"),
        Paragraph(day_or_blank(meeting.on)),
        Heading(1, "支部书记签名", "五、"),
        Paragraph(f"{BLANK}{f'（{sheet.secretary}）' if sheet.secretary else ''}"),
    ]
    return OfficialDocument(
        title=title, blocks=tuple(blocks), signature=Signature(sheet.branch, meeting.on), author=sheet.branch
    )


def _particulars(sheet: CaseSheet, more: tuple[tuple[str, str], ...] = ()) -> Table:
    """Two pairs of label and value to a row."""
    pairs = [
        ("姓名", sheet.name),
        ("性别", or_blank(sheet.sex)),
        ("民族", or_blank(sheet.ethnicity)),
        ("出生日期", day_or_blank(sheet.birth_date)),
        ("学历", or_blank(sheet.education)),
        ("岗位", or_blank(sheet.post)),
        ("所在党支部", sheet.branch),
        ("党小组", or_blank(sheet.group)),
        *more,
    ]
    if len(pairs) % 2:
        pairs.append(("", ""))
    cells = [(label, "" if value in _UNKNOWN else value) for label, value in pairs]
    rows = tuple((*cells[i], *cells[i + 1]) for i in range(0, len(cells), 2))
    columns = (Column("项目", 1.6, "center"), Column("内容", 2.2), Column("项目", 1.6, "center"), Column("内容", 2.2))
    return Table(columns, rows, merge_first=False)


def _register(
    sheet: CaseSheet, title: str, step: int, count: ReviewCount | None, more: tuple[tuple[str, str], ...]
) -> OfficialDocument:
    """A review to each half-year: those that were due, those held, room for the opinions."""
    held = [day_or_blank(day) for day in sheet.step(step).details.get("reviews") or []]
    due = [day_or_blank(day) for day in count.due] if count else []
    number = max(len(held), len(due), 2)
    rows = tuple(
        (
            f"第{i + 1}次",
            due[i] if i < len(due) else "",
            held[i] if i < len(held) else "",
            _ROOM,
            _ROOM,
        )
        for i in range(number)
    )
    columns = (
        Column("次数", 0.9, "center"),
        Column("应考察日期", 2.3, "center"),
        Column("考察日期", 2.3, "center"),
        Column("培养联系人（介绍人）意见", 2.2, "center"),
        Column("支部委员会意见", 2.2, "center"),
    )
    blocks: tuple[Block, ...] = (
        Heading(1, "基本情况", "一、"),
        _particulars(sheet, more),
        Heading(1, "半年考察", "二、"),
        Table(columns, rows, merge_first=False),
    )
    return OfficialDocument(title=title, blocks=blocks, signature=Signature(sheet.branch, None), author=sheet.branch)


def _reviews(sheet: CaseSheet, outlook: Outlook) -> OfficialDocument:
    more = (("申请入党日期", sheet.day(1)), ("确定为积极分子", sheet.day(3)), ("培养联系人", sheet.names(5)))
    return _register(sheet, "入党积极分子培养教育考察登记", 6, _count(outlook, 6), more)


def _probation_reviews(sheet: CaseSheet, outlook: Outlook) -> OfficialDocument:
    more = (
        ("大会通过日期", sheet.day(15)),
        ("上级批准日期", sheet.day(17)),
        ("预备期至", day_or_blank(sheet.probation_end)),
        ("入党介绍人", sheet.names(9)),
    )
    return _register(sheet, "预备党员考察登记", 21, _count(outlook, 21), more)


def _count(outlook: Outlook, step: int) -> ReviewCount | None:
    return next((row.reviews for row in outlook.rows if row.number == step), None)


def _conversion(sheet: CaseSheet, outlook: Outlook) -> OfficialDocument:
    meeting, approval = sheet.last(23), sheet.last(24)
    months = meeting.details.get("extension_months")
    outcome = or_blank(meeting.details.get("outcome")) + (f"（{months}个月）" if months else "")
    more = (
        ("入党介绍人", sheet.names(9)),
        ("接收大会", sheet.day(15)),
        ("上级批准", sheet.day(17)),
        ("预备期满", day_or_blank(sheet.probation_end)),
        ("提出转正申请", sheet.day(22)),
    )
    rows = (
        ("本人转正申请", f"申请书附后。申请日期：{sheet.day(22)}"),
        ("党小组意见", f"{_ROOM}组长：{BLANK}　{BLANK_DAY}"),
        ("党员和群众\n意见", sheet.step(22).facts.get("summary") or _ROOM),
        ("支部委员会\n审查意见", f"{_ROOM}书记：{BLANK}　{BLANK_DAY}"),
        (
            "支部党员大会\n决议",
            f"{day_or_blank(meeting.on)}召开党员大会。{vote_words(meeting)}。决定：{outcome}。\n书记签名：{BLANK}",
        ),
        (
            "上级党委\n审批意见",
            f"{_ROOM}文号：{or_blank(approval.facts.get('number'))}　（盖章）　{day_or_blank(approval.on)}",
        ),
    )
    blocks: tuple[Block, ...] = (
        Heading(1, "基本情况", "一、"),
        _particulars(sheet, more),
        Heading(1, "意见和决议", "二、"),
        Table((Column("项目", 1.6, "center"), Column("内容", 6.4)), rows, merge_first=False),
    )
    return OfficialDocument(title="预备党员转正申请审批表", blocks=blocks, author=sheet.branch)


def _dossier(sheet: CaseSheet, outlook: Outlook) -> OfficialDocument:
    """Each step's papers: recorded, missing, not due yet; counted at the end."""
    rows: list[tuple[str, ...]] = []
    missing = 0
    states = {row.number: row for row in outlook.rows}
    for number, step in development_steps().items():
        record, row = sheet.step(number), states[number]
        if record.on is not None:
            state, day = "应有", day_or_blank(record.on)
        elif row.state is State.MISSING:
            state, day = "缺", "缺"
        else:
            state, day = "未到", ""
        missing += len(step.papers) if state == "缺" else 0
        rows += [(f"{number}. {row.name}", paper, day, state, "") for paper in step.papers]
    columns = (
        Column("步骤", 2.2),
        Column("材料名称", 3.4),
        Column("形成日期", 2, "center"),
        Column("情况", 0.9, "center"),
        Column("页数", 0.8, "center"),
    )
    note = (
        f"按登记的步骤列出；“缺”是后面的步骤已经办理而这一步没有登记的，共{missing}份，请补齐或说明。页数装订后填写。"
    )
    blocks = (Paragraph(f"{sheet.particulars}。"), Paragraph(note), Table(columns, tuple(rows)))
    return OfficialDocument(
        title=f"{sheet.name}同志发展党员材料归档目录",
        blocks=blocks,
        signature=Signature(sheet.branch, sheet.step(25).on),
        author=sheet.branch,
    )


_MAKERS: dict[str, Callable[[CaseSheet, Outlook], OfficialDocument]] = {
    "notice": _notice,
    "resolution": _resolution,
    "conversion-resolution": _conversion_resolution,
    "reviews": _reviews,
    "probation-reviews": _probation_reviews,
    "conversion": _conversion,
    "dossier": _dossier,
}
