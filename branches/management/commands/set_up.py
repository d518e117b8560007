"""The first district with its administrator and its auditor: everything else is then done on the pages."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from branches.models import District, Role, User
from branches.services.accounts import create_account
from branches.services.organisation import create_district


class Command(BaseCommand):
    help = "在空的数据库里建立区级组织和它的第一个管理员、审计员，并显示两人的初始密码（只显示这一次）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--district", required=True, metavar="NAME", help="区级组织的名称")
        parser.add_argument("--code", required=True, help="区级组织的短代码，如 qy（字母和数字）")
        for who in ("administrator", "auditor"):
            parser.add_argument(f"--{who}", nargs=2, required=True, metavar=("LOGIN", "NAME"), help="登录名和姓名")

    @transaction.atomic
    def handle(self, *, district: str, code: str, **options: Any) -> None:
        if not (code.isascii() and code.isalnum()):
            raise CommandError("短代码只能用字母和数字。")
        if User.objects.exists() or District.objects.exists():
            raise CommandError("数据库里已有组织或账号，请由管理员在页面上继续。")
        if options["administrator"][0] == options["auditor"][0]:
            raise CommandError("管理员和审计员须由不同的人担任。")
        now = timezone.now()
        organisation = create_district(name=district, code=code, parent=None, by=None, at=now)
        for who, role in (("administrator", Role.DISTRICT_ADMINISTRATOR), ("auditor", Role.AUDITOR)):
            username, name = options[who]
            _, password = create_account(
                username=username,
                display_name=name,
                email="",
                role=role,
                organisation=organisation,
                starts_on=timezone.localdate(now),
                by=None,
                at=now,
            )
            self.stdout.write(f"{Role(role).label}　{name}　登录名 {username}　初始密码 {password}")
