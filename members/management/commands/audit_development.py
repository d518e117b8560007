"""`manage.py audit_development FILE.json|FILE.xlsx --today DATE --output FILE`: checks development cases that nobody has entered."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from members.domain.development.audit import audit
from members.domain.development.plain import CaseRead, CasesRefused, cases_from_plain
from members.domain.development.rules import national_development_rules
from members.workbooks.audit_reading import read_form
from members.workbooks.audit_results import Outcome, write_results
from members.workbooks.audit_template import write_template
from regulations.domain.holidays import national_calendar


class Command(BaseCommand):
    help = "检查发展党员案卷（.json 或 .xlsx），写出每卷的阶段、不合规定之处和下一步的日期。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="案卷，.json 或按模板填写的 .xlsx")
        parser.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="按这一天的情况检查，默认为今天")
        parser.add_argument("--output", type=Path, metavar="FILE", help="结果，.json 或 .xlsx")
        parser.add_argument("--template", type=Path, metavar="FILE.xlsx", help="写出空白模板")

    def handle(
        self, *, file: Path | None, today: date | None, output: Path | None, template: Path | None, **options: Any
    ) -> None:
        if template:
            try:
                write_template(template)
            except OSError as error:
                raise CommandError(f"无法写入 {template}：{_reason(error)}。") from error
            self.stdout.write(f"模板已写入 {template}。")
            if file is None:
                return
        if file is None or output is None:
            raise CommandError("请给出案卷文件和 --output，或用 --template 生成模板。")
        try:
            entries = _read(file)
        except CasesRefused as error:
            raise CommandError(f"{file}：{error}") from error
        outcomes = _audited(entries, today or timezone.localdate())
        try:
            _write(output, outcomes)
        except OSError as error:
            raise CommandError(f"无法写入 {output}：{_reason(error)}。") from error
        self._tell(outcomes, output, "行" if file.suffix.lower() == ".xlsx" else "条")

    def _tell(self, outcomes: Sequence[Outcome], output: Path, unit: str) -> None:
        faulty = 0
        for outcome in outcomes:
            faulty += bool(outcome.read.faults)
            case = outcome.read.case
            name = f"（{case.id}）" if case and case.id is not None else ""
            for fault in outcome.read.faults:
                self.stderr.write(f"第{outcome.read.number}{unit}{name}：{fault.sentence}")
        audited = [outcome.audit for outcome in outcomes if outcome.audit]
        findings = sum(len(result.findings) for result in audited)
        self.stdout.write(f"{output}：{len(audited)} 个案卷，{findings} 处不合规定，{faulty} 个有填写问题。")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} 不是日期，应如 2026-05-11") from None


def _reason(error: OSError) -> str:
    reasons: dict[type[OSError], str] = {
        FileNotFoundError: "没有这个文件或文件夹",
        PermissionError: "没有权限",
        IsADirectoryError: "这是文件夹，不是文件",
    }
    return reasons.get(type(error), str(error.strerror or error))


def _read(file: Path) -> tuple[CaseRead, ...]:
    """The cases of a file by its ending; raises CasesRefused."""
    try:
        match file.suffix.lower():
            case ".xlsx":
                return read_form(file)
            case ".json":
                return cases_from_plain(json.loads(file.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise CasesRefused(f"无法读取文件：{_reason(error)}。") from error
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CasesRefused(f"不是 UTF-8 编码的 JSON 文件：{error}。") from error
    raise CasesRefused("只能检查 .json 和 .xlsx 文件。")


def _audited(entries: tuple[CaseRead, ...], today: date) -> list[Outcome]:
    rules, calendar = national_development_rules(), national_calendar()
    return [Outcome(entry, audit(entry.case, today, rules, calendar) if entry.case else None) for entry in entries]


def _write(output: Path, outcomes: Sequence[Outcome]) -> None:
    if output.suffix.lower() == ".xlsx":
        write_results(output, outcomes)
        return
    plain = [outcome.audit.to_plain() for outcome in outcomes if outcome.audit]
    output.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
