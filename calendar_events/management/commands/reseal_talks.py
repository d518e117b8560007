"""Seals what was said in talks with the key in use: after keys were set for the first time, and after a rotation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from calendar_events.services.talks import reseal_talks
from members.domain.sealing import SealBroken


class Command(BaseCommand):
    help = "Seal the notes of talks with the first key of BRANCHPLAN_IDENTITY_KEYS; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(f"已重新加密 {reseal_talks()} 条")
        except SealBroken as error:
            raise CommandError("有谈话内容没有密钥能解开，旧密钥请不要去掉。") from error
