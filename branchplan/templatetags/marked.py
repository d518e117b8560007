"""Compared and remarked text in templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from branchplan.markup import put, put_join
from branchplan.templatetags.look import icon, kind_label, short_day
from plans.domain.paper import PaperLine, PaperMonth, PaperSection
from plans.selectors.review import Beside, LineMarks, ReviewPart
from regulations.domain.quoting import quoted
from workflow.domain.compare import Op, PartChange, Piece
from workflow.domain.compare.model import QUIET
from workflow.domain.marking import Line, Run, lines_of, sides_of

register = template.Library()

_TAGS = {Op.INSERT: "ins", Op.DELETE: "del", Op.MOVED_HERE: "ins", Op.MOVED_AWAY: "del"}
_WORDS = {Op.MOVED_HERE: "从{}移来", Op.MOVED_AWAY: "移到{}"}


@register.filter
def lines(pieces: Sequence[Piece]) -> list[Line]:
    """Both versions in one text, paragraph by paragraph."""
    return lines_of(pieces)


@register.filter
def below_label(change: PartChange) -> list[Line]:
    """The same below a headline that shows the section's label: an unchanged heading is not said twice."""
    return _below(lines_of(change.pieces), change.label)


@register.filter
def sides(change: PartChange) -> tuple[list[Line], list[Line]]:
    """The old and the new text below their labels, each with its own marks."""
    old, new = sides_of(change.pieces)
    return _below(old, change.old_label), _below(new, change.label)


def _below(lines: list[Line], label: str) -> list[Line]:
    if not lines or not label:
        return lines
    first = lines[0].runs
    heading = "".join(run.text for run in first)
    is_said = all(run.op in QUIET for run in first) and label.endswith(heading)
    return lines[1:] if is_said else lines


@register.filter
def marked(line: Line) -> SafeString:
    """The runs of a paragraph: ins and del, moved sentences with where from or to, remarked words as mark."""
    return SafeString("".join(conditional_escape(_run(run)) for run in line.runs))


@register.simple_tag
def section_lines(section: PaperSection, lines: Sequence[Line]) -> SafeString:
    """A section's heading with its number, and its paragraphs; `data-at` is where each begins in the text."""
    shown = []
    for place, line in enumerate(lines):
        if place == 0 and section.heading:
            tag = "h3" if section.level == 1 else "h4"
            number = put("<span data-skip>{}</span>", section.number)
            shown.append(put('<{} data-at="{}">{}{}</{}>', tag, line.start, number, marked(line), tag))
        else:
            shown.append(put('<p data-at="{}">{}</p>', line.start, marked(line)))
    return SafeString("".join(shown))


@register.simple_tag
def plain_section(section: PaperSection) -> SafeString:
    """A section of another version: its heading with its number, and its paragraphs."""
    return put(
        "{}{}",
        put("<h4>{}</h4>", section.label) if section.heading else "",
        put_join("", "<p>{}</p>", ((paragraph,) for paragraph in section.paragraphs)),
    )


@register.simple_tag
def earlier_section(beside: Beside, section: PaperSection) -> SafeString:
    """What stood last year where this section stands now."""
    unchanged = " · 文字未改" if section.origin in beside.same else ""
    then = plain_section(beside.followed[section.origin])
    return put('<p class="soft small">{}{}</p>{}', beside.label, unchanged, then)


@register.simple_tag
def month_lines(month: PaperMonth) -> SafeString:
    """What begins in a month, its themes first, as items of a list."""
    return put_join(
        "",
        "<li>{}</li>",
        (
            (put("<strong>主题：{}</strong>", line.text) if line.is_theme else put("{}{}", line.text, _about(line)),)
            for line in month.beginning
        ),
    )


@register.simple_tag
def reviewed_line(
    line: PaperLine, marks: Mapping[str, LineMarks], may_write: bool, opened: str, query: str
) -> SafeString:
    """A line of the schedule and the sign that opens the form for a remark, where it is not `opened` already; an item of a list that is
    not ended yet. `marks` by line: its words with those that remarks are about."""
    return put(
        '<li id="part-{}" data-section="{}">{}<span data-at="0">{}</span>{}{}',
        line.id,
        line.id,
        SafeString("<strong>主题：</strong>") if line.is_theme else "",
        marked(marks[line.id].text) if line.id in marks else line.text,
        _about(line),
        _line_remark(line, query) if may_write and opened != line.id else "",
    )


def _about(line: PaperLine) -> SafeString:
    """A line's day, months, kind and who sees to it."""
    said = (
        ("tag", short_day(line.planned_on)),
        ("tag", line.span),
        ("soft small", line.responsible),
    )
    day, span, person = (put(' <span class="{}">{}</span>', look, words) if words else "" for look, words in said)
    return put("{}{} {}{}", day, span, "" if line.is_theme else kind_label(line.kind), person)


def _line_remark(line: PaperLine, query: str) -> SafeString:
    return put(
        ' <a class="line-remark" data-remark href="?at={}{}#part-{}" title="对这一条写意见">{}<span class="visually-hidden">'
        "对{}写意见</span></a>",
        line.id, f"&{query}" if query else "", line.id, icon("plus"), quoted(line.text, 20),
    )  # fmt: skip


@register.simple_tag
def part_links(part: ReviewPart, may_write: bool, opened: str, query: str) -> SafeString:
    """Below a section's remarks: one of one's own, unless its form is `opened` already, and what other schools write there."""
    section = part.section
    own = '<a class="button small quiet" data-remark href="?at={}{}#part-{}">{}写意见<span class="visually-hidden">：{}</span></a>'
    others = '<a class="small" href="{}{}">各校的这一段<span class="visually-hidden">：{}</span></a>'
    return put(
        "{}{}",
        put(own, section.id, f"&{query}" if query else "", section.id, icon("plus"), section.label)
        if may_write and opened != section.id
        else "",
        put(others, part.same_address, f"?{urlencode({'back': query})}" if query else "", section.label)
        if section.heading
        else "",
    )


def _run(run: Run) -> SafeString | str:
    text: SafeString | str = run.text
    if run.keys:
        text = put('<mark data-remarks="{}">{}</mark>', " ".join(run.keys), text)
    tag = _TAGS.get(run.op)
    if tag is None:
        return text
    if run.op not in _WORDS:
        return put("<{}>{}</{}>", tag, text, tag)
    where = _WORDS[run.op].format(quoted(run.place) if run.place else "本段别处")
    return put('<{} class="moved" title="{}">{}<small>〔{}〕</small></{}>', tag, where, text, where, tag)
