"""What is due about members on a day: facts read for many branches at once and handed to the pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from branches.models import Branch, Role
from branches.models.people import LEADING_ROLES
from documents.domain.content import format_date
from members.domain.committee import Term, TermState, outlook
from members.domain.development import reminders as steps
from members.domain.development.history import History
from members.domain.development.rules import DevelopmentRules
from members.models import (
    PARTY_STATUSES,
    CommitteeTerm,
    ConsentRequest,
    DevelopmentCase,
    DuesPublication,
    Member,
    Transfer,
    TransferKind,
)
from members.reminders import Due, DuesFacts, PayerFacts, StudentFacts, dues_due, hours_due
from members.selectors.cases import case_of, with_records
from members.selectors.committee import plain_term
from members.selectors.dues_accounts import accounts_of, first_month_of
from members.selectors.dues_rates import rate_table
from members.selectors.hours import hours_rows
from notices.domain.due import Audience, DueFact, staged
from notices.selectors.manners import Habits
from regulations.domain.quoting import shortened
from regulations.domain.rules import RuleBook
from regulations.selectors.rules import rule_book_for
from workflow.reminders import DISTRICT, papers_due
from workflow.selectors import REMINDED, waiting_facts

LEADERS = tuple(sorted(LEADING_ROLES))
#: Who runs a development case.
CASE_KEEPERS = (*LEADERS, Role.ORGANISATION_COMMISSIONER.value)
#: A birthday that fell on a day on which nothing ran is still told two days later.
BIRTHDAY_DAYS = 3
#: Characters of a title; a longer sentence stands in full below it.
TITLE = 110
#: Names in a line before it says how many there are.
SHOWN = 3


def due_on(branches: Sequence[Branch], day: date, habits: Habits) -> list[DueFact]:
    """Everything about the people of these branches, all of one district. A constant number of queries."""
    if not branches:
        return []
    district = branches[0].district
    book = rule_book_for(district, day)
    people = list(
        Member.objects.filter(branch__in=branches, is_active=True, status__in=PARTY_STATUSES).order_by(
            "name_pinyin", "pk"
        )
    )
    return [
        *_cases(branches, day, habits, book),
        *_consents(branches, day, habits),
        *_terms(branches, day, book),
        *_letters(branches, day, habits),
        *_money(branches, people, day),
        *_study(branches, people, day),
        *(birthdays(people, day) if habits.manners.birthdays else ()),
    ]


def _cases(branches: Sequence[Branch], day: date, habits: Habits, book: RuleBook) -> list[DueFact]:
    rules = DevelopmentRules(book)
    ahead = (habits.manners.case_window, *habits.manners.windows)
    facts = []
    for case in with_records(DevelopmentCase.objects.filter(member__branch__in=branches).in_progress()):
        history = History(case_of(case, case.present_steps), day)  # type: ignore[attr-defined]
        for reminder in steps.reminders_on(history, rules, habits.calendar, ahead=ahead):
            facts.append(
                DueFact(
                    kind=f"development.{reminder.kind.value}",
                    key=f"case:{case.pk}:{reminder.key}",
                    due_on=reminder.on,
                    title=shortened(f"{case.member.name}：{reminder.sentence}", TITLE),
                    body=f"依据：{reminder.article}" if reminder.article else "",
                    audience=Audience(branch=case.member.branch_id, roles=CASE_KEEPERS),
                    path=reverse("members:case", args=[case.pk]),
                    cap=DISTRICT if reminder.kind is steps.ReminderKind.OVERDUE else 0,
                )
            )
    return facts


def _consents(branches: Sequence[Branch], day: date, habits: Habits) -> list[DueFact]:
    rows = ConsentRequest.objects.filter(branch__in=branches, status__in=REMINDED).select_related("branch")
    facts = [paper for row in rows if (paper := waiting_facts(row))]
    manners = habits.manners
    return papers_due(facts, day, habits.calendar, review_days=manners.review_days, windows=manners.windows)


def _terms(branches: Sequence[Branch], day: date, book: RuleBook) -> list[DueFact]:
    newest: dict[UUID, Term] = {}
    for row in CommitteeTerm.objects.filter(branch__in=branches, elected_on__lte=day).order_by("elected_on"):
        newest[row.branch_id] = plain_term(row)
    return [fact for branch, term in newest.items() if (fact := term_due(branch, term, book, day))]


def term_due(branch: UUID, term: Term, book: RuleBook, day: date) -> DueFact | None:
    """换届: from half a year before the end of the term (ZB-09), and again when it is over; nothing where no such rule holds."""
    if book.find("ZB-09", day) is None:
        return None
    view = outlook(term, book, day)
    if not view.is_due or view.last_day is None:
        return None
    over = view.state is TermState.OVERDUE
    return DueFact(
        kind="committee.term",
        key=f"term:{branch}:{view.last_day}:{view.state.value}",
        due_on=view.last_day if over else (view.reminder_on or day),
        title="本届支部委员会任期届满，应当换届" if over else "本届支部委员会任期将满，请准备换届",
        body=view.message,
        audience=Audience(branch=branch, roles=LEADERS),
        path=reverse("members:committee", args=[branch]),
        cap=DISTRICT if over else 0,
        for_group=True,
    )


def _letters(branches: Sequence[Branch], day: date, habits: Habits) -> list[DueFact]:
    rows = Transfer.objects.filter(branch__in=branches).open().exclude(kind=TransferKind.IN)
    facts = [letter_fact(row) for row in rows]
    return [fact for letter in facts if (fact := staged(letter, day, habits.manners.windows))]


def letter_fact(row: Transfer) -> DueFact:
    """A letter of introduction on its way, due on its last day."""
    return DueFact(
        kind="transfer.letter",
        key=f"letter:{row.pk}",
        due_on=row.valid_until,
        title=f"{row.name}的组织关系介绍信",
        body=f"有效期至{format_date(row.valid_until)}，对方还没有接收。请联系本人和接收单位；过期须退回重开。",
        audience=Audience(branch=row.branch_id, roles=CASE_KEEPERS),
        path=reverse("members:transfer", args=[row.pk]),
        cap=DISTRICT,
    )


def _money(branches: Sequence[Branch], people: Sequence[Member], day: date) -> list[DueFact]:
    accounts = accounts_of(people)
    if not any(account.bases for account in accounts.values()):
        return []
    rates = rate_table(branches[0].district, first_month_of(accounts.values(), day.replace(day=1)), day)
    published: dict[UUID, set[int]] = defaultdict(set)
    for place, year in DuesPublication.objects.filter(branch__in=branches).values_list("branch_id", "year"):
        published[place].add(year)
    payers: dict[UUID, list[Member]] = defaultdict(list)
    for member in people:
        payers[member.branch_id].append(member)
    found: list[DueFact] = []
    users = {member.pk: member.user_id for member in people}
    for branch in branches:
        facts = DuesFacts(
            branch=branch.pk,
            payers=[PayerFacts(m.pk, m.name, accounts[m.pk]) for m in payers[branch.pk]],
            rates_in=rates.in_month,
            published=frozenset(published[branch.pk]),
        )
        for due in dues_due(facts, day):
            page = reverse("members:dues", args=[branch.pk])
            found += tell(due, "dues", users.get(due.member) if due.member else None, page, reverse("members:my_dues"))
    return found


def _study(branches: Sequence[Branch], people: Sequence[Member], day: date) -> list[DueFact]:
    found: list[DueFact] = []
    rows = hours_rows(people, branches, day.year, day)
    users = {member.pk: member.user_id for member in people}
    students: dict[UUID, list[StudentFacts]] = defaultdict(list)
    for row in rows:
        students[row.member.branch_id].append(StudentFacts(row.member.pk, row.member.name, row.standing))
    for branch in branches:
        dues = hours_due(branch.pk, students[branch.pk], day)
        if dues:
            found.append(lagging(branch.pk, dues, students[branch.pk], day))
        for due in dues:
            user = users.get(due.member) if due.member else None
            found += tell(due, "hours", user, "", reverse("members:my_hours"))[1:]
    return found


def lagging(branch: UUID, dues: Sequence[Due], students: Sequence[StudentFacts], day: date) -> DueFact:
    """One line for the secretary about all who lag behind in study hours, not one a person."""
    names = {student.member: student.name for student in students}
    some = "、".join(names[due.member] for due in dues[:SHOWN] if due.member)
    return DueFact(
        kind="hours.behind",
        key=f"hours:{branch}:{day.year}",
        due_on=dues[0].due_on,
        title=f"{some}{f'等{len(dues)}名党员' if len(dues) > SHOWN else ''}今年学时不足，请安排补学",
        body="\n".join(due.sentence for due in dues),
        audience=Audience(branch=branch, roles=LEADERS),
        path=reverse("members:hours", args=[branch]),
    )


def tell(due: Due, cause: str, user: UUID | None, page: str, own_page: str) -> list[DueFact]:
    """The fact for the branch's secretary, and for the member where it is for them too. Nobody above hears of a person's dues and hours."""
    kind = f"{cause}.{due.kind.value}"
    shared = {
        "kind": kind,
        "due_on": due.due_on,
        "title": shortened(due.sentence, TITLE),
        "body": due.sentence if len(due.sentence) > TITLE else "",
    }
    facts = [
        DueFact(key=due.key, audience=Audience(branch=due.branch, roles=LEADERS), path=page, **shared)  # type: ignore[arg-type]
    ]
    if due.tells_member and user:
        person = Audience(branch=due.branch, person=user)
        facts.append(DueFact(key=f"{due.key}:own", audience=person, path=own_page, **shared))  # type: ignore[arg-type]
    return facts


def birthdays(people: Sequence[Member], day: date) -> list[DueFact]:
    """政治生日: the day of admission each year, told to the person; off unless the district wants it."""
    found = []
    for member in people:
        if member.user_id is None or member.joined_on is None:
            continue
        on = anniversary(member.joined_on, day)
        years = on.year - member.joined_on.year
        if years < 1 or not 0 <= (day - on).days < BIRTHDAY_DAYS:
            continue
        found.append(
            DueFact(
                kind="member.birthday",
                key=f"birthday:{member.pk}:{on.year}",
                due_on=on,
                title=f"今天是您入党{years}周年纪念日"
                if day == on
                else f"{on.month}月{on.day}日是您入党{years}周年纪念日",
                audience=Audience(branch=member.branch_id, person=member.user_id),
                path=reverse("members:me"),
            )
        )
    return found


def anniversary(joined_on: date, day: date) -> date:
    """The latest anniversary up to a day; 29 February is kept on the 28th in common years."""
    for year in (day.year, day.year - 1):
        leap_day = (joined_on.month, joined_on.day) == (2, 29)
        common = leap_day and (date(year, 3, 1) - timedelta(days=1)).day != joined_on.day
        on = date(year, 2, 28) if common else joined_on.replace(year=year)
        if on <= day:
            return on
    return joined_on
