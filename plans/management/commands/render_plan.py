"""`manage.py render_plan FILE --pdf X --docx Y`: read a plan and set it as an official document in one go."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.domain.source import SourceRefused
from documents.intake import read_source
from documents.rendering import render_docx, render_pdf
from plans.documents import document_of_reading
from plans.domain.reading import read_plan


class Command(BaseCommand):
    help = "读取一份工作计划（.docx .doc .txt），按公文格式生成 PDF 和 Word 文件。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--pdf", type=Path, help="PDF 文件")
        parser.add_argument("--docx", type=Path, help="Word 文件")

    def handle(self, *, file: Path, pdf: Path | None, docx: Path | None, **options: Any) -> None:
        if not pdf and not docx:
            raise CommandError("请用 --pdf 或 --docx 指定要生成的文件。")
        try:
            reading = read_plan(read_source(file.read_bytes(), file.name))
        except (SourceRefused, OSError) as error:
            raise CommandError(str(error)) from error
        document = document_of_reading(reading)
        for target, render in ((pdf, render_pdf), (docx, render_docx)):
            if target:
                target.write_bytes(render(document))
                self.stdout.write(f"{target}")
