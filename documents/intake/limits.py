"""How much text is a plan; more is refused before it fills the memory."""

from __future__ import annotations

from documents.domain.source import SourceRefused

MAX_BYTES = 10 * 1024 * 1024
MAX_CHARACTERS = 200_000
# Merged cells repeat their text and a table in a cell counts again: an honest file stays far below this.
_MAX_SPENT = 5 * MAX_CHARACTERS
LINE = 10  # what a paragraph costs besides its characters


class Budget:
    """Counts characters while a file is read, so that tables inside tables cannot multiply without end."""

    def __init__(self) -> None:
        self._spent = 0

    def spend(self, characters: int) -> None:
        """Raises SourceRefused when the file has become too long."""
        self._spent += characters
        if self._spent > _MAX_SPENT:
            raise too_long()


def too_long() -> SourceRefused:
    return SourceRefused(f"文字超过{MAX_CHARACTERS}字，不像一份工作计划。请只保留计划的部分。")
