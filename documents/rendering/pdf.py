"""PDF by WeasyPrint, all of it on one thread per process: a font configuration shared between threads aborts the process, and a new
one for each document grows without end."""

from __future__ import annotations

import os
import tempfile
from bisect import bisect_left
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from documents.domain.content import OfficialDocument
from documents.rendering import justify
from documents.rendering.fonts import adopt_fonts, font_environment, font_set
from documents.rendering.markup import to_html
from documents.rendering.style import STYLE_VERSION, stylesheet

justify.install()

_lock = Lock()
_press: tuple[int, Path, _Press] | None = None


class _Press:
    """One thread with its font configuration and its parsed style sheet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="press")
        self._prepared: tuple[FontConfiguration, CSS] | None = None

    def print(self, markup: str) -> bytes:
        return self._thread.submit(self._render, markup).result()

    def _render(self, markup: str) -> bytes:
        fonts, style = self._prepared or self._prepare()
        # Documents hold text only: whatever looks like an address is refused by every protocol.
        page = HTML(string=markup, url_fetcher=URLFetcher(allowed_protocols=()))
        content: bytes = page.write_pdf(font_config=fonts, stylesheets=[style], pdf_tags=True)
        return content

    def fit(self, markups: Sequence[str]) -> bytes:
        return self._thread.submit(self._render_fitting, markups).result()

    def _render_fitting(self, markups: Sequence[str]) -> bytes:
        """The first is tried first, most fit there; then the others by halving, since what fits also fits in smaller type."""
        laid_out: dict[int, Document] = {}

        def fits(place: int) -> bool:
            laid_out[place] = self._laid_out(markups[place])
            return len(laid_out[place].pages) == 1

        last = len(markups) - 1
        place = 0 if fits(0) else min(last, bisect_left(range(last), True, lo=1, key=fits))
        document = laid_out.get(place) or self._laid_out(markups[place])
        content: bytes = document.write_pdf(pdf_tags=True)
        return content

    def _laid_out(self, markup: str) -> Document:
        fonts, _ = self._prepared or self._prepare()
        page = HTML(string=markup, url_fetcher=URLFetcher(allowed_protocols=()))
        return page.render(font_config=fonts, pdf_tags=True)

    def _prepare(self) -> tuple[FontConfiguration, CSS]:
        adopt_fonts(self._folder)
        with font_environment(self._folder):
            fonts = FontConfiguration()
        self._prepared = fonts, CSS(string=stylesheet(), font_config=fonts)
        return self._prepared


def _current_press() -> _Press:
    """The press of this process; a forked worker makes its own."""
    global _press
    with _lock:
        if _press is None or _press[:2] != (os.getpid(), settings.FONTS_DIR):
            _press = (os.getpid(), settings.FONTS_DIR, _Press(settings.FONTS_DIR))
        return _press[2]


def render_pdf(document: OfficialDocument) -> bytes:
    """The document as PDF in the layout of GB/T 9704—2012, from any thread."""
    return _current_press().print(to_html(document))


def print_fitting(markups: Sequence[str]) -> bytes:
    """The first of several settings of the same sheet, each with its own style, that takes one page; the last one where none does."""
    return _current_press().fit(markups)


def content_key(document: OfficialDocument) -> str:
    """Names the finished file: the same content, style and fonts give the same file."""
    digest = sha256()
    for part in (STYLE_VERSION, font_set(settings.FONTS_DIR), repr(document)):
        digest.update(part.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def render_pdf_cached(document: OfficialDocument, folder: Path) -> bytes:
    """As `render_pdf`, from `folder` when it was made before. Files appear there whole or not at all, and `drop_unread` takes them away
    again. For plans and what belongs to them; papers about people are made anew each time and kept nowhere."""
    file = folder / f"{content_key(document)}.pdf"
    try:
        content = file.read_bytes()
        os.utime(file)
    except FileNotFoundError:
        pass
    else:
        return content
    content = render_pdf(document)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as partial:
        partial.write(content)
    Path(partial.name).replace(file)
    return content


def drop_unread(folder: Path, *, before: datetime) -> int:
    """Remove finished files that nobody has asked for since then; returns how many."""
    count = 0
    for file in folder.glob("*"):
        try:
            if file.is_file() and file.stat().st_mtime < before.timestamp():
                file.unlink()
                count += 1
        except FileNotFoundError:  # another worker was quicker
            continue
    return count
