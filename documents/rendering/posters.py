"""Posters as PDF on exactly one sheet: the type becomes smaller until all of it fits."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template

from documents.domain.posters import MonthPoster, Poster, PosterBox, PosterDay, PosterEntry, YearPoster
from documents.rendering.fonts import FALLBACK_SANS, HEADING_1
from documents.rendering.pdf import print_fitting

#: Sizes of type in points that are tried one after the other; below the last one nobody reads a wall.
SIZES = (13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0)
_COLUMNS = 4
#: Millimetres that the rows of a month and of a year share.
_MONTH_HEIGHT, _YEAR_HEIGHT = 155.0, 250.0


def render_poster(poster: Poster) -> bytes:
    """One sheet of paper. What does not fit even in the smallest type runs over onto a second one rather than being cut off."""
    body = _month(poster) if isinstance(poster, MonthPoster) else _year(poster)
    sheet = "A4 landscape" if isinstance(poster, MonthPoster) else "A3 landscape"
    rows = len(poster.weeks) if isinstance(poster, MonthPoster) else -(-len(poster.boxes) // _COLUMNS)
    height = (_MONTH_HEIGHT if isinstance(poster, MonthPoster) else _YEAR_HEIGHT) / max(rows, 1)
    return print_fitting([_page(poster, body, sheet, size, height) for size in SIZES])


def _page(poster: Poster, body: str, sheet: str, size: float, height: float) -> str:
    style = Template((Path(__file__).parent / "poster.css").read_text("utf-8")).substitute(
        sheet=sheet, size=f"{size}pt", height=f"{height:.1f}mm", hei=f'"{HEADING_1.family}", "{FALLBACK_SANS}"'
    )
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>{_text(poster.title)}</title>'
        f"<style>{style}</style></head><body><h1>{_text(poster.title)}</h1>"
        f'<p class="organisation">{_text(poster.organisation)}</p>{body}<p class="printed">{_text(poster.printed)}</p></body></html>'
    )


def _month(poster: MonthPoster) -> str:
    head = "".join(f"<th>{name}</th>" for name in ("周次", *(f"星期{name}" for name in "一二三四五六日")))
    rows = "".join(
        f"<tr><th>{_text(label)}</th>{''.join(_day(day) for day in days)}</tr>" for label, days in poster.weeks
    )
    undated = f'<p class="undated">本月未定日期：{_text("；".join(poster.undated))}</p>' if poster.undated else ""
    return f'<table class="grid"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{undated}'


def _day(day: PosterDay) -> str:
    classes = " ".join(name for name, is_so in (("rest", day.is_rest), ("other", not day.in_month)) if is_so)
    mark = f' <span class="mark">{_text(day.mark)}</span>' if day.mark else ""
    notes = "".join(f'<span class="note">{_text(words)}</span>' for words in day.notes)
    return f'<td class="{classes}"><p class="number"><b>{_text(day.number)}</b>{mark}{notes}</p>{_entries(day.entries)}</td>'


def _year(poster: YearPoster) -> str:
    lines = [poster.boxes[start : start + _COLUMNS] for start in range(0, len(poster.boxes), _COLUMNS)]
    rows = "".join(f"<tr>{''.join(_box(box) for box in line)}</tr>" for line in lines)
    return f'<table class="year"><tbody>{rows}</tbody></table>'


def _box(box: PosterBox) -> str:
    notes = f'<p class="note">{_text("　".join(box.notes))}</p>' if box.notes else ""
    return f"<td><h2>{_text(box.label)}</h2>{notes}{_entries(box.entries)}</td>"


def _entries(entries: Iterable[PosterEntry]) -> str:
    return "".join(_entry(entry) for entry in entries)


def _entry(entry: PosterEntry) -> str:
    lead = f"<b>{_text(entry.lead)}</b> " if entry.lead else ""
    words = f"<s>{_text(entry.text)}</s>（取消）" if entry.is_cancelled else _text(entry.text)
    return f'<p class="entry{" open" if entry.is_open else ""}">{lead}{words}</p>'


def _text(words: str) -> str:
    return escape("".join(sign for sign in words if sign.isprintable() or sign == "　"))
