"""What is reckoned about rounds, by hand."""

from datetime import date, timedelta
from uuid import UUID

from plans.domain.draft import PlanDraft, SectionDraft
from plans.domain.period import Cycle, Period
from plans.domain.rounds.answers import Place, point_table
from plans.domain.rounds.changes import Told, changes_in_words
from plans.domain.rounds.fields import fill, unknown_fields
from plans.domain.rounds.tally import Count, by_group, figures
from plans.domain.rounds.template import Part, with_template, without_locked
from plans.reminders import TargetFacts, rounds_due

PERIOD = Period(Cycle.CALENDAR_YEAR, 2026)
COUNTS = [
    Count("q1", "not_begun", True, 3),
    Count("q1", "draft", False, 2),
    Count("q1", "approved", False, 5),
    Count("q2", "returned", False, 1),
    Count("q2", "draft", True, 4),
]


def test_figures_of_a_board() -> None:
    total = figures(COUNTS)
    assert [count for _, _, count in total.row] == [15, 3, 6, 0, 0, 1, 5, 7]
    assert total.handed_in == 6


def test_groups_are_put_together_under_what_stands_for_them() -> None:
    both = by_group(COUNTS, {"q1": "north", "q2": "north"})
    assert {name: row.expected for name, row in both.items()} == {"north": 15}
    assert by_group(COUNTS, {"q2": "south"})["south"].overdue == 4


def _section(heading: str, body: str = "", level: int = 1, **more: bool) -> SectionDraft:
    return SectionDraft("heading", level, heading, body, **more)


def test_a_template_stands_in_front_and_takes_over_what_the_school_has_under_the_same_heading() -> None:
    base = PlanDraft(
        PERIOD,
        "题",
        [
            SectionDraft("preamble", 0, "", "引言"),
            _section("主要任务", "去年的任务"),
            _section("组织生活", "每月一次", level=2),
            _section("保障措施", "分工"),
            SectionDraft("schedule", 1, "行事历", ""),
        ],
    )
    parts = [Part(1, "总体要求", "党员【党员人数】名", True), Part(2, "主 要任务", "先写整改。", False)]
    draft = with_template(base, parts, {"党员人数": "17"})
    assert [(row.level, row.heading, row.body, row.is_locked) for row in draft.sections] == [
        (0, "", "引言", False),
        (1, "总体要求", "党员17名", True),
        (2, "主 要任务", "先写整改。\n去年的任务", False),
        (3, "组织生活", "每月一次", False),
        (1, "保障措施", "分工", False),
        (1, "行事历", "", False),
    ]


def test_without_a_template_nothing_changes_and_last_years_fixed_parts_are_left_behind() -> None:
    base = PlanDraft(PERIOD, "题", [_section("总体要求", "去年的要求", is_locked=True), _section("打算", "写完")])
    assert with_template(base, [], {}) is base
    assert [row.heading for row in without_locked(base).sections] == ["打算"]


def test_fields_that_are_not_known_stay_to_be_seen() -> None:
    assert fill("【学校名称】有党员【党员人数】名", {"学校名称": "青榆一小"}) == "青榆一小有党员【党员人数】名"
    assert unknown_fields("【党员人数】【班级数】【班级数】") == ["班级数"]


def test_key_points_and_what_answers_them() -> None:
    places = [
        Place("section", "a", "（一）组织生活", "每季度召开支部党员大会，每月主题党日"),
        Place("item", "b", "3月：主题党日", "主题党日：走进社区"),
        Place("item", "c", "4月：听课", "青年教师结对听课"),
    ]
    table = point_table(
        [(1, 1, "每月开展主题党日"), (2, 2, "青年教师结对"), (3, 3, "节约用水")],
        places,
        {1: ["section.a", "item.gone"]},
    )
    assert [[place.label for place in row.answers] for row in table.rows] == [["（一）组织生活"], [], []]
    # 青年教师结对 has the pairs 青年 年教 教师 师结 结对: all of them stand in the line of April.
    assert [[place.label for place in row.likely] for row in table.rows] == [[], ["4月：听课"], []]
    assert [row.text for row in table.open] == ["青年教师结对", "节约用水"]
    assert [place.label for place in table.lines] == ["3月：主题党日", "4月：听课"]


def test_changes_are_told_in_words() -> None:
    before = Told("计划", date(2026, 3, 20), "要求", ("一", "二"))
    after = Told("计划", date(2026, 3, 27), "新的要求", ("二", "三"))
    assert changes_in_words(before, after) == [
        "截止日期由2026年3月20日改为2026年3月27日",
        "报送要求有修改",
        "增加工作要点“三”",
        "取消工作要点“一”",
    ]
    assert changes_in_words(before, before) == []


def test_reminders_before_and_after_the_day() -> None:
    target = TargetFacts(UUID(int=1), UUID(int=2), "2026年党支部工作计划", date(2026, 3, 20))
    told: dict[str, date] = {}
    for day in (date(2026, 3, 10) + timedelta(days=n) for n in range(14)):
        for fact in rounds_due([target], day, windows=(7, 3, 1)):
            told.setdefault(fact.key.rpartition(":")[2], day)
    assert told == {
        "7": date(2026, 3, 13),
        "3": date(2026, 3, 17),
        "1": date(2026, 3, 19),
        "over": date(2026, 3, 21),
    }
    (late,) = rounds_due([target], date(2026, 3, 23), windows=(7, 3, 1))
    assert (late.title, late.cap) == ("报送“2026年党支部工作计划”已超期3天", 3)


def test_a_day_that_was_moved_is_told_anew() -> None:
    first = TargetFacts(UUID(int=1), UUID(int=2), "计划", date(2026, 3, 20))
    later = TargetFacts(UUID(int=1), UUID(int=2), "计划", date(2026, 3, 27))
    day = date(2026, 3, 20)
    (before,), (after,) = (rounds_due([row], day, windows=(7,)) for row in (first, later))
    assert before.key != after.key
