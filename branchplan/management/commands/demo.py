"""`manage.py demo`: an invented district to try the portal with; does nothing when it is there already."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from branches.models import User
from branchplan import environment
from branchplan.demo.building import ACCOUNTS, PASSWORD, build, is_built
from branchplan.demo.word_file import sample_word_file


class Command(BaseCommand):
    help = "建立演示数据：一个区、十二所学校、三年的计划。已有演示数据时不做任何事。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, help="把这一天当作今天（YYYY-MM-DD）")
        parser.add_argument("--word", type=Path, metavar="FILE", help="另外写出一份可以试着上传的 Word 计划")

    def handle(self, *, today: date | None, word: Path | None, **options: Any) -> None:
        if not settings.DEBUG and not environment.flag("BRANCHPLAN_DEMO"):
            raise CommandError(
                "演示账号的密码是公开的，只能用于演示。确实要在这里建立演示数据，请先设 BRANCHPLAN_DEMO=1。"
            )
        if word:
            word.parent.mkdir(parents=True, exist_ok=True)
            word.write_bytes(sample_word_file())
            self.stdout.write(f"可以试着上传的 Word 文件：{word}")
        if is_built():
            self.stdout.write("演示数据已经有了。")
        elif User.objects.exists():
            raise CommandError("数据库里已有其他账号，演示数据只能建在空的数据库里。")
        else:
            demo = build(today or timezone.localdate())
            self.stdout.write(f"已建立演示数据：{demo.plans} 份计划。")
        self.stdout.write(f"\n地址 {settings.PORTAL_URL}  各账号的密码都是 {PASSWORD}\n")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:<10}{account.name}  {account.role}：{account.hint}")
