"""How well and how fast copied plans are found.

    python benchmarks/copying.py [--plans 20000] [--queries 200] [--keep DIR]

First the samples, where they are on the machine: pairs against what a careful person found. Then invented plans of one district in a database
of their own (SQLite in a folder of its own, or whatever BRANCHPLAN_DATABASE_URL names: it must be empty): time to build the index, to add one
plan, to ask for one plan, on one core. `--keep` leaves the folder for another run, which then skips the building.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT.parent / "shared" / "samples"
sys.path.insert(0, str(ROOT))

#: Letters of one plan, about; of its sentences so many come from a pool that all copy from, most from its first ones.
LETTERS = 2600
POOL = 3000
FROM_POOL = 0.2
FORMULAS = 0.1
COPIES = 0.05
#: A copied plan counts as found when one source explains more than this share of it.
HALF = 0.5
WORDS = (
    "教师 学生 家长 课堂 年级 教研 备课 听课 评课 值班 食堂 操场 图书 实验 班会 家访 社区 敬老 植树 运动 合唱 书法 阅读 写作 数学 英语 科学 美术 音乐 劳动 "
    "安全 消防 交通 卫生 心理 档案 公示 采购 审批 预算 台账 名单 计划 总结 汇报 讨论 表决 选举 推荐 考察 谈话 走访 慰问 结对 帮扶 辅导 讲座 报告 参观 演练 检查 评比 "
    "展示 比赛 征文 演讲 观影 祭扫 宣誓 培训 研修 轮岗 骨干 新人 老师傅 书记 校长 主任 组长 委员 党员 团员 少先队 工会 后勤 门卫 保洁 周一 周二 周三 周四 周五 月初 月底 "
    "上午 下午 放学后 假期 开学 期中 期末 清明 端午 中秋 重阳 元旦 春天 秋天 每人 两人 三人 小组 支部 全校 楼道 走廊 大厅 橱窗 广播 公众号 邮箱 记录 反馈 整改 回访"
).split()
JOINTS = "把 由 向 同 让 请 为 按 在 对 就 再 先 都 也 并 不 要 能 会 上 下 好 完 到 给 起 和 及 或".split()
FORMULA = "深入学习贯彻习近平新时代中国特色社会主义思想，全面贯彻党的教育方针，落实立德树人根本任务，充分发挥党支部的战斗堡垒作用和党员的先锋模范作用"


def sentence(chance: random.Random) -> str:
    return "".join(chance.choice(WORDS) + chance.choice(JOINTS) * chance.randint(0, 1) for _ in range(14)) + "。"


def invented_plans(count: int, seed: int = 7) -> Iterator[tuple[list[tuple[str, str]], bool]]:
    """(heading, body) of each section; and whether it was copied from one before."""
    chance = random.Random(seed)  # noqa: S311
    pool = [sentence(chance) for _ in range(POOL)]
    kept: list[list[tuple[str, str]]] = []
    for _ in range(count):
        if kept and chance.random() < COPIES:
            yield [(heading, body.replace("教师", "老师")) for heading, body in chance.choice(kept)], True
            continue
        sections, letters = [], 0
        while letters < LETTERS:
            body = []
            for _ in range(chance.randint(2, 5)):
                drawn = chance.random()
                if drawn < FORMULAS:
                    body.append(FORMULA + "。")
                elif drawn < FORMULAS + FROM_POOL:
                    body.append(pool[min(int(chance.paretovariate(0.6)), POOL) - 1])
                else:
                    body.append(sentence(chance))
            heading = "".join(chance.choice(WORDS) for _ in range(5))
            letters += sum(map(len, body)) + len(heading)
            sections.append((heading, "".join(body)))
        if len(kept) < 500:
            kept.append(sections)
        yield sections, False


def content_of(sections: list[tuple[str, str]]) -> dict[str, Any]:
    rows = [
        {"id": str(uuid4()), "origin": str(uuid4()), "kind": "heading", "level": 1, "heading": heading, "body": body}
        for heading, body in sections
    ]
    return {
        "title": "工作计划",
        "period": {"cycle": "year", "year": 2026, "part": 0, "label": "2026年度"},
        "signature": "",
        "signed_on": None,
        "sections": rows,
        "items": [],
    }


def samples() -> None:
    """Pairs found and missed against the list of a careful person."""
    from django.core.management import call_command  # noqa: PLC0415

    if not SAMPLES.is_dir():
        print("samples: not on this machine")
        return
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "pairs.json"
        began = time.perf_counter()
        call_command("compare_plans", SAMPLES / "plans", output=target)
        seconds = time.perf_counter() - began
        found = {(row["a"], row["b"]): row for row in json.loads(target.read_text(encoding="utf-8"))["pairs"]}
    truth = json.loads((SAMPLES / "similarity.json").read_text(encoding="utf-8"))["pairs"]
    known = {(row["a"], row["b"]): row["human"].split()[0].replace("partially", "partial") for row in truth}
    right = sum(row["class"] == known.get(pair, "independent") for pair, row in found.items())
    flagged = {pair for pair, row in found.items() if row["class"] != "independent"}
    print(f"samples: {right} of {len(found)} pairs as a person says, missed {sorted(set(known) - flagged)}, ", end="")
    highest = max(row["containment"] for pair, row in found.items() if pair not in known)
    print(f"wrongly flagged {sorted(flagged - set(known))}; highest independent {highest:.3f}; {seconds:.1f} s")


def build(count: int, now: datetime) -> None:
    """Rows of plans and snapshots in bulk, then the index in bulk; and what one by one costs."""
    from branches.models import Branch, District, User  # noqa: PLC0415
    from plans.models import CopyPosting, Plan, PlanFingerprint  # noqa: PLC0415
    from plans.selectors.copy_index import LONGEST, keys_of  # noqa: PLC0415
    from plans.selectors.copying import whole_of  # noqa: PLC0415
    from workflow.models import Snapshot  # noqa: PLC0415

    district = District.objects.create(name="区", code="b", path="b/")
    user = User.objects.create(username="bench", display_name="测")
    lengths: Counter[int] = Counter()
    reading = storing = 0.0
    batch: list[tuple[Branch, Plan, Snapshot, Any]] = []
    for number, (sections, is_copy) in enumerate(invented_plans(count)):
        branch = Branch(
            district=district, name=f"支部{number}", school_name="校", short_name="校", school_kind="primary",
            brand="copy" if is_copy else "",
        )  # fmt: skip
        plan = Plan(
            branch=branch, title="工作计划", cycle="year", year=2026, part=0, created_by=user, created_at=now,
            status="submitted", submitted_at=now, submission_count=1,
        )  # fmt: skip
        content = content_of(sections)
        snapshot = Snapshot(
            document_kind="plans.plan", document_id=plan.pk, number=1, reason="submit", content=content, sha256=f"{number:064x}",
            taken_by=user, taken_at=now,
        )  # fmt: skip
        began = time.perf_counter()
        keys = keys_of(whole_of(content), district.pk)
        reading += time.perf_counter() - began
        batch.append((branch, plan, snapshot, keys))
        if len(batch) == 500 or number == count - 1:
            Branch.objects.bulk_create([row[0] for row in batch])
            Plan.objects.bulk_create([row[1] for row in batch])
            Snapshot.objects.bulk_create([row[2] for row in batch])
            began = time.perf_counter()
            prints = PlanFingerprint.objects.bulk_create(
                PlanFingerprint(
                    branch=row[0], district=district, cycle="year", year=2026, part=0, plan=row[1], snapshot=row[2],
                    samples=len(row[3].samples), keys=row[3].packed, first_at=now, indexed_at=now,
                )
                for row in batch
            )  # fmt: skip
            postings = []
            for fingerprint, row in zip(prints, batch, strict=True):
                for key in row[3].samples | row[3].headings:
                    lengths[key] += 1
                    if lengths[key] <= LONGEST:
                        postings.append(CopyPosting(key=key, fingerprint_id=fingerprint.pk))
            CopyPosting.objects.bulk_create(postings, batch_size=5000)
            storing += time.perf_counter() - began
            batch = []
    print(f"built in bulk: {count} plans, {sum(min(n, LONGEST) for n in lengths.values()):,} postings;", end=" ")
    print(f"reading {reading:.0f} s ({1000 * reading / count:.1f} ms a plan), storing {storing:.0f} s;", end=" ")
    print(f"{sum(n >= LONGEST for n in lengths.values())} lists are full")


def both() -> tuple[float, float]:
    """Clock and processor: the machine may have other things to do."""
    return time.perf_counter(), time.process_time()


def since(began: tuple[float, float]) -> tuple[float, float]:
    now = both()
    return now[0] - began[0], now[1] - began[1]


def ask(count: int, queries: int, now: datetime) -> None:
    from django.db import transaction  # noqa: PLC0415

    from plans.models import Plan, PlanFingerprint  # noqa: PLC0415
    from plans.selectors.copy_index import ask_index, keys_of  # noqa: PLC0415
    from plans.selectors.copying import similar_plans, whole_of  # noqa: PLC0415
    from plans.services.copying import compare_submission, index_plan  # noqa: PLC0415
    from workflow.models import Snapshot  # noqa: PLC0415

    chance = random.Random(11)  # noqa: S311
    rows = list(PlanFingerprint.objects.order_by("pk").values_list("plan", "snapshot"))
    times: dict[str, list[float]] = {
        name: [] for name in ("letters and keys", "index alone", "whole comparison", "add")
    }
    sources: list[int] = []
    found_copies: Counter[tuple[bool, bool]] = Counter()
    for plan_id, snapshot_id in chance.sample(rows, min(queries, len(rows))):
        plan = Plan.objects.select_related("branch__district").get(pk=plan_id)
        snapshot = Snapshot.objects.get(pk=snapshot_id)
        began = both()
        keys = keys_of(whole_of(snapshot.content), plan.branch.district_id)
        times["letters and keys"].append(since(began))
        began = both()
        ask_index(keys, district=plan.branch.district_id)
        times["index alone"].append(since(began))
        began = both()
        found = similar_plans(plan, snapshot.content)
        times["whole comparison"].append(since(began))
        sources.append(len(found.sources))
        highest = max((row.match.share for row in found.sources), default=0)
        found_copies[plan.branch.brand == "copy", highest > HALF] += 1
        with transaction.atomic():
            plan.year = 2027
            began = both()
            index_plan(plan=plan, snapshot=snapshot, at=now)
            times["add"].append(since(began))
            compare_submission(plan=plan, snapshot=snapshot, at=now)
            transaction.set_rollback(True)
    print(f"asked for {len(sources)} plans among {count}, {statistics.mean(sources):.1f} sources each:")
    copies = found_copies[True, True] + found_copies[True, False]
    print(f"  {found_copies[True, True]} of {copies} copies found")
    for name, rows_of in times.items():
        told = []
        for which, label in enumerate(("on the clock", "of this process")):
            ordered = sorted(row[which] for row in rows_of)
            p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
            told.append(f"{label} p50 {1000 * p50:.0f} ms, p95 {1000 * p95:.0f} ms, worst {1000 * ordered[-1]:.0f} ms")
        print(f"  {name}: {'; '.join(told)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = chosen.keep or Path(folder)
        data.mkdir(parents=True, exist_ok=True)
        os.environ["BRANCHPLAN_DATA"] = str(data)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "branchplan.settings")
        os.environ.setdefault("BRANCHPLAN_SECRET_KEY", UUID(int=random.getrandbits(128)).hex * 2)
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415
        from django.utils import timezone  # noqa: PLC0415

        from plans.models import PlanFingerprint  # noqa: PLC0415

        now = timezone.now() - timedelta(days=1)
        samples()
        call_command("migrate", verbosity=0)
        if not PlanFingerprint.objects.exists():
            build(chosen.plans, now)
        ask(PlanFingerprint.objects.count(), chosen.queries, now)
        if connection.vendor == "sqlite":
            size = sum(path.stat().st_size for path in data.glob("*.sqlite3*")) / 2**20
            print(f"database with all plans and snapshots: {size:.0f} MB", end="; ")
        print(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
