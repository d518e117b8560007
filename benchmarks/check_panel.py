"""How long the server takes for the panel of the checks, for a plan of 5,000 characters in a district of 200 schools.

    python benchmarks/check_panel.py [--plans N]

Works on a database of its own in a temporary folder. N plans of other schools (30) are handed in first, so that there is something to
compare with; the plan that is measured shares a section with each third of them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
_folder = tempfile.TemporaryDirectory(prefix="check-panel-")
os.environ.update(
    BRANCHPLAN_DATA=_folder.name,
    BRANCHPLAN_SECRET_KEY=os.urandom(40).hex(),
    BRANCHPLAN_DEBUG="1",  # static files without collecting them; costs a little time
    BRANCHPLAN_HOSTS="localhost",
    BRANCHPLAN_LOG_LEVEL="ERROR",
    DJANGO_SETTINGS_MODULE="branchplan.settings",
)

import django  # noqa: E402 -- settings first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from branches.models import Branch, District, User  # noqa: E402
from branches.services.accounts import give_role  # noqa: E402
from branches.services.organisation import create_branch, create_district  # noqa: E402
from plans.domain.draft import ItemDraft, PlanDraft, SectionDraft  # noqa: E402
from plans.domain.period import Cycle, Period  # noqa: E402
from plans.models import Plan  # noqa: E402
from plans.selectors.checks import check_panel  # noqa: E402
from plans.services.drafting import create_plan  # noqa: E402
from plans.services.review import submit_plan  # noqa: E402

SCHOOLS, CHARACTERS, ROUNDS = 200, 5000, 30
PERIOD = Period(Cycle.CALENDAR_YEAR, 2026)
THINGS = "读书分享 课例研讨 结对听课 家长开放 社区服务 困难走访 师德宣讲 廉洁提醒 档案整理 实践研学 校园文化 教研帮扶".split()
FAULTS = "按20XX年工作要点落实，迎接建党94周年，某某小学可参照执行。"


def sentence(seed: int) -> str:
    thing, other = THINGS[seed % len(THINGS)], THINGS[(seed * 7 + 3) % len(THINGS)]
    return f"第{seed % 18 + 1}周由第{seed % 5 + 1}年级组负责{thing}，{other}安排在当月{seed % 27 + 1}日前完成，参加的党员不少于{seed % 9 + 3}名并留下记录。"


def draft(seed: int) -> PlanDraft:
    """A plan of about 5,000 characters: ten sections, three lines a month, blanks and wrong numbers in each fourth section."""
    sections = []
    for number in range(8):
        start = (number if number == 3 else seed) * 1000 + number * 60
        text = "".join(sentence(start + step) for step in range(9))
        sections.append(
            SectionDraft("heading", 1, f"抓好第{number + 1}项工作", text + (FAULTS if number % 4 == 0 else ""))
        )
    items = [
        ItemDraft(month, month, sentence(seed + place * 12 + month.month)[:48], "study")
        for month in PERIOD.months
        for place in range(3)
    ]
    return PlanDraft(period=PERIOD, title=f"第{seed}小学党支部2026年工作计划", sections=sections, items=items)


def school(number: int, district: District) -> tuple[Branch, User]:
    now = timezone.now()
    branch = create_branch(
        district=district,
        by=None,
        at=now,
        name=f"云溪区第{number}小学党支部",
        school_name=f"云溪区第{number}小学",
        short_name=f"云溪{number}小",
        school_kind="primary",
    )
    user = User.objects.create(username=f"s{number}", display_name=f"书记{number}", must_change_password=False)
    give_role(user=user, role="secretary", organisation=branch, starts_on=date(2020, 1, 1), by=None, at=now)
    return branch, user


def written(branch: Branch, user: User, seed: int) -> Plan:
    return create_plan(branch=branch, draft=draft(seed), source="blank", by=user, at=timezone.now())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=30)
    plans = parser.parse_args().plans
    call_command("migrate", verbosity=0)
    district = create_district(name="云溪区教育工委", code="yx", parent=None, by=None, at=timezone.now())
    schools = [school(number, district) for number in range(SCHOOLS)]
    began = time.perf_counter()
    for number in range(1, plans + 1):
        plan = written(*schools[number], number)
        submit_plan(plan=plan, comment="", by=schools[number][1], at=timezone.now())
    handing_in = (time.perf_counter() - began) / max(plans, 1)
    branch, user = schools[0]
    plan = written(branch, user, 0)
    characters = sum(len(row.body) + len(row.heading) for row in plan.sections.present())
    characters += sum(len(row.text) for row in plan.items.present())
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    found = check_panel(plan, timezone.localdate()).total
    print(
        f"{characters} characters, {found} findings, {SCHOOLS} schools, {plans} plans handed in ({handing_in * 1000:.0f} ms each)"
    )
    pages = {
        "panel alone (refresh)": (reverse("plans:checks", args=[plan.pk]), {"HX-Request": "true"}),
        "editor with panel": (reverse("plans:edit", args=[plan.pk]), {}),
        "schedule with panel": (reverse("plans:schedule", args=[plan.pk]), {}),
    }
    for name, (url, headers) in pages.items():
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            response = client.get(url, headers=headers)
            times.append((time.perf_counter() - began) * 1000)
            if response.status_code != 200:
                sys.exit(f"{name}: answer {response.status_code}")
        times.sort()
        print(f"{name}: median {statistics.median(times):.0f} ms, 95 % {times[int(ROUNDS * 0.95)]:.0f} ms")


if __name__ == "__main__":
    main()
