"""Text files in the usual encodings, text pasted from anywhere."""

import random

import pytest

from documents.domain.source import SourceRefused, SourceText
from documents.intake import read_pasted, read_source

PLAN = "青榆小学2026年工作计划\r\n一、目标\r\n争创先进支部，办好“三会一课”。\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_files_in_every_usual_encoding(encoding: str) -> None:
    mark = "\ufeff" if encoding in {"utf-16-le", "utf-16-be"} else ""
    source = read_source((mark + "青榆小学2026年工作计划\r\n一、目标").encode(encoding), "a.txt")
    assert source == SourceText.from_lines("青榆小学2026年工作计划\n一、目标", "txt")


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\u2028", "\u2029", "\x85"])
def test_every_kind_of_line_end_parts_lines(end: str) -> None:
    assert read_pasted(f"目标{end}要求") == SourceText.from_lines("目标\n要求", "pasted")


def test_pasted_text_is_cleaned() -> None:
    source = read_pasted("一、\u00a0目标\u200b\r\n争创\x0b先进\t支部\x07\u3000\n\u3000\u3000缩进\u2003二\ud800\uf06c点")
    assert source == SourceText.from_lines("一、 目标\n争创\n先进\t支部\n\u3000\u3000缩进 二●点", "pasted")


def test_a_utf8_file_cut_in_the_middle_of_a_character_stays_utf8() -> None:
    source = read_source((PLAN * 5).encode()[:-3], "a.txt")
    assert [block.text for block in source.blocks if hasattr(block, "text")][:3] == PLAN.split("\r\n")[:3]
    assert source.notes == ("文件有1处读不出的字符，显示为“\ufffd”，请核对。",)


def test_mostly_latin_text_in_gbk_is_not_taken_for_damaged_utf8() -> None:
    text = "Party branch meeting at nine, room 204. " * 30 + "请准时"
    assert read_source(text.encode("gbk"), "a.txt") == SourceText.from_lines(text, "txt")


@pytest.mark.parametrize("text", ["", " \n\u3000\n", "\u200b"])
def test_nothing_pasted_is_said(text: str) -> None:
    with pytest.raises(SourceRefused, match="粘贴"):
        read_pasted(text)


@pytest.mark.parametrize("text", ["字" * 200_001, "\n" * 300_000 + "字"])
def test_too_much_pasted_is_refused(text: str) -> None:
    with pytest.raises(SourceRefused, match="超过200000字"):
        read_pasted(text)


def test_two_letters_of_a_bitmap_may_begin_a_text() -> None:
    assert read_source("BM计划".encode(), "a.txt") == SourceText.from_lines("BM计划", "txt")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_text_files_damaged_anywhere_are_read_or_refused(encoding: str) -> None:
    chance = random.Random(7)
    good = PLAN.encode(encoding)
    for _ in range(80):
        data = bytearray(good)
        data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            outcome = read_source(bytes(data[: chance.randrange(1, len(data) + 1)]), "a.txt").kind
        except SourceRefused as refused:
            outcome = str(refused)[-1]
        assert outcome in {"txt", "。"}
