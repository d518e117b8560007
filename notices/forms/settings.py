"""Forms of the administrator's page about messages."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django import forms
from django.conf import settings

from branches.forms.fields import plain_helper
from notices.models import PERSONAL, Channel, GroupBot, NoticeSettings
from notices.models.manners import SECRET_LENGTH


class SettingsForm(forms.ModelForm):
    """A district's habits."""

    helper = plain_helper()

    class Meta:
        model = NoticeSettings
        fields = [
            "digest_at",
            "quiet_from",
            "quiet_to",
            "on_days_off",
            "weekly_in_vacations",
            "window_1",
            "window_2",
            "window_3",
            "case_window",
            "escalate_days",
            "escalate_cap",
            "review_days",
            "birthdays",
            "event_days",
            "record_days",
        ]
        widgets = {
            name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            for name in ("digest_at", "quiet_from", "quiet_to")
        }


class BotForm(forms.Form):
    """A group chat's robot, by the webhook address that its service shows. Only the key in it is kept."""

    helper = plain_helper()

    channel = forms.ChoiceField(label="类型", choices=[(c.value, c.label) for c in Channel if c not in PERSONAL])
    name = forms.CharField(label="群名称", max_length=40)
    address = forms.CharField(
        label="Webhook 地址", max_length=500, help_text="在群机器人设置里复制。系统只保存其中的密钥。"
    )
    secret = forms.CharField(
        label="加签密钥", max_length=SECRET_LENGTH, required=False, help_text="钉钉、飞书开启“签名校验”时填写。"
    )

    def clean(self) -> dict[str, Any]:
        """Take the key out of an address that lies exactly where the service is; anything else is refused."""
        cleaned = super().clean() or {}
        channel, address = cleaned.get("channel"), cleaned.get("address")
        if channel and address:
            key = key_of(channel, address)
            if not key:
                host = urlsplit(settings.NOTICES_BOT_ADDRESSES[channel]).hostname
                self.add_error("address", f"这不是该服务的 Webhook 地址，应以 https://{host}/ 开头并带有密钥。")
            elif GroupBot.objects.filter(channel=channel, key=key).exists():
                self.add_error("address", "这个群机器人已经登记过。")
            cleaned["key"] = key
        return cleaned


def key_of(channel: str, address: str) -> str:
    """The key in a webhook address of the service, "" when scheme, host or path are not those the operator has set."""
    known = urlsplit(settings.NOTICES_BOT_ADDRESSES[channel])
    try:
        given = urlsplit(address.strip())
        same = (given.scheme, given.netloc) == (known.scheme, known.netloc)
    except ValueError:
        return ""
    if not same:
        return ""
    if channel == "feishu":
        begin, _, key = given.path.rpartition("/")
        found = key if begin == known.path else ""
    else:
        name = "key" if channel == "wecom" else "access_token"
        found = parse_qs(given.query).get(name, [""])[0] if given.path == known.path else ""
    return found if found.replace("-", "").replace("_", "").isalnum() and len(found) <= SECRET_LENGTH else ""
