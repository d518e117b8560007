"""Group chats, against a server that answers as the services do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from notices.channels.bots import text_of
from notices.channels.message import Line
from notices.domain.due import Audience, DueFact
from notices.forms.settings import BotForm, key_of
from notices.models import Delivery, DeliveryState, GroupBot
from notices.services.address import address_due
from notices.services.deliver import deliver_due
from notices.services.post import post_due
from tests.cast import NOW, TODAY, Cast
from tests.notices.bot_server import KEY, SECRET, BotServer

SERVICES = ("wecom", "dingtalk", "feishu")


@pytest.fixture
def server(settings: object) -> Iterator[BotServer]:
    server = BotServer()
    settings.NOTICES_BOT_ADDRESSES = {name: f"{server.address}/{name}" for name in SERVICES}
    yield server
    server.stop()


def _bot(cast: Cast, channel: str, **facts: str) -> GroupBot:
    return GroupBot.objects.create(
        branch=cast.branch, channel=channel, name="支委群", **{"key": KEY, "secret": SECRET, **facts}
    )


def _tell(cast: Cast, number: int = 1, *, for_group: bool = True) -> None:
    """Urgent matters of 青榆一小 for its secretary and its group chat."""
    audience = Audience(branch=cast.branch.pk, roles=("secretary",))
    post_due(
        [
            DueFact("committee.term", f"t{n}", TODAY, f"第{n}件事", audience, urgent=True, for_group=for_group)
            for n in range(number)
        ],
        at=NOW,
    )
    address_due(at=NOW)


def _in_chat() -> Delivery:
    return Delivery.objects.get(recipient__isnull=True)


@pytest.mark.parametrize("channel", SERVICES)
def test_each_service_takes_the_signed_message(channel: str, cast: Cast, server: BotServer) -> None:
    _bot(cast, channel)
    _tell(cast)
    deliver_due(at=NOW)
    assert server.said == ["第0件事"]
    assert _in_chat().state == DeliveryState.SENT


@pytest.mark.parametrize("channel", SERVICES)
def test_what_is_due_together_is_said_in_one_message(channel: str, cast: Cast, server: BotServer) -> None:
    _bot(cast, channel)
    _tell(cast, 3)
    deliver_due(at=NOW)
    assert server.said == ["1. 第0件事\n2. 第1件事\n3. 第2件事"]


@pytest.mark.parametrize(
    ("channel", "wrong"), [("dingtalk", {"secret": "no"}), ("feishu", {"secret": "no"}), ("wecom", {"key": "no"})]
)
def test_a_wrong_key_is_dead_at_once_and_says_why(
    channel: str, wrong: dict[str, str], cast: Cast, server: BotServer
) -> None:
    _bot(cast, channel, **wrong)
    _tell(cast)
    deliver_due(at=NOW)
    row = _in_chat()
    assert (row.state, row.attempts, server.said) == (DeliveryState.DEAD, 1, [])
    assert row.last_error.startswith("HTTP 200 ")


@pytest.mark.parametrize("channel", SERVICES)
def test_too_fast_for_the_service_waits_ten_minutes_and_is_no_failure(
    channel: str, cast: Cast, server: BotServer
) -> None:
    _bot(cast, channel)
    _tell(cast)
    server.mood = "busy"
    deliver_due(at=NOW)
    row = _in_chat()
    assert (row.state, row.attempts, row.due_at) == (DeliveryState.PENDING, 0, NOW + timedelta(minutes=10))
    server.mood = "well"
    deliver_due(at=NOW + timedelta(minutes=10))
    assert server.said == ["第0件事"]


def test_a_server_fault_is_tried_again(cast: Cast, server: BotServer) -> None:
    _bot(cast, "wecom")
    _tell(cast)
    server.mood = "broken"
    deliver_due(at=NOW)
    row = _in_chat()
    assert (row.state, row.attempts, row.last_error) == (DeliveryState.PENDING, 1, "HTTP 500")


def test_an_answer_that_never_comes_leaves_it_unclear_and_it_is_not_said_twice(cast: Cast, server: BotServer) -> None:
    _bot(cast, "wecom")
    _tell(cast)
    server.mood = "silent"
    deliver_due(at=NOW)
    server.mood = "well"
    deliver_due(at=NOW + timedelta(hours=1))
    assert (_in_chat().state, server.said, server.asked) == (DeliveryState.DEAD, [], 1)


def test_an_answer_may_not_lead_to_another_address(cast: Cast, server: BotServer) -> None:
    _bot(cast, "wecom")
    _tell(cast)
    server.mood = "redirect"
    deliver_due(at=NOW)
    assert (_in_chat().state, server.asked) == (DeliveryState.PENDING, 1)


def test_the_twenty_first_message_of_a_minute_waits_for_the_next_one(cast: Cast, server: BotServer) -> None:
    bot = _bot(cast, "wecom")
    for second in range(21):
        at = NOW + timedelta(seconds=second)
        audience = Audience(branch=cast.branch.pk, roles=("secretary",))
        post_due([DueFact("committee.x", f"x{second}", TODAY, "事", audience, urgent=True, for_group=True)], at=at)
        address_due(at=at)
        deliver_due(at=at)
    assert len(server.said) == 20
    waiting = Delivery.objects.get(address=str(bot.pk), state=DeliveryState.PENDING)
    assert (waiting.due_at, waiting.attempts) == (NOW + timedelta(minutes=1), 0)
    deliver_due(at=NOW + timedelta(minutes=1))
    assert len(server.said) == 21


def test_private_matters_stay_out_of_the_chat(cast: Cast, server: BotServer) -> None:
    _bot(cast, "wecom")
    _tell(cast, for_group=False)
    assert not Delivery.objects.filter(recipient__isnull=True).exists()


def test_a_bot_that_was_removed_is_told_nothing_more(cast: Cast, server: BotServer) -> None:
    bot = _bot(cast, "wecom")
    _tell(cast)
    bot.delete()
    deliver_due(at=NOW)
    assert (_in_chat().state, server.asked) == (DeliveryState.DROPPED, 0)


@pytest.mark.parametrize(
    ("channel", "address", "key"),
    [
        ("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx", "693a91f6-7xxx"),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=0f1e", "0f1e"),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/ab-cd", "ab-cd"),
        ("wecom", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", ""),
        ("wecom", "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=1", ""),
        ("wecom", "https://qyapi.weixin.qq.com@10.0.0.1/cgi-bin/webhook/send?key=1", ""),
        ("wecom", "https://169.254.169.254/cgi-bin/webhook/send?key=1", ""),
        ("wecom", "https://qyapi.weixin.qq.com/elsewhere?key=1", ""),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/../../x", ""),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/a%2f..", ""),
        ("wecom", "https://[bad/", ""),
    ],
)
def test_only_the_services_own_addresses_give_a_key(channel: str, address: str, key: str) -> None:
    assert key_of(channel, address) == key


def test_an_address_in_the_inner_network_is_refused_with_the_right_host(db: None) -> None:
    form = BotForm({"channel": "dingtalk", "name": "群", "address": "https://10.0.0.5/robot/send?access_token=1"})
    assert form.errors == {"address": ["这不是该服务的 Webhook 地址，应以 https://oapi.dingtalk.com/ 开头并带有密钥。"]}


def test_a_long_text_is_cut_between_matters_and_says_how_many_are_left() -> None:
    lines = [Line(f"第{n}件事要在月底以前办结", "", "") for n in range(100)]
    text = text_of(lines, 500)
    assert len(text.encode()) <= 500
    kept = text.count("\n")
    assert text.endswith(f"……另有{100 - kept}条，请登录查看。")
