"""Names that belong to somebody else: other schools, other places, another kind of school, people. Framework-free.

A plan that was taken from elsewhere keeps such names. What a school meets, visits or quotes may be named; those contexts are left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from plans.domain.checks.cite import at, cite, clause_around, sentence_around
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import Knowledge
from regulations.domain.divisions import Division, divisions_in, short_names
from regulations.domain.findings import Finding, Level
from regulations.domain.quoting import quoted

_ELSEWHERE = re.compile(
    r"参观|考察|赴|前往|走进|来到|视察|会议|精神|革命|纪念|烈士|故居|旧址|基地|支教|对口|帮扶|援|结对|共建|联合|联盟|交流|跟岗|研学|教育部|讲话|重要指示|来自|籍|毕业|调研|学习先进|经验|洽谈|出生|典型|事迹|英雄"
)
#: Only shapes that cannot be anything but a name: 第三小学, 柳塘实验小学, 柳塘镇中心小学, 柳塘幼儿园党支部.
_EDGE = r"(?:(?<=[，,。；;：:、“《（(\s到在与和对由向从赴为的年])|^)"
_SIGN = r"(?:(?!的)[\u4e00-\u9fff])"
_SCHOOL = re.compile(
    rf"(?P<name>(?:{_EDGE}{_SIGN}{{2,6}})?第[一二三四五六七八九十]{{1,3}}(?:实验)?(?:小学|中学|幼儿园)"
    rf"|{_EDGE}{_SIGN}{{2,6}}(?:实验|中心|附属)(?:小学|中学|幼儿园|学校)"
    rf"|{_EDGE}{_SIGN}{{2,6}}(?<!本)(?<!全)(?<!各)(?<!我)[市区县镇乡]{_SIGN}{{1,6}}(?:小学|中学|幼儿园)"
    rf"|{_EDGE}{_SIGN}{{2,5}}(?:小学|中学|幼儿园|幼|师专|师范学院)(?=党(?:总)?支部))"
    r"(?!生|阶段|课程)"
)
_VERB = re.compile(
    r"^(?:认真|积极|继续|全面|切实|努力)?(?:完成|落实|做好|加强|按照|组织|根据|结合|推进|提高|促进|响应|服从|听取|支持|配合|学习|建设|打造|发挥|围绕|深化|确保)"
)
_GENERIC = re.compile(
    r"我[校园区县市镇乡]|本[校园区县市]|各[校园区县市镇]|全[校园区县市镇]|其他|农村|乡镇|民办|公办|兄弟|友好|姊妹|优质|示范|一流|名校|中小学|所有|城区|城乡|社区|校区|园区|办好|成为|争创|人民满意|创建|建设|加强|推进|参加|组织|教育|开展|党员"
)
_OWN_WORDS = {
    "kindergarten": re.compile(r"我园|本园|全园|园务|园所"),
    "school": re.compile(r"我校|本校|全校师生|全校教职"),
}
#: Kinds of units that do not write a school's plan: their own "we".
_FOREIGN_SELF = re.compile(
    r"(?:我|本)(?:社区|街道|镇|乡|村|局|公司|厂|企业|集团|医院|院|县委|机关|单位机关)(?![内里的]?(?:的?(?:中小学|幼儿园|学校)))"
    r"|社区(?:居民)?委员会|居委会的?(?:工作|党)|村(?:党)?支部|村委会|(?<!教)(?:师专|学院)党(?:委|总支|支部)|院(?:系|党委)|系党总支|街道(?:党工委|党委|办事处)的?(?:正确)?(?:领导|部署)|企业职工|公司(?:员工|党委|党支部)"
)
_HIGHER = re.compile(
    r"(?<!教)师专(?!业)|(?<!电影)(?<!书画)(?<!红军)(?<!干部)(?<!行政)学院(?!派)|大学生(?!活)|研究生|高校|本科生|辅导员队伍"
)
#: What only a kindergarten does.
_NURSERY = re.compile(
    r"保教(?!主任)|幼儿一日|一日活动|家园(?:共育|联系|合作|共建)|入园|离园(?!区)|晨检|区域活动|保育(?:员|工作)|幼儿(?!园|教育|心理|师范|期|时)"
)
_COLLEGE = re.compile(r"(?<!教)师专(?!业)|(?<!教)学院党(?:委|总支)|系党总支|院系")
_SECONDARY = re.compile(r"高考|中考|高三|高中生|初三|毕业班|升学率")
_SENIOR = re.compile(r"高考|中考|高[一二三](?!年)|高中生|初三|九年级")
_PIONEERS = re.compile(r"少先队|少年先锋队|红领巾|队员入队|推优入团")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文向庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
_PERSON = rf"(?:[{_SURNAMES}]某{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][*×xX○]{{1,2}})"
_PEOPLE_IN_BRACKETS = re.compile(
    rf"[（(]\s*(?P<names>{_PERSON}(?:[、,，\s]+{_PERSON})*)\s*(?:等)?(?:同志|老师)?\s*[)）]"
)
_MASKED_PERSON = re.compile(rf"[{_SURNAMES}]某{{1,2}}(?:、[{_SURNAMES}]某{{1,2}})*(?:同志|老师)?")
_BLANKED = re.compile(r"(?<![A-Za-z])[xX×]{1,4}(?=[\u4e00-\u9fff])|__")
_DEVELOPMENT = re.compile(
    r"发展对象|预备党员|积极分子|转正|入党|培养对象|发展.{0,6}党员|申请人|困难(?:党员|教职工|学生)|慰问|帮扶|特困"
)


def check_units(material: Material, knowledge: Knowledge, today: date) -> list[Finding]:
    """Schools, places, kinds of school and people that do not belong in this plan."""
    findings: list[Finding] = []
    own = _own_texts(material)
    near = [division for text in own for _, _, division in divisions_in(text)]
    places = Counter(division.name for passage in material.passages for _, _, division in divisions_in(passage.text))
    # A text whose names were blanked out elsewhere keeps a real one by oversight.
    blanked = any(_BLANKED.search(passage.text) for passage in material.passages)
    kind = _own_kind(material, own)
    told: set[str] = set()
    for passage in material.passages:
        if passage.field in {"title", "signature"}:
            continue
        findings += _units(passage, knowledge, own, today)
        findings += _places(passage, knowledge, near, places, today, blanked=blanked)
        findings += _kinds(passage, knowledge, kind, "".join(own), today, told)
        findings += _people(passage, material, knowledge, today)
    return findings


def _own_texts(material: Material) -> list[str]:
    branch = material.branch
    known = [branch.name, branch.school_name, branch.short_name, branch.district_name]
    known += [passage.text for passage in material.passages if passage.field in {"title", "signature"}]
    return [text for text in known if text]


def _own_kind(material: Material, own: list[str]) -> str:
    """kindergarten, school or "" (not known): from the organisation, else from the title."""
    if material.branch.school_kind:
        return "kindergarten" if material.branch.school_kind == "kindergarten" else "school"
    whole = " ".join(own)
    if re.search(r"幼儿园|附幼|实幼|机关幼|中心幼", whole):
        return "kindergarten"
    return "school" if re.search(r"小学|中学|完小|[一二三四五六七八九十]中", whole) else ""


def _core(name: str) -> str:
    """The name without place, kind of organisation and quotation marks, for comparison."""
    return re.sub(r"[“”\"《》\s]|党支部|党总支|党委|支部|委员会|中共|^.{2,4}?[省市区县]", "", name)


def _units(passage: Passage, knowledge: Knowledge, own: list[str], today: date) -> Iterator[Finding]:
    mine = "".join(own)
    taken: list[tuple[int, int]] = []
    for unit in knowledge.units:
        if len(unit) < 3 or unit in mine:
            continue
        for found in re.finditer(re.escape(unit), passage.text):
            taken.append(found.span())
            if not _is_meeting(passage.text, *found.span()):
                yield _unit_finding(passage, *found.span(), Level.ERROR, knowledge, today)
    if not any(re.search(r"小学|中学|幼儿园|学校", text) for text in own):
        return
    for found in _SCHOOL.finditer(passage.text):
        name = _VERB.sub("", found["name"])
        start = found.end("name") - len(name)
        if _GENERIC.search(name) or any(start < found.end() and found.start() < end for start, end in taken):
            continue
        core = _core(name)
        if len(core) < 4 or core in mine or any(_core(text) in name for text in own if len(_core(text)) > 3):
            continue
        if not _is_meeting(passage.text, start, found.end("name")):
            yield _unit_finding(passage, start, found.end("name"), Level.WARNING, knowledge, today)


def _is_meeting(text: str, start: int, end: int) -> bool:
    first, last = clause_around(text, start, end)
    return bool(_ELSEWHERE.search(text[first:start] + text[end:last]))


def _unit_finding(passage: Passage, start: int, end: int, level: Level, knowledge: Knowledge, today: date) -> Finding:
    text, where = at(passage, start, end)
    return cite(
        knowledge,
        "PC-UNIT",
        today,
        level,
        f"出现了其他单位的名称“{text}”。",
        text=text,
        hint="如果是参观、结对等活动的对方，请标为“不适用”；否则请改成本单位。",
        where=where,
    )


def _places(
    passage: Passage,
    knowledge: Knowledge,
    near: list[Division],
    places: Counter[str],
    today: date,
    *,
    blanked: bool,
) -> Iterator[Finding]:
    found = [(start, end, row, True) for start, end, row in divisions_in(passage.text)]
    found += [(start, end, row, False) for start, end, row in _telling_short_names(passage.text)]
    for start, end, division, is_full in found:
        if any(division.is_near(row) for row in near) or _is_meeting(passage.text, start, end):
            continue
        if near:
            level, why = Level.WARNING, "与本单位所在地不符"
        elif places[division.name] > 1 and is_full:
            continue  # a plan that names its own place again and again
        else:
            level, why = (Level.WARNING if blanked else Level.INFO), "可能是从别处带来的地名"
        first, last = (start, end) if is_full else clause_around(passage.text, start, end, limit=6)
        text, where = at(passage, first, last)
        yield cite(
            knowledge,
            "PC-PLACE",
            today,
            level,
            f"出现地名“{passage.text[start:end]}”，{why}。",
            text=text,
            where=where,
            hint="确属本地或活动目的地的，请标为“不适用”。",
        )


def _telling_short_names(text: str) -> Iterator[tuple[int, int, Division]]:
    """绿色亭湖, 美丽江夏: a place's short name in the company that only place names keep."""
    for found in re.finditer(
        r"(?:绿色|美丽|魅力|幸福|平安|文明|法治|书香|诚信|健康|最美|爱我|我爱|我是)(?P<name>[\u4e00-\u9fff]{2,3})(?=[\u4e00-\u9fff”])",
        text,
    ):
        for length in (3, 2):
            division = short_names().get(found["name"][:length])
            if (
                division
                and len(found["name"]) >= length
                and not re.match(r"中华|祖国|校园|家园|中国|人民|和平|新华|东方|城关", found["name"])
            ):
                yield found.start("name"), found.start("name") + length, division
                break


def _kinds(
    passage: Passage, knowledge: Knowledge, kind: str, own: str, today: date, told: set[str]
) -> Iterator[Finding]:
    """`told` are messages given already: what runs through a whole paper (我校 in a kindergarten's) is said once."""
    patterns = [(_FOREIGN_SELF, Level.WARNING, "这里的说法不像学校党支部自己的计划")]
    if kind == "kindergarten":
        patterns += [
            (_OWN_WORDS["school"], Level.WARNING, "幼儿园的计划里写了“校”"),
            (_PIONEERS, Level.WARNING, "幼儿园的计划里出现少先队"),
            (_HIGHER, Level.WARNING, "幼儿园的计划里出现高校的内容"),
            (_SECONDARY, Level.WARNING, "幼儿园的计划里出现中学的内容"),
        ]
    if kind == "school":
        patterns.append((_OWN_WORDS["kindergarten"], Level.ERROR, "学校的计划里写了“园”"))
        if not re.search(r"附属|附小|附中|九年|十二年|集团", own):
            patterns.append((_NURSERY, Level.WARNING, "学校的计划里出现幼儿园的内容"))
        if "小学" in own and not re.search(r"中学|高中|初中", own):
            patterns.append((_SENIOR, Level.WARNING, "小学的计划里出现中学的内容"))
    if kind != "kindergarten":
        patterns.append((_COLLEGE, Level.WARNING, "中小学的计划里出现高校的内容"))
    for pattern, level, message in patterns:
        for found in pattern.finditer(passage.text):
            is_met = pattern is not _FOREIGN_SELF and _is_meeting(passage.text, *found.span())
            if found.group() in own or is_met:
                continue
            if pattern is _OWN_WORDS["school"]:
                if message in told:
                    continue
                told.add(message)
            start, end = clause_around(passage.text, *found.span(), limit=12)
            text, where = at(passage, start, end)
            yield cite(
                knowledge,
                "PC-SCHOOLKIND",
                today,
                level,
                f"{message}（{quoted(found.group())}）。",
                text=text,
                where=where,
                hint="请核对是否从其他单位的材料带来。",
            )


def _people(passage: Passage, material: Material, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    taken: list[tuple[int, int]] = []
    for found in _PEOPLE_IN_BRACKETS.finditer(passage.text):
        first, _ = sentence_around(passage.text, *found.span())
        if _DEVELOPMENT.search(passage.text[max(first, found.start() - 24) : found.start()]):
            taken.append(found.span())
    for found in _MASKED_PERSON.finditer(passage.text):
        first, last = sentence_around(passage.text, *found.span())
        if _DEVELOPMENT.search(passage.text[first:last]) and not any(a <= found.start() < b for a, b in taken):
            taken.append(found.span())
    for start, end in taken:
        text, where = at(passage, start, end)
        yield cite(
            knowledge,
            "PC-PERSON",
            today,
            Level.ERROR,
            f"计划里写了个人姓名“{text}”。",
            text=text,
            where=where,
            hint="发展对象、困难人员等的姓名属于个人信息，计划里写人数即可。",
        )
    for name in material.branch.former_members:
        for found in re.finditer(re.escape(name), passage.text):
            text, where = at(passage, *found.span())
            yield cite(
                knowledge,
                "PC-PERSON",
                today,
                Level.WARNING,
                f"{name}已不在本支部。",
                code="PC-PERSON-FORMER",
                text=text,
                where=where,
                hint="请改为现任人员。",
            )
