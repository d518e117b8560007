"""Reads for the reviewer's pages and for the school's list of issues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from branches.addresses import address_of_each
from branches.models import User
from plans.domain.panel_rows import Group, Row
from plans.domain.paper import Paper, PaperSection, paper_from
from plans.domain.parts import PaperChanges, compare_papers, paired_sections
from plans.models import Plan
from plans.selectors.checks import FrozenReport, frozen_report
from plans.selectors.versions import EARLIER, earlier_paper, earlier_plans
from regulations.domain.findings import Level
from regulations.selectors.rules import rule_book_for
from workflow.domain.anchoring import locate
from workflow.domain.compare import Change, PartChange
from workflow.domain.marking import Highlight, Line, lines_of, plain
from workflow.models import Opinion, ReviewComment, Severity, Snapshot
from workflow.selectors import latest_snapshot, look_of, seen_before

QUOTE_LENGTH = 300


@dataclass
class ReviewPart:
    """A section as it was submitted, what changed in it since the version it is compared with, and the remarks at it; `lines` are its
    paragraphs with changes and remarked words marked, the heading first where there is one; `same_address` is where other schools' same
    section stands."""

    section: PaperSection
    change: PartChange | None
    same_address: str
    lines: list[Line] = field(default_factory=list)
    remarks: list[ReviewComment] = field(default_factory=list)
    found: Group | None = None
    excused: Sequence[Row] = ()


@dataclass(frozen=True)
class LineMarks:
    """A schedule line somebody remarked on: its words with the remarked ones marked, and the remarks."""

    text: Line
    remarks: Sequence[ReviewComment]


@dataclass(frozen=True)
class Beside:
    """Last year's version beside this one. `followed` are its sections by the origin of this year's that follows them, `same` the origins
    of those word for word the same, `gone` the sections that nothing follows."""

    label: str
    paper: Paper
    followed: Mapping[str, PaperSection]
    same: Collection[str]
    gone: Sequence[PaperSection]


@dataclass
class ReviewPage:
    """The plan from its latest snapshot: nothing moves under the reviewer's eyes."""

    plan: Plan
    snapshot: Snapshot | None
    paper: Paper
    parts: list[ReviewPart]
    changes: PaperChanges | None
    removed: list[PartChange]
    loose: list[ReviewComment]
    at_line: dict[str, LineMarks]
    beside: Beside | None
    against: str
    since: str
    has_seen: bool
    is_new: bool
    has_earlier: bool
    frozen: FrozenReport | None
    loose_excused: list[Row]
    open_count: int
    unpublished_count: int

    @property
    def changed_count(self) -> int:
        return self.changes.count if self.changes else 0

    @property
    def remarks(self) -> list[ReviewComment]:
        """All of them, wherever they stand on the page, in the order in which a return numbers them."""
        at_parts = (remark for part in self.parts for remark in part.remarks)
        at_lines = (remark for marks in self.at_line.values() for remark in marks.remarks)
        return sorted([*self.loose, *at_parts, *at_lines], key=lambda remark: (remark.created_at, remark.pk))


def review_page(plan: Plan, user: User, against: str = "", *, beside: bool = False) -> ReviewPage:
    """A fixed number of queries. `against` is what changes are marked against: the reviewer's own last look (""), the submission
    before ("last"), last year's plan (EARLIER), or nothing ("none"). `beside` puts last year's sections next to this year's."""
    snapshot = latest_snapshot(plan)
    paper = paper_from(snapshot.content if snapshot else plan.review_content())
    look = look_of(plan, user)
    seen = seen_before(plan, look, snapshot)
    earlier = (
        earlier_paper(plan) if beside or against == EARLIER else None
    )  # who reviews a branch may see all that it handed in
    base, since = _base(plan, seen, earlier, snapshot, against)
    changes = compare_papers(base, paper) if base else None
    changed = {change.id: change for change in changes.changed} if changes else {}
    remarks = list(
        ReviewComment.objects.visible_to(user, plan).select_related("author", "replied_by").order_by("created_at", "pk")
    )
    at_section: dict[str, list[ReviewComment]] = defaultdict(list)
    for remark in remarks:
        at_section[str(remark.anchor or "")].append(remark)
    at_line = _line_marks(paper, at_section)
    frozen = frozen_report(plan, paper)
    found = frozen.panel.by_part if frozen else {}
    excused = dict(frozen.panel.excused_by_part) if frozen else {}
    parts = []
    same_at = address_of_each("plans:same_section", plan.pk)
    for section in paper.sections:
        change, own = changed.pop(section.origin, None), at_section.pop(section.id, [])
        lines = lines_of(change.pieces if change else plain(section.text), _highlights(section.text, own))
        excuses = excused.pop(section.origin, [])
        parts.append(ReviewPart(section, change, same_at(section.id), lines, own, found.get(section.origin), excuses))
    return ReviewPage(
        plan=plan,
        snapshot=snapshot,
        paper=paper,
        parts=parts,
        changes=changes,
        removed=[change for change in changed.values() if change.change is Change.REMOVED],
        loose=[remark for rest in at_section.values() for remark in rest],
        at_line=at_line,
        beside=_beside(earlier, paper) if beside and earlier else None,
        against=against,
        since=since,
        has_seen=seen is not None,
        is_new=snapshot is not None and (look is None or look.number < snapshot.number),
        has_earlier=earlier is not None or earlier_plans(plan, Plan.objects.all()).exists(),
        frozen=frozen,
        loose_excused=[row for rest in excused.values() for row in rest],
        open_count=sum(remark.is_issue and remark.settled_at is None for remark in remarks),
        unpublished_count=sum(remark.published_at is None for remark in remarks),
    )


def _line_marks(paper: Paper, at: dict[str, list[ReviewComment]]) -> dict[str, LineMarks]:
    """Takes the remarks at lines that are still there out of `at`."""
    marks = {}
    for line in paper.lines:
        if own := at.pop(line.id, None):
            marks[line.id] = LineMarks(lines_of(plain(line.text), _highlights(line.text, own))[0], own)
    return marks


def _beside(then: Paper, paper: Paper) -> Beside:
    """Last year's version, each of its sections at the one that follows it this year; schedule at schedule, preamble at preamble."""
    special = {row.kind: row.origin for row in paper.sections if row.kind != "heading"}
    followed, same, gone = {}, set(), []
    for row, now in paired_sections(then, paper):
        if row.kind in special:
            followed[special[row.kind]] = row
        elif now is None:
            gone.append(row)
        else:
            followed[now.origin] = row
        if now and now.text == row.text:
            same.add(now.origin)
    return Beside(_label(then), then, followed, same, gone)


def _label(earlier: Paper) -> str:
    return f"{earlier.period.label}的{earlier.kind.noun}"


def _base(
    plan: Plan, seen: Snapshot | None, earlier: Paper | None, current: Snapshot | None, against: str
) -> tuple[Paper | None, str]:
    """The version that changes are marked against, and how it is called."""
    if against == EARLIER and earlier:
        return earlier, _label(earlier)
    if against == "last" and current:
        last = Snapshot.objects.of(plan).filter(number__lt=current.number).order_by("-number").first()
        return (paper_from(last.content), f"第{last.number}稿") if last else (None, "")
    if against == "none" or seen is None:
        return None, ""
    return paper_from(seen.content), f"您上次看的第{seen.number}稿"


def _highlights(text: str, remarks: Sequence[ReviewComment]) -> list[Highlight]:
    """Where the words of the open remarks stand now; those that are not there any more are left to their quotation."""
    found = []
    for remark in remarks:
        if remark.settled_at or not remark.quote or remark.start is None:
            continue
        place = locate(text, remark.quote, start=remark.start, before=remark.before, after=remark.after)
        if place:
            found.append(Highlight(str(remark.pk), *place))
    return found


def clauses_for(page: ReviewPage, on: date) -> list[str]:
    """What a remark may name as its clause: what the checks went by first, then every rule of the district."""
    groups = page.frozen.panel.groups if page.frozen else ()
    named = [row.finding.source for group in groups for row in group.rows if row.finding.source]
    book = rule_book_for(page.plan.branch.district, on)
    return list(dict.fromkeys([*named, *(f"{rule.document}{rule.article}" for rule in book.in_force(on))]))


def remark_on_finding(page: ReviewPage, key: str) -> dict[str, str]:
    """The words of a remark that a finding of the report suggests; nothing when there is no such finding."""
    groups = page.frozen.panel.groups if page.frozen and key else ()
    row = next((row for group in groups for row in group.rows if row.finding.key == key), None)
    if row is None:
        return {}
    mend = "、".join(offer.label for offer in row.replacements)
    return {
        "quote": row.finding.text[:QUOTE_LENGTH],
        "body": row.finding.message,
        "suggestion": mend or row.finding.hint,
        "clause": row.finding.source,
        "severity": Severity.MUST if row.finding.level is Level.ERROR else Severity.ADVICE,
        "found": key,
    }


def issues_of(plan: Plan, user: User) -> list[ReviewComment]:
    """Published remarks, the open issues first, in their numbering."""
    rows = (
        ReviewComment.objects.visible_to(user, plan)
        .filter(published_at__isnull=False)
        .select_related("author", "replied_by")
    )
    return sorted(
        rows,
        key=lambda remark: (remark.settled_at is not None, not remark.is_issue, remark.number or 0, remark.created_at),
    )


def lines_with_remarks(plan: Plan, remarks: Sequence[ReviewComment]) -> set[UUID]:
    """Which of the remarks' anchors are schedule lines."""
    anchors = [remark.anchor for remark in remarks if remark.anchor]
    return set(plan.items.filter(pk__in=anchors).values_list("pk", flat=True)) if anchors else set()


def opinions_of(plan: Plan) -> list[Opinion]:
    """The returns of a plan, newest first, without their issues. One query, none for a plan that was never returned."""
    if not plan.return_count:
        return []
    return list(Opinion.objects.of(plan).defer("issues", "answers").order_by("-number"))
