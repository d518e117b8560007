"""What a district enters about congresses, plenums and campaigns, over the national timeline."""

from dataclasses import replace
from datetime import date

import pytest

from regulations.domain.rules import Evidence
from regulations.domain.timeline_data import national_timeline
from regulations.domain.timeline_entries import (
    EntryKind,
    TimelineFact,
    TimelineRefused,
    check_fact,
    facts_of,
    merge_timeline,
)

TODAY = date(2026, 11, 2)
FIFTH = TimelineFact(
    EntryKind.PLENUM,
    "plenum-20-5",
    date(2026, 10, 26),
    date(2026, 10, 29),
    confirmed=True,
    evidence=Evidence.SECONDARY,
    congress=20,
    plenum=5,
    topic="教育科技人才",
)
SEVENTH = replace(FIFTH, key="plenum-20-7", plenum=7)
TWENTY_FIRST = TimelineFact(
    EntryKind.CONGRESS, "congress-21", date(2027, 10, 18), date(2027, 10, 24), True, Evidence.VERIFIED, congress=21
)
CAMPAIGN = TimelineFact(
    EntryKind.CAMPAIGN,
    "campaign-local",
    date(2026, 9, 1),
    None,
    confirmed=True,
    evidence=Evidence.VERIFIED,
    name="师德师风专项教育",
    writings=("师德专项教育活动",),
)


def _refusals(fact: TimelineFact, today: date = TODAY) -> dict[str, str]:
    with pytest.raises(TimelineRefused) as refused:
        check_fact(fact, national_timeline(), today)
    return refused.value.messages


def test_an_announced_plenum_is_not_the_newest_until_it_is_confirmed():
    national = national_timeline()
    before, after = national.newest_plenum(TODAY), merge_timeline(national, [FIFTH]).newest_plenum(TODAY)
    assert before is not None
    assert after is not None
    assert (before[1].number, after[1].number, after[1].topic) == (4, 5, "教育科技人才")


def test_a_congress_that_was_held_becomes_current():
    merged = merge_timeline(national_timeline(), [TWENTY_FIRST])
    current = merged.current_congress(date(2027, 11, 1))
    assert current is not None
    assert (current.number, current.plenums) == (21, ())


def test_plenums_of_a_new_congress_are_added_in_any_order():
    first = replace(FIFTH, key="plenum-21-1", congress=21, plenum=1, first=date(2027, 10, 25), last=date(2027, 10, 25))
    merged = merge_timeline(national_timeline(), [first, TWENTY_FIRST])
    newest = merged.newest_plenum(date(2027, 11, 1))
    assert newest is not None
    assert (newest[0].number, newest[1].number) == (21, 1)


def test_a_local_campaign_is_found_by_each_of_its_writings():
    merged = merge_timeline(national_timeline(), [CAMPAIGN])
    campaign = next(row for row in merged.campaigns if row.key == "local")
    assert campaign.pattern.findall("深入开展师德师风专项教育，总结师德专项教育活动") == [
        "师德师风专项教育",
        "师德专项教育活动",
    ]


def test_a_national_campaign_keeps_its_pattern_when_its_days_change():
    fact = replace(
        CAMPAIGN, key="campaign-zhengjiguan", name="树立和践行正确政绩观学习教育", writings=(), last=date(2026, 8, 31)
    )
    campaign = next(row for row in merge_timeline(national_timeline(), [fact]).campaigns if row.key == "zhengjiguan")
    assert campaign.last == date(2026, 8, 31)
    assert campaign.pattern.search("开展正确政绩观学习教育")


def test_titles_are_said_as_people_say_them():
    facts = facts_of(national_timeline())
    assert facts["plenum-20-4"].title == "党的二十届四中全会"
    assert facts["congress-19"].title == "党的十九大"
    assert TWENTY_FIRST.title == "党的二十一大"
    assert facts["campaign-dangji"].title == "党纪学习教育"


@pytest.mark.parametrize(
    "fact", [FIFTH, CAMPAIGN, replace(TWENTY_FIRST, confirmed=False), replace(TWENTY_FIRST, confirmed=False, last=None)]
)
def test_what_fits_is_accepted(fact: TimelineFact):
    check_fact(fact, national_timeline(), TODAY)


@pytest.mark.parametrize(
    ("fact", "messages"),
    [
        (replace(FIFTH, last=date(2026, 10, 1)), {"last": "结束日期早于开始日期。"}),
        (TWENTY_FIRST, {"confirmed": "会议闭幕以后才能确认；确认需要填写结束日期。"}),
        (SEVENTH, {"plenum": "二十届中央委员会下一次是六中全会。"}),
        (replace(FIFTH, first=date(2025, 10, 20)), {"first": "党的二十届五中全会在党的二十届四中全会之后召开。"}),
        (replace(FIFTH, congress=22), {"congress": "没有这一届中央委员会，请先添加党代会。"}),
        (
            replace(FIFTH, last=None),
            {"confirmed": "会议闭幕以后才能确认；确认需要填写结束日期。", "last": "请填写结束日期。"},
        ),
        (
            replace(TWENTY_FIRST, congress=23, confirmed=False),
            {"congress": "已知的是党的十五大到党的二十一大，只能接着添加下一次。"},
        ),
        (
            replace(TWENTY_FIRST, first=date(2022, 10, 20), confirmed=False),
            {"first": "党的二十一大在党的二十大之后召开。"},
        ),
        (replace(CAMPAIGN, name=""), {"name": "请填写名称。"}),
        (
            replace(CAMPAIGN, writings=("师德",)),
            {"writings": "“师德”太短，会把别的文字也认作这项活动；每种写法至少4个字。"},
        ),
    ],
)
def test_what_does_not_fit_says_why(fact: TimelineFact, messages: dict[str, str]):
    assert _refusals(fact) == messages


def test_a_meeting_can_be_confirmed_the_day_after_it_closed():
    assert _refusals(FIFTH, date(2026, 10, 29)) == {"confirmed": "会议闭幕以后才能确认；确认需要填写结束日期。"}
    check_fact(FIFTH, national_timeline(), date(2026, 10, 30))


@pytest.mark.parametrize(
    ("fact", "days"),
    [
        (FIFTH, "2026年10月26日—29日"),
        (replace(FIFTH, last=FIFTH.first), "2026年10月26日"),
        (replace(FIFTH, last=date(2026, 11, 1)), "2026年10月26日—11月1日"),
        (replace(CAMPAIGN, last=date(2027, 1, 31)), "2026年9月1日—2027年1月31日"),
        (CAMPAIGN, "2026年9月1日起"),
        (replace(TWENTY_FIRST, first=date(2027, 7, 1), last=None, confirmed=False), "2027年7月以后，日期待定"),
    ],
)
def test_days_are_said_without_repeating_year_and_month(fact: TimelineFact, days: str):
    assert fact.days == days
