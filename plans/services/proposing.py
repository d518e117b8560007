"""Taking lines of the planning aid into a plan."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.timezone import localdate

from branches.models import User
from plans.domain.proposing import Basis, ProposedLine
from plans.models import BatchSource, ItemBatch, Plan
from plans.selectors.proposing import Proposal, lines_of_group, proposal_for
from plans.services.batches import Addition, write_batch
from plans.services.editing import editing
from plans.services.items import ItemFacts

#: Every line that is not folded away.
ALL = "all"


class ProposalRefused(Exception):
    """Nothing was taken; the message says why."""


class ProposalChanged(ProposalRefused):
    """The proposal is no longer the one that was shown."""

    def __init__(self) -> None:
        super().__init__("刚才计划、校历或条款有变动，建议已经更新，还没有写入。请看过现在的列表再采用；您勾选的还在。")


def take_lines(
    *, plan: Plan, shown: str, keys: Collection[str] = (), group: str = "", by: User, at: datetime
) -> ItemBatch:
    """Put lines into the plan: a whole `group` (ALL, a source or a month), else those with these keys. `shown` is the digest of the list.

    Raises ProposalChanged when the list is another one by now, ProposalRefused when there is nothing to take.
    """
    with editing(plan, by=by) as held:
        proposal = proposal_for(held, localdate(at))
        if proposal.digest != shown:
            raise ProposalChanged
        lines = _lines(proposal, keys, group)
        if not lines:
            raise ProposalRefused("请先勾选要采用的条目。" if not group else "这一组已经都在计划里了。")
        return _take(held, proposal, lines, by, at)


def take_routine(*, plan: Plan, by: User, at: datetime) -> ItemBatch | None:
    """Put in what the branch's own fixed days say and the plan has not yet; None where there is nothing. The batch can be taken back."""
    with editing(plan, by=by) as held:
        proposal = proposal_for(held, localdate(at))
        lines = [line for line in proposal.open_lines if line.customary and _is_own(line, proposal)]
        return _take(held, proposal, lines, by, at) if lines else None


def _is_own(line: ProposedLine, proposal: Proposal) -> bool:
    """A line of the branch's own, or an activity whose day the branch has fixed."""
    return line.basis is Basis.WISH or (line.basis is Basis.RULE and line.kind in proposal.own_kinds and not line.names)


def _take(held: Plan, proposal: Proposal, lines: Collection[ProposedLine], by: User, at: datetime) -> ItemBatch:
    last = proposal.period.months[-1]
    additions = [
        Addition(
            ItemFacts(
                text=line.text,
                first_month=line.month,
                last_month=min(line.last_month, last),
                kind=line.kind.value,
                planned_on=line.day if line.last_day == line.day and len(line.days) < 2 else None,
            ),
            line.key,
        )
        for line in lines
    ]
    return write_batch(held=held, source=BatchSource.PROPOSAL, additions=additions, by=by, at=at)


def _lines(proposal: Proposal, keys: Collection[str], group: str) -> list[ProposedLine]:
    if group == ALL:
        return [line for line in proposal.open_lines if line.customary]
    if group:
        return lines_of_group(proposal, group)
    return [line for line in proposal.open_lines if line.key in keys]
