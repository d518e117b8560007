import pytest

from documents.rendering.wording import paragraphs, prepared, title_lines, width_in_characters


@pytest.mark.parametrize(
    ("typed", "set_text"),
    [
        ("开会,学习;讨论:总结!好吗?", "开会，学习；讨论：总结！好吗？"),
        ("党员25名,其中女党员9名", "党员25名，其中女党员9名"),
        ("完成率98%,居全区前列", "完成率98%，居全区前列"),
        ("共3,其中", "共3，其中"),
        ("按时完成.", "按时完成。"),
        ("第1名(女)", "第1名（女）"),
        ('学习"两个条例"', "学习“两个条例”"),
        ("电话: 12345678", "电话：12345678"),
    ],
)
def test_half_width_marks_next_to_chinese_become_full_width(typed, set_text):
    assert prepared(typed) == set_text


@pytest.mark.parametrize(
    "text",
    [
        "14:30开会",
        "预算3,200.50元",
        "圆周率3.14",
        "比分2:1",
        "Office 2021, Word (docx)",
        "见https://example.org/a?b=c,d:8080/e;f",
        "写信到a.b@example.org",
        "1.目标",
        "一.目标",
        "张三 李四",
        "2025—2026学年",
    ],
)
def test_numbers_times_addresses_and_english_stay(text):
    assert prepared(text) == text


def test_characters_without_a_shape_or_meaning_are_dropped_and_names_kept():
    assert prepared("甲\x00\x07\u200b\ufeff乙\U00020bb7\U0002ebf0\ue000") == "甲乙\U00020bb7\U0002ebf0\ue000"


def test_paragraphs_lose_the_blanks_people_indent_with():
    assert paragraphs("　　甲\n\n  乙 \n　") == ["甲", "乙"]


def test_latin_letters_are_half_as_wide():
    assert width_in_characters("2026年ab") == 4


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("2026年度党建工作计划", ["2026年度党建工作计划"]),
        (
            "中共云溪区松涛实验小学支部委员会2026年度党建工作计划",
            ["中共云溪区松涛实验小学支部委员会", "2026年度党建工作计划"],
        ),
        (
            "中共云溪区松涛实验小学支部委员会关于印发《党员联系班级办法》的通知",
            ["中共云溪区松涛实验小学支部委员会", "关于印发《党员联系班级办法》的通知"],
        ),
        (
            "关于《云溪区第一小学党支部2026—2027学年第二学期工作计划》的审核意见书",
            ["关于《云溪区第一小学党支部2026—2027学年", "第二学期工作计划》的审核意见书"],
        ),
        ("松涛小学党支部\n工作计划", ["松涛小学党支部", "工作计划"]),
    ],
)
def test_title_is_broken_where_the_sense_breaks(title, lines):
    assert title_lines(title) == lines


def test_title_without_a_known_word_still_fits_its_lines():
    lines = title_lines("春夏秋冬" * 16)

    assert "".join(lines) == "春夏秋冬" * 16
    assert max(map(len, lines)) <= 20


def test_unbroken_latin_title_is_cut_rather_than_run_off_the_page():
    assert [len(line) for line in title_lines("A" * 90)] == [20, 20, 20, 20, 10]
