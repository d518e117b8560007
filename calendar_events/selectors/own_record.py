"""My record: at which meetings and activities of the year I was, as the branch wrote it down. Shown to the person alone, never a ranking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from calendar_events.models.records import Presence, RecordPerson, RecordState
from members.models import Member
from members.selectors.sections import Section

SHOWN = 10


@dataclass(frozen=True)
class OwnRecord:
    """The year so far: `due` activities that have a finished record, `present` and made up among them; the newest rows."""

    year: int
    due: int
    present: int
    made_up: int
    rows: tuple[RecordPerson, ...]
    home: UUID  #: the branch whose records the person may open

    @property
    def older(self) -> int:
        """How many are not shown."""
        return self.due - len(self.rows)


def own_record(member: Member, today: date) -> dict[str, Any]:
    """Finished records of the year in which the person was due. One query."""
    people = RecordPerson.objects.filter(
        member=member,
        is_observer=False,
        excused="",
        record__state=RecordState.FINISHED,
        record__held_on__year=today.year,
        record__held_on__lte=today,
    )
    rows = tuple(people.select_related("record__branch").order_by("-record__held_on", "pk"))
    present = sum(row.presence == Presence.PRESENT for row in rows)
    made_up = sum(row.is_absent and row.made_up_on is not None for row in rows)
    return {"own_record": OwnRecord(today.year, len(rows), present, made_up, rows[:SHOWN], member.branch_id)}


OWN_RECORD = Section("calendar_events/_own_record.html", own_record)
