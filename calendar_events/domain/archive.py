"""台账: what is missing, and where and under which name each document lies in the zip. Framework-free."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from calendar_events.domain.archive_folders import FOLDER_OF_ACTIVITY, FOLDER_OF_PAPER, Folder, Paper
from regulations.domain.activities import ActivityKind

#: The least a year's end asks for [LOCAL]: paper, its name on the list.
_YEARLY = {
    Paper.SUMMARY: "工作总结",
    Paper.DUTY_REPORT: "书记述职报告",
    Paper.LIFE_REVIEW: "党性分析或对照检查材料",
    Paper.GRADES: "民主评议统计表",
    Paper.RECTIFICATION: "整改清单",
    Paper.DUES_TABLE: "党费表",
    Paper.PIPELINE: "发展党员台账",
    Paper.MEETING_COUNTS: "三会一课统计",
}
_LEAST_PHOTOS = 10


@dataclass(frozen=True, slots=True)
class Document:
    """A document for the archive: a `paper`, or the record of an `activity` or an attachment of one.

    `counts_as`: the activities that it proves were held, all those of a record, none for what is attached to one. `extension` without the dot. `person` is whose dossier it belongs to; a dossier has a folder of its own.
    """

    id: str
    title: str
    extension: str
    on: date | None = None
    activity: ActivityKind | None = None
    counts_as: tuple[ActivityKind, ...] = ()
    paper: Paper | None = None
    person: str = ""

    @property
    def folder(self) -> Folder:
        """Raises ValueError for a document that is neither."""
        if self.paper is not None:
            return FOLDER_OF_PAPER[self.paper]
        if self.activity is None:
            raise ValueError(f"{self.id}: neither a paper nor an activity's record")
        return FOLDER_OF_ACTIVITY[self.activity]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document at its place in the zip; `number` counts within its folder from 1."""

    document: Document
    folder: Folder
    number: int
    path: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing: the folder, what, and how many of how many."""

    folder: Folder
    what: str
    have: int = 0
    needed: int = 1

    @property
    def message(self) -> str:
        if self.needed == 1:
            return f"{self.folder.label}：缺{self.what}。"
        return f"{self.folder.label}：{self.what}要{self.needed}份，现有{self.have}份。"


@dataclass(frozen=True)
class Expected:
    """What the year should hold: how often each activity is required (from the rule book), and whose dossiers are open.

    `waived` are papers that this branch does not need (no admissions, no appraisal yet).
    """

    activities: Mapping[ActivityKind, int] = field(default_factory=dict)
    dossiers: tuple[str, ...] = ()
    waived: Collection[Paper] = frozenset()
    least_photos: int = _LEAST_PHOTOS


def entries(documents: Iterable[Document], root: str) -> tuple[Entry, ...]:
    """Every document with its path below `root`, folder by folder, within each by day and title.

    Paths are unique however alike the titles are, also on file systems that do not tell capitals from small letters.
    """
    placed: list[Entry] = []
    taken: set[str] = set()
    numbers: dict[Folder, int] = {}
    for row in sorted(documents, key=_order):
        folder = row.folder
        numbers[folder] = numbers.get(folder, 0) + 1
        parts = [safe_name(root), safe_name(folder.label)]
        if row.person:
            parts.append(safe_name(row.person))
        day = f"{row.on:%Y%m%d} " if row.on else ""
        stem = safe_name(f"{numbers[folder]:03} {day}{row.title}")
        path = "/".join((*parts, f"{stem}.{_extension(row.extension)}"))
        if path.casefold() in taken:  # numbers differ within a folder; this holds even if the scheme ever changes
            path = "/".join((*parts, f"{stem} {safe_name(row.id)}.{_extension(row.extension)}"))
        taken.add(path.casefold())
        placed.append(Entry(row, folder, numbers[folder], path))
    return tuple(placed)


def _order(row: Document) -> tuple[str, str, date, str, str]:
    return row.folder.value, row.person, row.on or date.min, row.title, row.id


def gaps(documents: Sequence[Document], expected: Expected) -> tuple[Gap, ...]:
    """What the year still lacks, by folder."""
    found = []
    papers = {row.paper for row in documents if row.paper is not None}
    for paper, what in _YEARLY.items():
        if paper not in papers and paper not in expected.waived:
            found.append(Gap(FOLDER_OF_PAPER[paper], what))
    for kind, needed in expected.activities.items():
        have = sum(kind in row.counts_as for row in documents)
        if have < needed:
            found.append(Gap(FOLDER_OF_ACTIVITY[kind], f"{kind.label}记录", have, needed))
    dossiers = {row.person for row in documents if row.paper is Paper.DOSSIER}
    found += [
        Gap(Folder.DEVELOPMENT, f"{person}的发展党员材料") for person in expected.dossiers if person not in dossiers
    ]
    photos = sum(row.paper is Paper.PHOTO for row in documents)
    if photos < expected.least_photos:
        found.append(Gap(FOLDER_OF_PAPER[Paper.PHOTO], "活动照片", photos, expected.least_photos))
    return tuple(sorted(found, key=lambda row: (row.folder.value, row.what)))


#: What Windows, macOS or a zip tool will not have in a name, full-width forms in their place.
_FORBIDDEN = str.maketrans(
    {'"': "”", "*": "＊", "/": "／", ":": "：", "<": "＜", ">": "＞", "?": "？", "\\": "＼", "|": "｜"}
)
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")
#: A name of a file system's limit (255 octets) leaves room for the extension and a number.
_MOST_OCTETS = 180


def safe_name(text: str) -> str:
    """The text as one part of a path: no separators, no control or invisible signs, no leading or trailing dot or blank; never empty."""
    text = unicodedata.normalize("NFC", text).translate(_FORBIDDEN)
    text = "".join(" " if sign in "\t\r\n" else sign for sign in text if sign in "\t\r\n" or not _is_unseen(sign))
    text = re.sub(r"\s+", " ", text).strip(" .")
    text = text.encode()[:_MOST_OCTETS].decode(errors="ignore").strip(" .")
    return _RESERVED.sub(r"\1_", text) or "未命名"


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _extension(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())[:8] or "bin"
