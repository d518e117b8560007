"""Numbering that jumps and remains of web pages: traces of a text that was pasted, not written. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from plans.domain.checks.cite import at, cite
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import Knowledge
from plans.domain.reading.markers import fold, marker_at
from regulations.domain.findings import Finding, Level, Place, Replacement
from regulations.domain.quoting import quoted

#: Another document's title in brackets in the middle of a sentence.
_FOREIGN_TITLE = re.compile(
    r"[（(](?P<title>[^（）()，,。；;]{2,26}(?:工作计划|工作总结|工作要点|实施方案|工作方案|心得体会|演讲稿|发言稿|述职报告|汇报材料|范文|思想汇报|活动方案)(?:范文|模板|大全|[一二三四五六七八九十\d]篇)?)[）)]"
)
_SAMPLE = re.compile(
    r"范文(?:大全|参考|模板)?|(?:精选|通用|最新|热门|优秀|合集|汇编|推荐)[^，。]{0,6}[一二三四五六七八九十\d]+篇|[一二三四五六七八九十\d]+篇(?:合集|汇总|精选)|模板(?:下载|范本)|(?:工作计划|总结)(?:集锦|汇总|大全)|【(?:精选|推荐|热门|实用|必备|荐)】"
)
_PAGE = re.compile(
    r"https?://[\w./\-]+|www\.[\w./\-]+|(?:点击|扫码)(?:下载|查看|关注)[^，。]{0,12}|(?:来源|转载自|摘自)[:：][^，。]{2,20}|本文(?:来自|由|转自)[^，。]{2,20}|(?:第一|中国|无忧|百度)?[\u4e00-\u9fff]{0,4}(?:范文网|文库|文秘网|资源网)|上一篇[:：]?|下一篇[:：]?|展开全文|相关(?:推荐|阅读)[:：]?|用户评论|还能输入\d+字|[a-z0-9]+\.(?:com|cn|net)"
)


def check_remains(material: Material, knowledge: Knowledge, today: date) -> list[Finding]:
    """Numbering, foreign titles, words of sample collections, web-site lines."""
    findings = list(_numbering(material, knowledge, today))
    for passage in material.passages:
        findings += _titles(passage, knowledge, today)
        findings += _page_words(passage, knowledge, today)
    for line in material.chrome:
        findings.append(
            cite(
                knowledge,
                "PC-CHROME",
                today,
                Level.INFO,
                "网页上的杂项，读取时已经单独放开。",
                text=line,
                where=Place(label="原文件"),
            )
        )
    return findings


def _titles(passage: Passage, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    for found in _FOREIGN_TITLE.finditer(passage.text):
        before = passage.text[: found.start()]
        if passage.field == "title" or re.search(r"(?:见|附件?|详见)\d*[:：]?$", before) or "《" in found["title"]:
            continue
        text, where = at(passage, *found.span())
        yield cite(
            knowledge,
            "PC-CHROME",
            today,
            Level.ERROR,
            f"句子中间夹着别的文件标题{quoted(found['title'])}。",
            code="PC-CHROME-TITLE",
            text=text,
            where=where,
            hint="多半是从网上复制时带进来的，应删去。",
            mends=[Replacement("")],
        )


def _page_words(passage: Passage, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    patterns = [(_PAGE, Level.WARNING, "像是网页上的文字")]
    if passage.field in {"title", "heading"}:
        patterns.append((_SAMPLE, Level.WARNING, "像是范文网站的标题"))
    for pattern, level, message in patterns:
        for found in pattern.finditer(passage.text):
            text, where = at(passage, *found.span())
            yield cite(knowledge, "PC-CHROME", today, level, f"{quoted(text)}{message}。", text=text, where=where)


def _numbering(material: Material, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    """Numbers as they stood in the file, sibling by sibling; a new list may begin at one at any time."""
    last: dict[int, tuple[str, int]] = {}
    counted: dict[str, int] = {}
    for passage in material.passages:
        if passage.kind not in {"heading", "schedule"} or passage.field != "heading" or not passage.marker:
            continue
        for level in [level for level in last if level > passage.level]:
            del last[level]
        marker = marker_at(fold(passage.marker) + ("" if passage.marker[-1:] in "、.)）．,，:：" else " ") + "甲")
        if marker is None or marker.kind in {"alpha", "multi"}:
            last.pop(passage.level, None)
            continue
        known = last.get(passage.level)
        fault = _jump(known, marker.kind, marker.number, passage.marker)
        if known is None and marker.number == counted.get(marker.kind, 0) + 1:
            fault = ""  # some plans count their measures through all sections
        if fault:
            yield cite(
                knowledge,
                "PC-NUMBERING",
                today,
                Level.WARNING,
                fault,
                text=f"{passage.marker}{passage.text[:12]}",
                where=passage.place(0, 0),
                hint="核对是否漏了一条，或从别处删节后没有重新编号。",
            )
        number = marker.number or (known[1] + 1 if known else 1)
        counted[marker.kind] = number
        last[passage.level] = (marker.kind if marker.kind != "lost" else (known[0] if known else "lost"), number)


def _jump(known: tuple[str, int] | None, kind: str, number: int, written: str) -> str:
    if kind == "lost" or not number:
        return f"编号缺失：这里只剩{quoted(written)}。"
    if known is None:
        return f"编号从{number}开始，前面的缺了。" if number > 1 and kind != "part" else ""
    if known[0] != kind and number > 1:
        return ""
    if number == known[1]:
        return f"编号{number}重复。"
    if number > known[1] + 1:
        return f"编号从{known[1]}跳到{number}。"
    return ""
