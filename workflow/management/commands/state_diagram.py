"""Write docs/review-states.md from the transition table."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow.domain.transitions import mermaid

TARGET = "docs/review-states.md"
HEAD = """# Review states

Generated from `workflow/domain/transitions.py` by `python manage.py state_diagram`; a test keeps it current.

"""


def document() -> str:
    return f"{HEAD}```mermaid\n{mermaid()}\n```\n"


class Command(BaseCommand):
    help = f"Writes {TARGET}; with --check only says whether it is current."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / TARGET
        if not options["check"]:
            path.write_text(document(), encoding="utf-8")
        elif path.read_text(encoding="utf-8") != document():
            raise CommandError(f"{TARGET} is out of date: run manage.py state_diagram")
