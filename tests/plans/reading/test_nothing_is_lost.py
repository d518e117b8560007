"""Whatever the text, each of its characters is in exactly one segment, in order."""

import random

import pytest

from documents.domain.source import SourceText
from plans.domain.reading import Decision, Role, classify, read_plan, to_plain

FRAGMENTS = (
    "青松小学党支部2026年工作计划", "一、指导思想", "（一）抓学习。每月一次。", "1、党课；2、观影；3、座谈", "三月份：", "七、八月份：暑期学习", "3月5日学雷锋",
    "（1）做到有记录。（2）做到有总结。", "、丢了数字的一条", "附:具体行事历", "2026年3月1日", "青松小学党支部", "上一篇：没有了", "总之，在新的一年里，我们将不懈努力！",
    "　　缩进的一段，没有标点", "第一季度：制定计划", "①读原著②写体会", "1.1 集中", "各党小组：", "备注：另行通知", "★升旗", "……", "_名", "20__年", "【篇三】", "九月（主题：尊师）1、慰问", "",
)  # fmt: skip


def _cjk(text: str) -> str:
    return "".join(char for char in text if "\u4e00" <= char <= "\u9fff")


@pytest.mark.parametrize("seed", range(60))
def test_every_character_is_in_one_segment(seed: int) -> None:
    chance = random.Random(seed)
    text = "\n".join(
        chance.choice(FRAGMENTS) + chance.choice(("", "", chance.choice(FRAGMENTS)))
        for _ in range(chance.randint(1, 60))
    )
    lines = text.split("\n")
    segments = classify(SourceText.from_lines(text))
    by_line: dict[int, str] = {}
    for segment in segments:
        by_line[segment.line] = by_line.get(segment.line, "") + segment.text
    assert by_line == {number: line for number, line in enumerate(lines) if line.strip()}
    assert all(text[segment.index : segment.index + len(segment.text)] == segment.text for segment in segments)


@pytest.mark.parametrize("seed", range(60))
def test_every_chinese_character_is_in_the_plan_that_comes_out(seed: int) -> None:
    chance = random.Random(1000 + seed)
    text = "\n".join(chance.choice(FRAGMENTS) for _ in range(chance.randint(1, 60)))
    plain = to_plain(read_plan(SourceText.from_lines(text)))

    def strings(value: object) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, dict):
            return "".join(
                strings(inner)
                for name, inner in value.items()
                if name not in {"doubts", "organisation", "signature", "period"}
            )
        return "".join(strings(inner) for inner in value) if isinstance(value, list) else ""

    out = strings(plain)
    # A date is kept as a day, not as its characters; everything else must be there as often as it was written.
    for char in set(_cjk(text)) - set("年月日二〇三一"):
        assert out.count(char) >= text.count(char), char


@pytest.mark.parametrize(
    "text",
    [
        "1、" * 50_000,
        "一、学习。" * 20_000,
        "三月" * 50_000,
        "（" * 100_000,
        "一" * 100_000,
        "\n".join(["1、甲"] * 25_000),
        "。1、" * 30_000,
    ],
    ids=range(7),
)
def test_hostile_text_is_read_whole(text: str) -> None:
    reading = read_plan(SourceText.from_lines(text))
    assert "".join(segment.text for segment in reading.segments) == text.replace("\n", "")


def test_decided_pieces_are_what_was_decided_and_neighbours_follow() -> None:
    source = SourceText.from_lines("一、任务\n1、学习\n（1）原著\n三月开学\n布置工作\n二、要求")
    segments = classify(source)
    by_text = {segment.text: segment for segment in segments}
    decided = classify(
        source,
        decisions={
            by_text["三月开学"].index: Decision(Role.MONTH, months=(3,)),
            by_text["1、学习"].index: Decision(Role.HEADING, level=3),
        },
    )
    roles = {segment.text: (segment.role, segment.level, segment.months) for segment in decided}
    assert roles["三月开学"] == (Role.MONTH, 0, (3,))
    assert roles["布置工作"] == (Role.ITEM, 0, ())
    assert roles["1、学习"] == (Role.HEADING, 3, ())
    assert roles["（1）原著"] == (Role.HEADING, 4, ())
    assert roles["二、要求"] == (Role.HEADING, 1, ())
