"""The table of transitions: the one place that says how a paper moves between school and district. Framework-free."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    PASSED = "passed"
    RECHECKING = "rechecking"
    RETURNED = "returned"
    APPROVED = "approved"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    Status.DRAFT: "草稿",
    Status.SUBMITTED: "已提交",
    Status.IN_REVIEW: "审核中",
    Status.PASSED: "待复核",
    Status.RECHECKING: "复核中",
    Status.RETURNED: "退回修改",
    Status.APPROVED: "已审定",
    Status.ARCHIVED: "已归档",
}

#: The school may change the text; in every other status nobody may.
EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})
#: Nothing changes it any more.
LOCKED = frozenset({Status.APPROVED, Status.ARCHIVED})
#: It waits for the district.
WAITING = frozenset({Status.SUBMITTED, Status.IN_REVIEW, Status.PASSED, Status.RECHECKING})
#: A reviewer holds it.
CLAIMED = frozenset({Status.IN_REVIEW, Status.RECHECKING})
#: It waits for a reviewer to claim it.
UNCLAIMED = frozenset({Status.SUBMITTED, Status.PASSED})


class Actor(StrEnum):
    """Who takes the step."""

    LEADER = "leader"  # secretary or deputy of the branch
    REVIEWER = "reviewer"  # of a district at or above it
    SECOND_REVIEWER = "second_reviewer"  # the same, but not who made the first review
    CLAIMANT = "claimant"  # the reviewer who claimed it
    SYSTEM = "system"  # follows from another step


class Action(StrEnum):
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    CLAIM = "claim"
    RELEASE = "release"
    PASS = "pass"  # noqa: S105 -- the first of two reviews is done
    RETURN = "return"
    APPROVE = "approve"
    ARCHIVE = "archive"

    @property
    def label(self) -> str:
        return _ACTION_LABELS[self]


_ACTION_LABELS = {
    Action.SUBMIT: "提交",
    Action.WITHDRAW: "撤回",
    Action.CLAIM: "认领审核",
    Action.RELEASE: "放回待审",
    Action.PASS: "初审通过",
    Action.RETURN: "退回修改",
    Action.APPROVE: "审定",
    Action.ARCHIVE: "归档",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """`action` leads from `source` to `target`, taken by `by`.

    `returned_before` splits a row in two by the paper's past: withdrawing a first submission makes it a draft again,
    withdrawing a resubmission leads back to the returned state with its issues. `two_reviews` splits one by what the planning round
    asks for: after one review the paper is approved, or it waits for the second, which another person makes.
    """

    action: Action
    source: Status
    target: Status
    by: Actor
    needs_issue: bool = False
    takes_snapshot: bool = False
    returned_before: bool | None = None
    two_reviews: bool | None = None

    def fits(self, *, returned_before: bool, two_reviews: bool) -> bool:
        """Is it the row for a paper of this kind?"""
        return self.returned_before in (None, returned_before) and self.two_reviews in (None, two_reviews)


TRANSITIONS: tuple[Transition, ...] = (
    Transition(Action.SUBMIT, Status.DRAFT, Status.SUBMITTED, Actor.LEADER, takes_snapshot=True),
    Transition(Action.SUBMIT, Status.RETURNED, Status.SUBMITTED, Actor.LEADER, takes_snapshot=True),
    Transition(Action.WITHDRAW, Status.SUBMITTED, Status.DRAFT, Actor.LEADER, returned_before=False),
    Transition(Action.WITHDRAW, Status.SUBMITTED, Status.RETURNED, Actor.LEADER, returned_before=True),
    Transition(Action.CLAIM, Status.SUBMITTED, Status.IN_REVIEW, Actor.REVIEWER),
    Transition(Action.RELEASE, Status.IN_REVIEW, Status.SUBMITTED, Actor.REVIEWER),
    Transition(Action.RETURN, Status.IN_REVIEW, Status.RETURNED, Actor.CLAIMANT, needs_issue=True),
    Transition(
        Action.APPROVE, Status.IN_REVIEW, Status.APPROVED, Actor.CLAIMANT, takes_snapshot=True, two_reviews=False
    ),
    Transition(Action.PASS, Status.IN_REVIEW, Status.PASSED, Actor.CLAIMANT, two_reviews=True),
    Transition(Action.CLAIM, Status.PASSED, Status.RECHECKING, Actor.SECOND_REVIEWER),
    Transition(Action.RELEASE, Status.RECHECKING, Status.PASSED, Actor.REVIEWER),
    Transition(Action.RETURN, Status.RECHECKING, Status.RETURNED, Actor.CLAIMANT, needs_issue=True),
    Transition(Action.APPROVE, Status.RECHECKING, Status.APPROVED, Actor.CLAIMANT, takes_snapshot=True),
    Transition(Action.ARCHIVE, Status.APPROVED, Status.ARCHIVED, Actor.SYSTEM),
)


def find_transition(
    action: Action, status: Status, *, returned_before: bool, two_reviews: bool = False
) -> Transition | None:
    """The row for this action in this status, or None when the table has none."""
    rows = possible_actions(status, returned_before=returned_before, two_reviews=two_reviews)
    return next((row for row in rows if row.action == action), None)


def possible_actions(status: Status, *, returned_before: bool, two_reviews: bool = False) -> list[Transition]:
    """All rows that leave this status."""
    return [
        row
        for row in TRANSITIONS
        if row.source == status and row.fits(returned_before=returned_before, two_reviews=two_reviews)
    ]


def mermaid() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    lines += [f'    state "{status.label}" as {status.value}' for status in Status]
    for row in TRANSITIONS:
        notes = [_ACTOR_LABELS[row.by]]
        if row.needs_issue:
            notes.append("至少一条意见")
        if row.returned_before is not None:
            notes.append("曾被退回" if row.returned_before else "首次提交")
        if row.two_reviews is not None:
            notes.append("须复核" if row.two_reviews else "一次审核")
        lines.append(f"    {row.source.value} --> {row.target.value}: {row.action.label}（{'，'.join(notes)}）")
    lines += ["    archived --> [*]"]
    return "\n".join(lines)


_ACTOR_LABELS = {
    Actor.LEADER: "书记",
    Actor.REVIEWER: "审核员",
    Actor.SECOND_REVIEWER: "另一名审核员",
    Actor.CLAIMANT: "认领的审核员",
    Actor.SYSTEM: "系统",
}
