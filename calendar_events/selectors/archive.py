"""Which documents a branch has of a year, and how each is made: the sources of its 台账."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO

from branches.models import Branch, User
from calendar_events.documents.records import record_document
from calendar_events.documents.registers import register_document
from calendar_events.documents.tables import (
    committee_document,
    hours_document,
    meetings_document,
    pipeline_document,
)
from calendar_events.domain.archive import Document, Expected, Gap, gaps
from calendar_events.domain.archive_folders import Folder, Paper
from calendar_events.domain.registers import Register, registers
from calendar_events.models import ActivityRecord, Attachment, Purpose, RegisterEntry
from calendar_events.selectors.meetings import meetings_in
from calendar_events.selectors.registers import EntryQuery, entries, rows_of
from documents.domain.content import OfficialDocument
from documents.rendering import render_pdf
from members.documents.appraisal import result_sheet
from members.documents.cases import case_document
from members.documents.dues import publication_document
from members.models import AppraisalRound, DevelopmentCase, Member, PartyGroup
from members.selectors.appraisal import round_page, rounds_of
from members.selectors.case_papers import sheet_and_outlook
from members.selectors.cases import with_records
from members.selectors.committee import committee_page
from members.selectors.dues_overview import year_figures
from members.selectors.hours import hours_rows, students
from members.selectors.roster_files import export_rows, group_names
from members.services.appraisal import LEAST_BALLOTS
from members.workbooks.roster_writing import write_export
from plans.documents import official_document
from plans.domain.paper_kinds import PaperKind
from plans.models import Plan
from plans.selectors.versions import paper_of_plan
from workflow.domain.transitions import LOCKED

_PAPER_OF_REGISTER = {
    "rectification": Paper.RECTIFICATION,
    "honours": Paper.COMMENDATION,
    "fronts": Paper.IDEOLOGY,
    "united_front": Paper.IDEOLOGY,
    "pairs": Paper.BRAND,
    "mutual_training": Paper.BRAND,
    "brand": Paper.BRAND,
    "reports_up": Paper.SUPERIOR,
}
_SELF_EXAMINATION = re.compile("党性分析|对照检查")


@dataclass(frozen=True)
class Source:
    """A document of the archive; `write` makes it, which may take a second."""

    document: Document
    write: Callable[[], bytes]


def archive_sources(branch: Branch, year: int, today: date, user: User) -> list[Source]:
    """Everything the portal holds of the branch's year and lets the user see, unmade. `branch` with its district."""
    return [
        *_plans(branch, year),
        *_people(branch, year, today),
        *_development(branch, year, today),
        *_yearly(branch, year, today),
        *_records(branch, year),
        *_registers(branch, year, today, user),
    ]


@dataclass(frozen=True)
class ArchivePage:
    """A branch's year folder by folder, and what it lacks."""

    year: int
    folders: list[tuple[Folder, list[Document]]]
    gaps: tuple[Gap, ...]
    count: int


def archive_page(branch: Branch, year: int, today: date, user: User) -> ArchivePage:
    """Nothing is made for this: only looked up."""
    documents = [source.document for source in archive_sources(branch, year, today, user)]
    by_folder: dict[Folder, list[Document]] = {}
    for document in documents:
        by_folder.setdefault(document.folder, []).append(document)
    lacking = gaps(documents, expected_of(branch, year, today))
    folders = sorted({*by_folder, *(gap.folder for gap in lacking)})
    return ArchivePage(year, [(folder, by_folder.get(folder, [])) for folder in folders], lacking, len(documents))


def expected_of(branch: Branch, year: int, today: date) -> Expected:
    """What the year should hold, from the rule book and the branch's own facts."""
    asked = {row.kind: row.asked for row in meetings_in(branch, months_of(year), today) if row.asked}
    cases = list(_cases(branch, year))
    waived = {Paper.PIPELINE} if not cases else set()
    return Expected(activities=asked, dossiers=tuple(case.member.name for case in cases), waived=waived)


def months_of(year: int) -> list[date]:
    return [date(year, month, 1) for month in range(1, 13)]


def _pdf(identifier: str, title: str, paper: Paper, make: Callable[[], OfficialDocument], **facts: object) -> Source:
    document = Document(identifier, title, "pdf", paper=paper, **facts)  # type: ignore[arg-type]
    return Source(document, lambda: render_pdf(make()))


def _plans(branch: Branch, year: int) -> Iterator[Source]:
    rows = Plan.objects.filter(branch=branch, status__in=sorted(LOCKED), year__in=[year - 1, year])
    for plan in rows.order_by("year", "part", "revision"):
        if not any(month.year == year for month in plan.period.months):
            continue
        paper = {PaperKind.PLAN: Paper.PLAN, PaperKind.SUMMARY: Paper.SUMMARY}.get(PaperKind(plan.paper))
        if paper is None:
            paper = Paper.DUTY_REPORT if "述职" in plan.title else Paper.SUPERIOR
        title = str(plan) if plan.revision == 1 else f"{plan}（第{plan.revision}版）"
        yield _pdf(f"plan:{plan.pk}", title, paper, partial(_paper_of, plan), on=plan.signed_on)


def _paper_of(plan: Plan) -> OfficialDocument:
    return official_document(paper_of_plan(plan), is_draft=False)


def _people(branch: Branch, year: int, today: date) -> Iterator[Source]:
    groups = list(PartyGroup.objects.filter(branch=branch, is_active=True).select_related("leader").order_by("name"))
    page = committee_page(branch, today)
    if page.lines or groups:
        make = partial(committee_document, branch, page, groups, today)
        yield _pdf(f"committee:{branch.pk}", "支部委员会和党小组", Paper.STRUCTURE, make, on=today)
    document = Document(f"roster:{branch.pk}", f"党员名册（{today:%Y%m%d}）", "xlsx", on=today, paper=Paper.ROSTER)
    yield Source(document, lambda: _roster(branch, today))
    for appraisal in rounds_of(branch):
        if appraisal.year == year:
            make = partial(_result_of, appraisal, today)
            title = f"{year}年度民主评议党员结果"
            yield _pdf(f"appraisal:{appraisal.pk}", title, Paper.GRADES, make, on=appraisal.closed_on)


def _result_of(appraisal: AppraisalRound, today: date) -> OfficialDocument:
    return result_sheet(round_page(appraisal, least_ballots=LEAST_BALLOTS), on=today)


def _roster(branch: Branch, today: date) -> bytes:
    """Telephone numbers masked, no identity numbers: those are in an export with a purpose of its own."""
    people = Member.objects.filter(branch=branch, is_active=True).order_by("name_pinyin", "pk")
    target = BytesIO()
    mark = f"{branch.name} {today:%Y-%m-%d} 台账"
    rows = (facts for facts, _ in export_rows(people, with_phones=False, with_numbers=False))
    write_export(target, rows, watermark=mark, with_numbers=False, groups=group_names(branch))
    return target.getvalue()


def _cases(branch: Branch, year: int) -> Iterator[DevelopmentCase]:
    """Cases in which something happened in the year."""
    rows = DevelopmentCase.objects.filter(
        member__branch=branch, steps__on__year=year, steps__removal__isnull=True
    ).distinct()
    yield from with_records(rows).order_by("member__name_pinyin", "pk")


def _development(branch: Branch, year: int, today: date) -> Iterator[Source]:
    cases = list(_cases(branch, year))
    for case in cases:
        yield _pdf(
            f"case:{case.pk}",
            f"{case.member.name}发展党员材料归档目录",
            Paper.DOSSIER,
            partial(_dossier_of, case, today),
            person=case.member.name,
        )
    if cases:
        make = partial(pipeline_document, branch, year, cases)
        yield _pdf(f"pipeline:{branch.pk}:{year}", f"{year}年发展党员台账", Paper.PIPELINE, make)


def _dossier_of(case: DevelopmentCase, today: date) -> OfficialDocument:
    return case_document("dossier", *sheet_and_outlook(case, today))


def _yearly(branch: Branch, year: int, today: date) -> Iterator[Source]:
    day = min(today, date(year, 12, 31))
    yield _pdf(
        f"dues:{branch.pk}:{year}",
        f"{year}年党费收缴情况",
        Paper.DUES_TABLE,
        lambda: publication_document(year_figures(branch, year, day, with_people=True), day),
    )
    yield _pdf(
        f"hours:{branch.pk}:{year}",
        f"{year}年党员学时表",
        Paper.HOURS,
        lambda: hours_document(branch, year, hours_rows(list(students(branch)), [branch], year, day)),
    )
    yield _pdf(
        f"meetings:{branch.pk}:{year}",
        f"{year}年三会一课统计表",
        Paper.MEETING_COUNTS,
        lambda: meetings_document(branch, year, meetings_in(branch, months_of(year), today)),
    )


def _records(branch: Branch, year: int) -> Iterator[Source]:
    """Finished records of the year and the papers of their events. Talks stay where they are: only those who had part in them see them."""
    rows = ActivityRecord.objects.finished().filter(branch=branch, held_on__year=year, event__is_restricted=False)
    for record in rows.with_people().order_by("held_on", "pk"):
        facts = {"on": record.held_on, "activity": record.kind, "counts_as": record.kinds}
        document = Document(f"record:{record.pk}", record.subject, "pdf", **facts)
        yield Source(document, partial(_record_pdf, record))
    papers = Attachment.objects.filter(event__in=rows.values("event")).select_related("event__record")
    for paper in papers.order_by("event__starts_on", "filename", "pk"):
        yield Source(_document_of(paper), partial(_read, paper))


def _record_pdf(record: ActivityRecord) -> bytes:
    return render_pdf(record_document(record))


def _document_of(paper: Attachment) -> Document:
    """Photographs and self-examinations have folders and names of their own on the year's list; else it lies with the activity."""
    record = paper.event.record  # type: ignore[union-attr]
    kind = None
    if paper.purpose == Purpose.PHOTO:
        kind = Paper.PHOTO
    elif _SELF_EXAMINATION.search(paper.filename):
        kind = Paper.LIFE_REVIEW
    title = paper.filename.rpartition(".")[0] or paper.filename
    return Document(f"attachment:{paper.pk}", title, paper.kind, on=record.held_on, activity=record.kind, paper=kind)


def _read(paper: Attachment) -> bytes:
    with paper.file.open("rb") as file:
        return file.read()


def _registers(branch: Branch, year: int, today: date, user: User) -> Iterator[Source]:
    """Registers that have a folder of their own and entries in the year."""
    for key, paper in _PAPER_OF_REGISTER.items():
        register = registers()[key]
        found = entries(user, branch, register, EntryQuery(year))
        if found.exists():
            make = partial(_register_of, branch, register, found, year, today)
            yield _pdf(f"register:{branch.pk}:{key}:{year}", f"{year}年{register.title}", paper, make)


def _register_of(
    branch: Branch, register: Register, found: Iterable[RegisterEntry], year: int, today: date
) -> OfficialDocument:
    """Private fields stay in the register."""
    rows = rows_of(found, today, keeps=False)
    return register_document(branch, register, rows, year=year, on=today, keeps=False)
