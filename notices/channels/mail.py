"""E-mail: one connection a batch, one message an envelope, plain text that reads well and the same as HTML."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator, Sequence
from datetime import datetime
from types import TracebackType
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from notices.channels.message import Message, Outcome, Refused, Sent, TryLater, Unclear

PERMANENT = 500


class MailSender:
    """Through Django's e-mail backend."""

    portion = 1  # a mail cannot be taken back: at most one is unclear when the worker dies

    def __init__(self, *, channel: str, at: datetime) -> None:
        self._connection: BaseEmailBackend = get_connection()

    def __enter__(self) -> MailSender:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, messages: Sequence[Message]) -> Iterator[Outcome]:
        for message in messages:
            yield self._send(message)

    def _send(self, message: Message) -> Outcome:
        try:
            self._connection.open()
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            return TryLater(_name(error))
        try:
            self._connection.send_messages([_mail(message)])
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            return self._answered(code, text)
        except smtplib.SMTPResponseException as error:
            return self._answered(error.smtp_code, error.smtp_error)
        except ValueError as error:
            # Nothing has left yet: the address or a head line cannot be written down.
            return Refused(f"地址或标题无效：{error}")
        except (smtplib.SMTPException, OSError) as error:
            # The answer to the message itself did not come: nobody knows whether the server has it.
            self._close()
            return Unclear(f"{_name(error)}：服务器没有应答，对方可能已经收到")
        return Sent()

    def _answered(self, code: int, text: bytes | str) -> Outcome:
        self._close()
        words = text.decode(errors="replace") if isinstance(text, bytes) else text
        return Refused(f"{code} {words}") if code >= PERMANENT else TryLater(f"{code} {words}")

    def _close(self) -> None:
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            self._connection.connection = None  # type: ignore[attr-defined]


def _name(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _mail(message: Message) -> EmailMultiAlternatives:
    lines = [
        {"title": line.title, "body": line.body, "link": urljoin(settings.PORTAL_URL, line.path) if line.path else ""}
        for line in message.lines
    ]
    context = {"name": message.name, "lines": lines, "inbox": urljoin(settings.PORTAL_URL, "/notices/")}
    mail = EmailMultiAlternatives(
        subject=" ".join(message.subject.split()),
        body=render_to_string("notices/emails/notice.txt", context),
        to=[message.address],
        headers={"Message-ID": f"<{message.key}@branchplan>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("notices/emails/notice.html", context), "text/html")
    return mail
