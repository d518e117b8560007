"""Schedules: labels, themes, items, where a schedule begins and ends; expected by hand."""

from documents.domain.source import SourceLine, SourceTable, SourceText
from plans.domain.reading import read_plan
from tests.plans.reading.shapes import bodies, outline, read, schedule


def test_months_with_numbered_items() -> None:
    reading = read(
        "一、任务\n二、具体安排\n三月份：\n1、召开支部大会；\n2、学雷锋。\n四月份\n1.清明祭扫\n三、要求\n抓落实。"
    )
    assert outline(reading) == ["1 任务", "1* 具体安排", "1 要求"]
    assert schedule(reading) == ["3: 召开支部大会 | 学雷锋", "4: 清明祭扫"]


def test_two_month_label_that_looks_like_a_section_number() -> None:
    reading = read("行事历\n五月份：党课。\n六月份：评优。\n七、八月份：暑期学习。\n九月份：迎新。")
    assert schedule(reading) == ["5: 党课", "6: 评优", "7,8: 暑期学习", "9: 迎新"]


def test_numbered_single_months_are_not_pairs() -> None:
    reading = read("月工作安排\n一、二月份：\n制定计划\n二、三月份：\n学雷锋\n三、四月份：\n清明祭扫")
    assert [line.split(":")[0] for line in schedule(reading)] == ["2", "3", "4"]
    assert any("请确认" in segment.doubt for segment in reading.doubts)


def test_labels_with_and_without_colon_and_text_glued_on() -> None:
    reading = read("三、月度安排\n2月：制定计划\n3月学雷锋志愿服务\n4月份 清明祭扫\n5月：党课")
    assert schedule(reading) == ["2: 制定计划", "3: 学雷锋志愿服务", "4: 清明祭扫", "5: 党课"]


def test_dates_in_items_are_no_labels() -> None:
    reading = read("行事历\n三月\n3月5日学雷锋\n3月12日植树\n四月\n4月5日祭扫")
    assert schedule(reading) == ["3: 3月5日学雷锋 | 3月12日植树", "4: 4月5日祭扫"]


def test_items_parted_by_semicolons_on_the_label_line() -> None:
    reading = read("行事历\n三月：召开支委会；学雷锋；党课。\n四月：祭扫；读书会")
    assert schedule(reading) == ["3: 召开支委会 | 学雷锋 | 党课", "4: 祭扫 | 读书会"]


def test_numbered_items_on_the_label_line() -> None:
    reading = read("行事历\n三月：1、召开支委会；2、学雷锋；3、党课。\n四月：1.祭扫。2.读书会。")
    assert schedule(reading) == ["3: 召开支委会 | 学雷锋 | 党课", "4: 祭扫 | 读书会"]


def test_theme_after_the_label_in_brackets_or_before_a_list() -> None:
    reading = read("行事历\n九月（主题：尊师重教）\n1、慰问老教师\n十月：爱国主题月\n1、升旗仪式\n2、观影")
    assert schedule(reading) == ["9 〔主题：尊师重教〕: 慰问老教师", "10 〔爱国主题月〕: 升旗仪式 | 观影"]


def test_quarters_and_ranges_and_holidays() -> None:
    reading = read("工作安排\n第一季度：制定计划\n4-6月份：党课\n7月—8月：培训\n9月、10月：迎新\n寒假：慰问")
    assert [line.split(":")[0] for line in schedule(reading)] == ["1,2,3", "4,5,6", "7,8", "9,10", "1,2"]
    assert [segment.text for segment in reading.doubts] == ["寒假："]


def test_school_year_runs_over_the_new_year() -> None:
    reading = read(
        "2026-2027学年党建工作计划\n一、行事历\n九月\n1、开学\n十二月\n1、总结\n一月\n1、慰问\n二月\n1、计划"
    )
    assert [line.split(":")[0] for line in schedule(reading)] == ["9", "12", "1", "2"]
    assert reading.period.kind == "school_year"


def test_labels_with_years() -> None:
    reading = read("行事历\n2026年9月\n迎新\n2026年10月\n观影\n2027年1月：总结")
    assert schedule(reading) == ["9: 迎新", "10: 观影", "1: 总结"]


def test_schedule_without_a_heading() -> None:
    reading = read("一、任务\n抓学习。\n三月份：学雷锋\n四月份：祭扫\n五月份：党课")
    assert outline(reading) == ["1 任务"]
    assert schedule(reading) == ["3: 学雷锋", "4: 祭扫", "5: 党课"]


def test_months_as_a_numbered_list_under_a_heading() -> None:
    reading = read("一、任务\n二、活动安排\n1、三月：学雷锋\n2、四月：祭扫\n3、五月：党课\n三、要求")
    assert outline(reading) == ["1 任务", "1* 活动安排", "1 要求"]
    assert schedule(reading) == ["3: 学雷锋", "4: 祭扫", "5: 党课"]


def test_list_without_months_stays_in_the_outline() -> None:
    reading = read("一、任务\n二、具体安排\n1.制订计划\n2.上党课\n3.写总结")
    assert outline(reading) == ["1 任务", "1 具体安排", "2 制订计划", "2 上党课", "2 写总结"]
    assert schedule(reading) == []


def test_single_mention_of_a_month_is_no_schedule() -> None:
    reading = read("一、任务\n9月份，组织全体党员参观。\n二、要求\n抓落实。")
    assert schedule(reading) == []
    assert bodies(reading)["任务"] == "9月份，组织全体党员参观。"


def test_sections_after_the_schedule_and_two_schedules() -> None:
    reading = read(
        "一、支部行事历\n3月：党课\n4月：祭扫\n二、工会行事历\n3月：趣味赛\n4月：踏青\n三、要求\n1、重视\n2、落实"
    )
    assert outline(reading) == ["1* 支部行事历", "1* 工会行事历", "1 要求", "2 重视", "2 落实"]
    assert schedule(reading) == ["3: 党课", "4: 祭扫", "3: 趣味赛", "4: 踏青"]


def test_closing_after_the_schedule() -> None:
    reading = read(
        "一、安排\n3月：党课\n4月：祭扫\n新的一年里，支部将团结带领全体党员，务实进取，推动学校党建工作再上新台阶！\n青松小学党支部\n2026年3月1日"
    )
    assert schedule(reading) == ["3: 党课", "4: 祭扫"]
    assert reading.closing.startswith("新的一年里")
    assert (reading.signature, reading.signed_on) == ("青松小学党支部", "2026-03-01")


def test_items_wrapped_in_the_middle_of_a_sentence_are_joined() -> None:
    reading = read(
        "行事历\n三月：\n1、组织全体党员和入党积极分子到社区开展志愿服务活动，\n并做好记录。\n四月：\n1、祭扫"
    )
    assert schedule(reading)[0] == "3: 组织全体党员和入党积极分子到社区开展志愿服务活动，并做好记录"


def test_third_of_a_month_keeps_its_month() -> None:
    reading = read("行事历\n9月上旬：迎新\n9月下旬：党课\n10月初：升旗")
    assert schedule(reading) == ["9: 迎新", "9: 党课", "10: 升旗"]


def test_weeks_without_months_ask_for_one() -> None:
    reading = read("周安排\n第一周：开学\n第二周：支委会\n第三周：党课")
    assert schedule(reading) == [": 开学", ": 支委会", ": 党课"]
    assert all(segment.doubt == "没有写明月份，请选定。" for segment in reading.doubts)


TABLE = (
    ("月份", "主题", "工作内容", "负责人"),
    ("三月", "学雷锋", "支委会\n志愿服务", "林老师"),
    ("三月", "学雷锋", "党课", "何老师"),
    ("四月", "缅怀先烈", "祭扫", "党小组"),
)


def test_table_with_a_month_column() -> None:
    reading = read_plan(SourceText((SourceLine("一、行事历"), SourceTable(TABLE), SourceLine("二、要求")), "docx"))
    assert outline(reading) == ["1* 行事历", "1 要求"]
    assert schedule(reading) == ["3 〔学雷锋〕: 支委会 | 志愿服务 | 党课", "4 〔缅怀先烈〕: 祭扫"]
    assert [item.responsible for item in reading.schedule[0].items] == ["林老师", "林老师", "何老师"]


def test_table_lying_on_its_side() -> None:
    rows = (("月份", "3月", "4月", "5月"), ("工作内容", "支委会", "祭扫", "党课\n评优"))
    reading = read_plan(SourceText((SourceLine("行事历"), SourceTable(rows)), "docx"))
    assert schedule(reading) == ["3: 支委会", "4: 祭扫", "5: 党课 | 评优"]


def test_table_without_months_is_kept_as_text() -> None:
    rows = (("姓名", "分工"), ("张某", "书记"), ("李某", "组织委员"))
    reading = read_plan(SourceText((SourceLine("一、领导小组"), SourceTable(rows), SourceLine("二、要求")), "docx"))
    assert bodies(reading)["领导小组"] == "姓名\t分工\n张某\t书记\n李某\t组织委员"


def test_a_theme_day_is_an_item_and_text_below_a_table_is_not() -> None:
    rows = (("月份", "内容"), ("三月", "主题党日：走进社区\n主题班会"), ("四月", "祭扫"))
    source = SourceText((SourceLine("一、行事历"), SourceTable(rows), SourceLine("以上安排可随工作调整。")), "docx")
    reading = read_plan(source)
    assert schedule(reading) == ["3: 主题党日：走进社区 | 主题班会", "4: 祭扫"]
    assert bodies(reading)["行事历"] == "以上安排可随工作调整。"
