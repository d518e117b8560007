"""How long a roster of 5,000 rows takes from the file to the preview, to the confirmation and back, and how much memory.

    python benchmarks/roster_import.py [--rows N] [--empty]

Works on a database of its own in a temporary folder: a branch that has half of the people already, a tenth of them with other facts. With
--empty a million formatted empty rows lie below the roster. Each step's memory is what the process grew by at its highest.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
_folder = tempfile.TemporaryDirectory(prefix="roster-import-")
os.environ.update(
    BRANCHPLAN_DATA=_folder.name,
    BRANCHPLAN_SECRET_KEY=os.urandom(40).hex(),
    BRANCHPLAN_HOSTS="localhost",
    BRANCHPLAN_LOG_LEVEL="ERROR",
    DJANGO_SETTINGS_MODULE="branchplan.settings",
)

import django  # noqa: E402 -- settings first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from openpyxl import Workbook  # noqa: E402

from branches.models import Branch, User  # noqa: E402
from branches.services.accounts import give_role  # noqa: E402
from branches.services.organisation import create_branch, create_district  # noqa: E402
from members.models import Member  # noqa: E402
from members.services.roster_confirm import confirm_import, undo_import  # noqa: E402
from members.services.roster_export import export_roster  # noqa: E402
from members.services.roster_import import upload_roster  # noqa: E402
from notices.services.jobs import run_next  # noqa: E402

NOW = timezone.now()
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"
HEAD = ("姓名", "身份", "性别", "出生日期", "民族", "学历", "岗位", "联系电话", "入党日期", "转正日期", "离退休")


def facts_of(number: int) -> dict[str, Any]:
    """Somebody invented; no two alike."""
    name = SURNAMES[number % 16] + GIVEN[number // 16 % 20] + GIVEN[number // 320 % 20]
    return {
        "name": name,
        "status": "full",
        "sex": ("male", "female")[number % 2],
        "birth_date": date(1960, 1, 1) + timedelta(days=number * 3 % 14_000),
        "ethnicity": "汉族",
        "education": "bachelor",
        "post": f"第{number % 30}教研组教师",
        "phone": f"138{number:08d}",
        "joined_on": date(2005, 6, 1),
        "became_full_on": date(2006, 6, 1),
        "is_retired": number % 9 == 0,
    }


def workbook(rows: int) -> bytes:
    """The roster as a file; each hundredth row has a fault."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(HEAD)
    for number in range(rows):
        facts = facts_of(number)
        born = "不详" if number % 100 == 99 else facts["birth_date"]
        sheet.append(
            (
                facts["name"],
                "正式党员",
                ("男", "女")[number % 2],
                born,
                "汉族",
                "大学本科",
                facts["post"],
                facts["phone"],
                "2005年6月1日",
                "2006.6.1",
                "是" if facts["is_retired"] else "否",
            )
        )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_empty_rows(data: bytes, rows: int) -> bytes:
    """The same with a million formatted rows below."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head, tail = content.split(b"</sheetData>")
                empty = b"".join(
                    b'<row r="%d" ht="20" customHeight="1">%s</row>'
                    % (n, b"".join(b'<c r="%c%d" s="1"/>' % (65 + c, n) for c in range(3)))
                    for n in range(rows + 2, 1_000_000)
                )
                content = head + empty + b"</sheetData>" + tail
            archive.writestr(name, content)
    return target.getvalue()


def stage(rows: int) -> tuple[Branch, User]:
    """A branch with half of the people, a tenth of them with another post."""
    call_command("migrate", verbosity=0)
    district = create_district(name="青榆区教育工委", code="qy", parent=None, by=None, at=NOW)
    names = {"name": "青榆区第一小学党支部", "school_name": "青榆区第一小学", "short_name": "青榆一小"}
    branch = create_branch(district=district, by=None, at=NOW, school_kind="primary", **names)
    user = User.objects.create(username="lin", display_name="林向阳")
    give_role(user=user, role="secretary", organisation=branch, starts_on=NOW.date(), by=None, at=NOW)
    people = []
    for number in range(0, rows, 2):
        facts = facts_of(number)
        if number % 20 == 0:
            facts["post"] = "后勤"
        people.append(Member(branch=branch, **facts))
    Member.objects.bulk_create(people, batch_size=500)
    return branch, user


def peak() -> float:
    """The highest memory of the process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(what: str, step: Callable[[], Any]) -> Any:
    before, began = peak(), time.perf_counter()
    result = step()
    print(f"{what:<28}{time.perf_counter() - began:7.2f} s   peak {peak():6.0f} MB (+{peak() - before:.0f})")
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description="times the import and the export of a roster")
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--empty", action="store_true", help="a million formatted empty rows below")
    asked = parser.parse_args()
    branch, user = stage(asked.rows)
    folder = Path(_folder.name)
    # made by another process, so that making it does not count as memory of the reading
    child = os.fork()
    if child == 0:
        data = workbook(asked.rows)
        (folder / "roster.xlsx").write_bytes(with_empty_rows(data, asked.rows) if asked.empty else data)
        os._exit(0)
    os.waitpid(child, 0)
    data = (folder / "roster.xlsx").read_bytes()
    print(f"{asked.rows} rows, file of {len(data) / 1024:.0f} KB; at the start {peak():.0f} MB")

    def read() -> Any:
        stored = upload_roster(branch=branch, data=data, filename="roster.xlsx", by=user, at=NOW)
        run_next(now=lambda: NOW)  # what a worker does with a large file
        stored.refresh_from_db()
        return stored

    stored = measured("file to preview", read)
    print(f"  {stored.state}: {stored.counts}{stored.refusal} {stored.notes}")
    confirm = lambda: confirm_import(roster_import=stored, digest=stored.digest, by=user, at=NOW)  # noqa: E731
    measured("confirm", confirm)
    measured("undo", lambda: undo_import(roster_import=stored, by=user, at=NOW))
    people = Member.objects.filter(branch=branch).order_by("name_pinyin", "pk")
    export = measured("export", lambda: export_roster(branch=branch, people=people, purpose="核对", by=user, at=NOW))
    print(f"  {export.people} people")


if __name__ == "__main__":
    main()
