"""Outlines in every shape that plans come in; the expected trees were worked out by hand."""

from documents.domain.source import SourceLine, SourceText
from plans.domain.reading import read_plan
from tests.plans.reading.shapes import bodies, outline, read


def test_four_customary_levels() -> None:
    reading = read("""
城东小学党支部2026年工作计划
一、总体要求
坚持以立德树人为根本。
二、重点任务
（一）抓实政治学习
1.落实第一议题制度。每月安排一次。
（1）学前有通知。
（2）学后有记录。
2.办好党员讲堂。
（二）抓好队伍建设
1.培养骨干。
三、保障措施
""")
    assert outline(reading) == [
        "1 总体要求",
        "1 重点任务",
        "2 抓实政治学习",
        "3 落实第一议题制度",
        "4 学前有通知",
        "4 学后有记录",
        "3 办好党员讲堂",
        "2 抓好队伍建设",
        "3 培养骨干",
        "1 保障措施",
    ]
    assert bodies(reading)["落实第一议题制度"] == "每月安排一次。"
    assert reading.doubts == ()


def test_arabic_numbers_straight_below_chinese_ones_are_level_two() -> None:
    reading = read("一、目标\n1、争创先进。\n2、服务师生。\n二、措施\n1、加强领导。")
    assert outline(reading) == ["1 目标", "2 争创先进", "2 服务师生", "1 措施", "2 加强领导"]


def test_bracketed_numerals_on_top_are_level_one() -> None:
    reading = read("（一）思想建设\n1.学原文\n（1）分组学\n（二）组织建设\n1.建台账")
    assert outline(reading) == ["1 思想建设", "2 学原文", "3 分组学", "1 组织建设", "2 建台账"]


def test_arabic_numbers_on_top_with_bracketed_numerals_below_when_the_list_goes_on() -> None:
    reading = read("1、学习\n（一）集中学\n（二）自学\n2、活动\n（一）主题党日\n（二）志愿服务\n3、总结")
    assert outline(reading) == ["1 学习", "2 集中学", "2 自学", "1 活动", "2 主题党日", "2 志愿服务", "1 总结"]


def test_mixed_closing_marks_in_one_list_are_one_list() -> None:
    reading = read("一、任务\n1.学习\n2、宣传\n3．服务\n4，总结")
    assert outline(reading) == ["1 任务", "2 学习", "2 宣传", "2 服务", "2 总结"]


def test_two_hands_of_arabic_numbers_are_two_levels() -> None:
    reading = read("一、任务\n1、学习\n1.读原著\n2.写体会\n2、宣传\n1.办专栏")
    assert outline(reading) == ["1 任务", "2 学习", "3 读原著", "3 写体会", "2 宣传", "3 办专栏"]


def test_skipped_level_counts_by_depth() -> None:
    reading = read("一、任务\n（1）学习制度\n（2）考核制度\n二、要求\n（1）提高认识")
    assert outline(reading) == ["1 任务", "2 学习制度", "2 考核制度", "1 要求", "2 提高认识"]


def test_restart_inside_a_section_stays_on_its_level_and_is_doubted() -> None:
    reading = read("一、任务\n1、学习\n2、宣传\n1、服务\n2、总结\n二、要求")
    assert outline(reading) == ["1 任务", "2 学习", "2 宣传", "2 服务", "2 总结", "1 要求"]
    assert [segment.text for segment in reading.doubts] == ["1、服务"]


def test_lost_number_keeps_its_place_and_is_doubted() -> None:
    reading = read("一、任务\n1、学习制度。抓落实。\n、宣传阵地。抓更新。\n3、服务群众。抓实效。")
    assert outline(reading) == ["1 任务", "2 学习制度", "2 宣传阵地", "2 服务群众"]
    assert [segment.doubt for segment in reading.doubts] == ["编号里的数字丢了，按第2条处理。"]


def test_jump_in_numbers_is_doubted() -> None:
    reading = read("一、任务\n1、学习\n2、宣传\n4、服务")
    assert [segment.text for segment in reading.doubts] == ["4、服务"]


def test_marker_in_mid_paragraph_begins_a_heading() -> None:
    reading = read("一、任务\n1、抓好学习。每周一次。2、抓好宣传。办好专栏。\n3、抓好服务。")
    assert outline(reading) == ["1 任务", "2 抓好学习", "2 抓好宣传", "2 抓好服务"]
    assert bodies(reading)["抓好宣传"] == "办好专栏。"


def test_top_section_in_mid_paragraph_after_a_full_stop() -> None:
    reading = read("一、目标\n争创先进支部。二、任务\n1、学习。\n三、要求")
    assert outline(reading) == ["1 目标", "1 任务", "2 学习", "1 要求"]


def test_enumeration_inside_a_sentence_stays_body() -> None:
    reading = read("一、任务\n坚持做到（1）有计划；（2）有记录；（3）有总结，件件落实。\n二、要求")
    assert outline(reading) == ["1 任务", "1 要求"]


def test_numbers_of_dates_and_quantities_are_no_markers() -> None:
    reading = read(
        "一、任务\n2026年是关键一年。\n3月5日开展学雷锋活动。\n1名委员负责联络。\n12个班级全部参加。\n二、要求"
    )
    assert outline(reading) == ["1 任务", "1 要求"]
    assert bodies(reading)["任务"].count("\n") == 3


def test_parts_stand_above_chinese_numerals() -> None:
    reading = read("第一部分 工作思路\n一、目标\n二、原则\n第二部分 主要任务\n一、学习\n1、原著")
    assert outline(reading) == ["1 工作思路", "2 目标", "2 原则", "1 主要任务", "2 学习", "3 原著"]


def test_decimal_numbering() -> None:
    reading = read("1. 学习\n1.1 集中学习\n1.2 个人自学\n1.2.1 读原著\n2. 宣传\n2.1 办专栏")
    assert outline(reading) == ["1 学习", "2 集中学习", "2 个人自学", "3 读原著", "1 宣传", "2 办专栏"]


def test_full_width_and_half_width_markers() -> None:
    reading = read("一．目标\n１．学习\n（１）原著\n(2)讲话\n２．宣传\n二，要求")
    assert outline(reading) == ["1 目标", "2 学习", "3 原著", "3 讲话", "2 宣传", "1 要求"]


def test_circled_numbers_below_bracketed_ones() -> None:
    reading = read("一、任务\n1.学习\n①读原著\n②写体会\n2.宣传")
    assert outline(reading) == ["1 任务", "2 学习", "3 读原著", "3 写体会", "2 宣传"]


def test_heading_stops_at_the_first_full_stop_or_colon_but_not_inside_quotes() -> None:
    reading = read("一、学习:每月一次。\n二、推进“党建：双培养”工程。抓两头。\n三、服务；宣传。")
    assert outline(reading) == ["1 学习", "1 推进“党建：双培养”工程", "1 服务"]
    assert bodies(reading)["学习"] == "每月一次。"


def test_fused_heading_is_doubted() -> None:
    reading = read("一、创新机制,加强建设认真开展中心组学习活动。做到带头。\n2、深入宣传。\n3、办好讲堂。")
    assert outline(reading)[1:] == ["2 深入宣传", "2 办好讲堂"]
    assert "连在了一行" in reading.doubts[0].doubt


def test_unmarked_well_known_sections_are_headings_in_a_plan_without_numerals() -> None:
    reading = read(
        "城南幼儿园党支部2026年工作计划\n指导思想\n以育人为根本，落实上级部署，推动各项工作。\n工作目标\n1.争创五星支部。\n2.培养骨干教师。\n保障措施\n加强领导。"
    )
    assert outline(reading) == ["1 指导思想", "1 工作目标", "2 争创五星支部", "2 培养骨干教师", "1 保障措施"]


def test_bare_number_counts_when_it_continues() -> None:
    reading = read("一、任务\n1、学习制度\n2抓好宣传\n3、服务")
    assert outline(reading) == ["1 任务", "2 学习制度", "2 抓好宣传", "2 服务"]


def test_numbers_with_blanks_before_the_mark() -> None:
    reading = read("一 、目标\n1 、学习\n2 . 宣传\n二 、要求")
    assert outline(reading) == ["1 目标", "2 学习", "2 宣传", "1 要求"]


def test_ordinals_in_body_text_are_no_headings() -> None:
    reading = read("一、任务\n一是抓学习，二是抓服务。\n第一，认识到位。\n首先，抓好开头。\n二、要求")
    assert outline(reading) == ["1 任务", "1 要求"]


def test_word_broken_over_two_lines_is_one_word() -> None:
    reading = read(
        "一、加强党员教育\n1、抓好党员队伍建设，把全体党员队伍组织起来，定期开展学习交流，提高党员队\n伍的整体素质。\n2、做好发展工作。\n二、要求"
    )
    assert bodies(reading)["抓好党员队伍建设，把全体党员队伍组织起来，定期开展学习交流，提高党员队伍的整体素质"] == ""
    assert outline(reading)[2:] == ["2 做好发展工作", "1 要求"]


def test_hard_wrapped_text_is_joined() -> None:
    reading = read("""
红星小学党支部2026年度工作计划
　　一、指导思想
　　坚持用科学理论武装头脑，认真落实上级
党组织的部署，围绕学校中心工作，抓好支部
建设，为学校发展提供保证。
　　二、主要任务
　　1、坚持学习制度，每月组织一次集中学习，
每学期安排两次专题交流，做到有计划有记录。
　　2、坚持服务群众，了解教职工的困难并帮助
解决，做好离退休教师的走访慰问工作。
　　3、坚持从严管理，落实谈心谈话制度，按时
足额收缴党费，规范组织生活。
""")
    assert (
        bodies(reading)["指导思想"]
        == "坚持用科学理论武装头脑，认真落实上级党组织的部署，围绕学校中心工作，抓好支部建设，为学校发展提供保证。"
    )
    assert [line.split("，")[0] for line in outline(reading)] == [
        "1 指导思想",
        "1 主要任务",
        "2 坚持学习制度",
        "2 坚持服务群众",
        "2 坚持从严管理",
    ]


def test_word_headings_without_markers() -> None:
    source = SourceText(
        (
            SourceLine("明德中学党总支2026年工作计划", centred=True, bold=True),
            SourceLine("工作思路", heading_level=1),
            SourceLine("围绕中心，服务大局。"),
            SourceLine("重点任务", heading_level=1),
            SourceLine("思想建设", heading_level=2),
            SourceLine("每月学习一次。"),
            SourceLine("组织建设", heading_level=2),
        ),
        "docx",
    )
    reading = read_plan(source)
    assert reading.title == "明德中学党总支2026年工作计划"
    assert outline(reading) == ["1 工作思路", "1 重点任务", "2 思想建设", "2 组织建设"]
