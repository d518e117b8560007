"""Say what official documents are set in on this machine: `manage.py fontcheck`; ends with 1 when something is missing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from documents.rendering.fonts import CONFIGURATION, missing_glyphs, resolve_roles, subsetter_is_present

_STATES = {"official": "国标字体", "substituted": "替代字体", "missing": "缺失"}
#: Names that people really have and that the plain fonts lack.
_RARE = "镕喆堃玥祎龘朤䶮𠮷"


class Command(BaseCommand):
    help = "检查公文字体：每种用途用的是哪个字体，哪些是替代字体，缺什么。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--text", default=_RARE, help="另查这些字能不能印出来，例如生僻的人名")

    def handle(self, *args: Any, text: str, **options: Any) -> None:
        """Print a line per role, then what is wrong; exits with 1 when a document could not be set as it should."""
        folder = settings.FONTS_DIR
        faults = []
        if not (folder / CONFIGURATION).is_file():
            faults.append(f"字体文件夹 {folder} 还没有生成，暂用系统字体：请运行 script/fonts。")
        try:
            roles = resolve_roles(folder)
            unknown = missing_glyphs(text, folder)
        except FileNotFoundError:
            self._fail([*faults, "没有 fc-match 程序：请安装 fontconfig。"])
            return
        for resolved in roles:
            self.stdout.write(f"{resolved.role.use}：{resolved.family}（{_STATES[resolved.state]}）{resolved.file}")
        missing = [resolved.role.use for resolved in roles if resolved.state == "missing"]
        if missing:
            faults.append(f"缺少字体：{'；'.join(missing)}。请运行 script/fonts。")
        if any(resolved.state == "substituted" for resolved in roles):
            self.stdout.write(
                "提示：有用途使用了替代字体，版面尺寸符合国标，字形不同。"
                f"有授权的字体可放入 {folder / 'licensed'}，重启服务后生效。"
            )
        if unknown:
            faults.append(f"这些字没有字形，会印成空框：{unknown}")
        if not subsetter_is_present():
            faults.append("没有 libharfbuzz-subset0：每份文件要慢几秒。请安装：apt-get install libharfbuzz-subset0。")
        if faults:
            self._fail(faults)
        else:
            self.stdout.write(self.style.SUCCESS("字体齐备。"))

    def _fail(self, faults: list[str]) -> None:
        for fault in faults:
            self.stderr.write(self.style.ERROR(fault))
        raise SystemExit(1)
