"""民主评议党员: a round is opened, led through its phases, voted in, graded and closed. What somebody votes is never stored, see the models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Case, F, PositiveIntegerField, Value, When
from django.utils import timezone

from branches.models import Branch, User
from branches.pinyin import in_order
from branches.services.audit import record
from members.domain.appraisal import Grade, Phase, ballot_faults, paper_faults, too_many_excellent
from members.models import (
    PARTY_STATUSES,
    AppraisalEntry,
    AppraisalRound,
    BallotSum,
    Member,
    MemberStatus,
    MutualRemark,
)
from members.permissions import check_can_keep_roster, check_is_appraised
from members.selectors.appraisal import limits_for

#: Sums of fewer ballots would tell who voted what.
LEAST_BALLOTS = 3


class AppraisalError(Exception):
    """What was asked for is not possible; the message says why."""


@dataclass
class PaperRefused(AppraisalError):
    """Sums from paper that cannot be right, by the entry's id."""

    faults: Mapping[str, str]

    def __str__(self) -> str:
        return "有的票数不对，请看标出的行。"


@dataclass
class GradeConflict(AppraisalError):
    """Somebody else graded the same person first; nothing was overwritten."""

    current: AppraisalEntry

    def __str__(self) -> str:
        return f"{self.current.member.name}的评定刚被其他人修改过，请核对后再保存。"


@dataclass
class SelfConflict(AppraisalError):
    """The self-appraisal was written meanwhile, by the person or from paper; nothing was overwritten."""

    current: AppraisalEntry

    def __str__(self) -> str:
        return f"{self.current.member.name}的自评刚才写过了，请对照后再保存；您写的内容还在下面。"


def open_round(*, branch: Branch, year: int, standards: str, by: User, at: datetime) -> AppraisalRound:
    """A new round with everybody who is a party member of the branch today. One a year."""
    check_can_keep_roster(by, branch)
    people = Member.objects.filter(branch=branch, is_active=True, status__in=PARTY_STATUSES).order_by(
        "name_pinyin", "pk"
    )
    if not people:
        raise AppraisalError("名册上还没有党员，请先登记名册。")
    with transaction.atomic():
        try:
            with transaction.atomic():
                opened = AppraisalRound.objects.create(
                    branch=branch,
                    year=year,
                    standards=standards.strip(),
                    opened_by=by,
                    opened_on=timezone.localdate(at),
                )
        except IntegrityError as error:
            raise AppraisalError(f"{year}年度的评议已经建立，请打开那一轮。") from error
        entries = AppraisalEntry.objects.bulk_create(
            AppraisalEntry(round=opened, member=person, is_probationary=person.status == MemberStatus.PROBATIONARY)
            for person in people
        )
        BallotSum.objects.bulk_create(BallotSum(entry=entry, grade=grade) for entry in entries for grade in Grade)
        _note(opened, "appraisal.open", by=by, at=at, people=len(entries))
    return opened


def advance_round(*, appraisal: AppraisalRound, expected: Phase, by: User, at: datetime) -> AppraisalRound:
    """Begin the next phase. `expected` is the phase the user saw: two people cannot skip one together."""
    with _holding(appraisal, by=by) as held:
        if held.stands_at is not expected:
            raise AppraisalError(f"评议已经进入“{held.stands_at.label}”阶段。")
        following = expected.next
        if following is None:
            raise AppraisalError("这一轮评议已经结束。")
        if following is Phase.CLOSED:
            _check_graded(held)
            held.closed_on = timezone.localdate(at)
        held.phase = following
        held.save(update_fields=["phase", "closed_on"])
        _note(held, "appraisal.advance", by=by, at=at, phase=following.value)
    return held


def write_self_appraisal(
    *, entry: AppraisalEntry, text: str, grade: str, base_version: int, by: User, at: datetime
) -> AppraisalEntry:
    """The person's own words; the committee may enter them from paper for those without a log-in. Raises SelfConflict."""
    if entry.member.user_id != by.pk:
        check_can_keep_roster(by, entry.round.branch)
    with transaction.atomic():
        held = AppraisalRound.objects.select_for_update(of=("self",)).get(pk=entry.round_id)
        if held.stands_at not in {Phase.SELF, Phase.MUTUAL}:
            raise AppraisalError(f"现在是“{held.stands_at.label}”阶段，自评不再修改。")
        stored = AppraisalEntry.objects.select_related("member").get(pk=entry.pk)
        words = (text.strip(), grade)
        if (stored.self_text, stored.self_grade) == words:
            return stored  # the same words arrived twice, as after a lost answer
        if stored.version != base_version:
            raise SelfConflict(stored)
        stored.self_text, stored.self_grade = words
        stored.version += 1
        stored.save(update_fields=["self_text", "self_grade", "version"])
        _note(held, "appraisal.self", by=by, at=at, person=stored.member.name)
    return stored


def write_remark(*, subject: AppraisalEntry, text: str, by: User, at: datetime) -> MutualRemark | None:
    """One's open word about a colleague; an empty text takes it back."""
    author = check_is_appraised(by, subject.round)
    if author.pk == subject.pk:
        raise AppraisalError("对自己的评价请写在自评里。")
    with transaction.atomic():
        held = AppraisalRound.objects.select_for_update(of=("self",)).get(pk=subject.round_id)
        if held.stands_at is not Phase.MUTUAL:
            raise AppraisalError(f"现在是“{held.stands_at.label}”阶段，不能写互评意见。")
        if not text.strip():
            MutualRemark.objects.filter(subject=subject, author=author).delete()
            remark = None
        else:
            remark, _ = MutualRemark.objects.update_or_create(
                subject=subject, author=author, defaults={"text": text.strip()}
            )
        _note(held, "appraisal.remark", by=by, at=at, person=subject.member.name)
    return remark


def cast_ballot(*, appraisal: AppraisalRound, choices: Mapping[str, Grade | None], by: User, at: datetime) -> None:
    """Count one person's votes, grade by the entry's id, None for 弃权. Raises AppraisalError; nothing is counted then.

    The trail says that a ballot came in, not whose: together with two copies of the sums a name would tell the votes.
    """
    voter = check_is_appraised(by, appraisal)
    with transaction.atomic():
        held = _ballot_box(appraisal)
        candidates = [str(pk) for pk in held.entries.values_list("pk", flat=True)]
        if faults := ballot_faults(choices, candidates, str(voter.pk)):
            raise AppraisalError("".join(faults))
        # Compare and swap: a second ballot of the same person finds nothing to mark.
        if not AppraisalEntry.objects.filter(pk=voter.pk, has_voted=False).update(has_voted=True):
            raise AppraisalError("您已经投过票。测评不记名，票已计入合计，不能查看也不能修改。")
        _add_to_sums(held, {(UUID(key), grade): 1 for key, grade in choices.items() if grade})
        _note(held, "appraisal.ballot", by=None, at=at)


def count_paper(
    *,
    appraisal: AppraisalRound,
    voters: frozenset[str],
    counts: Mapping[str, Mapping[Grade, int]],
    by: User,
    at: datetime,
) -> None:
    """Add what was counted from paper ballots: who handed one in, and the sums of each person. At least three at a time."""
    with transaction.atomic():
        held = _ballot_box(appraisal)
        check_can_keep_roster(by, held.branch)
        if len(voters) < LEAST_BALLOTS:
            raise AppraisalError(f"纸质票至少{LEAST_BALLOTS}张一起录入，否则看得出是谁投的。")
        if faults := paper_faults(counts, voters):
            raise PaperRefused(faults)
        marked = AppraisalEntry.objects.filter(round=held, pk__in=voters, has_voted=False).update(has_voted=True)
        if marked != len(voters):
            raise AppraisalError("勾选的人里有的已经投过票，请核对后重新勾选。")
        _add_to_sums(held, {(UUID(key), grade): n for key, row in counts.items() for grade, n in row.items() if n})
        _note(held, "appraisal.paper", by=by, at=at, ballots=len(voters))


def grade_member(
    *, entry: AppraisalEntry, grade: Grade, opinion: str, base_version: int, by: User, at: datetime
) -> AppraisalEntry:
    """The organisation's grade. 不合格 needs an opinion; more 优秀 than the limit are refused (rule PY-03)."""
    with _holding(entry.round, by=by) as held:
        if held.stands_at is not Phase.GRADING:
            raise AppraisalError(f"现在是“{held.stands_at.label}”阶段，不能评定等次。")
        stored = AppraisalEntry.objects.select_related("member").get(pk=entry.pk)
        if stored.version != base_version:
            raise GradeConflict(stored)
        if grade is Grade.UNQUALIFIED and not opinion.strip():
            raise AppraisalError("评定为不合格的，请写明支部意见。")
        stored.grade, stored.opinion, stored.version = grade.value, opinion.strip(), stored.version + 1
        _check_third(held, replacing=stored)
        stored.save(update_fields=["grade", "opinion", "version"])
        _note(held, "appraisal.grade", by=by, at=at, person=stored.member.name, grade=grade.value)
    return stored


def note_read(*, entry: AppraisalEntry, by: User, at: datetime) -> None:
    """The person has seen their result."""
    if entry.member.user_id != by.pk:
        raise AppraisalError("由本人确认。")
    if entry.round.stands_at is not Phase.CLOSED:
        raise AppraisalError("评议结果还没有反馈。")
    with transaction.atomic():
        AppraisalEntry.objects.filter(pk=entry.pk, read_on__isnull=True).update(read_on=timezone.localdate(at))
        _note(entry.round, "appraisal.read", by=by, at=at, person=entry.member.name)


@contextmanager
def _holding(appraisal: AppraisalRound, *, by: User) -> Iterator[AppraisalRound]:
    """The round's row, held for the length of a change."""
    check_can_keep_roster(by, appraisal.branch)
    with transaction.atomic():
        yield (
            AppraisalRound.objects.select_for_update(of=("self",))
            .select_related("branch__district")
            .get(pk=appraisal.pk)
        )


def _ballot_box(appraisal: AppraisalRound) -> AppraisalRound:
    """The round while its ballot is open, held: ballots are counted one after the other."""
    held = (
        AppraisalRound.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=appraisal.pk)
    )
    if held.stands_at is not Phase.BALLOT:
        raise AppraisalError(f"现在是“{held.stands_at.label}”阶段，不能投票。")
    return held


def _add_to_sums(appraisal: AppraisalRound, votes: Mapping[tuple[UUID, Grade], int]) -> None:
    """One statement that rewrites every sum of the round, most of them by nothing: which ones changed is nowhere to be seen."""
    by_count: dict[int, list[UUID]] = {}
    rows = {(row.entry_id, row.grade): row.pk for row in BallotSum.objects.filter(entry__round=appraisal)}
    for (entry, grade), count in votes.items():
        by_count.setdefault(count, []).append(rows[entry, grade.value])
    added = Case(
        *(When(pk__in=keys, then=Value(count)) for count, keys in by_count.items()),
        default=Value(0),
        output_field=PositiveIntegerField(),
    )
    BallotSum.objects.filter(pk__in=rows.values()).update(votes=F("votes") + added)


def _check_graded(appraisal: AppraisalRound) -> None:
    missing = in_order(appraisal.entries.filter(grade="").values_list("member__name", flat=True))[:5]
    if missing:
        raise AppraisalError(f"还没有评定等次：{'、'.join(missing)}。")
    _check_third(appraisal)


def _check_third(appraisal: AppraisalRound, replacing: AppraisalEntry | None = None) -> None:
    limits = limits_for(appraisal.branch, appraisal.opened_on)
    entries = list(appraisal.entries.all())
    grades = [
        Grade(grade)
        for row in entries
        if (grade := replacing.grade if replacing and row.pk == replacing.pk else row.grade)
    ]
    counted = sum(limits.counts_probationary or not row.is_probationary for row in entries)
    if surplus := too_many_excellent(grades, counted, limits):
        raise AppraisalError(
            f"优秀最多{limits.most_excellent(counted)}名（{counted}人的"
            f"{limits.excellent_denominator}分之{limits.excellent_numerator}，向下取整），现在多了{surplus}名。"
        )


def _note(appraisal: AppraisalRound, action: str, *, by: User | None, at: datetime, **detail: Any) -> None:
    record(action=action, by=by, at=at, target=appraisal, name=str(appraisal), branch=appraisal.branch, detail=detail)
