"""Reads for the pages of 民主评议; a fixed number of queries however many people take part."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from branches.models import Branch
from members.domain.appraisal import AppraisalLimits, Grade, Phase
from members.models import AppraisalEntry, AppraisalRound, BallotSum, Member, MutualRemark
from regulations.selectors.rules import rule_book_for

RULE = "PY-03"


@dataclass
class AppraisedRow:
    """A person of the round: what is in, and the sums once they may be shown."""

    entry: AppraisalEntry
    remark_count: int
    sums: dict[Grade, int] = field(default_factory=dict)

    @property
    def cells(self) -> list[int]:
        """Votes in the order of the grades."""
        return [self.sums.get(grade, 0) for grade in Grade]


@dataclass
class RoundPage:
    """A round as the committee sees it. `source` is the article behind the limit of 优秀."""

    round: AppraisalRound
    rows: list[AppraisedRow]
    shows_sums: bool
    limits: AppraisalLimits
    source: str
    counted: int

    @property
    def voted(self) -> int:
        return sum(row.entry.has_voted for row in self.rows)

    @property
    def self_done(self) -> int:
        return sum(bool(row.entry.self_text) for row in self.rows)

    @property
    def graded(self) -> int:
        return sum(bool(row.entry.grade) for row in self.rows)

    @property
    def excellent(self) -> int:
        return sum(row.entry.grade == Grade.EXCELLENT for row in self.rows)

    @property
    def most_excellent(self) -> int:
        return self.limits.most_excellent(self.counted)


@dataclass
class OwnPage:
    """A round as somebody who takes part sees it: nothing about others but their names and one's own words to them."""

    round: AppraisalRound
    own: AppraisalEntry
    others: list[tuple[AppraisalEntry, str]]
    received: list[str]


def limits_for(branch: Branch, on: date) -> AppraisalLimits:
    """The limit of 优秀 in the branch's district (rule PY-03; the default is a third of all who take part)."""
    rule = rule_book_for(branch.district, on).find(RULE, on)
    if rule is None:
        return AppraisalLimits()
    return AppraisalLimits(
        rule.parameters.get("numerator", 1),
        rule.parameters.get("denominator", 3),
        rule.parameters.get("counts_probationary", True),
    )


def rounds_of(branch: Branch) -> list[AppraisalRound]:
    """Newest first."""
    return list(AppraisalRound.objects.filter(branch=branch).order_by("-year"))


def round_page(appraisal: AppraisalRound, *, least_ballots: int) -> RoundPage:
    """Everybody in the round; sums only when the ballot is over and enough have voted."""
    entries = list(appraisal.entries.select_related("member__group").order_by("member__name_pinyin", "pk"))
    voted = sum(entry.has_voted for entry in entries)
    shows = appraisal.stands_at in {Phase.GRADING, Phase.CLOSED} and voted >= least_ballots
    remarks: dict[UUID, int] = defaultdict(int)
    for subject in MutualRemark.objects.filter(subject__round=appraisal).values_list("subject", flat=True):
        remarks[subject] += 1
    sums: dict[UUID, dict[Grade, int]] = defaultdict(dict)
    if shows:
        for row in BallotSum.objects.filter(entry__round=appraisal):
            sums[row.entry_id][Grade(row.grade)] = row.votes
    limits = limits_for(appraisal.branch, appraisal.opened_on)
    rule = rule_book_for(appraisal.branch.district, appraisal.opened_on).find(RULE, appraisal.opened_on)
    return RoundPage(
        appraisal,
        [AppraisedRow(entry, remarks[entry.pk], sums[entry.pk]) for entry in entries],
        shows,
        limits,
        rule.source if rule else "",
        sum(limits.counts_probationary or not entry.is_probationary for entry in entries),
    )


def own_page(appraisal: AppraisalRound, own: AppraisalEntry) -> OwnPage:
    """The participant's page; what others said of one is shown when the mutual appraisal is over."""
    entries = list(appraisal.entries.select_related("member").exclude(pk=own.pk).order_by("member__name_pinyin", "pk"))
    said = dict(MutualRemark.objects.filter(author=own).values_list("subject", "text"))
    is_over = appraisal.stands_at not in {Phase.PREPARING, Phase.SELF, Phase.MUTUAL}
    received = list(MutualRemark.objects.filter(subject=own).order_by("pk").values_list("text", flat=True))
    return OwnPage(appraisal, own, [(entry, said.get(entry.pk, "")) for entry in entries], received if is_over else [])


def own_rounds(member: Member, today: date) -> dict[str, Any]:
    """The rounds a person takes part in, newest first, for their own page."""
    rounds = AppraisalRound.objects.filter(entries__member=member).order_by("-year")[:3]
    return {"appraisal_rounds": list(rounds)}
