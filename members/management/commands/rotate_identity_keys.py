"""`manage.py rotate_identity_keys`: seals and indexes identity numbers again with the first key of each ring."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from members.services.identity import BATCH, NumberRefused, rotate_numbers


class Command(BaseCommand):
    help = "用新密钥重新加密身份证号、重建查找索引。可以中断，再次运行时接着做；全部完成后旧密钥才能从环境变量里去掉。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=BATCH, metavar="N", help=f"每批条数，默认{BATCH}")

    def handle(self, *, batch: int, **options: Any) -> None:
        if batch < 1:
            raise CommandError("--batch 应为正整数。")
        done = None
        try:
            for done in rotate_numbers(at=timezone.now(), batch=batch):
                self.stdout.write(f"已重新加密 {done.renewed} 条")
        except NumberRefused as error:
            raise CommandError(str(error)) from error
        if done is None:
            self.stdout.write("没有需要重新加密的号码。")
        elif done.broken:
            people = "、".join(str(pk) for pk in done.broken[:20])
            raise CommandError(f"有 {len(done.broken)} 条没有密钥能解开（人员编号 {people}），旧密钥请不要去掉。")
        else:
            self.stdout.write("全部完成，旧密钥可以去掉。")
