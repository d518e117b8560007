"""What the checks found, as pages show it. Lists of twenty papers and reports of two hundred findings are set here and not in templates:
a template's nodes for each of them take longer than the rest of the page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from branchplan.markup import put, put_join
from branchplan.templatetags.look import icon, level_label, month
from plans.domain.checks.model import Verdict
from plans.domain.panel import Panel
from plans.domain.panel_rows import Cell, Fold, GridRow, Group, Row
from plans.selectors.queue import RowRisk
from regulations.domain.findings import Finding, Level
from regulations.domain.quoting import quoted

register = template.Library()

_LEVELS = (
    ("errors", "error", "close", "错误"),
    ("warnings", "warning", "warning", "提醒"),
    ("infos", "info", "info", "提示"),
)
_VERDICT_ICONS = {
    Verdict.MET: "check", Verdict.ABSENT: "close", Verdict.BELOW: "warning", Verdict.CONFLICT: "warning", Verdict.NOT_REQUIRED: ""
}  # fmt: skip
#: So much of the words that a finding is about is shown.
QUOTED = 80
#: And so much of what a plan says of how often it does something.
STATED = 24


@register.simple_tag
def level_counts(counts: Panel | RowRisk) -> SafeString:
    """错误2 提醒1 提示3; nothing of what there is none of. A submission's risk knows of no hints."""
    return put_join(
        "",
        '<span class="level level-{}">{}{}{}</span>',
        (
            (level, icon(sign), word, number)
            for name, level, sign, word in _LEVELS
            if (number := getattr(counts, name, 0))
        ),
    )


@register.simple_tag
def verdict_label(verdict: str, label: str) -> SafeString:
    """Whether an activity is arranged as required, as word and icon."""
    sign = _VERDICT_ICONS.get(Verdict(verdict), "info")
    return put('<span class="verdict verdict-{}">{}{}</span>', verdict, icon(sign) if sign else "", label)


@register.simple_tag
def coverage_head(panel: Panel) -> SafeString:
    """The months over the grid of activities."""
    return put_join(
        "",
        '<th scope="col" title="{}">{}<span class="visually-hidden">月</span></th>',
        ((month(first_day), first_day.month) for first_day in panel.months),
    )


@register.simple_tag
def coverage_row(line: GridRow, may_mend: bool) -> SafeString:
    """An activity: how often it must be and what the text says of it, then its months: arranged, missing, or missing and one click away
    from being arranged."""
    verdict = line.verdict
    return put(
        '<th scope="row"><span class="kind-name">{}</span> {}{}<span class="grid-note">{}{}</span></th>{}',
        verdict.name,
        verdict_label(verdict.verdict, verdict.verdict.label),
        put(' <span class="tag" title="{}">已说明</span>', line.excuse.reason) if line.excuse else "",
        f"应{verdict.required}" if verdict.verdict is not Verdict.NOT_REQUIRED else "",
        f"，文中写{quoted(verdict.stated, STATED)}" if verdict.stated else "",
        put_join("", "<td>{}</td>", ((_coverage_cell(line, cell, may_mend),) for cell in line.cells)),
    )


def _coverage_cell(line: GridRow, cell: Cell, may_mend: bool) -> SafeString | str:
    number, ghost = cell.month.month, cell.ghost
    if cell.is_planned:
        words = '<span class="planned" title="{}月已安排">{}<span class="visually-hidden">已安排</span></span>'
        return put(words, number, icon("check"))
    if ghost is None:
        return ""
    if not may_mend:
        return put('<span class="ghost-cell" title="{}月缺">缺</span>', number)
    return put(
        '<button class="ghost-cell" id="cell-{}" name="choice" value="{}" title="{}月：添加{}">'
        '<span class="visually-hidden">{}月添加{}</span>+</button>',
        ghost.id, ghost.choice, number, quoted(ghost.text), number, line.verdict.name,
    )  # fmt: skip


@register.simple_tag
def frozen_finding(row: Row, at: str = "", may_write: bool = False) -> SafeString:
    """A finding of a submission's report. Whoever may write makes a remark at the section `at` of it with one click."""
    finding = row.finding
    return put(
        '<div class="finding"><p>{} {}</p>{}{}<p class="basis">{}<span class="evidence">{}</span></p>{}</div>',
        level_label(finding.level),
        finding.message,
        _quoted(finding, '<p class="quote">{}</p>'),
        put('<p class="hint">{}</p>', finding.hint) if finding.hint else "",
        f"依据：{finding.source} " if finding.source else "",
        row.evidence,
        _into_remark(finding, at, "button small quiet") if may_write else "",
    )


@register.simple_tag
def findings_beside(group: Group, at: str, may_write: bool) -> SafeString:
    """The findings of a section beside it: of each kind the first, the others folded away behind it."""
    folds = (
        (frozen_finding(fold.first, at, may_write), _more_of_kind(fold, at, may_write) if fold.rest else "")
        for fold in group.folds
    )
    return put(
        '<details class="found"{}><summary>检查：{}处 {}</summary>{}</details>',
        SafeString(" open") if group.gravest == Level.ERROR else "",
        len(group.rows),
        level_label(group.gravest),
        put_join("", "{}{}", folds),
    )


def _more_of_kind(fold: Fold, at: str, may_write: bool) -> SafeString:
    lines = (
        (
            row.finding.message,
            _quoted(row.finding, ' <span class="quote">{}</span>'),
            _into_remark(row.finding, at, "small") if may_write else "",
        )
        for row in fold.rest
    )
    return put(
        '<details class="more"><summary>还有{}处同类的{}</summary><ul class="list">{}</ul></details>',
        len(fold.rest),
        f"：{fold.rest_words}" if fold.rest_words else "",
        put_join("", "<li>{}{}{}</li>", lines),
    )


def _quoted(finding: Finding, where: str) -> SafeString | str:
    """The words it is about, unless its message says them already."""
    if finding.is_text_told:
        return ""
    return put(where, quoted(finding.text, QUOTED))


def _into_remark(finding: Finding, at: str, look: str) -> SafeString:
    return put(
        ' <a class="{}" href="?at={}&amp;found={}#part-{}">写成意见<span class="visually-hidden">：{}</span></a>',
        look, at, finding.key, at, finding.message,
    )  # fmt: skip
