"""Letters and where they stand; set formulas; passages of one text in another; the three classes."""

from __future__ import annotations

import time

import pytest

from documents.domain.source import SourceText
from plans.domain.copying.alignment import Seeds, covered, matches
from plans.domain.copying.comparing import PassageKind, Relation, compare, make_subject, totals
from plans.domain.copying.formulas import SetPhrasesError, parse_formulas, set_formulas
from plans.domain.copying.headings import shared_headings, telling_headings
from plans.domain.copying.letters import Field, Letters, letters_of
from plans.domain.copying.pairs import WholePlan, whole_reading
from plans.domain.reading import read_plan
from tests.plans.copying import texts

LAMPS = "每晚熄灯以前由两位党员教师到宿舍楼各走一圈，看看窗户关好没有，问问想家的孩子睡着没有。"
BOOKS = "图书角的钥匙交给三年级的孩子保管，借书只登记姓名和日期，还书时讲一句最喜欢的话。"
QUOTED = "深入学习贯彻习近平新时代中国特色社会主义思想，增强“四个意识”、坚定“四个自信”、做到“两个维护”。"


def letters(*texts: str) -> Letters:
    return letters_of(Field(f"s{number}", "body", text, f"第{number}段") for number, text in enumerate(texts))


def whole(*texts: str) -> WholePlan:
    return WholePlan(letters(*texts), (), set_formulas())


# --- letters ------------------------------------------------------------------------------------------------------------
def test_letters_leave_out_everything_that_is_easily_changed() -> None:
    assert letters("1、 学习，Study 20２6年；", "（二）　总结。").letters == "学习年二总结"


def test_letters_lead_back_to_the_words_as_they_stand() -> None:
    found = letters("1、学习，讨论。", "再 总结！")
    assert found.letters == "学习讨论再总结"
    assert [(row.part, row.start, row.end, row.text) for row in found.fragments(1, 6)] == [
        ("s0", 3, 7, "习，讨论"),
        ("s1", 0, 3, "再 总"),
    ]


def test_the_first_and_the_last_letter_are_found_and_nothing_behind() -> None:
    found = letters("：学习。", "")
    assert [row.text for row in found.fragments(0, 2)] == ["学习"]
    assert list(found.fragments(2, 5)) == []
    assert list(letters("2026").fragments(0, 1)) == []


# --- set formulas -------------------------------------------------------------------------------------------------------
def quoted(text: str) -> str:
    mask = set_formulas().mask(text)
    return "".join(letter if byte else "_" for letter, byte in zip(text, mask, strict=True))


def test_the_longest_formula_is_taken_and_what_joins_two_belongs_to_them() -> None:
    assert quoted("我们以邓小平理论和三个代表重要思想为指导办学") == "__以邓小平理论和三个代表重要思想为指导__"
    assert quoted("毛泽东思想以及邓小平理论课") == "毛泽东思想以及邓小平理论_"
    assert quoted("党的教育方针写在操场边的墙上毛泽东思想") == "党的教育方针________毛泽东思想"


@pytest.mark.parametrize(
    "text", ["党的二十届三中全会精神", "党的十九大精神", "党的十八届五中、六中全会精神", "党的历次全会精神"]
)
def test_congresses_and_plenums_are_formulas_whatever_their_number(text: str) -> None:
    assert "_" not in quoted(letters(text).letters)


def test_ordinary_sentences_are_no_formulas() -> None:
    assert set(quoted(letters(LAMPS, BOOKS).letters)) == {"_"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("phrases = 3 = 4", "not TOML"),
        ("[other]", "unknown table: other"),
        ("[phrases]\na = []", "missing table: generic_headings, patterns"),
        ('[phrases]\na = ["党，章"]\n[patterns]\nall = []\n[generic_headings]\nall = []\npattern = ""', "党，章"),
        ('[phrases]\n[patterns]\nall = ["("]\n[generic_headings]\nall = []\npattern = ""', r"pattern '\('"),
    ],
)
def test_a_data_file_that_does_not_hold_is_refused_by_name(text: str, complaint: str) -> None:
    with pytest.raises(SetPhrasesError, match=complaint):
        parse_formulas(text)


# --- headings -----------------------------------------------------------------------------------------------------------
def test_generic_headings_and_slogans_tell_nothing() -> None:
    rows = [
        "指导思想",
        "切实加强党的思想建设",
        "落实党风廉政建设责任制",
        "学习贯彻习近平新时代中国特色社会主义思想",
        "把读书会办成一桌饭",
        "把读书会办成一桌饭",
    ]
    assert telling_headings(rows, set_formulas()) == ("把读书会办成一桌饭",)


def test_four_equal_headings_are_chance_and_five_of_ten_are_copied() -> None:
    names = [f"让{name}班的孩子自己管好一块菜地" for name in "甲乙丙丁戊己庚辛壬癸"]
    others = [f"另一个很长的标题{name}" for name in "一二三四五六七八九十"]
    assert not shared_headings(names[:4], names).is_copied
    assert shared_headings(names, names[:5] + others[:5]).is_copied
    assert not shared_headings([*names, "再一个很长的标题"], names[:5] + others).is_copied


# --- passages -----------------------------------------------------------------------------------------------------------
def test_a_moved_passage_is_found_with_both_places() -> None:
    here, there = letters(BOOKS, LAMPS), letters(LAMPS, "别的话")
    (match,) = matches(Seeds(here.letters), there.letters)
    assert here.letters[match.start : match.end] == letters(LAMPS).letters
    assert (match.other_start, match.other_end) == (0, len(letters(LAMPS)))


def test_a_replaced_word_does_not_tear_a_passage_apart_and_does_not_count() -> None:
    changed = LAMPS.replace("党员教师", "青年同志")
    (match,) = matches(Seeds(letters(changed).letters), letters(LAMPS).letters)
    assert (match.start, match.end) == (0, len(letters(LAMPS)))
    assert match.letters == len(letters(LAMPS)) - 4


def test_half_a_sentence_in_common_is_no_passage_unless_more_is_proven() -> None:
    half = "图书角的钥匙交给三年级的孩子保管"
    assert matches(Seeds(letters(half).letters), letters(BOOKS).letters) == []
    more = LAMPS * 2 + "这里先把暑假里修过的三样东西说一遍。" + half
    found = matches(Seeds(letters(more).letters), letters(LAMPS * 2, "其间，", BOOKS).letters)
    assert letters(half).letters in {letters(more).letters[row.start : row.end] for row in found}


@pytest.mark.parametrize(
    "text", ["学" * 30_000, "学习" * 15_000, "一二三四五六七" * 4_000, "党员活动日程甲党员活动日程乙" * 2_000]
)
def test_texts_that_repeat_themselves_are_compared_in_time(text: str) -> None:
    began = time.process_time()
    found = matches(Seeds(text), text)
    assert time.process_time() - began < 5
    assert sum(match.letters for match in found) == len(text)


def test_covered_letters_are_those_of_common_runs() -> None:
    text = letters("开头", LAMPS).letters
    assert bytes(covered(Seeds(text), letters(LAMPS).letters)) == b"\x00\x00" + b"\x01" * len(letters(LAMPS))


# --- classes ------------------------------------------------------------------------------------------------------------
def kinds(subject_texts: list[str], other: list[str], templates: list[str]) -> list[PassageKind]:
    subject = make_subject(whole(*subject_texts), templates=[letters(row).letters for row in templates])
    return [row.kind for row in compare(subject, whole(*other), Relation.EARLIER).passages]


def test_each_passage_has_one_of_three_classes() -> None:
    mine, others = [LAMPS, "甲乙丙丁。", QUOTED, "戊己庚辛。", BOOKS], [BOOKS, "子丑", QUOTED, "寅卯", LAMPS]
    assert kinds(mine, others, templates=[BOOKS]) == [PassageKind.COPIED, PassageKind.QUOTATION, PassageKind.TEMPLATE]


def test_a_quotation_with_a_sentence_around_it_is_copied_and_only_the_sentence_counts() -> None:
    mine = QUOTED[:-1] + "，" + LAMPS
    subject = make_subject(whole(mine))
    match = compare(subject, whole(mine), Relation.EARLIER)
    assert [row.kind for row in match.passages] == [PassageKind.COPIED]
    # everything but the quotation: the sentence itself
    assert match.passages[0].own == len(letters(LAMPS))
    assert match.share == 1.0


def of_text(text: str) -> WholePlan:
    return whole_reading(read_plan(SourceText.from_lines(text)), set_formulas())


def test_habits_of_one_writer_are_similar_and_not_copied() -> None:
    subject, other = make_subject(of_text(texts.ONE_WRITER)), of_text(texts.ONE_WRITER_TOO)
    match = compare(subject, other, Relation.EARLIER)
    # four sentences of 23, 24, 22 and 21 letters
    assert 90 <= match.letters_of(PassageKind.SIMILAR) < 120
    assert (match.passages_of(PassageKind.COPIED), match.share) == (0, 0.0)
    assert totals(subject, [match]).copied == 0
    # The branch's own plan of last year: what it takes over is counted as before, so that it is taken off what others have.
    assert compare(subject, other, Relation.OWN).passages_of(PassageKind.COPIED) == 4


def test_a_paragraph_and_a_whole_tiny_plan_are_copied_however_little_that_is() -> None:
    paragraph = "小班刚来的孩子哭得凶，前两周由党员抱进教室，家长在走廊等一刻钟。保育员和教师一起看儿童急救录像，每人动手做一遍，做完把纱布和夹板放回门后的箱子。"
    subject = make_subject(of_text(texts.ONE_WRITER + paragraph))
    match = compare(subject, whole(paragraph), Relation.EARLIER)
    assert match.letters_of(PassageKind.COPIED) == len(letters(paragraph)) == 66
    tiny = of_text(texts.TINY)
    assert compare(make_subject(tiny), of_text(texts.TINY + texts.HILL), Relation.EARLIER).share == 1.0


def test_own_reuse_is_taken_off_and_later_plans_do_not_count() -> None:
    subject = make_subject(whole(LAMPS, "中间另写一句", BOOKS))
    own = compare(subject, whole(LAMPS), Relation.OWN)
    earlier = compare(subject, whole(LAMPS, "别的", BOOKS), Relation.EARLIER)
    later = compare(subject, whole("中间另写一句，再说一说二十个字以外的许多其他事情"), Relation.LATER)
    found = totals(subject, [own, earlier, later])
    assert (found.reused, found.copied) == (len(letters(LAMPS)), len(letters(BOOKS)))
    assert found.letters == found.own == len(letters(LAMPS)) + len(letters(BOOKS)) + 6


def test_an_empty_plan_has_no_share() -> None:
    subject = make_subject(whole(""))
    assert totals(subject, [compare(subject, whole(LAMPS), Relation.EARLIER)]).share == 0.0
