"""Title, period, organisation, signature, date, ornament: read from plans written for this purpose."""

import pytest

from tests.plans.reading.shapes import outline, read, schedule

BODY = "\n一、目标\n争创先进支部。\n二、任务\n抓学习。"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("城东小学党支部2026年工作计划", ("year", 2026, 2026, None)),
        ("2026年度党建工作要点", ("year", 2026, 2026, None)),
        ("二〇二六年党支部工作计划", ("year", 2026, 2026, None)),
        ("2025-2026学年党建工作计划", ("school_year", 2025, 2026, None)),
        ("2025—2026学年度第二学期党支部工作计划", ("semester", 2025, 2026, 2)),
        ("2025～2026学年第1学期工作计划", ("semester", 2025, 2026, 1)),
        ("2025学年第一学期党建计划", ("semester", 2025, 2026, 1)),
        ("2026年春季学期党支部工作计划", ("semester", 2025, 2026, 2)),
        ("2026年秋季党建工作计划", ("semester", 2026, 2027, 1)),
        ("2026年下半年党支部工作计划", ("half_year", 2026, 2026, 2)),
        ("2026上半年党建工作安排", ("half_year", 2026, 2026, 1)),
        ("20XX年党支部工作计划", ("year", None, None, None)),
        ("党支部工作计划", ("unknown", None, None, None)),
        ("2025年9月—2026年7月党建工作计划", ("school_year", 2025, 2026, None)),
        ("2025-26学年党支部工作计划", ("school_year", 2025, 2026, None)),
    ],
)
def test_period_of_titles(title: str, expected: tuple[object, ...]) -> None:
    period = read(title + BODY).period
    assert (period.kind, period.year_start, period.year_end, period.part) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2026年2月28日", "2026-02-28"),
        ("2026年2月30日", "2026-02"),
        ("2024年2月29日", "2024-02-29"),
        ("二〇二六年九月三十一日", "2026-09"),
    ],
)
def test_a_day_that_the_month_does_not_have_leaves_the_month(line: str, expected: str) -> None:
    assert read(f"2026年党支部工作计划{BODY}\n城东小学党支部\n{line}").signed_on == expected


def test_months_decide_what_first_semester_of_a_calendar_year_means() -> None:
    spring = read("2026年上学期党支部工作计划\n一、行事历\n2月：计划\n3月：党课\n4月：祭扫")
    autumn = read("2026年上学期党支部工作计划\n一、行事历\n9月：计划\n10月：党课\n11月：评优")
    assert (spring.period.year_start, spring.period.part) == (2025, 2)
    assert (autumn.period.year_start, autumn.period.part) == (2026, 1)


def test_title_over_two_lines_and_a_tag_of_the_collector() -> None:
    assert read("青松小学党支部\n2026年工作计划" + BODY).title == "青松小学党支部2026年工作计划"
    tagged = read("【篇二】青松幼儿园党建工作计划" + BODY)
    assert tagged.title == "青松幼儿园党建工作计划"
    assert tagged.chrome == ("【篇二】",)


def test_plan_that_begins_with_its_first_section_has_no_title() -> None:
    assert read("一、指导思想\n服务大局。\n二、工作安排\n抓落实。").title == ""


def test_organisation_and_date_below_the_title() -> None:
    reading = read("2026年党支部工作计划\n青松小学党支部\n（2026年2月26日）" + BODY)
    assert (reading.title, reading.signature, reading.signed_on) == (
        "2026年党支部工作计划",
        "青松小学党支部",
        "2026-02-26",
    )


@pytest.mark.parametrize(
    ("end", "signature", "day"),
    [
        ("青松小学党支部\n2026年3月1日", "青松小学党支部", "2026-03-01"),
        ("　　　　青松小学党支部　　2026.3.1", "青松小学党支部", "2026-03-01"),
        ("中共青松中学支部委员会\n二〇二六年三月十二日", "中共青松中学支部委员会", "2026-03-12"),
        ("2026年 3月\n青松幼儿园（盖章）", "青松幼儿园", "2026-03"),
        ("2026-03-01", "", "2026-03-01"),
        ("青松学校党总支", "青松学校党总支", ""),
        ("青松小学党支部\n2026年3月1日\n上一篇：没有了\n下一篇：总结\n责任编辑：某某", "青松小学党支部", "2026-03-01"),
    ],
)
def test_signature_and_date(end: str, signature: str, day: str) -> None:
    reading = read("2026年党支部工作计划" + BODY + "\n" + end)
    assert (reading.signature, reading.signed_on) == (signature, day)
    assert outline(reading) == ["1 目标", "1 任务"]


def test_signature_and_date_after_the_schedule_are_no_items() -> None:
    reading = read("2026年党建工作计划\n一、行事历\n11月：评议\n12月：总结\n青松小学党支部\n2026年1月5日")
    assert schedule(reading) == ["11: 评议", "12: 总结"]
    assert (reading.signature, reading.signed_on) == ("青松小学党支部", "2026-01-05")


def test_ornament_around_the_text_is_set_aside() -> None:
    reading = read(
        "首页 > 范文 > 工作计划\n2026年幼儿园党建工作计划\n来源：教育网　作者：佚名　点击：215次\n发布时间：2026-01-08"
        + BODY
        + "\n相关文章：\n上一篇：党课讲稿\n版权所有 未经允许不得转载\n评论\n还能输入140字"
    )
    assert reading.title == "2026年幼儿园党建工作计划"
    assert len(reading.chrome) == 8
    assert reading.closing == ""


def test_salutation_and_opening_are_the_preamble() -> None:
    reading = read("2026年党支部工作计划\n各党小组：\n为做好全年工作，制定本计划。" + BODY)
    assert reading.preamble == "各党小组：\n为做好全年工作，制定本计划。"


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("青松县实验小学党支部2026年工作计划" + BODY, "青松县实验小学党支部"),
        ("2026年党支部工作计划\n青松第二中学党支部坚持服务大局，抓好各项工作。" + BODY, "青松第二中学党支部"),
        ("2026年学校党建工作计划" + BODY, ""),
        ("中小学党建工作计划" + BODY, ""),
        ("XX小学党支部2026年工作计划" + BODY, ""),
    ],
)
def test_organisation(text: str, organisation: str) -> None:
    assert read(text).organisation == organisation


def test_a_congress_is_no_school() -> None:
    reading = read("一、目标\n在党的二十大和二十届四中全会精神的指引下，抓好各项工作。\n二、任务\n抓学习。")
    assert reading.organisation == ""
