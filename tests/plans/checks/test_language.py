"""Misspelt terms, misnamed documents, reworded texts; and right sentences that must be left alone."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plans.domain.checks.language import check_language
from regulations.domain.findings import Level, Replacement
from tests.plans.checks.materials import TODAY, checked, knowledge, plan, told

MISSPELT = [
    # one sign that sounds like the right one
    ("充分发挥战斗保垒作用。", "战斗保垒作用", "战斗堡垒作用"),
    ("落实党风廉正建设责任制。", "党风廉正建设责任制", "党风廉政建设责任制"),
    ("践行社会主义核心价直观。", "社会主义核心价直观", "社会主义核心价值观"),
    ("培养入党积极份子。", "入党积极份子", "入党积极分子"),
    ("参观革命记念馆。", "革命记念馆", "革命纪念馆"),
    ("发挥先锋摸范作用。", "先锋摸范作用", "先锋模范作用"),
    ("做好民主平议党员工作。", "民主平议党员", "民主评议党员"),
    ("认真贯切落实上级精神。", "贯切落实", "贯彻落实"),
    ("继续布署暑期工作。", "布署暑期", "部署暑期"),
    # one that looks like it
    ("培养人党积极分子三名。", "人党积极分子", "入党积极分子"),
    ("密切党群千群关系。", "千群关系", "干群关系"),
    # a sign lost, too many, or two the wrong way round
    ("围绕教育教学心工作开展活动。", "教育教学心工作", "教育教学中心工作"),
    ("进步加强队伍建设。", "进步加强", "进一步加强"),
    ("学习新时代中国特色主义思想。", "中国特色主义", "中国特色社会主义"),
    ("开好组织生生活会。", "组织生生活会", "组织生活会"),
    ("严格执行民集主中制。", "民集主中制", "民主集中制"),
    ("党的群众教育实践活动。", "党的群众教育实践活动", "党的群众路线教育实践活动"),
    # the first or last sign of a clause lost
    ("开展活动，分发挥党员作用。", "分发挥党员", "充分发挥党员"),
    ("加强党风廉政建，抓好学习。", "党风廉政建", "党风廉政建设"),
    # the wrong figure of a set name
    ("坚持两会一课制度。", "两会一课", "三会一课"),
    # the wrong word of two that sound alike
    ("新形式下的思想工作。", "新形式下", "新形势下"),
    ("开展形势多样的活动。", "形势多样", "形式多样"),
    ("反应群众意见和呼声。", "反应群众", "反映群众"),
    ("做到警钟常鸣。", "警钟常鸣", "警钟长鸣"),
    # traditional and Japanese forms
    ("每月検查学习笔记。", "検查学习", "检查学习"),
]


@pytest.mark.parametrize(("text", "wrong", "right"), MISSPELT)
def test_a_fixed_term_one_sign_off(text: str, wrong: str, right: str) -> None:
    finding = told(plan(text), "PC-TERM")
    assert [(row.text, row.mends) for row in finding] == [(wrong, (Replacement(right),))]
    place = finding[0].where
    assert text[place.start : place.end] == wrong


MISNAMED = [
    ("按照《关于新形势下党的政治生活若干准则》要求。", "关于新形势下党内政治生活的若干准则"),
    ("落实《中共党支部工作条例（试行）》。", "中国共产党支部工作条例"),
    ("学习《中国共产党纪律处份条例》。", "中国共产党纪律处分条例"),
    ("学习《中国共产党党章》。", "中国共产党章程"),
    ("学习《中华人民共和国未年成人保护法》。", "中华人民共和国未成年人保护法"),
]


@pytest.mark.parametrize(("text", "right"), MISNAMED)
def test_a_document_that_does_not_bear_this_name(text: str, right: str) -> None:
    assert [row.mends for row in told(plan(text), "PC-TERM")] == [(Replacement(right),)]


REWORDED = [
    ("做好入党用心分子的培养工作。", "用心分子", "积极分子"),
    ("调动广大教师的进取性和创造性。", "进取性", "积极性"),
    ("加强精神礼貌建设。", "精神礼貌", "精神文明"),
    ("增强党员的职责感。", "职责感", "责任感"),
    ("采取个人自学与群众学习相结合的办法。", "群众学习", "集体学习"),
    ("自觉理解群众监督。", "理解", "接受"),
]


@pytest.mark.parametrize(("text", "wrong", "right"), REWORDED)
def test_a_word_put_in_by_a_rewording_machine(text: str, wrong: str, right: str) -> None:
    (finding,) = told(plan(text), "PC-TERM")
    (mend,) = finding.mends
    assert isinstance(mend, Replacement)
    assert wrong in finding.text
    assert mend.text == finding.text.replace(wrong, right)


def test_overlapping_readings_are_told_once() -> None:
    text = "全面落实党风廉正建设责任制，加强廉正教育。"
    assert [row.text for row in told(plan(text), "PC-TERM")] == ["党风廉正建设责任制", "廉正教育"]


def test_an_old_spelling_is_only_a_hint() -> None:
    findings = check_language(plan("组织党员观看录相。"), knowledge(), TODAY)
    assert [(row.level, row.text) for row in findings] == [(Level.INFO, "录相")]


def test_a_text_in_traditional_characters_is_not_corrected() -> None:
    assert told(plan("認真學習貫徹黨的教育方針，發揮黨員的帶頭作用。"), "PC-TERM") == []


RIGHT = [
    "充分发挥党支部战斗堡垒作用和党员先锋模范作用。",
    "加强基层组织建设，创建学习型组织，做好党员志愿者服务工作。",
    "在区委教育工委的正确领导下，紧紧围绕学校中心工作。",
    "严格执行民主集中制，落实“三重一大”制度，做到一岗双责。",
    "增强“四个意识”、坚定“四个自信”、做到“两个维护”。",
    "学习《中国共产党章程》《中国共产党纪律处分条例》《关于新形势下党内政治生活的若干准则》。",
    "落实《青榆区教育系统党员教育管理办法》和《中小学教师职业道德规范》。",
    "学习《新时代幼儿园教师职业行为十项准则》《新时代高校教师职业行为十项准则》。",
    "党员教师要以身作则、率先垂范，认认真真上好每一堂课，一点一滴做起。",
    "了解师生需求，的确做到有求必应。",
    "取得新进步，提高教学质量；思想上进步，工作上努力。",
    "教师队伍的建设、干部队伍的建设要常抓不懈。",
    "组织生活会会前开展谈心谈话，民主评议党员会后公布结果。",
    "人人参与，事事落实，层层负责，研究研究再定。",
    "青年教师结对听课，一律先由支委会研究，干部暑期研讨。",
    "机关干部关心教师，村干部们讲述故事，以达到教育目的的活动才是好活动。",
    "以高质量党建引领高质量发展，师德风范人人学，正规化管理。",
    "用心备课，积极进取，讲文明懂礼貌，明确职责，挖掘潜力。",
    "深入人心的活动，引人入胜的讲解，一至两名党员参加，自己经手的事自己负责。",
    "反应迅速，各种形势都要估计到，党员教育教学两手抓。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_sentences_are_left_alone(text: str) -> None:
    findings = checked(plan(text)).findings
    assert [row.message for row in findings if row.rule in {"PC-TERM", "PC-SENTENCE", "PC-NUMBERING"}] == []


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def test_the_texts_of_the_demonstration_are_right() -> None:
    folder = Path(__file__).parents[3] / "branchplan" / "demo" / "texts"
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
    texts = [text for file in files for text in _texts(file)]
    assert len(texts) > 100
    findings = [row for text in texts for row in check_language(plan(text), knowledge(), TODAY)]
    assert [(row.text, row.message) for row in findings if row.level is not Level.INFO] == []


def test_a_member_lost_from_a_formula() -> None:
    (finding,) = told(plan("按照“坚持标准、改善结构、慎重发展”的方针发展党员。"), "PC-TERM")
    assert finding.text == "坚持标准、改善结构、慎重发展"
    assert finding.mends == (Replacement("坚持标准、保证质量、改善结构、慎重发展"),)


def test_a_formula_with_another_word_in_it() -> None:
    (finding,) = told(plan("做到学史明理、学史增进、学史崇德、学史力行。"), "PC-TERM")
    assert finding.mends == (Replacement("学史明理、学史增信、学史崇德、学史力行"),)


def test_letters_in_a_year() -> None:
    assert [(row.text, row.mends) for row in told(plan("2O26年工作计划，2026年A级评估。"), "PC-TERM")] == [
        ("2O26", (Replacement("2026"),))
    ]


GUESSES = [
    ("党员教师要服务忍民。", "“忍民”不成词，是不是“人民”？"),
    ("听取群众的评批。", "“评批”不成词，是不是“批评”？"),
    ("认真培培养青年教师。", "“培培养青年”里像是多写了一个字。"),
]


@pytest.mark.parametrize(("text", "message"), GUESSES)
def test_a_guess_is_a_hint_without_a_mend(text: str, message: str) -> None:
    (finding,) = check_language(plan(text), knowledge(), TODAY)
    assert (finding.level, finding.message, finding.mends) == (Level.INFO, message, ())
