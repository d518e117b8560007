"""Blanks that were never filled in: 20XX年, __大精神, x届五中全会, 某某小学, _名, 做好-老师的转正工作. Framework-free."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plans.domain.checks.cite import cite
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import Knowledge, Placeholder
from regulations.domain.findings import Finding, Level, Replacement
from regulations.domain.quoting import quoted

RULE = "PC-PLACEHOLDER"
_LATIN = "A-Za-zＡ-Ｚａ-ｚ0-9０-９"
_CJK = "\u4e00-\u9fff"
#: The blank itself. Runs of x, ×, *, _ and the like, never inside a Latin word (FTP, App, 3×3, https).
_BLANK = re.compile(
    r"(?<![A-Za-z.\-/])(?:[xXｘＸ]{1,8})(?![A-Za-z0-9\-.])"
    r"|(?<![0-9０-９a-zA-Z)）]\s)(?<![0-9０-９a-zA-Z)）])×{1,8}(?!\s*[0-9０-９a-zA-Z])"
    r"|[_＿]{1,20}(?:\s*[_＿]+)*"
    r"|(?<=[0-9])×{1,8}(?=\s*[年月日届名人])"
    rf"|(?<!\d)[*＊]{{2,20}}(?!\d)|(?<=20)[*＊]{{2}}(?=\s*年)|(?<=[{_CJK}“《(（])[*＊](?=[{_CJK}])"
    r"|[□■◇△]{2,}|[○〇Ｏ]{2,}(?![一二三四五六七八九〇○])"
    r"|…{2,}(?=[年月日届])|\?{2,}(?=[年月日届大])"
)
#: Other blanks, whole as they stand.
_WHOLE = re.compile(
    r"(?P<blank_date>(?:(?<!\d)20)?[xXｘＸ×*＊_＿]{1,4}\s*年\s*[xXｘＸ×*＊_＿]{1,4}\s*月(?:\s*[xXｘＸ×*＊_＿]{1,4}\s*日)?|[xXｘＸ×*＊_＿]{1,4}\s*月\s*[xXｘＸ×*＊_＿]{1,4}\s*日)"
    r"|(?P<fill>[（(【\[]\s*(?:此处|这里)?(?:请)?(?:填写|填入|插入|替换|补充|待定|待补|略)[^）)】\]]{0,12}[）)】\]])"
    r"|(?P<empty>【\s*】|《\s*》|“\s*”|（[ \u3000]+）|\([ \u3000]+\))"
    r"|(?P<date>(?<!\d)(?:20\d{0,2}[ \u3000]{2,}年(?:[ \u3000]+月(?:[ \u3000]+日)?)?|年[ \u3000]{2,}月(?:[ \u3000]{2,}日)?|(?<!\d)月[ \u3000]{2,}日))"
    r"|(?P<count>(?<=[\u4e00-\u9fff])[ \u3000]{2,8}(?:名|人|次|篇)(?=[，,、。；;]|$))"
    r"|(?P<ordinal>第[ \u3000]{1,6}(?:个|届|次)(?!人|层))"
    r"|(?P<dash>(?<=[好对与和请由为把给让])[-—－]{1,3}(?=(?:老师|同志|校长|书记|主任|园长|等|两|三|名|位)))"
    r"|(?P<some>某某(?:某)?(?=(?:省|市|区|县|镇|乡|街道|学校|小学|中学|幼儿园|党支部|支部|同志|老师|单位|党委))"
    r"|(?<![\u4e00-\u9fff])某(?=(?:校|园|区|市|县|镇)(?:党|支)))"
    r"|(?P<notes>\[\s*\]|［\s*］)"
)
#: What may stand before the blank and belongs to it.
_HEAD = re.compile(
    r"(?:(?<!\d)20\d?|(?<!\d)19\d?|(?:建党|建国|国庆|建军|成立)?第?|(?<![一二三四五六七八九])[二三]?十|党的|[“《])$"
)
#: What belongs to it behind: the shortest noun that tells it apart.
_TAIL = re.compile(
    r"(?:\d{1,2})?(?:"
    r"周年|届[一二三四五六七]中(?:[、和及][一二三四五六七]中)*全会|届[一二三四五六七xX×_]*中?全会|中全会|届(?=[一二三四五六七]次)|大(?=精神|报告|文件|以来|召开|胜利|[”、，,。；;和]|的)"
    r"|精神|年(?:度|级)?|月(?:份)?|日|名|人|位|个|次|届|万?元|%"
    r"|[”》](?:规划|计划)?(?:《纲要》)?"
    r"|同志|老师|校长|书记|园长|主任|教师"
    rf"|[{_CJK}]{{0,10}}?(?:幼儿园|小学|中学|学校|党支部|党总支|支部|党委|街道|教育局|教育工委|区|县|市|镇|乡|省)"
    rf"|(?!的)[{_CJK}]{{1,7}})?"
)
_STOP = re.compile(r"[的时地得了等在]|(?:系列)?(?:重要)?讲话|同志")


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank in a passage; `text` is the blank with the words that tell it apart."""

    passage: Passage
    start: int
    end: int
    token_start: int
    token_end: int

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]


def blanks(material: Material) -> Iterator[Blank]:
    """Every blank in reading order."""
    for passage in material.passages:
        taken = -1
        spans = [(found.span(), True) for found in _BLANK.finditer(passage.text)]
        spans += [(found.span(), False) for found in _WHOLE.finditer(passage.text)]
        for (start, end), needs_words in sorted(spans, key=lambda row: (row[0][0], -row[0][1])):
            if start < taken or (needs_words and not _is_blank(passage.text, start, end)):
                continue
            first, last = _with_words(passage.text, start, end)
            yield Blank(passage, first, last, start, end)
            taken = last


def _is_blank(text: str, start: int, end: int) -> bool:
    """A run of marks that stands for words; a lone x between Latin words or formulas does not."""
    token = text[start:end]
    before, after = text[start - 1 : start], text[end : end + 1]
    if set(token) <= set("xXｘＸ×") and len(token) == 1:
        # A single letter stands for words only in a Chinese surrounding: x年, “x”规划, 第x届; not in x轴, X光, 维生素x.
        if re.match(r"[光轴射线染型染]", after) or before.isdigit():
            return before.isdigit() and bool(re.match(r"[年月日届]", after))
        return bool(re.match(rf"[{_CJK}”》]", after)) or bool(re.match(r"[第十]", before))
    if set(token) <= set("○〇Ｏ"):
        return not re.search(r"[二一三四五六七八九十]$", text[:start]) and bool(re.match(rf"[{_CJK}]", after or before))
    if set(token) <= set("_＿ "):
        return True
    return bool(re.match(rf"[{_CJK}”》0-9:：，。)）]", after)) or bool(re.match(rf"[{_CJK}“《0-9：:、]", before))


def _with_words(text: str, start: int, end: int) -> tuple[int, int]:
    if re.search(r"[年月日】》”）)\]]$", text[start:end]):
        return start, end  # a blank date or a pair of empty brackets is whole
    head = _HEAD.search(text[max(0, start - 6) : start])
    first = start - len(head.group()) if head else start
    first = start if text[first:start] == "党的" else first
    tail = _TAIL.match(text, end)
    last = tail.end() if tail else end
    words = text[end:last]
    if len(words) > 3 and (stop := _STOP.search(words, 2)):
        last = end + stop.start()
    if text[first : first + 1] in "“《" and not re.search(r"[”》]", text[end:last]):
        first = start
    return first, last


def placeholders(material: Material) -> list[Placeholder]:
    """The blanks counted by their wording, in reading order."""
    counts = Counter(blank.text for blank in blanks(material))
    return [Placeholder(text, count) for text, count in counts.items()]


def check_placeholders(material: Material, knowledge: Knowledge, today: date) -> list[Finding]:
    """One finding for each blank; mended where the period says what belongs there."""
    return [_finding(blank, material, knowledge, today) for blank in blanks(material)]


def _finding(blank: Blank, material: Material, knowledge: Knowledge, today: date) -> Finding:
    mend = _mend(blank, material, knowledge)
    return cite(
        knowledge,
        RULE,
        today,
        Level.ERROR,
        f"{quoted(blank.text)}还没有填写。",
        text=blank.text,
        hint=f"按计划期间应为{quoted(mend.text)}。" if mend else "请补上实际内容，或删去这一处。",
        where=blank.passage.place(blank.start, blank.end),
        mends=[mend] if mend else [],
    )


def _mend(blank: Blank, material: Material, knowledge: Knowledge) -> Replacement | None:
    """Certain only for the year of a calendar-year plan and for anniversaries of that year."""
    period = material.period
    if period is None or period.months[0].year != period.months[-1].year:
        return None
    year = period.months[0].year
    if re.fullmatch(r"20[^\d\s]{1,4}年", blank.text):
        return Replacement(f"{year}年")
    if re.fullmatch(r"建党第?[^\d]{1,4}周年", blank.text):
        founding = next((row for row in knowledge.observances.observances if row.key == "party"), None)
        return Replacement(f"建党{founding.anniversary(year)}周年") if founding else None
    return None
