"""`manage.py read_plan FILE... --output DIR`: what the reader makes of plans, as JSON for other programs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.domain.source import SourceRefused
from documents.intake import read_source
from plans.domain.reading import read_plan, to_plain


class Command(BaseCommand):
    help = "读取工作计划（.docx .doc .txt），把标题、提纲、行事历等写成 JSON 文件。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--output", type=Path, required=True, metavar="DIR")

    def handle(self, *, files: list[Path], output: Path, **options: Any) -> None:
        output.mkdir(parents=True, exist_ok=True)
        refused = 0
        for file in files:
            try:
                reading = read_plan(read_source(file.read_bytes(), file.name))
            except (SourceRefused, OSError) as error:
                refused += 1
                self.stderr.write(f"{file}：{error}")
                continue
            target = output / f"{file.stem}.json"
            target.write_text(json.dumps(to_plain(reading), ensure_ascii=False, indent=1), encoding="utf-8")
            self.stdout.write(
                f"{target}：{len(reading.sections)} 个小标题，{sum(len(e.items) for e in reading.schedule)} 条行事历，{len(reading.doubts)} 处请看一看"
            )
        if refused:
            raise CommandError(f"{refused} 个文件没有读。")
