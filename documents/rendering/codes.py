"""Square codes for a phone's camera: as lines for the PDF, as a picture for Word."""

from __future__ import annotations

import io

import segno

#: A sheet gets dirty and creased: a quarter of the code may be lost.
_REPAIR = "q"


def code_svg(address: str) -> str:
    """An SVG element without a size of its own, black on nothing."""
    return segno.make_qr(address, error=_REPAIR).svg_inline(omitsize=True, border=0)


def code_png(address: str) -> io.BytesIO:
    """A picture of the same, eight points a square."""
    picture = io.BytesIO()
    segno.make_qr(address, error=_REPAIR).save(picture, kind="png", scale=8, border=0)
    picture.seek(0)
    return picture
