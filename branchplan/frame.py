"""What the frame of every page shows: roles, navigation, unread messages. A context processor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Any

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject

from branches.models import Role
from branches.models.people import AUTHOR_ROLES, REVIEWING_ROLES
from branches.scope import Held, scope_of
from notices.selectors import unread_count


@dataclass(frozen=True)
class Link:
    """One word of the navigation."""

    label: str
    url: str
    icon: str
    is_current: bool


#: label, URL name, icon; the first URL name's namespace decides which word is marked.
DRAFTING = [
    ("首页", "home", "home"),
    ("工作计划", "plans:list", "plan"),
    ("行事历", "calendar_events:month", "calendar"),
    ("党员", "members:roster", "people"),
    ("消息", "notices:inbox", "inbox"),
]
REVIEWING = [
    ("首页", "home", "home"),
    ("审核", "plans:queue", "review"),
    ("布置", "plans:rounds", "sent"),
    ("行事历", "calendar_events:month", "calendar"),
    ("党员", "members:roster", "people"),
    ("规则", "regulations:rules", "check"),
    ("消息", "notices:inbox", "inbox"),
]
ADMINISTERING = [
    ("首页", "home", "home"),
    ("组织", "branches:branch_list", "branch"),
    ("账号", "branches:account_list", "key"),
    ("党员", "members:roster", "people"),
    ("规则", "regulations:rules", "check"),
    ("日历", "regulations:calendar", "year"),
    ("消息", "notices:inbox", "inbox"),
]
AUDITING = [("首页", "home", "home"), ("审计记录", "branches:audit", "audit")]
READING = [
    ("本月", "calendar_events:month", "calendar"),
    ("全年", "calendar_events:year", "year"),
    ("消息", "notices:inbox", "inbox"),
    ("我的", "members:me", "me"),
]


def desk_of(held: Held | None) -> str:
    """Which frame and desk a role gets: "author", "reviewer", "admin", "audit" or "member"."""
    if held is None:
        return "member"
    if held.role in AUTHOR_ROLES:
        return "author"
    if held.role in REVIEWING_ROLES:
        return "reviewer"
    return {Role.DISTRICT_ADMINISTRATOR: "admin", Role.AUDITOR: "audit"}.get(Role(held.role), "member")


_WORDS = re.compile("[:_]")
#: Rooms of the top floor have no word of their own: they are reached from the desk.
FROM_THE_DESK = {"api", "handover", "overview"}
#: Pages whose name does not say what they belong to: the beginning of the name, and the page they are reached from.
BELONGS_TO = {
    "plans:school_group": "plans:rounds",
    "branches:role": "branches:account_list",
    "call_list": "notices:inbox",
    "branches:change_password": "home",
}

MENUS = {"author": DRAFTING, "reviewer": REVIEWING, "admin": ADMINISTERING, "audit": AUDITING, "member": READING}


def frame(request: HttpRequest) -> dict[str, Any]:
    """`desk`, `acting_role`, `own_roles`, `navigation`, `unread_count`, `large_type`."""
    large_type = request.COOKIES.get("type") == "large"
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"large_type": large_type}
    held = getattr(request, "acting_role", None)
    desk = desk_of(held)
    match = request.resolver_match
    return {
        "desk": desk,
        "acting_role": held,
        "own_roles": scope_of(user).held,
        "navigation": _navigation(desk, match.view_name if match else "", get_script_prefix()),
        "unread_count": SimpleLazyObject(lambda: unread_count(user)),  # a part that htmx asks for shows none
        "large_type": large_type,
    }


@cache
def _navigation(desk: str, here: str, prefix: str) -> tuple[Link, ...]:
    """The words of a desk as they stand on the page `here`, of a portal mounted at `prefix`. Made once: there are as many as pages."""
    current = _current([name for _, name, _ in MENUS[desk]], here)
    return tuple(Link(label, reverse(name), icon, name == current) for label, name, icon in MENUS[desk])


def _current(names: list[str], here: str) -> str:
    """The word of the menu that a page stands under: its own, else the one of the same room whose name is most like the page's.

    What has no room in this menu (the rounds of an administrator) is reached from the desk; a menu without a desk marks nothing.
    """
    here = next((page for start, page in BELONGS_TO.items() if here.startswith(start)), here)
    if here in names or not here:
        return here
    room = [name for name in names if ":" in name and name.split(":")[0] == here.split(":")[0]]
    if not room or here.split(":")[0] in FROM_THE_DESK:
        return "home" if "home" in names else ""
    return max(room, key=lambda name: _shared_words(name, here))


def _shared_words(name: str, here: str) -> int:
    """How many words both begin with: plans:rounds and plans:round_board share two, plans:review only the room."""
    words = ([word.rstrip("s") for word in _WORDS.split(one)] for one in (name, here))
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*words, strict=False)))
