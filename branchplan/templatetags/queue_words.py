"""A row of the queue, set here and not in the template: twenty rows of a template's nodes take longer than the rest of the page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from branches.addresses import row_address
from branchplan.markup import put, put_join
from branchplan.templatetags.check_words import level_counts
from branchplan.templatetags.look import icon, plain_day, status_label
from plans.selectors.queue import QueueRow, RowRisk

register = template.Library()

_NOTHING_FOUND = '<span class="verdict verdict-met">{}{}</span>'
_ROW = (
    '<tr><td class="pick">{}</td><th scope="row"><a href="{}{}" data-open>{}</a><br><span class="soft small">{}{}{}</span></th>'
    '<td data-label="风险">{}</td><td data-label="检查">{}</td><td data-label="雷同" class="number nowrap">{}</td>'
    '<td data-label="提交"><span><span class="nowrap">{}</span>{}{}</span></td><td data-label="状态">{}</td>'
    '<td data-label="审核员" class="nowrap"><span>{}{}</span></td>'
    '<td class="row-actions">{}</td></tr>'
)


@register.simple_tag
def queue_row(row: QueueRow, query: str, may_take_back: bool) -> SafeString:
    """A paper with its risk, whose it is, and what can be done with it. `query` keeps the filters when the paper is opened."""
    return put(
        _ROW,
        put('<input type="checkbox" name="plan" value="{}" aria-label="选择{}的{}">', row.pk, row.school, row.title)
        if row.is_free
        else "",
        row.address,
        f"?{query}" if query else "",
        row.school,
        row.period,
        f" 第{row.revision}版" if row.revision > 1 else "",
        f" {row.kind}" if row.kind else "",
        risk_words(row.risk),
        _checked_words(row.risk),
        _copied_words(row),
        plain_day(row.submitted_at),
        put(' <span class="tag">第{}次</span>', row.submission) if row.submission > 1 else "",
        put(' <span class="tag">迟{}天</span>', row.risk.days_late) if row.risk and row.risk.days_late else "",
        status_label(row.status),
        row.held_by,
        put('<br><span class="soft small">初审{}</span>', row.passed_by) if row.passed_by else "",
        _actions(row, may_take_back) if row.is_free else "",
    )


def risk_words(risk: RowRisk | None) -> SafeString:
    """The score and its first reason; all reasons unfold."""
    if risk is None:
        return SafeString('<span class="soft">未评估</span>')
    if not risk.reasons:
        return put(_NOTHING_FOUND, icon("check"), "没有发现")
    words = [reason["words"] for reason in risk.reasons]
    return put(
        '<details class="risk"><summary title="{}"><b>{}</b> <span class="soft small">{}{}</span></summary>'
        '<ul class="plain small">{}</ul></details>',
        "；".join(words),
        risk.score,
        words[0],
        f"等{len(words)}项" if len(words) > 1 else "",
        put_join(
            "",
            '<li>{} <span class="soft">+{}</span></li>',
            ((reason["words"], reason["points"]) for reason in risk.reasons),
        ),
    )


def _checked_words(risk: RowRisk | None) -> SafeString:
    """What the checks found."""
    if risk is None or risk.errors is None:
        return SafeString('<span class="soft">未检查</span>')
    nothing = "" if risk.errors or risk.warnings else put(_NOTHING_FOUND, icon("check"), "无")
    dismissed = put(' <span class="soft small">说明{}</span>', risk.dismissed) if risk.dismissed else ""
    return put('<span class="counts">{}{}</span>{}', level_counts(risk), nothing, dismissed)


def _copied_words(row: QueueRow) -> SafeString | str:
    """The share found in other schools' plans, in per cent."""
    if row.risk is None or row.risk.share is None:
        return "—"
    return put(
        '<a href="{}">{}%<span class="visually-hidden">雷同，查看</span></a>',
        row_address("plans:copying", row.pk), round(row.risk.share / 10),
    )  # fmt: skip


def _actions(row: QueueRow, may_take_back: bool) -> SafeString:
    back = '<button class="button small quiet" formaction="{}">收回</button>'
    return put(
        '<button class="button small" name="one" value="{}">认领<span class="visually-hidden">{}的计划</span></button>{}',
        row.pk,
        row.school,
        put(back, row_address("plans:unassign", row.pk)) if may_take_back and row.assigned_to else "",
    )
