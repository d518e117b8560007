"""The list of people of a record as it was posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from calendar_events.models import Absence, Presence, RecordPerson
from calendar_events.models.events import REASON_LENGTH
from calendar_events.models.records import SHORT
from calendar_events.services.record_people import ObserverLine, PersonLine
from members.models.people import NAME_LENGTH

#: The key of `errors` for the people who sat in.
OBSERVERS = "observers"


class PeopleForm:
    """The list of people as it was posted: a line a person, observers as text. Not a Django form: it has as many lines as there are people."""

    def __init__(self, data: Mapping[str, str], people: Sequence[RecordPerson]) -> None:
        self.data, self.people = data, people
        self.errors: dict[str, str] = {}
        version = data.get("people_version", "")
        self.base_version = int(version) if version.isdecimal() else 0

    def lines(self) -> list[PersonLine]:
        """What was entered, line by line; `errors` afterwards holds what cannot be, by the person's id or OBSERVERS."""
        rest_present = self.data.get("rest") == "present"
        found = []
        for row in self.people:
            if row.is_observer:
                continue
            presence = self._one(row, "presence", Presence.values)
            if rest_present and not presence and not self._text(row, "excused"):
                presence = Presence.PRESENT.value
            found.append(
                PersonLine(
                    id=row.pk,
                    presence=presence,
                    absence=self._one(row, "absence", Absence.values),
                    reason=self._short(row, "reason", "原因", REASON_LENGTH),
                    is_sanctioned=bool(self._text(row, "sanctioned")),
                    excused=self._short(row, "excused", "不计入的原因", SHORT),
                    approver=self._short(row, "approver", "同意的上级党组织", SHORT),
                    service_hours=self._hours(row),
                )
            )
        return found

    def observers(self) -> list[ObserverLine]:
        """A line each: the name, then who they are; `errors` afterwards says which line is too long."""
        found = []
        for number, line in enumerate(self.data.get(OBSERVERS, "").splitlines(), 1):
            name, _, identity = line.strip().replace("，", " ").replace("\u3000", " ").partition(" ")
            identity = identity.strip()
            for label, text, most in (("姓名", name, NAME_LENGTH), ("身份", identity, SHORT)):
                if len(text) > most:
                    self.errors[OBSERVERS] = f"第{number}行的{label}最多{most}字，现在有{len(text)}字。"
            if name:
                found.append(ObserverLine(name, identity))
        return found

    def _text(self, row: RecordPerson, name: str) -> str:
        return self.data.get(f"{name}-{row.pk}", "").strip()

    def _short(self, row: RecordPerson, name: str, label: str, most: int) -> str:
        """What is too long comes back to be shortened; nothing is cut off unsaid."""
        text = self._text(row, name)
        if len(text) > most:
            self.errors[str(row.pk)] = f"{label}最多{most}字，现在有{len(text)}字。"
        return text

    def _one(self, row: RecordPerson, name: str, known: Sequence[str]) -> str:
        value = self._text(row, name)
        return value if value in known else ""

    def _hours(self, row: RecordPerson) -> Decimal | None:
        text = self._text(row, "hours")
        if not text:
            return None
        try:
            hours = Decimal(text).quantize(Decimal("0.1"))
        except ArithmeticError:
            self.errors[str(row.pk)] = "服务时长请写数字，如 2 或 1.5。"
            return None
        if not 0 < hours <= 24:
            self.errors[str(row.pk)] = "服务时长在0到24小时之间。"
            return None
        return hours
