"""Counts of a questionnaire as people type them: a line with the question, below it a line for each answer and its number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from regulations.domain.quoting import quoted

_ANSWER = re.compile(r"^(?P<label>.+?)[\s:：,，、]+(?P<count>\d{1,6})\s*[票份人名]?$")


class SumsError(ValueError):
    """A line that cannot be read; the message names it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what was answered how often; "" where the paper asks only one."""

    text: str
    answers: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.answers)

    def percent(self, count: int) -> int:
        """Of those who answered, rounded to whole per cent."""
        return round(count * 100 / self.total) if self.total else 0


def read_sums(text: str) -> tuple[Question, ...]:
    """The questions of a text; raises SumsError with the number of the line."""
    questions: list[tuple[str, list[tuple[str, int]]]] = []
    begins = True
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line:
            begins = True
            continue
        found = _ANSWER.match(line)
        if not found:
            if questions and not questions[-1][1]:
                raise SumsError(f"第{number}行的上一题还没有选项：每行写一个选项和票数，如“满意 32”。")
            questions.append((line, []))
        else:
            if not questions or (begins and questions[-1][1]):
                questions.append(("", []))
            questions[-1][1].append((found["label"].strip(), int(found["count"])))
        begins = False
    if not questions:
        raise SumsError("请写票数，每行一个选项，如“满意 32”。")
    if not questions[-1][1]:
        raise SumsError(f"{quoted(questions[-1][0])}没有选项：每行写一个选项和票数，如“满意 32”。")
    return tuple(Question(text, tuple(answers)) for text, answers in questions)


def sums_fault(questions: tuple[Question, ...], returned: int | None) -> str:
    """Why the counts cannot be: more answers to a question than papers came back; "" when they can."""
    if returned is None:
        return ""
    for question in questions:
        if question.total > returned:
            name = quoted(question.text) if question.text else "票数"
            return f"{name}合计{question.total}，多于收回的{returned}份。"
    return ""


def sums_text(questions: tuple[Question, ...]) -> str:
    """As it is typed, tidied: `read_sums` gives the same questions again."""
    blocks = []
    for question in questions:
        lines = [question.text] if question.text else []
        blocks.append("\n".join([*lines, *(f"{label} {count}" for label, count in question.answers)]))
    return "\n\n".join(blocks)
