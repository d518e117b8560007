"""`manage.py check_plan FILE... --today YYYY-MM-DD --output DIR`: findings, coverage and blanks of plans, as JSON for other programs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.domain.source import SourceRefused
from documents.intake import read_source
from plans.domain.checks import Knowledge, check_plan, material_of_reading
from plans.domain.reading import read_plan
from regulations.domain.findings import Level
from regulations.domain.holidays import national_calendar
from regulations.domain.observances import observance_book
from regulations.domain.packs import national_rule_book
from regulations.domain.timeline_data import national_timeline


class Command(BaseCommand):
    help = "检查工作计划（.docx .doc .txt）：未填空白、过时提法、应有的组织生活等，写成 JSON 文件。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--today", type=_day, default=None, metavar="YYYY-MM-DD", help="按哪一天的规定检查，默认今天"
        )
        parser.add_argument("--output", type=Path, required=True, metavar="DIR")

    def handle(self, *, files: list[Path], today: date | None, output: Path, **options: Any) -> None:
        output.mkdir(parents=True, exist_ok=True)
        day = today or timezone.localdate()
        knowledge = Knowledge(national_rule_book(), national_timeline(), national_calendar(), observance_book())
        refused = 0
        for file in files:
            try:
                reading = read_plan(read_source(file.read_bytes(), file.name))
            except (SourceRefused, OSError) as error:
                refused += 1
                self.stderr.write(f"{file}：{error}")
                continue
            report = check_plan(material_of_reading(reading), knowledge, today=day)
            target = output / f"{file.stem}.json"
            target.write_text(json.dumps(report.to_plain(), ensure_ascii=False, indent=1), encoding="utf-8")
            counts = "，".join(f"{level.label} {report.count(level)}" for level in Level)
            self.stdout.write(f"{target}：{counts}")
        if refused:
            raise CommandError(f"{refused} 个文件没有读。")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--today 要写成 2026-11-21 这样的日期，不是“{text}”。") from error
