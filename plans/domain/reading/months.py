"""Month labels: 三月份, 3月：, 七、八月份, 1-3月份, 2025年9月, 9月中旬, 第一季度, 上半年, 寒假."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from documents.domain.numbering import parse_chinese_numeral

_NUMBER = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九正元])"
_YEAR = r"(?:(?:20\d\d|[二][〇○零0O][一二三四五六七八九〇○零]{2}|20[xX_]{1,2})\s*年\s*|次年\s*|明年\s*|今年\s*|当年\s*|本年\s*)?"
_JOIN = r"\s*(?:-{1,2}|至|到|、|,|和|及|与|/|\s)\s*"
_THIRD = (
    r"(?:份?\s*(?:上旬|中旬|下旬|上半月|下半月|初|中|底|末)(?:\s*(?:[-至到、]|和)\s*(?:上旬|中旬|下旬|初|中|底|末))?)"
)
_MONTH = re.compile(
    rf"(?P<year>{_YEAR})(?P<first>{_NUMBER})\s*(?:月\s*份?)?(?P<more>(?:{_JOIN}{_YEAR}{_NUMBER}\s*(?:月\s*份?)?)*?)(?P<end>\s*月\s*份?)?(?P<third>{_THIRD})?"
    r"(?P<rest>\s*(?:\(|\[|【|:|;|$|\s|-{2}))"
)
_MONTH_GLUED = re.compile(
    rf"(?P<year>{_YEAR})(?P<first>{_NUMBER})(?P<more>(?:{_JOIN}{_NUMBER}\s*(?:月\s*份?)?)*?)\s*月\s*份?(?P<third>{_THIRD})?(?P<rest>)(?![\d一二三四五六七八九十]|日|号|初|中旬|底|末|份)"
)
_SPANS = (
    (re.compile(r"(?:第\s*)?[一1]\s*季度"), (1, 2, 3)),
    (re.compile(r"(?:第\s*)?[二2]\s*季度"), (4, 5, 6)),
    (re.compile(r"(?:第\s*)?[三3]\s*季度"), (7, 8, 9)),
    (re.compile(r"(?:第\s*)?[四4]\s*季度"), (10, 11, 12)),
    (re.compile(r"上半年"), (1, 2, 3, 4, 5, 6)),
    (re.compile(r"下半年"), (7, 8, 9, 10, 11, 12)),
    (re.compile(r"(?:寒假|寒假期间)"), (1, 2)),
    (re.compile(r"(?:暑假|暑期|暑假期间)"), (7, 8)),
)
#: A month that was never filled in: X月份：, __月：
_BLANK_MONTH = re.compile(r"[xX×*_○]{1,4}\s*月\s*份?\s*(?::|$)")
_WEEK = re.compile(
    r"第?\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*(?:[-、至到]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*)?周(?:次)?"
)
_WEEK_DATE = re.compile(r"(\d{1,2})[.月/](\d{1,2})日?")
_ENCLOSED = re.compile(r"[【\[]\s*([^】\]]{2,14})\s*[】\]]\s*:?")
_DASH = re.compile(r"\s*-{1,3}\s*(?!\d)")
_TAIL = re.compile(
    r"\s*(?:(?:主要|重点)?(?:党建)?(?:工作|活动|任务|内容)(?:安排|要点|重点|计划)?|安排|行事历)?\s*(?::|$)"
)


@dataclass(frozen=True, slots=True)
class MonthLabel:
    """`length` counts the characters of the label with its colon; `strong` labels stand alone or before a colon, bracket or blank.

    `sectionlike` labels (七、八月份) could also be a section number before a single month; `sure` is False for 寒假, weeks and the like.
    """

    months: tuple[int, ...]
    length: int
    strong: bool
    alone: bool
    sectionlike: bool = False
    sure: bool = True
    year: str = ""


def month_label(folded: str) -> MonthLabel | None:
    """The label that folded text begins with, or None. 3月5日, 9月1日起 and 二〇二五年三月五日 are dates, not labels."""
    body = folded.lstrip()
    indent = len(folded) - len(body)
    enclosed = _ENCLOSED.match(body)
    if enclosed and (inner := month_label(enclosed.group(1))) and inner.alone:
        end = indent + enclosed.end()
        return replace(inner, length=end, strong=True, alone=not folded[end:].strip())
    if not body or (len(body) > 4000 and "月" not in body[:30]):
        return None
    head = body[:60]
    found = _MONTH.match(head)
    strong = True
    if found and "月" not in found.group(0):
        found = None
    if found is None:
        found = _MONTH_GLUED.match(head)
        strong = False
    if found:
        return _from_months(found, head, body, indent, strong)
    return _from_spans(head, body, indent)


def _from_months(found: re.Match[str], head: str, body: str, indent: int, strong: bool) -> MonthLabel | None:
    first, more = found.group("first"), found.group("more") or ""
    numbers = [_value(first)]
    ranged = False
    for step in re.finditer(rf"(?P<join>{_JOIN}){_YEAR}(?P<number>{_NUMBER})", more):
        ranged = ranged or bool(re.search(r"-|至|到", step.group("join")))
        numbers.append(_value(step.group("number")))
    months = _between(numbers) if ranged and len(numbers) == 2 else tuple(dict.fromkeys(numbers))
    end = found.end() - len(found.group("rest"))
    tail = _TAIL.match(body, end)
    if tail:
        end, strong = tail.end(), True
    elif dash := _DASH.match(body, end):
        end = dash.end()
    sectionlike = (
        bool(re.match(r"[一二三四五六七八九十]+\s*[、,.]\s*[一二三四五六七八九十]+\s*月", head)) and len(numbers) == 2
    )
    return MonthLabel(
        months, indent + end, strong, not body[end:].strip(), sectionlike, True, found.group("year").strip()
    )


def _from_spans(head: str, body: str, indent: int) -> MonthLabel | None:
    months: tuple[int, ...]
    for pattern, months in _SPANS:
        found = pattern.match(head)
        if found:
            tail = _TAIL.match(body, found.end())
            bracket = re.match(r"\s*\(", body[found.end() :])
            if not tail and not bracket:
                return None
            end = tail.end() if tail else found.end()
            return MonthLabel(
                months,
                indent + end,
                True,
                not body[end:].strip(),
                sure="假" not in found.group(0) and "暑" not in found.group(0),
            )
    blank = _BLANK_MONTH.match(head)
    if blank:
        end = indent + blank.end()
        return MonthLabel((), end, True, not body[blank.end() :].strip(), sure=False)
    found = _WEEK.match(head)
    if found:
        end = found.end()
        bracket = re.match(r"\s*\(([^)]*)\)", body[end:])
        months = ()
        if bracket:
            end += bracket.end()
            months = tuple(dict.fromkeys(int(m) for m, _ in _WEEK_DATE.findall(bracket.group(1)) if 1 <= int(m) <= 12))
        tail = re.match(r"\s*(?::|$|\s)", body[end:])
        if not tail:
            return None
        end += tail.end()
        return MonthLabel(months, indent + end, True, not body[end:].strip(), sure=bool(months))
    return None


def _value(text: str) -> int:
    if text in "正元":
        return 1
    return parse_chinese_numeral(text.lstrip("0") or "0") or 0


def _between(numbers: list[int]) -> tuple[int, ...]:
    first, last = numbers
    if first <= last:
        return tuple(range(first, last + 1))
    return (*range(first, 13), *range(1, last + 1))
