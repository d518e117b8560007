"""The record of an activity as the usual form: facts, who came, topics with what was decided, signatures."""

from __future__ import annotations

from collections.abc import Iterable

from calendar_events.models import ActivityRecord, AgendaItem, RecordPerson
from calendar_events.selectors.record_page import (
    RecordPage,
    fields_of,
    item_fields,
    kinds_of,
    record_page,
    restricted_of,
)
from documents.domain.content import Block, Column, Heading, OfficialDocument, Paragraph, Table, format_date
from documents.domain.numbering import outline_marker
from regulations.domain.activities import ActivityKind

_FORM = (Column("", 2, "center"), Column("", 5), Column("", 2, "center"), Column("", 5))
_WIDE = (Column("", 2, "center"), Column("", 12))
#: What the form leaves to the pen.
_SIGNATURES = {"chair_signature", "recorder_signature", "secretary_signature"}


def record_document(record: ActivityRecord, *, with_restricted: bool = False) -> OfficialDocument:
    """One record. `with_restricted`: also what only the branch's committee sees."""
    return document_of(record_page(record), with_restricted=with_restricted)


def document_of(page: RecordPage, *, with_restricted: bool = False) -> OfficialDocument:
    """The form of a record that was read already."""
    record = page.record
    blocks: list[Block] = [
        Table(_FORM, _facts(page), merge_first=False),
        Table(_WIDE, _people(page), merge_first=False),
        *_topics(page),
        *_own(page, with_restricted=with_restricted),
        Paragraph(f"主持人（签名）：{'　' * 8}记录人（签名）：", indent=False, clings=True),
    ]
    return OfficialDocument(
        title=_title(record.branch.name, page.kind.form),
        blocks=tuple(blocks),
        author=record.branch.name,
        watermark="" if record.is_finished else "草稿",
    )


def _title(branch: str, form: str) -> str:
    """青榆区第一小学党支部 and 支部党员大会记录 have a word in common, which is said once."""
    return branch + (form.removeprefix("支部") if branch.endswith("支部") else form)


def _facts(page: RecordPage) -> tuple[tuple[str, str, str, str], ...]:
    record = page.record
    clock = f"{record.began_at:%H:%M}" if record.began_at else ""
    if record.ended_at:
        clock += f"—{record.ended_at:%H:%M}"
    also = "、".join(kind.label for kind in record.kinds)
    rows = [
        ("主题", record.subject, "类别", also),
        ("时间", f"{format_date(record.held_on)} {clock}".strip(), "地点", record.place),
        ("主持人", record.host, "记录人", record.recorder),
        ("应到", f"{len(page.due)}人", "实到", f"{len(page.present)}人"),
    ]
    if any(item.decision for item in page.items):
        rows.append(("有表决权", f"{page.eligible}人", "其中到会", f"{page.voters_present}人"))
    return tuple(rows)


def _people(page: RecordPage) -> tuple[tuple[str, str], ...]:
    rows = [("到会人员", _names(page.present)), ("缺席人员", "、".join(map(_absence, page.absent)) or "无")]
    if page.observers:
        seated = (f"{row.name}（{row.identity}）" if row.identity else row.name for row in page.observers)
        rows.append(("列席人员", "、".join(seated)))
    if page.left_out:
        words = (f"{row.name}（{row.excused}，经{row.approver}同意）" for row in page.left_out)
        rows.append(("不计入应到", "、".join(words)))
    made_up = [row for row in page.absent if row.made_up_on]
    if made_up:
        words = (f"{row.name}（{format_date(row.made_up_on)}，{row.made_up_how}）" for row in made_up if row.made_up_on)
        rows.append(("补课情况", "、".join(words)))
    hours = [row for row in page.present if row.service_hours]
    if hours:
        rows.append(("服务时长", "、".join(f"{row.name}{row.service_hours}小时" for row in hours)))
    return tuple(rows)


def _names(rows: Iterable[RecordPerson]) -> str:
    return "、".join(row.name if row.is_full else f"{row.name}（预备党员）" for row in rows) or "无"


def _absence(row: RecordPerson) -> str:
    return f"{row.name}（{row.get_absence_display()}）" if row.absence else row.name


def _topics(page: RecordPage) -> Iterable[Block]:
    fields = item_fields(page.record)
    for number, outcome in enumerate(page.outcomes, 1):
        item = outcome.item
        yield Heading(1, item.title, outline_marker(1, number))
        if item.points:
            yield Paragraph(item.points)
        for field in fields:
            value = item.values.get(field.key)
            if value and field.key not in _SIGNATURES:
                yield Paragraph(f"{field.label}：{'是' if value is True else value}")
        if item.decision:
            yield Paragraph(f"表决（{item.get_decision_display()}）：{_votes(item)}")
        if outcome.majority:
            yield Paragraph(outcome.majority.message)
        if item.resolution:
            yield Paragraph(f"决议：{item.resolution}")
        if item.responsible or item.due_on:
            by = f"，完成时限{format_date(item.due_on)}" if item.due_on else ""
            yield Paragraph(f"责任人：{item.responsible or '—'}{by}。")


def _votes(item: AgendaItem) -> str:
    if not item.has_votes:
        return "没有登记票数。"
    words = f"同意{item.yes}票，不同意{item.no}票，弃权{item.abstained}票"
    written = [(item.written_yes, "书面同意"), (item.written_no, "书面不同意")]
    return words + "".join(f"，{label}{count}票" for count, label in written if count) + "。"


def _own(page: RecordPage, *, with_restricted: bool) -> Iterable[Block]:
    """Further fields of its kinds; a talk's content is not among them."""
    restricted = restricted_of(page.record)
    for field in fields_of(kinds_of(page.record)):
        value = page.record.values.get(field.key)
        hidden = field.key in restricted and not with_restricted
        if value and field.key not in _SIGNATURES and not hidden:
            yield Heading(1, f"{field.label}：", run_in=str(value))


def file_name(record: ActivityRecord, ending: str) -> str:
    """青榆一小支部党员大会20260305.pdf"""
    return f"{record.branch.short_name}{ActivityKind(record.counts_as[0]).label}{record.held_on:%Y%m%d}.{ending}"
