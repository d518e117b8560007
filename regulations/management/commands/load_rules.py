"""Keep the rule packs of the portal's files as a new edition, or say beforehand what that would change."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from regulations.domain.diff import BookDiff, diff_books
from regulations.domain.packs import Pack, PackError, national_packs, national_rule_book
from regulations.selectors.rules import book_of_edition, newest_edition, packs_of_edition
from regulations.services.editions import load_edition


class Command(BaseCommand):
    help = (
        "Loads the rule packs of the portal's files as a new edition when they differ from the newest one. Districts go on with the "
        "edition they adopted until their administrator confirms the new one. --dry-run only says what is different."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            book = national_rule_book()
        except PackError as error:
            raise CommandError(str(error)) from error
        newest = newest_edition()
        if newest is not None:
            self._report(diff_books(book_of_edition(newest), book))
            for name in _changed_without_version(packs_of_edition(newest), national_packs()):
                self.stderr.write(f"{name}：内容有变，版本号没有变，请在文件中改版本号。")
        if options["dry_run"]:
            return
        edition = load_edition(at=timezone.now())
        self.stdout.write(f"已装载{edition}。" if edition else "程序文件中的规则此前已装载。")

    def _report(self, diff: BookDiff) -> None:
        for rule in diff.added:
            self.stdout.write(f"+ {rule.code} {rule.title}")
        for rule in diff.removed:
            self.stdout.write(f"- {rule.code} {rule.title}")
        for change in diff.changed:
            words = "；".join(
                f"{field.label}：{field.before or '无'} → {field.after or '无'}" for field in change.fields
            )
            self.stdout.write(f"* {change.after.code} {words}")


def _changed_without_version(old: tuple[Pack, ...], new: tuple[Pack, ...]) -> list[str]:
    before = {pack.name: pack for pack in old}
    return [
        pack.name
        for pack in new
        if pack.name in before and before[pack.name].version == pack.version and before[pack.name] != pack
    ]
