"""What a check found: where, by which rule, how grave, and what mends it. Framework-free."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from regulations.domain.quoting import quoted


class Level(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        return {Level.ERROR: "错误", Level.WARNING: "提醒", Level.INFO: "提示"}[self]

    @property
    def rank(self) -> int:
        """0 is gravest."""
        return _RANKS[self]


_RANKS = {Level.ERROR: 0, Level.WARNING: 1, Level.INFO: 2}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the paper. `part` is the lasting identifier (origin) of a section or schedule line, "title", "signature", or "" for the
    whole paper; `field` is heading, body, text or ""; `start` and `end` are offsets of characters in that field.

    `label` is what the screen says (一、指导思想, 3月). `month` is set where the finding is about a month.
    """

    part: str = ""
    field: str = ""
    start: int = 0
    end: int = 0
    label: str = ""
    month: date | None = None


@dataclass(frozen=True, slots=True)
class Replacement:
    """A certain mend: put `text` in place of the finding's characters."""

    text: str


@dataclass(frozen=True, slots=True)
class SuggestedLine:
    """A mend that adds a schedule line as a draft: activity kind (value of ActivityKind), wording and month."""

    kind: str
    text: str
    month: date


Mend = Replacement | SuggestedLine


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `text` is the fragment, word for word as it stands in the paper; "" for a gap.

    `rule` is the code of the rule in the book, `source` its document and article, `evidence` how sure that source is (value of Evidence).
    """

    code: str
    level: Level
    message: str
    text: str = ""
    hint: str = ""
    where: Place = Place()
    rule: str = ""
    source: str = ""
    evidence: str = "local"
    mends: tuple[Mend, ...] = ()

    @property
    def key(self) -> str:
        """The same finding in the next revision of the text has the same key, whatever moved around it: a dismissal holds by it."""
        month = self.where.month.isoformat() if self.where.month else ""
        words = "\x1f".join((self.code, self.where.part, month, self.text))
        return hashlib.sha256(words.encode()).hexdigest()[:32]

    @property
    def is_text_told(self) -> bool:
        """Whether the message says the fragment already, be it inside quotation marks, so that it need not stand beside it."""
        return self.text in self.message or quoted(self.text) in self.message

    def to_plain(self) -> dict[str, Any]:
        """As JSON, for snapshots and the command line."""
        return {
            "code": self.code,
            "level": self.level.value,
            "message": self.message,
            "text": self.text,
            "hint": self.hint,
            "where": {
                "part": self.where.part,
                "field": self.where.field,
                "start": self.where.start,
                "end": self.where.end,
                "label": self.where.label,
                "month": self.where.month.isoformat() if self.where.month else None,
            },
            "rule": self.rule,
            "source": self.source,
            "evidence": self.evidence,
            "mends": [_mend_to_plain(mend) for mend in self.mends],
            "key": self.key,
        }


def finding_from_plain(row: dict[str, Any]) -> Finding:
    """The reverse of `Finding.to_plain`."""
    where = row["where"]
    month = date.fromisoformat(where["month"]) if where["month"] else None
    return Finding(
        row["code"],
        Level(row["level"]),
        row["message"],
        row["text"],
        row["hint"],
        Place(where["part"], where["field"], where["start"], where["end"], where["label"], month),
        row["rule"],
        row["source"],
        row["evidence"],
        tuple(_mend_from_plain(mend) for mend in row["mends"]),
    )


def _mend_to_plain(mend: Mend) -> dict[str, Any]:
    if isinstance(mend, Replacement):
        return {"replace": mend.text}
    return {"add": mend.text, "kind": mend.kind, "month": mend.month.isoformat()}


def _mend_from_plain(row: dict[str, Any]) -> Mend:
    if "replace" in row:
        return Replacement(row["replace"])
    return SuggestedLine(row["kind"], row["add"], date.fromisoformat(row["month"]))
