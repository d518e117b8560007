"""Words of a person inside the portal's own quotation marks."""

import pytest

from regulations.domain.quoting import quoted


@pytest.mark.parametrize(
    ("words", "most", "said"),
    [
        ("过好组织生活", None, "“过好组织生活”"),
        ("落实“三会一课”", None, "“落实‘三会一课’”"),
        ("学习“关于‘四个自信’的论述”", None, "“学习‘关于“四个自信”的论述’”"),
        ("落实“三会一课”制度", 20, "“落实‘三会一课’制度”"),
        ("落实“三会一课”制度", 6, "“落实‘三会…’”"),  # six signs, the last of them …
        ("每季度召开支部党员大会", 6, "“每季度召开…”"),
        ("", None, "“”"),
    ],
)
def test_marks_inside_marks_are_of_the_other_kind(words: str, most: int | None, said: str) -> None:
    assert quoted(words, most) == said
