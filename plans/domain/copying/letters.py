"""The letters of a plan: Chinese characters only, with the way back to where each stands in the paper. Framework-free.

Punctuation, digits, Latin letters, blanks and their widths are the first things that change when a text is copied, so they are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plans.domain.checks.material import Material
from plans.domain.reading.model import PlanReading, Role

_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
#: The collector's title line in front of a text from a collection.
_COLLECTED = re.compile(r"^\s*【篇")


@dataclass(frozen=True, slots=True)
class Field:
    """A text of the paper: `part` and `name` as `regulations.domain.findings.Place` has them, `label` as the screen says."""

    part: str
    name: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """Characters of one field, half open; `text` is what stands there, punctuation and all."""

    part: str
    name: str
    start: int
    end: int
    label: str
    text: str


@dataclass(frozen=True)
class Letters:
    """All letters in a row. `runs` are (place in `letters`, number of the field, offset in it), ascending."""

    letters: str
    fields: tuple[Field, ...]
    runs: tuple[tuple[int, int, int], ...]
    _starts: list[int] = field(default_factory=list, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.letters)

    def fragments(self, start: int, end: int) -> Iterator[Fragment]:
        """Where these letters stand: one fragment for each field they run through."""
        if not self._starts:
            self._starts.extend(run[0] for run in self.runs)
        end = min(end, len(self.letters))
        open_field, first, last = -1, 0, 0
        index = bisect_right(self._starts, start) - 1
        while start < end and index < len(self.runs) and self.runs[index][0] < end:
            place, number, offset = self.runs[index]
            stop = self.runs[index + 1][0] if index + 1 < len(self.runs) else len(self.letters)
            begins, ends = offset + max(start - place, 0), offset + min(end, stop) - place
            if number != open_field:
                if open_field >= 0:
                    yield self._fragment(open_field, first, last)
                open_field, first = number, begins
            last = ends
            index += 1
        if open_field >= 0:
            yield self._fragment(open_field, first, last)

    def _fragment(self, number: int, start: int, end: int) -> Fragment:
        row = self.fields[number]
        return Fragment(row.part, row.name, start, end, row.label, row.text[start:end])


def letters_of(fields: Iterable[Field]) -> Letters:
    """The letters of these fields in order."""
    kept = tuple(fields)
    pieces: list[str] = []
    runs: list[tuple[int, int, int]] = []
    length = 0
    for number, row in enumerate(kept):
        for found in _RUN.finditer(row.text):
            runs.append((length, number, found.start()))
            pieces.append(found.group())
            length += found.end() - found.start()
    return Letters("".join(pieces), kept, tuple(runs))


def letters_of_text(text: str) -> str:
    """The letters of a plain text."""
    return "".join(_RUN.findall(text))


def letters_of_material(material: Material) -> Letters:
    """A plan of the portal: everything but title and signature, which name the school and the year and nothing else."""
    return letters_of(
        Field(row.part, "text" if row.field == "theme" else row.field, row.text, row.label)
        for row in material.passages
        if row.kind not in {"title", "signature"}
    )


def letters_of_reading(reading: PlanReading) -> Letters:
    """A file that was read: all its pieces, numbers included, but for web-site remains and the collector's title line."""
    return letters_of(
        Field(f"s{row.index}", "text", row.text)
        for row in reading.segments
        if row.role not in {Role.CHROME, Role.TABLE_HEAD} and not _COLLECTED.match(row.text)
    )
