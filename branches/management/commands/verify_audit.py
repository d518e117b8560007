"""Check every chain of the audit trail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from branches.models import AuditEntry
from branches.services.audit import verify


class Command(BaseCommand):
    help = "Checks the hash chains of the audit trail; exits with 1 and names each place that does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(verify())
        for fault in faults:
            self.stderr.write(f"{fault.chain} 第{fault.number}条：{fault.message}")
        if faults:
            raise CommandError(f"审计记录有{len(faults)}处不符。")
        self.stdout.write(f"审计记录完整：{AuditEntry.objects.count()}条。")
