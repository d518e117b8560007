"""Reads about the size of branches and their committees."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from branches.models import Branch, OrganisationType, User
from branches.querysets import below
from branches.scope import scope_of
from members.domain.committee import Term, TermOutlook, notes_on_terms, outlook
from members.domain.size import SizeCheck, SizeFacts, size_checks
from members.models import CommitteePost, CommitteeTerm, Member, MemberStatus, Post
from regulations.domain.findings import Finding
from regulations.domain.rules import RuleBook
from regulations.selectors.rules import rule_book_for, rule_books_for


@dataclass(frozen=True)
class TermLine:
    """A term with its posts, and how its election stood to the end of the one before."""

    term: CommitteeTerm
    posts: list[CommitteePost]
    note: str


@dataclass(frozen=True)
class CommitteePage:
    """All terms, newest first, and what is due."""

    lines: list[TermLine]
    outlook: TermOutlook

    @property
    def current(self) -> TermLine | None:
        return self.lines[0] if self.lines else None


@dataclass(frozen=True)
class BranchSize:
    """The numbers of a branch held against the rules, and what is due about its election."""

    branch: Branch
    facts: SizeFacts
    checks: tuple[SizeCheck, ...]
    outlook: TermOutlook

    @property
    def findings(self) -> list[Finding]:
        return [finding for check in self.checks if (finding := check.finding)]


def committee_page(branch: Branch, today: date) -> CommitteePage:
    """Terms and posts in two queries, and the rule book."""
    order = CommitteePost.objects.select_related("member").order_by("starts_on", "pk")
    terms = list(
        CommitteeTerm.objects.filter(branch=branch)
        .order_by("-elected_on")
        .prefetch_related(Prefetch("posts", order, to_attr="everybody"))
    )
    book = rule_book_for(branch.district, today)
    plain = [plain_term(term) for term in terms]
    lines = [
        TermLine(term, sorted(term.everybody, key=_by_rank), note)
        for term, note in zip(terms, notes_on_terms(plain, book), strict=True)
    ]
    return CommitteePage(lines, outlook(plain[0] if plain else None, book, today))


def term_outlook(branch: Branch, today: date) -> TermOutlook:
    """What is due about the next election, for desks."""
    return _outlooks([branch], rule_book_for(branch.district, today), today)[branch.pk]


def size_of(branch: Branch, today: date) -> BranchSize:
    """The same for one branch, with its district."""
    return sizes_of([branch], today)[0]


def size_facts(branches: Collection[Branch], today: date) -> dict[UUID, SizeFacts]:
    """Counts of the rosters of these branches, in two queries."""
    ids = [branch.pk for branch in branches]
    counts = _counts(Member.objects.filter(branch__in=ids))
    posts = {
        row["term__branch"]: (row["people"], row["deputies"])
        for row in CommitteePost.objects.held_on(today)
        .filter(term__branch__in=ids)
        .values("term__branch")
        .annotate(people=Count("member", distinct=True), deputies=Count("pk", filter=Q(post=Post.DEPUTY_SECRETARY)))
    }
    return {branch.pk: _facts(branch, counts, posts.get(branch.pk)) for branch in branches}


def sizes_of(branches: Collection[Branch], today: date) -> list[BranchSize]:
    """For a page of the district's list: a constant number of queries. Branches come with their district."""
    facts = size_facts(branches, today)
    books = rule_books_for({branch.district_id: branch.district for branch in branches}.values(), today)
    newest = _newest(branches)
    return [
        BranchSize(
            branch,
            facts[branch.pk],
            size_checks(facts[branch.pk], books[branch.district_id], today),
            outlook(newest.get(branch.pk), books[branch.district_id], today),
        )
        for branch in branches
    ]


def branches_of_district(user: User, q: str) -> QuerySet[Branch]:
    """The branches whose rosters the user looks at as a reviewer or administrator, by name."""
    scope = scope_of(user)
    rows = Branch.objects.filter(below(scope.reviewed_paths | scope.administered_paths, "district__"), is_active=True)
    if q:
        rows = rows.filter(Q(name__icontains=q) | Q(school_name__icontains=q) | Q(short_name__icontains=q))
    return rows.select_related("district").order_by("district__path", "short_name", "pk")


def branches_to_look_at(user: User, today: date) -> list[UUID]:
    """Branches with a finding about their size or an election that is due: counts the whole district, so only when asked for."""
    branches = list(branches_of_district(user, ""))
    return [row.branch.pk for row in sizes_of(branches, today) if row.findings or row.outlook.is_due]


def plain_term(term: CommitteeTerm) -> Term:
    return Term(term.elected_on, term.ends_on, term.postponed_to, term.approval)


def _newest(branches: Collection[Branch]) -> dict[UUID, Term]:
    rows = CommitteeTerm.objects.filter(branch__in=[branch.pk for branch in branches]).order_by("elected_on")
    return {row.branch_id: plain_term(row) for row in rows}


def _outlooks(branches: Collection[Branch], book: RuleBook, today: date) -> dict[UUID, TermOutlook]:
    newest = _newest(branches)
    return {branch.pk: outlook(newest.get(branch.pk), book, today) for branch in branches}


def _counts(rows: QuerySet[Member]) -> dict[tuple[UUID, str], int]:
    grouped = (
        rows.filter(is_active=True, status__in=[MemberStatus.FULL, MemberStatus.PROBATIONARY])
        .values("branch", "status")
        .annotate(number=Count("pk"))
    )
    return {(row["branch"], row["status"]): row["number"] for row in grouped}


def _facts(branch: Branch, counts: dict[tuple[UUID, str], int], posts: tuple[int, int] | None) -> SizeFacts:
    return SizeFacts(
        full_members=counts.get((branch.pk, MemberStatus.FULL.value), 0),
        probationary_members=counts.get((branch.pk, MemberStatus.PROBATIONARY.value), 0),
        has_committee=branch.has_committee,
        is_branch=branch.organisation_type == OrganisationType.BRANCH,
        committee_size=posts[0] if posts else None,
        deputies=posts[1] if posts else 0,
    )


def _by_rank(post: CommitteePost) -> tuple[bool, int, date]:
    """Those in office first, then by rank."""
    return post.ends_on is not None, list(Post.values).index(post.post), post.starts_on
