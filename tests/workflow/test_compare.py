"""Comparing as a person does. In the tests [-…-] is gone, [+…+] is new, {>…<} came from elsewhere, {<…>} went elsewhere."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.domain.compare import (
    Change,
    Op,
    Part,
    PartChange,
    Piece,
    compare_parts,
    compare_text,
    new_text,
    old_text,
)
from workflow.domain.marking import Highlight, lines_of, plain, sides_of

SHOWN = {
    Op.EQUAL: "{}",
    Op.NUMBER: "{}",
    Op.INSERT: "[+{}+]",
    Op.DELETE: "[-{}-]",
    Op.MOVED_HERE: "{{>{}<}}",
    Op.MOVED_AWAY: "{{<{}>}}",
}


def shown(pieces: tuple[Piece, ...]) -> str:
    return "".join(SHOWN[piece.op].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("每月一次。", "每月一次。", "每月一次。"),
        ("", "新写的一段。", "[+新写的一段。+]"),
        (
            "每月第一周星期五下午开展主题党日，每季度召开支部党员大会。",
            "每月五日开展主题党日，每季度末召开支部党员大会。",
            "每月[-第一周星期五下午-][+五日+]开展主题党日，每季度[+末+]召开支部党员大会。",
        ),
        ("11月底前完成民主评议。", "12月20日前完成民主评议。", "[-11月底-][+12月20日+]前完成民主评议。"),
        (  # nothing in common: both whole, not letter by letter
            "加强师德师风建设，签订承诺书。",
            "开展消防演练，邀请社区民警授课。",
            "[-加强师德师风建设，签订承诺书。-][+开展消防演练，邀请社区民警授课。+]",
        ),
        (  # a sentence cut in two is a change of stops
            "落实三会一课制度，每季度召开一次支部党员大会，每月召开一次支委会。",
            "落实三会一课制度。每季度召开一次支部党员大会；每月召开一次支委会。",
            "落实三会一课制度[-，-][+。+]每季度召开一次支部党员大会[-，-][+；+]每月召开一次支委会。",
        ),
        (  # an addition stands where its clause begins
            "召开支委会，讨论全年工作。",
            "召开支委会，通报情况，讨论全年工作。",
            "召开支委会，[+通报情况，+]讨论全年工作。",
        ),
        (  # only the number before the sentence is another
            "1.抓学习，每月一次。\n2.抓作风，签订承诺书。",
            "1.抓队伍，结对帮带青年教师。\n2.抓学习，每月一次。\n3.抓作风，签订承诺书。",
            "[+1.抓队伍，结对帮带青年教师。\n+]2.抓学习，每月一次。\n3.抓作风，签订承诺书。",
        ),
        ("第一，建章立制。", "一是建章立制。", "一是建章立制。"),
        ("上好党课。\n开展谈心。", "上好党课。开展谈心。", "上好党课。[-\n-]开展谈心。"),
    ],
)
def test_texts(old: str, new: str, expected: str) -> None:
    assert shown(compare_text(old, new)) == expected


def changes_of(old: list[Part], new: list[Part]) -> list[tuple[str, Change, bool, str]]:
    return [(row.id, row.change, row.is_moved, shown(row.pieces)) for row in compare_parts(old, new)]


def test_a_sentence_that_went_to_another_section_is_moved_even_when_it_changed_a_little() -> None:
    old = [
        Part("a", "一、学习", "学习\n每月集中学习一次。开展读书分享活动两次，由支委主持。"),
        Part("b", "二、服务", "服务\n慰问困难党员。"),
    ]
    new = [
        Part("a", "一、学习", "学习\n每月集中学习一次。"),
        Part("b", "二、服务", "服务\n慰问困难党员。开展读书分享活动三次，由支委主持。"),
    ]
    rows = compare_parts(old, new)
    assert [shown(row.pieces) for row in rows] == [
        "学习\n每月集中学习一次。{<开展读书分享活动两次，由支委主持。>}",
        "服务\n慰问困难党员。{>开展读书分享活动三次，由支委主持。<}",
    ]
    away, here = rows[0].pieces[-1], rows[1].pieces[-1]
    assert (away.place, here.place, away.move) == ("二、服务", "一、学习", here.move)
    assert shown(here.inner) == "开展读书分享活动[-两-][+三+]次，由支委主持。"


def test_two_sentences_that_changed_places_are_one_move() -> None:
    old = [Part("a", "一", "先开支委会研究方案。再开党员大会讨论通过。")]
    new = [Part("a", "一", "再开党员大会讨论通过。先开支委会研究方案。")]
    assert [row[3].count("{>") for row in changes_of(old, new)] == [1]


def test_sections_moved_added_removed() -> None:
    old = [Part(key, key, f"{key}段的文字在这里。") for key in "甲乙丙丁"]
    new = [Part(key, key, f"{key}段的文字在这里。") for key in "丁甲丙"] + [Part("戊", "戊", "新加的要求另写。")]
    assert [row[:3] for row in changes_of(old, new)] == [
        ("丁", Change.MOVED, True),
        ("甲", Change.SAME, False),
        ("乙", Change.REMOVED, False),
        ("丙", Change.SAME, False),
        ("戊", Change.ADDED, False),
    ]


def test_a_section_can_have_moved_and_changed() -> None:
    old = [Part("a", "一", "每月学习一次。"), Part("b", "二", "慰问困难党员。"), Part("c", "三", "收缴党费。")]
    new = [Part("b", "一", "慰问困难党员。"), Part("c", "二", "收缴党费。"), Part("a", "三", "每月学习两次。")]
    assert changes_of(old, new)[2] == ("a", Change.CHANGED, True, "每月学习[-一-][+两+]次。")


def test_sections_of_another_year_are_found_by_heading_and_by_words() -> None:
    old = [
        Part("1", "一", "2025年工作目标\n创建先进支部。", "2025年工作目标"),
        Part("2", "二", "抓好队伍\n每名党员联系一名青年教师，学期末交流一次。", "抓好队伍"),
    ]
    new = [
        Part("8", "一", "2026年工作目标\n创建五好支部。", "2026年工作目标"),
        Part("9", "二", "带好青年教师\n每名党员联系一名青年教师，每月交流一次。", "带好青年教师"),
    ]
    rows = compare_parts(old, new)
    assert [(row.old_id, row.change) for row in rows] == [("1", Change.CHANGED), ("2", Change.CHANGED)]
    assert shown(rows[0].pieces) == "[-2025-][+2026+]年工作目标\n创建[-先进-][+五好+]支部。"


def test_renumbering_alone_is_no_change() -> None:
    old = [Part("a", "（一）", "抓学习\n（1）每月一次；（2）有记录。")]
    new = [Part("a", "（二）", "抓学习\n①每月一次；②有记录。")]
    assert changes_of(old, new) == [("a", Change.SAME, False, "抓学习\n①每月一次；②有记录。")]


# --- whatever the texts are, both of them are in the pieces ---------------------------------------------------------------

ALPHABET = "学习党员一二3月10.、，。；！\n（）第是要abc"
texts = st.text(ALPHABET, max_size=60)
papers = st.lists(st.tuples(st.sampled_from("甲乙丙丁戊"), texts), unique_by=lambda row: row[0], max_size=5)


def _parts(rows: list[tuple[str, str]]) -> list[Part]:
    return [Part(key, key, text, text.partition("\n")[0]) for key, text in rows]


@given(texts, texts)
@settings(max_examples=300, deadline=None)
def test_the_pieces_give_both_texts(old: str, new: str) -> None:
    pieces = compare_text(old, new)
    assert (old_text(pieces), new_text(pieces)) == (old, new)


@given(papers, papers)
@settings(max_examples=200, deadline=None)
def test_the_sections_give_both_papers(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    rows = compare_parts(_parts(old), _parts(new))
    assert [(row.id, new_text(row.pieces)) for row in rows if row.change is not Change.REMOVED] == new
    assert sorted((row.old_id, old_text(row.pieces)) for row in rows if row.change is not Change.ADDED) == sorted(old)
    _moves_have_two_ends(rows)


def _moves_have_two_ends(rows: list[PartChange]) -> None:
    pieces = [piece for row in rows for piece in row.pieces]
    away = {piece.move: piece.old for piece in pieces if piece.op is Op.MOVED_AWAY}
    here = {piece.move: piece for piece in pieces if piece.op is Op.MOVED_HERE}
    assert {move: old_text(piece.inner) for move, piece in here.items()} == away
    assert all(new_text(piece.inner) == piece.new for piece in here.values())


@given(papers)
@settings(max_examples=50, deadline=None)
def test_a_paper_compared_with_itself_has_not_changed(rows: list[tuple[str, str]]) -> None:
    assert {row.change for row in compare_parts(_parts(rows), _parts(rows))} <= {Change.SAME}


@given(texts, texts, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=3))
@settings(max_examples=200, deadline=None)
def test_marked_lines_give_the_new_text_and_every_highlight(old: str, new: str, places: list[tuple[int, int]]) -> None:
    marks = [Highlight(str(n), min(a, b), max(a, b)) for n, (a, b) in enumerate(places) if a != b]
    lines = lines_of(compare_text(old, new), marks)
    for mark in marks:
        words = "".join(run.text for line in lines for run in line.runs if mark.key in run.keys)
        assert words == new[mark.start : mark.end].replace("\n", "")
    whole = "".join(run.text for line in lines for run in line.runs if run.is_new)
    assert whole == new.replace("\n", "")
    for line in lines:
        shown_here = "".join(run.text for run in line.runs if run.is_new)
        assert new[line.start : line.start + len(shown_here)] == shown_here


@given(texts, texts)
@settings(max_examples=100, deadline=None)
def test_the_two_sides_are_the_two_texts(old: str, new: str) -> None:
    left, right = sides_of(compare_text(old, new))
    plain_text = ["".join(run.text for line in side for run in line.runs if run.is_new) for side in (left, right)]
    assert plain_text == [old.replace("\n", ""), new.replace("\n", "")]


def test_a_highlight_cuts_the_runs_it_covers() -> None:
    lines = lines_of(plain("上好党课。\n开展谈心。"), [Highlight("k", 2, 8)])
    assert [[(run.text, run.keys) for run in line.runs] for line in lines] == [
        [("上好", ()), ("党课。", ("k",))],
        [("开展", ("k",)), ("谈心。", ())],
    ]
    assert [line.start for line in lines] == [0, 6]


# --- quick enough to be done while a page is made --------------------------------------------------------------------------


def _plan(seed: int) -> list[Part]:
    """About 3,400 characters whose sentences are all much alike: the worst case for finding out which is which."""
    draw = random.Random(seed)
    things = "读书分享 课例研讨 结对听课 家长开放 社区服务 困难走访 师德宣讲 廉洁提醒 档案整理 实践研学".split()

    def sentence() -> str:
        return (
            f"第{draw.randint(1, 18)}周由{draw.choice('语数英体美')}组负责{draw.choice(things)}，{draw.choice(things)}"
            f"安排在{draw.randint(1, 12)}月{draw.randint(1, 28)}日前完成，参加党员不少于{draw.randint(3, 12)}名。"
        )

    return [Part(str(n), str(n), f"抓好{things[n]}\n" + "".join(sentence() for _ in range(8))) for n in range(10)]


def test_a_plan_of_three_thousand_characters_rewritten_takes_less_than_50_milliseconds() -> None:
    old, new = _plan(1), _plan(2)
    assert sum(len(part.text) for part in old) > 3000
    best = 1.0
    for _ in range(5):
        began = time.process_time()
        compare_parts(old, new)
        best = min(best, time.process_time() - began)
    assert best < 0.05
