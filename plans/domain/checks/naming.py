"""How texts name the activities that are required, and what only sounds like them. Framework-free.

`explicit` names the activity in so many words; `related` is similar wording that a strict reader does not accept. Look-arounds keep
apart what sounds alike: 民主评议政风行风 is not 民主评议党员, 诫勉谈话 is not 谈心谈话, 党小组长 is not 党小组会.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regulations.domain.activities import ActivityKind

Kind = ActivityKind


@dataclass(frozen=True, slots=True)
class Naming:
    """The wording of one kind. `in_threefold` says that 三会一课 implies it."""

    kind: ActivityKind
    name: str
    explicit: re.Pattern[str]
    related: re.Pattern[str] | None = None
    in_threefold: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a kind."""

    kind: ActivityKind
    start: int
    end: int
    is_explicit: bool


def _naming(kind: ActivityKind, name: str, explicit: str, related: str = "", *, in_threefold: bool = False) -> Naming:
    return Naming(kind, name, re.compile(explicit), re.compile(related) if related else None, in_threefold)


NAMINGS = (
    _naming(
        Kind.GENERAL_MEETING,
        "支部党员大会",
        r"支部(?:全体)?(?:党员)?大会|(?:全体|全园|全校)?党员大会|全体党员会议?",
        r"支部会(?:议)?(?!员)|(?<!预备)(?<!非)(?<!领导干部)党员会(?:议)?(?![员上])",
        in_threefold=True,
    ),
    _naming(
        Kind.COMMITTEE_MEETING,
        "支委会",
        r"支委(?:会|扩大会|例会|班子会|委员会)(?!员)|支部委员(?:会议|会会议|例会|扩大会)|(?:召开|开好|开展|举行|组织|定期|每月|一次)支部委员会|^支部委员会(?=$|[：:])",
        r"支部会议|支部班子会|支部班子会议|支委学习|支委(?:碰头|办公)会",
        in_threefold=True,
    ),
    _naming(
        Kind.GROUP_MEETING,
        "党小组会",
        r"党小组(?:会|例会|生活会|组织生活会)(?!长)|党小组、?(?:支委|党员)会",
        r"党小组(?!长|的?组长|成员|为单位|负责|建设|设置|划分|调整|是|、党员)(?:[^，,。；;、]{0,14}?(?:活动|学习|讨论|研讨))",
        in_threefold=True,
    ),
    _naming(Kind.PARTY_LECTURE, "党课", r"(?<!听团)党课", in_threefold=True),
    _naming(
        Kind.THEME_DAY,
        "主题党日/固定活动日",
        r"主题党日|(?<![入建])党日(?!报)|(?:支部|党员|党组织|党员固定|统一|固定)的?(?:固定)?(?:组织)?活动日|(?:党员|支部)固定(?:学习)?日|党员(?:固定)?学习日|固定党日|组织生活日|党员统一活动",
        r"固定学习日|支部(?:主题)?活动(?=[，,、；;。]|$)",
    ),
    _naming(
        Kind.ORGANIZATIONAL_LIFE,
        "组织生活会/民主生活会",
        r"(?:组织|民主|专题|党员|班子|干部|支部)生活会",
    ),
    _naming(
        Kind.DEMOCRATIC_APPRAISAL,
        "民主评议党员",
        r"民主评议(?!政风|行风|党风|机关|医德|教师|班子|学校|领导|干部|会议室|职能|机关)(?!和?[政行]风)|(?<!行风)(?<!政风)评议党员|党员(?:民主)?评议|党员民主测评",
        r"民主测评(?=党员)|党员(?:互评|自评)",
    ),
    _naming(
        Kind.HEART_TO_HEART_TALK,
        "谈心谈话",
        r"谈心(?!愿)|谈话谈心|交心(?=活动|谈心|通气)",
        r"(?<!诫勉)(?<!廉政)(?<!提醒)(?<!任前)(?<!约)(?<!诫免)与党员(?:教师)?谈话",
    ),
    _naming(Kind.DUES, "党费收缴", r"党费"),
)
THREEFOLD = re.compile(r"三会一课")
#: Talks with pupils or parents, and interviews, are no talks between party members.
_NOT_TALK = re.compile(r"(?:学生|家长|幼儿|留守儿童|儿童|访|恳)[^，,。；;]{0,8}$")


def mentions(text: str) -> Iterator[Mention]:
    """Every place where the text names a required kind."""
    for naming in NAMINGS:
        taken: list[tuple[int, int]] = []
        for found in naming.explicit.finditer(text):
            if naming.kind is Kind.HEART_TO_HEART_TALK and _NOT_TALK.search(text[: found.start()]):
                continue
            taken.append(found.span())
            yield Mention(naming.kind, found.start(), found.end(), is_explicit=True)
        if naming.related:
            for found in naming.related.finditer(text):
                if not any(start < found.end() and found.start() < end for start, end in taken):
                    yield Mention(naming.kind, found.start(), found.end(), is_explicit=False)
