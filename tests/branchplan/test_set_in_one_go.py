"""What is set without a template escapes what people wrote all the same."""

from branchplan.templatetags.check_words import findings_beside
from branchplan.templatetags.marked import section_lines
from branchplan.templatetags.queue_words import risk_words
from plans.domain.panel_rows import Fold, Group, Row
from plans.domain.paper import PaperSection
from plans.forms.fields import LongSelect
from plans.selectors.queue import RowRisk
from regulations.domain.findings import Finding, Level
from workflow.domain.marking import lines_of, plain

EVIL = '<b onclick="x">&'
ESCAPED = "&lt;b onclick=&quot;x&quot;&gt;&amp;"


def finding(text: str) -> Row:
    return Row(Finding("c", Level.ERROR, f"写有{EVIL}", text=text, hint=EVIL, source=EVIL))


def test_findings_beside_a_section() -> None:
    group = Group("p", EVIL, (Fold(finding("甲<"), (finding("乙<"),)),))
    shown = findings_beside(group, "p", True)
    assert (EVIL in shown, "<b" in shown, "甲<" in shown, "乙<" in shown) == (False, False, False, False)
    # Message and hint and source of the first, its button; message and link of the folded one.
    assert shown.count(ESCAPED) == 6
    assert "甲&lt;" in shown
    assert "：“乙&lt;”" in shown


def test_reasons_of_a_risk_text_of_a_section_and_a_long_list() -> None:
    risk = RowRisk(5, [{"words": EVIL, "points": 5}], 1, 0, 0, None, 0)
    section = PaperSection("s", "s", "heading", 1, "一、", EVIL, (EVIL,))
    select = LongSelect(choices=[(EVIL, EVIL)]).render("area", EVIL)
    for shown, times in (
        (risk_words(risk), 3),
        (section_lines(section, lines_of(plain(section.text))), 2),
        (select, 2),
    ):
        assert (EVIL in shown, shown.count(ESCAPED)) == (False, times)
    assert "selected" in select
