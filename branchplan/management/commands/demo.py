"""`manage.py demo`: an invented district to try the portal with; does nothing when it is there already."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from branches.models import User
from branchplan import environment
from branchplan.demo.accounts import account_table
from branchplan.demo.build import build, is_present
from branchplan.demo.word import write_word_plan


def _day(text: str) -> date:
    """A day written YYYY-MM-DD; argparse turns the ValueError into its usual message."""
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = "Makes demo data (a district, a dozen schools, three years of plans) unless it is there, and prints the accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--today", type=_day, help="the day around which everything happens, YYYY-MM-DD; default today"
        )
        parser.add_argument(
            "--word", type=Path, metavar="FILE", help="also write last year's plan as a Word file to upload"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or environment.flag("BRANCHPLAN_DEMO")):
            raise CommandError(
                "演示账号的密码是公开的，不能建在正式系统里；确要建立，请设置环境变量 BRANCHPLAN_DEMO=1。"
            )
        today = options["today"] or timezone.localdate()
        if not date(2024, 1, 1) <= today <= date(2099, 12, 31):
            raise CommandError("--today 须在2024年至2099年之间。")
        if is_present():
            self.stdout.write("演示数据已经在了，没有改动。")
        elif User.objects.exists():
            raise CommandError("数据库里已有其他账号，演示数据只能建在空的数据库里。")
        else:
            self.stdout.write(f"已建立演示数据：{build(today)}份计划。")
        if options["word"]:
            write_word_plan(options["word"], today.year)
            self.stdout.write(f"可供试传的Word计划：{options['word']}")
        self.stdout.write("")
        self.stdout.write(account_table(settings.PORTAL_URL))
