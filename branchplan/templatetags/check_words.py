"""What the checks found, as pages show it. Lists of twenty papers and reports of two hundred findings are set here and not in templates:
a template's nodes for each of them take longer than the rest of the page."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from branchplan.templatetags.look import icon
from plans.domain.panel import Panel
from plans.models import SubmissionRisk

register = template.Library()

_LEVELS = (
    ("errors", "error", "close", "错误"),
    ("warnings", "warning", "warning", "提醒"),
    ("infos", "info", "info", "提示"),
)
_NOTHING_FOUND = '<span class="verdict verdict-met">{}{}</span>'


@register.simple_tag
def level_counts(counts: Panel | SubmissionRisk) -> SafeString:
    """错误2 提醒1 提示3; nothing of what there is none of. A submission's risk knows of no hints."""
    return format_html_join(
        "",
        '<span class="level level-{}">{}{}{}</span>',
        (
            (level, icon(sign), word, number)
            for name, level, sign, word in _LEVELS
            if (number := getattr(counts, name, 0))
        ),
    )


@register.simple_tag
def checked_words(risk: SubmissionRisk | None) -> SafeString:
    """What the checks found in a submission, in a cell of a list."""
    if risk is None or risk.errors is None:
        return SafeString('<span class="soft">未检查</span>')
    nothing = "" if risk.errors or risk.warnings else format_html(_NOTHING_FOUND, icon("check"), "无")
    dismissed = format_html(' <span class="soft small">说明{}</span>', risk.dismissed) if risk.dismissed else ""
    return format_html('<span class="counts">{}{}</span>{}', level_counts(risk), nothing, dismissed)


@register.simple_tag
def risk_words(risk: SubmissionRisk | None) -> SafeString:
    """The score and its first reason; all reasons unfold."""
    if risk is None:
        return SafeString('<span class="soft">未评估</span>')
    if not risk.reasons:
        return format_html(_NOTHING_FOUND, icon("check"), "没有发现")
    words = [reason["words"] for reason in risk.reasons]
    return format_html(
        '<details class="risk"><summary title="{}"><b>{}</b> <span class="soft small">{}{}</span></summary>'
        '<ul class="plain small">{}</ul></details>',
        "；".join(words),
        risk.score,
        words[0],
        f"等{len(words)}项" if len(words) > 1 else "",
        format_html_join(
            "",
            '<li>{} <span class="soft">+{}</span></li>',
            ((reason["words"], reason["points"]) for reason in risk.reasons),
        ),
    )
