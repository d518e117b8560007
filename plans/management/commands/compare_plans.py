"""`manage.py compare_plans DIR --output FILE`: which plans of a folder were copied from each other, as JSON for other programs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from itertools import combinations
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.domain.source import SourceRefused
from documents.intake import read_source
from plans.domain.copying.formulas import set_formulas
from plans.domain.copying.pairs import PairClass, WholePlan, compare_pair, whole_reading
from plans.domain.reading import read_plan

SUFFIXES = {".txt", ".docx", ".doc"}


class Command(BaseCommand):
    help = (
        "比较一个文件夹里的全部计划（.docx .doc .txt），每两份为一对，所有的对都写入 JSON 文件："
        "containment 是较短一份的五字片段有多少也在另一份里，class 是 copied（整篇雷同）、partial（部分雷同，含只照搬标题）"
        "或 independent（各自撰写）。a、b 是不带扩展名的文件名，按名称排序；同名不同格式的文件带扩展名。"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")

    def handle(self, *, folder: Path, output: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} 不是文件夹。")
        plans, refused = self._read(folder)
        pairs = []
        counts = dict.fromkeys(PairClass, 0)
        for (first, one), (second, other) in combinations(plans, 2):
            pair = compare_pair(one, other)
            counts[pair.verdict] += 1
            pairs.append(
                {"a": first, "b": second, "containment": round(pair.containment, 4), "class": pair.verdict.value}
            )
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(json.dumps({"pairs": pairs}, ensure_ascii=False, indent=1), encoding="utf-8")
        summary = "，".join(f"{kind.label} {number} 对" for kind, number in counts.items())
        self.stdout.write(f"{output}：{len(plans)} 份计划，{summary}")
        if refused:
            raise CommandError(f"{refused} 个文件没有读。")

    def _read(self, folder: Path) -> tuple[list[tuple[str, WholePlan]], int]:
        """Name and plan of every file that could be read, by name; and how many could not."""
        files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in SUFFIXES)
        stems = [path.stem for path in files]
        plans, refused = [], 0
        for file in files:
            try:
                reading = read_plan(read_source(file.read_bytes(), file.name))
            except (SourceRefused, OSError) as error:
                refused += 1
                self.stderr.write(f"{file}：{error}")
                continue
            name = file.stem if stems.count(file.stem) == 1 else file.name
            plans.append((name, whole_reading(reading, set_formulas())))
        return plans, refused
