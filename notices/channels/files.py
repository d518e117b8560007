"""Channels that write into files of the data folder: the example of an SMS adapter, and the sink that benchmarks and trials measure with.

An SMS service of your own is a class with the same shape (`notices.channels.message.Sender`, opened as a context manager with `channel`
and `at`); name it in BRANCHPLAN_SMS_SENDER.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from django.conf import settings

from notices.channels.message import Message, Outcome, Sent

SMS_LENGTH = 70  # characters that fit one short message


class FileSender:
    """Appends one JSON line a message to `outbox/<channel>.jsonl` below the data folder."""

    portion = 500

    def __init__(self, *, channel: str, at: datetime) -> None:
        folder = Path(settings.DATA_DIR) / "outbox"
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{channel}-{os.getpid()}.jsonl"
        self._at = at.isoformat()

    def __enter__(self) -> FileSender:
        self._file: TextIO = self._path.open("a", encoding="utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def send(self, messages: Sequence[Message]) -> Iterator[Outcome]:
        rows = [
            {"at": self._at, "key": str(message.key), "to": message.address, "text": self.text(message)}
            for message in messages
        ]
        self._file.write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        self._file.flush()
        return iter([Sent()] * len(messages))

    def text(self, message: Message) -> str:
        return "\n".join(line.title for line in message.lines)


class SmsFileSender(FileSender):
    """The same for short messages: the first title, cut to one message, and where to read the rest."""

    def text(self, message: Message) -> str:
        tail = "，详见支部计划“消息”"
        return message.subject[: SMS_LENGTH - len(tail)] + tail
