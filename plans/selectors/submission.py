"""What still stands between a plan and its submission."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.domain.numbering import compute_markers
from plans.domain.paper_kinds import PaperKind
from plans.domain.unwritten import OutlineRow, Unwritten, unwritten
from plans.models import Plan, PlanningRound, RoundPart, SectionKind
from plans.selectors.rounds.answers import unanswered_points
from regulations.domain.quoting import quoted

_POINT_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Blocker:
    """A sentence that says what must be there; `section` is where in the outline, "" for the paper as a whole or for its key points."""

    sentence: str
    section: str = ""
    is_points: bool = False

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Readiness:
    """What must be there before a plan can be submitted, and the headings without text that do not stand in the way."""

    blockers: tuple[Blocker, ...]
    bare: tuple[Unwritten, ...]


def readiness(plan: Plan) -> Readiness:
    """Nothing blocks where nothing is missing. Five queries at most."""
    rows = _outline(plan)
    laid_down = laid_down_for(plan) if plan.round_id and not all(row.is_written for row in rows) else ()
    empty = unwritten(rows, PaperKind(plan.paper), laid_down)
    # The frame of a summary, or of what the district laid out, is no paper yet.
    is_frame = not any(row.is_written for row in rows) and not plan.items.present().exists()
    blockers = []
    if not plan.title.strip():
        blockers.append(Blocker("还没有标题。"))
    if not rows:
        blockers.append(Blocker("至少要有一个段落。"))
    elif is_frame:
        blockers.append(Blocker("只有小标题，还没有写正文。"))
    in_the_way = [row for row in empty if row.is_required or is_frame]
    blockers += [*map(_unwritten, in_the_way), *_unanswered(plan)]
    return Readiness(tuple(blockers), tuple(row for row in empty if row not in in_the_way))


def _outline(plan: Plan) -> Sequence[OutlineRow]:
    """Sections that are numbered; one without heading and text is only a place to write and counts for nothing."""
    rows = [row for row in plan.sections.present() if row.level]
    numbers = compute_markers([row.level for row in rows])
    return [
        OutlineRow(str(row.pk), row.level, f"{number}{row.heading}", row.heading, row.body, row.is_locked)
        for row, number in zip(rows, numbers, strict=True)
        if row.kind == SectionKind.HEADING and (row.heading or row.body)
    ]


def is_untouched(plan: Plan) -> bool:
    """Only headings so far: nobody has written a word of it, fixed parts aside. Two queries."""
    rows = _outline(plan)
    special = plan.sections.present().filter(level=0).exclude(body="")
    return not any(row.is_written and not row.is_locked for row in rows) and not special.exists()


def laid_down_for(plan: Plan) -> list[str]:
    """What the templates of the rounds that the paper answers ask the school to write."""
    rounds = PlanningRound.objects.answered_by(plan).values("pk")
    return list(RoundPart.objects.filter(round__in=rounds, is_locked=False).values_list("heading", flat=True))


def _unwritten(row: Unwritten) -> Blocker:
    below = f"和它的{row.below}个下级标题" if row.below else ""
    return Blocker(f"{quoted(row.label)}{below}还没有写正文。", row.id)


def _unanswered(plan: Plan) -> Iterator[Blocker]:
    if points := unanswered_points(plan):
        first = quoted(points[0].text, _POINT_SHOWN)
        sentence = f"还有{len(points)}项工作要点没有对应的段落或条目（如{first}），请在“工作要点”里逐项对应。"
        yield Blocker(sentence, is_points=True)
