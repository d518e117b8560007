"""Words and clauses written twice, sentences cut off, marks that do not close. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plans.domain.checks.language.fault import Fault
from plans.domain.checks.language.order import out_of_order
from plans.domain.checks.language.terms import pairs_of_terms
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.naming import mentions
from regulations.domain.quoting import quoted
from regulations.domain.wording import fixed_wording

_CJK = "\u4e00-\u9fff"
_TWICE = re.compile(rf"(?P<word>[{_CJK}]{{2,12}})(?P=word)")
_NUMERALS = frozenset("一二三四五六七八九十百千万两几多零〇")
#: Words that are said twice on purpose.
_RIGHTLY_TWICE = frozenset(
    "点点 滴滴 研究 讨论 学习 锻炼 商量 考虑 了解 研讨 交流 活动 休息 认识 教育 检查 思考 沟通 放松 轻松 比划 指点 体验 参考 琢磨 打扫 收拾 表扬 批评 帮助 支持 尝试 总结 比较 照顾 鼓励 提醒 意思 宣传 管理 改进 调整 多少 大片 如何 那么 根据"
    " 哈哈 嘻嘻 非常 很多 许多 一步 一件 一点 一批 一个 一代 一年 一天 一户 一层 一项 永远 加油 谢谢 好好 大家".split()
)
#: One sign twice in a row that is never right, and two function words in a row.
_DOUBLED = re.compile(
    r"(?<!目)的的(?![确士])|(?<!除)(?<!为)了了(?![解断却不之])|(?<![总共饱])和和(?![谐睦气美平解善煦])|(?<![参给赠])与与|(?<![普涉以波遍])及及(?![时格早])|是是(?![非否])|(?<![存现所内潜外])在在(?![校职线岗场])|被被|并并|使使(?![用命])"
    r"|员员(?!工)|们们|(?<!自)律律(?![师己动])|策策(?![略划])|识识(?![别字])|织织|础础|障障(?!碍)|绩绩(?!效)|彻彻(?!底)|巩巩|凝凝|聚聚(?![焦集会力合])|贯贯(?![彻穿通])|神神(?![奇秘圣采经])|施施(?![工行教])|措措"
    r"|(?<!政)党党(?![员委政的组支内章费课性风史校务日徽旗派建群中总外龄领纲首团主])|(?<!一)部部(?![长门队署分件])"
)
_PAIRED = re.compile(r"(.)\1(.)\2")
_MARKS = re.compile(
    r"[，,]\s*[，,]+|(?<!。)。{2}(?!。)|[；;]{2,}|、{2,}|[，,]。|、。|；。|。[，,、；]|[，,；]、|、[，,；]|[：:][。，,；]|[！？!?][。，]"
)
_EMPTY = re.compile(r"“”|《》|（\s*）|【】")
_LOST = re.compile(r"[”》）]、等(?=[\u4e00-\u9fff])(?!级|候|待|距|价|额|同于|于|次|分)")
_CUT_START = re.compile(
    rf"(?:^|(?<=[。；！？\n]))(?:[，；]|、(?![{_CJK}]{{2,8}}[、。])|的(?![确士话])|了(?![解然不却结]))(?=[{_CJK}]{{2}})"
)
_CUT_END = re.compile(r"(?:[、，,]|以及|并且|[和与及或])(?:[。；]|$)")
_NO_OBJECT = re.compile(
    r"(?<=[要应])(?:加强|提高|增强|开展|落实|推进|坚持|完善|组织|做好|抓好|深化|强化|促进|贯彻|学习)(?=[。；]|$)"
)
_ENDS_WELL = re.compile(
    r"(?:[之附言讲求成调随]和|[不莫所能]及|参与|给与|赠与|予以|总和|温和|缓和|共和|饱和|谦和|柔和|人和|随和|平和|祥和|中和|普及|涉及|触及|顾及|推及|论及|提及|波及|惠及|遍及|危及|来得及|企及|以及其他|何及)(?:[。；]|$)"
)
_UNIT = re.compile(r"[^，,。；;：:、！!？?\n]+")
_OPENING, _CLOSING = "《（", "》）"
_SENTENCE = re.compile(r"[^。；！？\n]+")
#: Lines that stand under every measure alike.
_ON_PURPOSE = re.compile(r"[:：]|责任|负责|牵头|完成时|时限|时间")
_LEAST_SENTENCE = 20
_LEAST_CLAUSE = 8
_NEAR = 60
_LEAST_OPENING = 10
_SHORT_ITEM = 20
_ALIKE = 0.7
_LEAST_LENGTH_SHARED = 0.6


def sentence_faults(material: Material) -> Iterator[Fault]:
    """Everything that can be seen within a field of text, then what needs its neighbours."""
    bodies = {passage.part for passage in material.passages if passage.field == "body"}
    for passage in material.passages:
        if passage.field in {"title", "signature"}:
            continue
        yield from _doubled(passage)
        yield from _marks(passage)
        yield from _ends(passage, is_followed=passage.field == "heading" and passage.part in bodies)
        yield from _clauses(passage)
        yield from _without_object(passage)
        yield from _brackets(passage)
    yield from _repeated(material)
    yield from out_of_order(material)
    yield from _openings(material)
    yield from _like_items(material)


def _doubled(passage: Passage) -> Iterator[Fault]:
    text = passage.text
    for found in _TWICE.finditer(text):
        word = found["word"]
        if word in _RIGHTLY_TWICE or len(set(word)) == 1 or _NUMERALS.issuperset(word):
            continue
        if word[0] in "一每几两半很最不请" or word[-1] in "着了哇啊" or text[found.end() : found.end() + 1] == word[0]:
            continue
        is_sure = len(word) > 2 or _is_fixed(text, found)
        yield Fault(passage, *found.span(), f"{quoted(word)}写了两遍。", word if is_sure else None, is_sure)
    for found in _DOUBLED.finditer(text):
        around = text[max(0, found.start() - 2) : found.end() + 2]
        if _PAIRED.search(around) or _TWICE.search(around):
            continue
        start, end = max(0, found.start() - 4), min(len(text), found.end() + 4)
        mend = text[start : found.start()] + found.group()[0] + text[found.end() : end]
        yield Fault(passage, start, end, f"{quoted(found.group())}多写了一个字。", mend)


def _is_fixed(text: str, found: re.Match[str]) -> bool:
    """Two signs twice: sure for words of plans where neither half can belong to a neighbour (加强加强, not 根据根据地)."""
    ordinary = fixed_wording().ordinary
    start, end = found.span()
    if found["word"] not in pairs_of_terms():
        return text[end : end + 1] in ("，", "。", "；") and found["word"] in ordinary
    apart_before = text[max(0, start - 1) : start + 1] not in ordinary or text[max(0, start - 2) : start] in ordinary
    apart_after = text[end - 1 : end + 1] not in ordinary or text[end : end + 2] in ordinary
    return apart_before and apart_after


def _marks(passage: Passage) -> Iterator[Fault]:
    text = passage.text
    for pattern, message in ((_MARKS, "标点“{}”重复或多余，可能缺了字句。"), (_EMPTY, "“{}”里面是空的。")):
        for found in pattern.finditer(text):
            yield Fault(passage, *_around(text, *found.span(), 8), message.format(found.group()))
    for found in _LOST.finditer(text):
        yield Fault(passage, *_around(text, *found.span(), 6), "“等”字前面不用顿号，或者漏了一项。")


def _around(text: str, start: int, end: int, width: int) -> tuple[int, int]:
    return max(0, start - width), min(len(text), end + width)


def _ends(passage: Passage, *, is_followed: bool) -> Iterator[Fault]:
    text = passage.text
    for found in _CUT_START.finditer(text):
        yield Fault(passage, found.start(), min(len(text), found.end() + 12), "这一句的开头像是被截掉了。")
    if is_followed or passage.kind == "line":
        return
    for found in _CUT_END.finditer(text):
        before = text[max(0, found.start() - 4) : found.end()]
        if not _ENDS_WELL.search(before) and found.start() > 0 and re.match(rf"[{_CJK}]", text[found.start() - 1]):
            is_sure = passage.field == "body" and found.group()[0] not in "，,、"
            yield Fault(passage, max(0, found.start() - 10), found.end(), "这一句没有写完。", is_sure=is_sure)


def _without_object(passage: Passage) -> Iterator[Fault]:
    """…要加强。 says no more of what: the sentence was cut off behind its verb."""
    for found in _NO_OBJECT.finditer(passage.text):
        start = max(passage.text.rfind(mark, 0, found.start()) for mark in "，,。；;！\n") + 1
        if not re.search(r"[把将对使让给为]|得到|继续|有待|进一步|需", passage.text[start : found.end()]):
            yield Fault(passage, max(start, found.start() - 10), found.end(), "这一句没有写完。")


def _clauses(passage: Passage) -> Iterator[Fault]:
    """The same clause a second time: within a few clauses a slip, farther away perhaps meant."""
    seen: dict[str, int] = {}
    for found in _UNIT.finditer(passage.text):
        clause = found.group().strip()
        if len(clause) < _LEAST_CLAUSE or not re.search(rf"[{_CJK}]{{6}}", clause):
            continue
        if clause in seen:
            is_near = found.start() - seen[clause] <= _NEAR + len(clause)
            yield Fault(passage, *found.span(), f"{quoted(clause)}在这一段里已经写过。", is_sure=is_near)
        seen[clause] = found.start()


def _repeated(material: Material) -> Iterator[Fault]:
    """A whole sentence of one section that stands in another one too."""
    seen: dict[str, Passage] = {}
    for passage in material.passages:
        if passage.field != "body" or passage.kind == "line":
            continue
        for found in _SENTENCE.finditer(passage.text):
            sentence = found.group().strip()
            if len(sentence) < _LEAST_SENTENCE or _ON_PURPOSE.search(sentence):
                continue
            other = seen.setdefault(sentence, passage)
            if other.part != passage.part:
                yield Fault(passage, *found.span(), f"这一句与{quoted(other.label, 20)}里的一句完全相同。")


def _brackets(passage: Passage) -> Iterator[Fault]:
    """《 and （ that are not closed within the sentence, and the reverse."""
    for sentence in re.finditer(r"[^。；\n]+", passage.text):
        for opening, closing in zip(_OPENING, _CLOSING, strict=True):
            depth, first = 0, 0
            for place, sign in enumerate(sentence.group()):
                if sign in (opening, {"（": "("}.get(opening)):
                    first = place if depth == 0 else first
                    depth += 1
                elif sign in (closing, {"）": ")"}.get(closing)):
                    depth -= 1
                    if depth < 0:
                        break
            if depth != 0:
                place = sentence.start() + (first if depth > 0 else place)
                start, end = (
                    (place, min(sentence.end(), place + 14))
                    if depth > 0
                    else (max(sentence.start(), place - 13), place + 1)
                )
                message = f"“{opening}”没有配对的“{closing}”。" if depth > 0 else f"“{closing}”没有配对的“{opening}”。"
                yield Fault(passage, start, end, message, is_sure=opening == "《")


def _openings(material: Material) -> Iterator[Fault]:
    """Two sections that open with the same words: under one heading a slip, under different ones perhaps meant."""
    seen: dict[str, Passage] = {}
    for passage in material.passages:
        if passage.field != "heading" or passage.kind != "heading":
            continue
        opening = re.split(r"[。；;]", passage.text, maxsplit=1)[0].strip()
        if len(opening) < _LEAST_OPENING:
            continue
        if other := seen.get(opening):
            message = f"与{quoted(other.label, 20)}开头完全相同，可能有一条放错了。"
            yield Fault(passage, 0, len(opening), message, is_sure=other.headings[:-1] == passage.headings[:-1])
        seen.setdefault(opening, passage)


def _like_items(material: Material) -> Iterator[Fault]:
    """Short items of one list that plan the same thing twice: 开好一次组织生活会 / 开好每学期一次的组织生活会."""
    bodies = {passage.part for passage in material.passages if passage.field == "body"}
    groups: dict[tuple[str, ...], list[Passage]] = {}
    for passage in material.passages:
        if passage.kind == "heading" and passage.field == "heading" and passage.part not in bodies:
            if len(passage.text) <= _SHORT_ITEM:
                groups.setdefault(passage.headings[:-1], []).append(passage)
        elif passage.kind == "line" and passage.field == "text" and len(passage.text) <= _SHORT_ITEM:
            groups.setdefault((f"{passage.months}{passage.label}",), []).append(passage)
    for items in groups.values():
        for place, item in enumerate(items):
            kinds = {row.kind for row in mentions(item.text) if row.is_explicit}
            for other in items[:place]:
                same_kind = kinds & {row.kind for row in mentions(other.text) if row.is_explicit}
                if (same_kind and _pairs_shared(item.text, other.text) >= _ALIKE) or item.text == other.text:
                    yield Fault(item, 0, len(item.text), f"与同一处的{quoted(other.text)}重复。")
                    break


def _pairs_shared(a: str, b: str) -> float:
    """Share of the shorter text's pairs of signs that the other one has too."""
    if min(len(a), len(b)) < _LEAST_LENGTH_SHARED * max(len(a), len(b)):
        return 0.0  # 召开支委会 and 召开支委会，研究接收预备党员 may well be two meetings
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (a.strip("、。；，"), b.strip("、。；，"))]
    shorter = min(len(row) for row in pairs)
    return len(pairs[0] & pairs[1]) / shorter if shorter else 0.0
