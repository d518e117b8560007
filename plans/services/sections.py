"""Changing the outline: words, order, levels, removal and its undo."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime

from branches.models import User
from plans.domain.outline import MAX_LEVEL, Node, demote, move_before, move_down, move_up, promote, subtree
from plans.models import Plan, PlanSection, SectionKind
from plans.models.plan import HEADING_LENGTH
from plans.services.editing import EditConflict, PlanTextError, editing, note_change
from regulations.domain.quoting import quoted

STEPS: dict[str, Callable[[Sequence[Node], uuid.UUID], list[Node]]] = {
    "up": move_up,
    "down": move_down,
    "promote": promote,
    "demote": demote,
}


def edit_section(
    *, section: PlanSection, heading: str, body: str, base_version: int, by: User, at: datetime
) -> PlanSection:
    """Save new words over the version they were written on; raises EditConflict when that version is no longer the latest."""
    heading, body = _clean_heading(heading), _clean_body(body)
    _check_free([section])
    with editing(section.plan, by=by) as plan:
        if section.kind == SectionKind.HEADING and not heading and not body:
            raise PlanTextError("标题和正文不能都为空；不需要这一段时请删除它。")
        rows = PlanSection.objects.filter(pk=section.pk, version=base_version, removal__isnull=True)
        changed = rows.update(heading=heading, body=body, version=base_version + 1, changed_by=by, changed_at=at)
        stored = PlanSection.objects.select_related("changed_by").get(pk=section.pk)
        if not changed:
            if (stored.heading, stored.body) == (heading, body) and not stored.removal:
                return stored  # the same words arrived twice, as after a lost answer
            raise EditConflict(stored)
        note_change(plan, "section.edit", by=by, at=at, section=str(section.pk), version=stored.version)
    return stored


def add_section(
    *, plan: Plan, after: PlanSection | None, level: int, heading: str, body: str, by: User, at: datetime
) -> PlanSection:
    """A new section behind another one and its children of deeper level (None: at the start of the outline)."""
    if not 1 <= level <= MAX_LEVEL:
        raise PlanTextError(f"级别须在1到{MAX_LEVEL}之间。")
    with editing(plan, by=by) as held:
        rows = list(held.sections.present())
        place = _place_after(rows, after, level)
        section = PlanSection(
            plan=held,
            level=level,
            heading=_clean_heading(heading),
            body=_clean_body(body),
            position=0,
            changed_by=by,
            changed_at=at,
        )
        rows.insert(place, section)
        section.position = place
        section.save(force_insert=True)
        _number(rows)
        note_change(held, "section.add", by=by, at=at, section=str(section.pk), heading=section.heading)
    return section


def split_section(
    *, section: PlanSection, at_character: int, base_version: int, by: User, at: datetime
) -> tuple[PlanSection, PlanSection]:
    """Cut the body at a character: what follows becomes a section of the same level, its first line the heading."""
    first, second = section.body[:at_character].rstrip(), section.body[at_character:].strip()
    if not second:
        raise PlanTextError("光标后面没有文字，不能拆分。")
    heading, _, body = second.partition("\n")
    if len(heading) > 60:
        heading, body = "", second
    level = section.level or 1
    with editing(section.plan, by=by):
        kept = edit_section(
            section=section, heading=section.heading, body=first, base_version=base_version, by=by, at=at
        )
        added = add_section(plan=section.plan, after=kept, level=level, heading=heading, body=body, by=by, at=at)
    return kept, added


def rearrange_section(*, section: PlanSection, step: str, by: User, at: datetime) -> None:
    """Up, down, promote or demote, children with it. Raises OutlineError when there is no room that way."""
    _rearrange(section, lambda nodes: STEPS[step](nodes, section.pk), step, by, at)


def move_section(*, section: PlanSection, before: PlanSection | None, by: User, at: datetime) -> None:
    """Put a section with its children before another one; None: at the end of the outline."""
    target = before.pk if before else None
    _rearrange(section, lambda nodes: move_before(nodes, section.pk, target), "move", by, at)


def remove_section(*, section: PlanSection, by: User, at: datetime) -> uuid.UUID:
    """Take a section and everything below it out of the plan; returns the key for `restore_sections`."""
    with editing(section.plan, by=by) as plan:
        rows = list(plan.sections.present())
        if section.level:
            outline = [row for row in rows if row.level]
            index = next((i for i, row in enumerate(outline) if row.pk == section.pk), None)
            if index is None:
                raise PlanTextError("这一段已经删除。")
            below = [outline[i] for i in subtree(_nodes(outline), index)]
            _check_free(below)
            gone = [row.pk for row in below]
        else:
            gone = [section.pk]
        removal = uuid.uuid4()
        PlanSection.objects.filter(pk__in=gone).update(removal=removal)
        note_change(plan, "section.remove", by=by, at=at, sections=[str(pk) for pk in gone], heading=section.heading)
    return removal


def restore_sections(*, plan: Plan, removal: uuid.UUID, by: User, at: datetime) -> int:
    """Undo a removal; the sections come back where they stood. Returns how many."""
    with editing(plan, by=by) as held:
        rows = held.sections.filter(removal=removal)
        special = held.sections.present().exclude(kind=SectionKind.HEADING).values_list("kind", flat=True)
        if rows.filter(kind__in=list(special)).exists():
            raise PlanTextError("已经另有一个同类段落，不能恢复。")
        count = rows.update(removal=None)
        _number(list(held.sections.present()))
        note_change(held, "section.restore", by=by, at=at, removal=str(removal), count=count)
    return count


def add_special_section(*, plan: Plan, kind: str, by: User, at: datetime) -> PlanSection:
    """A preamble, a closing or the place of the schedule, where the plan has none yet."""
    with editing(plan, by=by) as held:
        rows = list(held.sections.present())
        if any(row.kind == kind for row in rows):
            raise PlanTextError("已经有这一部分了。")
        level, heading = (1, "具体安排") if kind == SectionKind.SCHEDULE else (0, "")
        section = PlanSection(
            plan=held, kind=kind, level=level, heading=heading, position=0, changed_by=by, changed_at=at
        )
        place = 0 if kind == SectionKind.PREAMBLE else len(rows)
        if kind == SectionKind.SCHEDULE and rows and rows[-1].kind == SectionKind.CLOSING:
            place -= 1
        rows.insert(place, section)
        section.save(force_insert=True)
        _number(rows)
        note_change(held, "section.add", by=by, at=at, section=str(section.pk), kind=kind)
    return section


def _rearrange(
    section: PlanSection, change: Callable[[Sequence[Node]], list[Node]], step: str, by: User, at: datetime
) -> None:
    with editing(section.plan, by=by) as plan:
        rows = list(plan.sections.present())
        outline = [row for row in rows if row.level]
        nodes = change(_nodes(outline))
        by_id = {row.pk: row for row in outline}
        _check_free([by_id[node.id] for node in nodes if by_id[node.id].level != node.level])
        _check_order([row for row in outline if row.is_locked], nodes)
        for node in nodes:
            by_id[node.id].level = node.level
        # Preamble and closing keep their places at the ends.
        head = [row for row in rows if row.kind == SectionKind.PREAMBLE]
        tail = [row for row in rows if row.kind == SectionKind.CLOSING]
        _number([*head, *(by_id[node.id] for node in nodes), *tail])
        note_change(plan, f"section.{step}", by=by, at=at, section=str(section.pk), heading=section.heading)


def _number(rows: list[PlanSection]) -> None:
    """Write positions and levels of the whole list: removed sections keep their old positions and so their old place."""
    for position, row in enumerate(rows):
        row.position = position * 10
    PlanSection.objects.bulk_update(rows, ["position", "level"])


def _place_after(rows: list[PlanSection], after: PlanSection | None, level: int) -> int:
    if after is None:
        return next((i for i, row in enumerate(rows) if row.kind != SectionKind.PREAMBLE), len(rows))
    place = next((i for i, row in enumerate(rows) if row.pk == after.pk), None)
    if place is None:
        raise PlanTextError("前一段刚被删除，请刷新后再添加。")
    place += 1
    while place < len(rows) and rows[place].level > level:
        place += 1
    return place


def _check_free(rows: Sequence[PlanSection]) -> None:
    """What a round has laid down keeps its words and its level and is not taken out."""
    for row in rows:
        if row.is_locked:
            raise PlanTextError(f"{quoted(row.heading)}是上级布置的固定内容，不能修改、移动或删除。")


def _check_order(locked: Sequence[PlanSection], nodes: Sequence[Node]) -> None:
    """… and its place among the other fixed parts; the school's own sections may stand between them."""
    place = {node.id: number for number, node in enumerate(nodes)}
    if any(place[first.pk] > place[second.pk] for first, second in itertools.pairwise(locked)):
        raise PlanTextError("上级布置的固定内容之间的先后不能改变。")


def _nodes(rows: Sequence[PlanSection]) -> list[Node]:
    return [Node(row.pk, row.level) for row in rows]


def _clean_heading(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > HEADING_LENGTH:
        raise PlanTextError(f"标题最多{HEADING_LENGTH}字，请把后面的内容放进正文。")
    return text


def _clean_body(text: str) -> str:
    """Line ends of one kind, no blanks at line ends, no blank lines: each line is a paragraph."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(line for line in lines if line)
