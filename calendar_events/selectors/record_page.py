"""A record with its people and topics, and what the rules say about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from branches.models import RoleAssignment, User
from branches.models.people import AUTHOR_ROLES
from branches.querysets import get_visible_or_404
from calendar_events.domain.meetings import Decision
from calendar_events.domain.record_kinds import RecordKind, record_kind
from calendar_events.domain.voting import (
    Attender,
    Ballot,
    NotCounted,
    Share,
    ballot_fault,
    eligible_voters,
    majority,
    quorum,
)
from calendar_events.models import ActivityRecord, AgendaItem, Attachment, Purpose, RecordPerson
from members.models import CommitteePost
from regulations.domain.rules import RuleBook
from regulations.selectors.rules import rule_book_for

#: Fields of the data file that are kept in columns or elsewhere, not in `values`.
_BUILT_IN = {
    "subject", "held_on", "began_at", "ended_at", "place", "chair", "recorder", "due", "present", "agenda", "points", "resolution",
    "ballot", "responsible", "due_on", "voters_due", "voters_present", "notice", "sign_in", "photos", "lecture_notes", "make_up",
    "service_hours",
}  # fmt: skip


@dataclass(frozen=True)
class ItemOutcome:
    """A topic with what the rules make of its votes; None where nothing was decided or the book has no share."""

    item: AgendaItem
    quorum: Share | None
    majority: Share | None
    fault: str


@dataclass(frozen=True)
class RecordPage:
    """A whole record, read once."""

    record: ActivityRecord
    rules: RuleBook
    people: tuple[RecordPerson, ...]
    items: tuple[AgendaItem, ...]
    files: tuple[Attachment, ...]
    posts: Mapping[UUID, frozenset[str]]

    @property
    def kind(self) -> RecordKind:
        return record_kind(self.record.kind)

    @cached_property
    def due(self) -> list[RecordPerson]:
        return [row for row in self.people if row.is_due]

    @cached_property
    def present(self) -> list[RecordPerson]:
        return [row for row in self.due if row.is_present]

    @cached_property
    def absent(self) -> list[RecordPerson]:
        return [row for row in self.due if row.is_absent]

    @cached_property
    def unknown(self) -> list[RecordPerson]:
        return [row for row in self.due if not row.presence]

    @cached_property
    def observers(self) -> list[RecordPerson]:
        return [row for row in self.people if row.is_observer]

    @cached_property
    def left_out(self) -> list[RecordPerson]:
        """Not counted among those due (MT-11)."""
        return [row for row in self.people if row.excused]

    @cached_property
    def voters(self) -> tuple[tuple[Attender, ...], tuple[NotCounted, ...]]:
        """Those with a vote, and the others with why not (MT-07, MT-08, MT-11)."""
        rows = [
            Attender(str(row.pk), row.is_full, row.is_sanctioned, row.excused, row.approver)
            for row in self.people
            if not row.is_observer
        ]
        return eligible_voters(rows, self.rules, self.record.held_on)

    @property
    def eligible(self) -> int:
        return len(self.voters[0])

    @cached_property
    def without_vote(self) -> list[tuple[str, NotCounted]]:
        """Names of those due without a vote, with the reason."""
        names = {str(row.pk): row.name for row in self.people}
        return [(names[row.name], row) for row in self.voters[1]]

    @cached_property
    def voters_present(self) -> int:
        here = {str(row.pk) for row in self.present}
        return sum(voter.name in here for voter in self.voters[0])

    @cached_property
    def outcomes(self) -> list[ItemOutcome]:
        return [self._outcome(item) for item in self.items]

    def _outcome(self, item: AgendaItem) -> ItemOutcome:
        if not item.decision:
            return ItemOutcome(item, None, None, "")
        decision, kind, on = Decision(item.decision), self.record.deciding_kind, self.record.held_on
        eligible, present = self.eligible, self.voters_present
        enough = quorum(kind, decision, eligible=eligible, present=present, rules=self.rules, on=on)
        if not item.has_votes:
            return ItemOutcome(item, enough, None, "")
        ballot = ballot_of(item)
        carried = majority(kind, decision, eligible=eligible, present=present, ballot=ballot, rules=self.rules, on=on)
        return ItemOutcome(item, enough, carried, ballot_fault(decision, present=present, ballot=ballot))

    @property
    def owes_study(self) -> list[RecordPerson]:
        return [row for row in self.absent if row.owes_study]

    def files_for(self, purpose: Purpose) -> list[Attachment]:
        return [row for row in self.files if row.purpose == purpose]


def ballot_of(item: AgendaItem) -> Ballot:
    return Ballot(item.yes or 0, item.no or 0, item.abstained or 0, item.written_yes or 0, item.written_no or 0)


def own_fields(kind: RecordKind) -> list[Any]:
    """Fields of the record kept in `values`, in the order of the form."""
    return [row for row in kind.fields if not row.each and row.key not in _BUILT_IN]


def fields_of(kinds: Iterable[RecordKind]) -> list[Any]:
    """The same of all the kinds a record counts as, each once: what was written for the second kind is shown and printed too."""
    found: dict[str, Any] = {}
    for kind in kinds:
        found |= {row.key: row for row in own_fields(kind) if row.key not in found}
    return list(found.values())


def kinds_of(record: ActivityRecord) -> list[RecordKind]:
    """What the record counts as, with the fields of each kind."""
    return [record_kind(kind) for kind in record.kinds]


def restricted_of(record: ActivityRecord) -> frozenset[str]:
    """Fields that only those who keep the records see."""
    return frozenset().union(*(kind.restricted for kind in kinds_of(record)))


def item_fields(record: ActivityRecord) -> list[Any]:
    """Fields of each topic kept in its `values`: those of the kind that decides."""
    return [row for row in record_kind(record.deciding_kind).fields if row.each and row.key not in _BUILT_IN]


def record_for(user: User, event: UUID) -> ActivityRecord:
    """The record of an event; 404 for those who must not know."""
    return get_visible_or_404(ActivityRecord.objects.visible_to(user).with_people().distinct(), event=event)


def record_page(record: ActivityRecord) -> RecordPage:
    """Six queries at most."""
    people = tuple(record.people.select_related("member").order_by("is_observer", "position", "name", "pk"))
    return RecordPage(
        record,
        rule_book_for(record.branch.district, record.held_on),
        people,
        tuple(record.items.order_by("position", "pk")),
        tuple(Attachment.objects.filter(event=record.event_id).order_by("uploaded_at", "pk")),
        _posts(record, people),
    )


def _posts(record: ActivityRecord, people: Sequence[RecordPerson]) -> dict[UUID, frozenset[str]]:
    """Posts in the committee on the day by member: as elected, and as given to the log-in."""
    found: dict[UUID, set[str]] = {}
    posts = CommitteePost.objects.held_on(record.held_on).filter(term__branch=record.branch_id)
    for member, post in posts.values_list("member_id", "post"):
        found.setdefault(member, set()).add(post)
    users = {row.member.user_id: row.member.pk for row in people if row.member}
    if record.host_member and record.host_member.user_id:
        users[record.host_member.user_id] = record.host_member.pk
    roles = RoleAssignment.objects.current(record.held_on).filter(
        branch=record.branch_id, role__in=AUTHOR_ROLES, user__in=[user for user in users if user]
    )
    for user, role in roles.values_list("user_id", "role"):
        member = users.get(user)
        if member is not None:
            found.setdefault(member, set()).add(role)
    return {member: frozenset(held) for member, held in found.items()}
