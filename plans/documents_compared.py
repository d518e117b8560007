"""修改对照表: what changed between two versions of a plan, as a table with the old words struck out and the new ones underlined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from documents.domain.content import Column, OfficialDocument, Paragraph, Run, Table
from plans.domain.paper import Paper
from plans.domain.parts import LineChange, PaperChanges
from workflow.domain.compare import Change, Op, PartChange, Piece

#: So many characters of unchanged text are left on both sides of a change.
CONTEXT = 20
GAP = "……"
Row = tuple[str, tuple[Run, ...], tuple[Run, ...], str]
_NOTES = {Change.ADDED: "新增", Change.REMOVED: "删去", Change.MOVED: "移动位置", Change.CHANGED: "修改"}


def comparison_document(paper: Paper, changes: PaperChanges, first: str, last: str) -> OfficialDocument:
    """`first` and `last` are how the two versions are called."""
    rows: list[Row] = []
    if changes.facts.change is not Change.SAME:
        rows.append(_row(changes.facts))
    rows += [_row(change) for change in changes.changed]
    rows += [_line(change) for change in changes.lines]
    columns = (Column("位置", 1.6), Column("原来", 4.2), Column("现在", 4.2), Column("说明", 1, "center"))
    blocks = (
        Paragraph(f"从“{first}”到“{last}”，共{changes.count}处改动。", indent=False),
        *([Table(columns, tuple(rows), merge_first=False)] if rows else ()),
    )
    return OfficialDocument(title=f"{paper.title or '工作计划'}修改对照表", blocks=blocks, author=paper.signature)


def _row(change: PartChange) -> Row:
    note = _NOTES[change.change] + ("、移动位置" if change.is_moved and change.change is Change.CHANGED else "")
    if change.change is Change.MOVED:
        return change.label, (Run("文字未改"),), (Run("文字未改"),), note
    return change.label, _side(change.pieces, new=False), _side(change.pieces, new=True), note


def _line(change: LineChange) -> Row:
    months = f"{change.was_months}改到{change.months}" if change.is_moved else change.months or change.was_months
    return f"行事历{months}", _side(change.pieces, new=False), _side(change.pieces, new=True), _NOTES[change.change]


def _side(pieces: Sequence[Piece], *, new: bool) -> tuple[Run, ...]:
    """One version's words around the changes, marked."""
    runs: list[Run] = []
    shown = [piece for piece in pieces if (piece.new if new else piece.old) or not piece.is_quiet]
    for number, piece in enumerate(shown):
        text = piece.new if new else piece.old
        if piece.is_quiet:
            runs.append(Run(_shortened(text, begins=number == 0, ends=number == len(shown) - 1)))
        elif text:
            runs += _changed(piece, text, new=new)
    return tuple(_trimmed(runs))


def _changed(piece: Piece, text: str, *, new: bool) -> Iterator[Run]:
    if piece.op is Op.MOVED_AWAY:
        yield Run(f"{text.rstrip()}（移到{piece.place or '本段别处'}）", "gone")
    elif piece.op is Op.MOVED_HERE:
        yield Run(f"{text.rstrip()}（从{piece.place or '本段别处'}移来）", "new")
    else:
        yield Run(text, "new" if new else "gone")


def _shortened(text: str, *, begins: bool, ends: bool) -> str:
    """Unchanged words between two changes, only those next to them."""
    if begins and ends:
        return text
    if begins:
        return text if len(text) <= CONTEXT else GAP + text[-CONTEXT:]
    if ends:
        return text if len(text) <= CONTEXT else text[:CONTEXT] + GAP
    return text if len(text) <= 2 * CONTEXT else text[:CONTEXT] + GAP + text[-CONTEXT:]


def _trimmed(runs: Iterable[Run]) -> Iterator[Run]:
    """Line ends at both ends of a cell only make it taller."""
    kept = [run for run in runs if run.text]
    for number, run in enumerate(kept):
        text = run.text.lstrip("\n") if number == 0 else run.text
        yield Run(text.rstrip("\n") if number == len(kept) - 1 else text, run.mark)
