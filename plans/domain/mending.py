"""Finding the words again that a mend is for: the text may have moved since the finding was shown. Framework-free."""

from __future__ import annotations

from regulations.domain.quoting import quoted


class WordsNotThere(Exception):
    """The words do not stand there any more, or stand in several places; the message says which."""


def replace_words(text: str, start: int, old: str, new: str) -> str:
    """`text` with `new` in place of `old`: at `start` if exactly these characters stand there, else at their only occurrence.

    Raises WordsNotThere; nothing is guessed.
    """
    if not old:
        raise WordsNotThere("没有指明要改的文字。")
    if text[start : start + len(old)] == old:
        return text[:start] + new + text[start + len(old) :]
    count = text.count(old)
    if count == 0:
        raise WordsNotThere(f"{quoted(old)}已经不在这里，可能刚改过。请看新的检查结果。")
    if count > 1:
        raise WordsNotThere(f"{quoted(old)}在这一段出现了{count}次，分不清要改哪一处，请手工修改。")
    return text.replace(old, new)
