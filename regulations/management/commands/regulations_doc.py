"""Write docs/regulations.md from the rule packs."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from regulations.domain.packs import Pack, national_packs
from regulations.domain.parameters import shown_parameters
from regulations.domain.rules import Evidence, Rule

TARGET = "docs/regulations.md"
HEAD = """# Regulations

Generated from `regulations/data/packs/*.toml` by `python manage.py regulations_doc`; a test keeps it current. Rules are told in our own
words; the documents themselves are what counts. Each rule says how sure its source is:

"""
EXPLAINED = {
    Evidence.VERIFIED: "read in a reproduction of the official text or an official report",
    Evidence.SECONDARY: "read in secondary material that agrees with it",
    Evidence.UNVERIFIED: "general knowledge, not read again",
    Evidence.LOCAL: "no national law: customary or local, a setting with a default",
    Evidence.COMPUTED: "computed from other rules",
}


def document() -> str:
    packs = national_packs()
    lines = [HEAD + "| tag | on the screen | meaning | rules |", "|---|---|---|---|"]
    rules = [rule for pack in packs for rule in pack.rules]
    for evidence, meaning in EXPLAINED.items():
        count = sum(rule.evidence is evidence for rule in rules)
        lines.append(f"| `{evidence}` | {evidence.label} | {meaning} | {count} |")
    lines.append(
        "\n`block` 必须, `warn` 提醒, `info` 参考. A district may change the parameters of rules marked *local*; a frequency that a"
        " document sets can only be raised. How to add a rule or a parameter: [regulations/data/README.md](../regulations/data/README.md).\n"
    )
    for pack in packs:
        lines += _pack(pack)
    return "\n".join(lines).rstrip() + "\n"


def _pack(pack: Pack) -> list[str]:
    lines = [f"## {pack.title}", "", f"`{pack.name}`, version {pack.version}, {len(pack.rules)} rules.", ""]
    for name, rules in groupby(pack.rules, key=lambda rule: (rule.document, rule.version)):
        source = f"{name[0]}（{name[1]}）" if name[1] else name[0]
        lines += [
            f"**{source}**",
            "",
            "| code | rule | article | tag | holds | level | parameters |",
            "|---|---|---|---|---|---|---|",
        ]
        lines += [_row(rule) for rule in rules]
        lines.append("")
    return lines


def _row(rule: Rule) -> str:
    local = " *local*" if rule.local else ""
    title = f"{rule.title}<br>{rule.note}" if rule.note else rule.title
    cells = (
        f"`{rule.code}`", title, rule.article or "–", f"`{rule.evidence}`", _holds(rule), f"`{rule.severity}`",
        _values(rule) + local,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _holds(rule: Rule) -> str:
    if rule.valid_from is None and rule.valid_to is None:
        return "–"
    first, last = (day.isoformat() if day else "" for day in (rule.valid_from, rule.valid_to))
    return f"{first} …{f' {last}' if last else ''}"


def _values(rule: Rule) -> str:
    return "；".join(f"{label}：{value}" for label, value in shown_parameters(rule)) or "–"


class Command(BaseCommand):
    help = f"Writes {TARGET}; with --check only says whether it is current."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / TARGET
        if not options["check"]:
            path.write_text(document(), encoding="utf-8")
        elif path.read_text(encoding="utf-8") != document():
            raise CommandError(f"{TARGET} is out of date: run manage.py regulations_doc")
