"""The district's desk in a big city: `python benchmarks/district_desk.py` on the database that `benchmarks/city.py` has filled.

Prints for each page the number of queries, the size and the 50th and 95th percentile of its requests beside those of a bare Django page
(`benchmarks/bare.py`) of the same run; the requests of all pages take turns, so that a busy machine is as busy for each. The issue asks for
at most 3 times the bare page's median and 5 times its 95th percentile. A page is added to `pages`.

On two quiet cores (PostgreSQL 15, 29 November 2026, load 1, bare page 13 ms at the median and 15 at the 95th percentile, 48 kB), 20,000 branches
and 200,000 plans, times the bare page at the median / at the 95th percentile, and the median's growth from 1,000 branches in milliseconds:

    board           8 queries   2.2 / 2.3   1.04       of an area 2.6 / 2.8 and 1.14; a poll that finds nothing new 0.8
    queue          10 queries   2.5 / 2.6   1.06       of a district 2.6 / 2.8 and 1.11, of an area 2.6 / 2.6
    reading page   12 queries   2.7 / 2.8   0.96       43 findings; with last year's words beside them 2.95 / 3.0
    overview        6 queries   1.1 / 1.2   1.00       a night's sums are kept until the next
    behind a figure 6 queries   1.6 / 1.6   0.92       one query more when its count is not at hand
    rounds          6 queries   1.4 / 1.5   0.97       one query more when something has happened in a round
    desk            8 queries   1.7 / 1.7   0.97       of a district 1.9 / 1.9

The number of queries is otherwise the same in both sizes. What made the pages cheaper, in the order of its worth: lists that read columns into a
dataclass instead of rows of five tables, rows of a queue, figures, findings and cells set by one function instead of some hundred nodes of a
template, addresses reversed once a list, an index that holds only what waits (with PostgreSQL told that its disk has no moving heads), joins
left out that cost more to plan than to answer (seven tables took PostgreSQL 21 ms to plan and half a millisecond to read), and a choice of areas
that goes down a step at a time. The neighbours of a paper in the queue are looked for when one goes there, and last year's words are paired with
this year's, not compared.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "branchplan.settings")

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.city import CITY_REVIEWER, DISTRICT_REVIEWER, SECRETARY, facts  # noqa: E402
from branches.models import District, User  # noqa: E402
from branchplan.overview.models import DistrictFigure  # noqa: E402
from branchplan.overview.reckoning import reckon  # noqa: E402
from plans.models import Plan, PlanningRound, RoundTarget  # noqa: E402
from plans.selectors.rounds.board import stamp_of  # noqa: E402
from plans.views.rounds.board import PAGE_SIZE  # noqa: E402

BARE = "bare Django page"
MEDIAN_LIMIT, TAIL_LIMIT = 3.0, 5.0


def pages() -> list[tuple[str, str, str]]:
    """Name, who asks, address."""
    planning = PlanningRound.objects.get(state="open")
    board = f"/plans/rounds/{planning.pk}/board/"
    area = District.objects.get(path="cs/q0/p0/").pk
    own = RoundTarget.objects.get(round=planning, branch__assignments__user__username=SECRETARY)
    last = max(1, planning.targets.count() // PAGE_SIZE)
    waiting = Plan.objects.filter(round=planning, status="submitted").order_by("-risk", "submitted_at", "pk")
    first, middle = waiting.first(), waiting[waiting.count() // 2]
    if first is None:
        raise SystemExit("nothing was handed in: build the city first")
    return [
        (BARE, CITY_REVIEWER, "/bare/"),
        ("rounds", CITY_REVIEWER, "/plans/rounds/"),
        ("board, city", CITY_REVIEWER, board),
        ("board, a district", DISTRICT_REVIEWER, board),
        ("board, an area", CITY_REVIEWER, f"{board}?area={area}"),
        ("board, overdue", CITY_REVIEWER, f"{board}?state=overdue"),
        ("board, last page", CITY_REVIEWER, f"{board}?page={last}"),
        ("board, nothing new", CITY_REVIEWER, f"{board}live/?stamp={stamp_of(planning, timezone.now())}"),
        ("desk, city", CITY_REVIEWER, "/"),
        ("desk, a district", DISTRICT_REVIEWER, "/"),
        ("queue, city", CITY_REVIEWER, "/plans/queue/"),
        ("queue, a district", DISTRICT_REVIEWER, "/plans/queue/"),
        ("queue, an area", CITY_REVIEWER, f"/plans/queue/?area={area}"),
        ("queue, with errors", CITY_REVIEWER, "/plans/queue/?only=found"),
        ("reading page, riskiest", CITY_REVIEWER, f"/plans/{first.pk}/review/"),
        ("reading page, middle", CITY_REVIEWER, f"/plans/{middle.pk}/review/"),
        ("reading, last year beside", CITY_REVIEWER, f"/plans/{middle.pk}/review/?beside=1"),
        ("overview, city", CITY_REVIEWER, "/overview/"),
        ("overview, an area", CITY_REVIEWER, f"/overview/?area={area}"),
        ("behind a figure", CITY_REVIEWER, "/overview/round_overdue/"),
        ("what a school is asked", SECRETARY, f"/plans/rounds/asked/{own.pk}/"),
    ]


def measure(rounds: int) -> None:
    """All pages in turns."""
    wanted = pages()
    clients: dict[str, Client] = {}
    for user in {row[1] for row in wanted}:
        clients[user] = Client(headers={"host": "localhost"})
        clients[user].force_login(User.objects.get(username=user))
    queries, sizes = {}, {}
    for name, user, url in wanted:
        clients[user].get(url)
        with CaptureQueriesContext(connection) as captured:
            answer = clients[user].get(url)
        if answer.status_code not in (200, 204):
            raise SystemExit(f"{url}: {answer.status_code}")
        queries[name], sizes[name] = len(captured), len(answer.content)
    times: dict[str, list[float]] = {name: [] for name, _, _ in wanted}
    for _ in range(rounds):
        for name, user, url in wanted:
            start = time.perf_counter()
            clients[user].get(url)
            times[name].append((time.perf_counter() - start) * 1000)
    half, tail = ({name: _percentile(row, share) for name, row in times.items()} for share in (50, 95))
    print(f"{'page':24} {'queries':>7} {'kB':>6} {'p50 ms':>8} {'p95 ms':>8} {'p50 ×':>7} {'p95 ×':>7}")
    for name, _, _ in wanted:
        by_half, by_tail = half[name] / half[BARE], tail[name] / tail[BARE]
        note = "" if by_half <= MEDIAN_LIMIT and by_tail <= TAIL_LIMIT else "  over the limit"
        print(
            f"{name:24} {queries[name]:7} {sizes[name] / 1000:6.1f} {half[name]:8.1f} {tail[name]:8.1f}"
            f" {by_half:7.2f} {by_tail:7.2f}{note}"
        )


def _percentile(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100)[share - 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100, help="of each page")
    given = parser.parse_args()
    if not DistrictFigure.objects.exists():
        reckon(at=timezone.now())  # as it happens every night
    print(facts())
    with override_settings(ROOT_URLCONF="benchmarks.bare", DEBUG=False):
        measure(given.requests)


if __name__ == "__main__":
    main()
