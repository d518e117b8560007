"""Headings below which nothing is written yet, and which of them a paper must not be handed in with. Framework-free.

The round's template and the kind of paper lay headings down: what these ask for is required. A heading of one's own may stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from plans.domain.outline import subtree
from plans.domain.paper_kinds import PaperKind

#: A heading longer than this, or with a mark between its words, is a sentence that needs no text below it ("1.每月开展一次主题党日，…").
_LONGEST_TITLE = 20
_MARK = re.compile(r"[，,。；;：:！!]")


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A section of the outline as it stands: its id, level (1 = top), heading and body; `label` has its number. A locked one is the round's."""

    id: str
    level: int
    label: str
    heading: str
    body: str
    is_locked: bool = False

    @property
    def is_written(self) -> bool:
        return bool(self.body.strip()) or len(self.heading) > _LONGEST_TITLE or bool(_MARK.search(self.heading))


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A heading with no text below it, `below` of its own subheadings included."""

    id: str
    label: str
    below: int
    is_required: bool


def unwritten(rows: Sequence[OutlineRow], paper: PaperKind, laid_down: Collection[str]) -> tuple[Unwritten, ...]:
    """In order, the outermost where a whole branch of the outline is empty. `laid_down` are headings of the template.

    Required are those of the template and, in a summary, every one of the top level: it has few, and each is asked about. What a round
    locks the school cannot write on.
    """
    wanted = {_bare(heading) for heading in laid_down}
    return tuple(_empty(rows, wanted, top_is_asked=paper is PaperKind.SUMMARY))


def _empty(rows: Sequence[OutlineRow], wanted: Collection[str], *, top_is_asked: bool) -> Iterator[Unwritten]:
    index = 0
    while index < len(rows):
        row, branch = rows[index], [rows[n] for n in subtree(rows, index)]
        if row.is_locked or any(other.is_written for other in branch):
            index += 1
            continue
        required = (top_is_asked and row.level == 1) or any(_bare(other.heading) in wanted for other in branch)
        yield Unwritten(row.id, row.label, len(branch) - 1, required)
        index += len(branch)


def _bare(heading: str) -> str:
    return "".join(heading.split())
