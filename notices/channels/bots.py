"""Robots of group chats: 企业微信, 钉钉, 飞书. Own code instead of a library for the reasons in docs/decisions/0012.

Limits as the services state them: 企业微信 and 钉钉 20 messages a minute and robot, 飞书 100.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from types import TracebackType
from typing import Any
from urllib.parse import urlencode, urljoin
from uuid import UUID

from django.conf import settings
from django.db.models import F

from notices.channels.message import Gone, Line, Message, Outcome, Refused, Sent, TryLater, Unclear
from notices.models import GroupBot

TIMEOUT_SECONDS = 10
WINDOW = timedelta(minutes=1)
THROTTLED = timedelta(minutes=10)  # 钉钉 shuts a robot out for ten minutes; the others take less
BODY_LENGTH = 120
LARGEST_ANSWER = 64 * 1024
TOO_MANY, SERVER_FAULT, OK = 429, 500, 200


@dataclass(frozen=True)
class Service:
    """How one service wants to be spoken to. `busy` are the codes of its reply that mean "too fast" or "try again", all others are final."""

    per_minute: int
    longest: int  # bytes of text
    request: Callable[[str, GroupBot, str, float], tuple[str, dict[str, Any]]]
    code: str
    message: str
    busy: frozenset[int]


def _wecom(address: str, bot: GroupBot, text: str, now: float) -> tuple[str, dict[str, Any]]:
    return f"{address}?{urlencode({'key': bot.key})}", {"msgtype": "text", "text": {"content": text}}


def _dingtalk(address: str, bot: GroupBot, text: str, now: float) -> tuple[str, dict[str, Any]]:
    """Signed in the address: HMAC-SHA256 of "milliseconds, newline, secret" under the secret."""
    query = {"access_token": bot.key}
    if bot.secret:
        stamp = str(round(now * 1000))
        digest = hmac.new(bot.secret.encode(), f"{stamp}\n{bot.secret}".encode(), hashlib.sha256).digest()
        query |= {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
    return f"{address}?{urlencode(query)}", {"msgtype": "text", "text": {"content": text}}


def _feishu(address: str, bot: GroupBot, text: str, now: float) -> tuple[str, dict[str, Any]]:
    """Signed in the body: HMAC-SHA256 of nothing under "seconds, newline, secret"."""
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if bot.secret:
        stamp = str(int(now))
        digest = hmac.new(f"{stamp}\n{bot.secret}".encode(), b"", hashlib.sha256).digest()
        body |= {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
    return f"{address}/{bot.key}", body


SERVICES = {
    "wecom": Service(20, 2000, _wecom, "errcode", "errmsg", frozenset({-1, 45009, 45033})),
    "dingtalk": Service(20, 18_000, _dingtalk, "errcode", "errmsg", frozenset({-1, 130101, 410100})),
    "feishu": Service(100, 18_000, _feishu, "code", "msg", frozenset({9499, 11232, 11233})),
}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An answer may not lead to another host."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class BotSender:
    """Tells group chats; `address` of a message is the id of a `GroupBot`."""

    portion = 1

    def __init__(self, *, channel: str, at: datetime) -> None:
        self._service, self._channel, self._at = SERVICES[channel], channel, at
        # No proxy from the environment either: the operator's address is where it goes.
        self._opener = urllib.request.build_opener(_NoRedirects, urllib.request.ProxyHandler({}))

    def __enter__(self) -> BotSender:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opener.close()

    def send(self, messages: Sequence[Message]) -> Iterator[Outcome]:
        bots = GroupBot.objects.in_bulk([UUID(message.address) for message in messages])
        for message in messages:
            bot = bots.get(UUID(message.address))
            yield self._send(bot, message) if bot else Gone("群机器人已被移除")

    def _send(self, bot: GroupBot, message: Message) -> Outcome:
        if (until := self._room(bot)) is not None:
            return TryLater("本分钟已达到该服务的发送上限", until)
        address = settings.NOTICES_BOT_ADDRESSES[self._channel]
        url, body = self._service.request(address, bot, text_of(message.lines, self._service.longest), time.time())
        request = urllib.request.Request(  # noqa: S310 - the scheme and host are the operator's setting
            url, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json; charset=utf-8"}
        )
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as reply:
                status, answer = reply.status, reply.read(LARGEST_ANSWER)
        except urllib.error.HTTPError as error:
            with error:
                status, answer = error.code, error.read(LARGEST_ANSWER)
        except urllib.error.URLError as error:
            # urllib wraps only what happens until the request is out: the service has not read it.
            return TryLater(f"连接失败：{error.reason}")
        except (OSError, HTTPException) as error:
            return Unclear(f"{type(error).__name__}：服务没有应答，群里可能已经收到")
        return self._read(status, answer)

    def _read(self, status: int, answer: bytes) -> Outcome:
        """The HTTP status says little: all three services answer 200 with a code of their own in the body."""
        try:
            reply = json.loads(answer)
        except ValueError:
            reply = {}
        if not isinstance(reply, Mapping):
            reply = {}
        code, words = reply.get(self._service.code), f"{reply.get(self._service.message, '')}"
        if status == OK and code == 0:
            return Sent()
        error = f"HTTP {status} {code if code is not None else ''} {words}".strip()
        if status == TOO_MANY or code in self._service.busy:
            return TryLater(f"发送过于频繁：{error}", self._at + THROTTLED)
        if status >= SERVER_FAULT or code is None:
            return TryLater(error)
        return Refused(error)

    def _room(self, bot: GroupBot) -> datetime | None:
        """Count one message against the robot's minute; the moment from which there is room when it is full.

        Compare-and-swap in the database, since several workers share a robot.
        """
        rows = GroupBot.objects.filter(pk=bot.pk)
        begun_before = self._at - WINDOW
        if bot.window_began_at is None or bot.window_began_at <= begun_before:
            fresh = rows.filter(window_began_at=bot.window_began_at)
            if fresh.update(window_began_at=self._at, window_count=1):
                return None
        elif rows.filter(window_count__lt=self._service.per_minute).update(window_count=F("window_count") + 1):
            return None
        return (bot.window_began_at or self._at) + WINDOW


def text_of(lines: Sequence[Line], longest: int) -> str:
    """The lines as one text of at most `longest` bytes; what does not fit is counted."""
    blocks = []
    for number, line in enumerate(lines, 1):
        mark = f"{number}. " if len(lines) > 1 else ""
        body = f"\n{line.body[:BODY_LENGTH]}{'…' if len(line.body) > BODY_LENGTH else ''}" if line.body else ""
        link = f"\n{urljoin(settings.PORTAL_URL, line.path)}" if line.path else ""
        blocks.append(f"{mark}{line.title}{body}{link}")
    text = "\n".join(blocks)
    while len(text.encode()) > longest and len(blocks) > 1:
        blocks.pop()
        text = "\n".join([*blocks, f"……另有{len(lines) - len(blocks)}条，请登录查看。"])
    return text.encode()[:longest].decode(errors="ignore")
