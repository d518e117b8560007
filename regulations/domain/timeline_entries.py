"""What a district entered about congresses, plenums and campaigns, laid over the national timeline. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from regulations.domain.quoting import quoted
from regulations.domain.rules import Evidence
from regulations.domain.timeline import Campaign, Congress, Plenum, Timeline

SHORTEST_WRITING = 4
MOST_PLENUMS = 9
_DIGITS = "零一二三四五六七八九"


class EntryKind(StrEnum):
    """What an entry is about."""

    CONGRESS = "congress"
    PLENUM = "plenum"
    CAMPAIGN = "campaign"

    @property
    def label(self) -> str:
        return {"congress": "党代会", "plenum": "中央全会", "campaign": "集中教育"}[self.value]


class TimelineRefused(Exception):
    """An entry that cannot be: `messages` has a sentence per field ("" for the entry as a whole)."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        super().__init__("；".join(messages.values()))
        self.messages = dict(messages)


@dataclass(frozen=True, slots=True)
class TimelineFact:
    """One congress (`congress`), plenum (`congress`, `plenum`) or campaign (`key`, `name`, `writings`: how texts name it)."""

    kind: EntryKind
    key: str
    first: date
    last: date | None
    confirmed: bool
    evidence: Evidence
    congress: int = 0
    plenum: int = 0
    name: str = ""
    writings: tuple[str, ...] = ()
    topic: str = ""
    lasting: bool = False

    @property
    def title(self) -> str:
        if self.kind is EntryKind.CONGRESS:
            return congress_title(self.congress)
        return plenum_title(self.congress, self.plenum) if self.kind is EntryKind.PLENUM else self.name

    @property
    def days(self) -> str:
        """2026年10月26日—29日; what is announced without an end has no day yet either, only a month from which on it is expected."""
        first, last = self.first, self.last
        begin = f"{first.year}年{first.month}月{first.day}日"
        if last is None:
            return f"{begin}起" if self.confirmed else f"{first.year}年{first.month}月以后，日期待定"
        if last == first:
            return begin
        if (last.year, last.month) == (first.year, first.month):
            return f"{begin}—{last.day}日"
        year = "" if last.year == first.year else f"{last.year}年"
        return f"{begin}—{year}{last.month}月{last.day}日"


def congress_title(number: int) -> str:
    return f"党的{_numeral(number)}大"


def plenum_title(congress: int, number: int) -> str:
    return f"党的{_numeral(congress)}届{_numeral(number)}中全会"


def congress_key(number: int) -> str:
    return f"congress-{number}"


def plenum_key(congress: int, number: int) -> str:
    return f"plenum-{congress}-{number}"


def campaign_key(key: str) -> str:
    return f"campaign-{key}"


def facts_of(timeline: Timeline) -> dict[str, TimelineFact]:
    """Every row of a timeline by key, congresses with their plenums first, oldest first."""
    facts = {}
    for congress in timeline.congresses:
        facts[congress_key(congress.number)] = TimelineFact(
            EntryKind.CONGRESS,
            congress_key(congress.number),
            congress.first,
            congress.last,
            congress.confirmed,
            congress.evidence,
            congress=congress.number,
        )
        for row in congress.plenums:
            key = plenum_key(congress.number, row.number)
            facts[key] = TimelineFact(
                EntryKind.PLENUM,
                key,
                row.first,
                row.last,
                row.confirmed,
                row.evidence,
                congress=congress.number,
                plenum=row.number,
                topic=row.topic,
            )
    for campaign in timeline.campaigns:
        key = campaign_key(campaign.key)
        facts[key] = TimelineFact(
            EntryKind.CAMPAIGN,
            key,
            campaign.first,
            campaign.last,
            campaign.confirmed,
            campaign.evidence,
            name=campaign.name,
            lasting=campaign.lasting,
        )
    return facts


def merge_timeline(national: Timeline, facts: Iterable[TimelineFact]) -> Timeline:
    """The timeline with the facts in place of its rows of the same key, or added to it. Plenums of an unknown congress are left aside."""
    congresses = {row.number: row for row in national.congresses}
    campaigns = {row.key: row for row in national.campaigns}
    for fact in sorted(facts, key=lambda fact: fact.kind is not EntryKind.CONGRESS):
        if fact.kind is EntryKind.CONGRESS:
            known = congresses.get(fact.congress)
            congresses[fact.congress] = Congress(
                fact.congress, fact.first, fact.last, known.plenums if known else (), fact.evidence, fact.confirmed
            )
        elif fact.kind is EntryKind.PLENUM:
            congress = congresses.get(fact.congress)
            if congress is not None and fact.last is not None:
                congresses[fact.congress] = replace(congress, plenums=_with_plenum(congress, fact, fact.last))
        else:
            campaign = _campaign(fact, campaigns.get(fact.key.removeprefix("campaign-")))
            campaigns[campaign.key] = campaign
    return replace(
        national,
        congresses=tuple(congresses[number] for number in sorted(congresses)),
        campaigns=tuple(sorted(campaigns.values(), key=lambda row: row.first)),
    )


def check_fact(fact: TimelineFact, timeline: Timeline, today: date) -> None:
    """Raise TimelineRefused where the fact does not fit the timeline without it."""
    messages: dict[str, str] = {}
    if fact.last and fact.last < fact.first:
        messages["last"] = "结束日期早于开始日期。"
    elif fact.kind is not EntryKind.CAMPAIGN and fact.confirmed and (fact.last is None or fact.last >= today):
        messages["confirmed"] = "会议闭幕以后才能确认；确认需要填写结束日期。"
    if fact.kind is EntryKind.CONGRESS:
        messages |= _faults_of_congress(fact, timeline)
    elif fact.kind is EntryKind.PLENUM:
        messages |= _faults_of_plenum(fact, timeline)
    else:
        messages |= _faults_of_campaign(fact)
    if messages:
        raise TimelineRefused(messages)


def _faults_of_congress(fact: TimelineFact, timeline: Timeline) -> dict[str, str]:
    known = [row.number for row in timeline.congresses]
    if fact.congress not in {*known, max(known) + 1}:
        return {"congress": f"已知的是{congress_title(known[0])}到{congress_title(known[-1])}，只能接着添加下一次。"}
    before = timeline.congress(fact.congress - 1)
    if before and fact.first <= (before.last or before.first):
        return {"first": f"{congress_title(fact.congress)}在{congress_title(before.number)}之后召开。"}
    return {}


def _faults_of_plenum(fact: TimelineFact, timeline: Timeline) -> dict[str, str]:
    congress = timeline.congress(fact.congress)
    if congress is None:
        return {"congress": "没有这一届中央委员会，请先添加党代会。"}
    if fact.last is None:
        return {"last": "请填写结束日期。"}
    following = len(congress.plenums) + 1
    if not 1 <= fact.plenum <= min(following, MOST_PLENUMS):
        return {"plenum": f"{_numeral(fact.congress)}届中央委员会下一次是{_numeral(following)}中全会。"}
    before = next((row for row in congress.plenums if row.number == fact.plenum - 1), None)
    if fact.first <= (before.last if before else congress.last or congress.first):
        title = plenum_title(fact.congress, before.number) if before else congress_title(fact.congress)
        return {"first": f"{fact.title}在{title}之后召开。"}
    return {}


def _faults_of_campaign(fact: TimelineFact) -> dict[str, str]:
    messages = {}
    if not fact.name:
        messages["name"] = "请填写名称。"
    short = [text for text in (fact.name, *fact.writings) if text and len(text) < SHORTEST_WRITING]
    if short:
        messages["writings"] = (
            f"{quoted(short[0])}太短，会把别的文字也认作这项活动；每种写法至少{SHORTEST_WRITING}个字。"
        )
    return messages


def _with_plenum(congress: Congress, fact: TimelineFact, last: date) -> tuple[Plenum, ...]:
    plenums = {row.number: row for row in congress.plenums}
    plenums[fact.plenum] = Plenum(fact.plenum, fact.first, last, fact.topic, fact.evidence, fact.confirmed)
    return tuple(plenums[number] for number in sorted(plenums))


def _campaign(fact: TimelineFact, known: Campaign | None) -> Campaign:
    """The national way of finding a campaign in a text stays; the district's writings are added."""
    writings = sorted({fact.name, *fact.writings} - {""}, key=lambda text: (-len(text), text))
    patterns = [re.escape(text) for text in writings]
    if known:
        patterns.insert(0, known.pattern.pattern)
    return Campaign(
        fact.key.removeprefix("campaign-"),
        fact.name,
        re.compile("|".join(patterns)),
        fact.first,
        fact.last,
        fact.evidence,
        fact.lasting,
        fact.confirmed,
    )


def _numeral(number: int) -> str:
    """1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")
