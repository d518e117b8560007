"""Somebody's words in quotation marks: “ ” outside, ‘ ’ inside them, “ ” again inside these (GB/T 15834—2011, 4.9). Framework-free."""

from __future__ import annotations

_INNER = str.maketrans("“”‘’", "‘’“”")
_CLOSING = {"“": "”", "‘": "’"}


def quoted(text: object, most: int | None = None) -> str:
    """The words between “ and ”, their own marks one level further in.

    Longer words end with … at `most` signs, and a mark that is open there is closed, so that the sentence around them still reads.
    """
    inner = str(text).translate(_INNER)
    if most is not None and len(inner) > most:
        inner = shortened(inner, most)
        inner += _still_open(inner)
    return f"“{inner}”"


def shortened(text: str, most: int) -> str:
    """At most so many signs, the last of them … where something is left out: nobody takes a part for the whole."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _still_open(text: str) -> str:
    """What closes the marks that the text opens and does not close."""
    waiting: list[str] = []
    for sign in text:
        if sign in _CLOSING:
            waiting.append(_CLOSING[sign])
        elif waiting and sign == waiting[-1]:
            waiting.pop()
    return "".join(reversed(waiting))
