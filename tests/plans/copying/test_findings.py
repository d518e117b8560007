"""PC-COPY in the panel: fragments and share, with their places, never whose plan it is."""

from __future__ import annotations

from plans.selectors.checks import knowledge_for
from plans.selectors.copying import copying_findings
from regulations.domain.findings import Finding, Level
from tests.cast import TODAY
from tests.plans.copying import texts
from tests.plans.copying.schools import Schools


def findings(schools: Schools, text: str) -> list[Finding]:
    """For a draft of 青榆幼儿园 with this text."""
    plan = schools.draft(schools.cast.kindergarten, schools.cast.fang, text)
    return copying_findings(plan, plan.review_content(), knowledge_for(plan.branch, TODAY), today=TODAY)


def test_a_copied_paragraph_is_quoted_where_it_stands(schools: Schools) -> None:
    schools.first(texts.RIVER)
    part = texts.RIVER[texts.RIVER.index("（三）") : texts.RIVER.index("（四）")]
    found = findings(schools, texts.HILL + "三、新人\n" + part)
    body = next(row for row in found if row.text.startswith("三名刚入职的老师"))
    assert (body.code, body.rule, body.where.field, body.where.start) == ("PC-COPY", "PC-COPY", "body", 0)
    assert body.text.endswith("谈的内容不进考核")
    assert not any("%" in row.message for row in found)
    assert not any("青榆一小" in row.message + row.text + row.hint for row in found)


def test_a_whole_copy_is_a_warning_with_the_share(schools: Schools) -> None:
    schools.first(texts.RIVER)
    found = findings(schools, texts.RIVER)
    assert (found[0].level, found[0].text) == (Level.WARNING, "")
    assert "全文约100%" in found[0].message


def test_copied_headings_are_a_finding_of_their_own(schools: Schools) -> None:
    schools.first(texts.SKELETON)
    codes = {row.code for row in findings(schools, texts.headings_with_new_text())}
    assert "PC-COPY-HEADINGS" in codes


def test_own_words_give_no_finding(schools: Schools) -> None:
    schools.first(texts.RIVER)
    assert findings(schools, texts.HILL) == []
