"""Bytes to text, text to clean lines."""

from __future__ import annotations

import re
import unicodedata

from documents.domain.source import SourceRefused

_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u202f"), " ")


def decode(data: bytes) -> str:
    """UTF-8 where it is strictly UTF-8, UTF-16 by its mark, else GB18030. Raises SourceRefused when it is none of them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_readable(text):
            return text
    raise SourceRefused("认不出这个文本文件的编码。请用记事本打开后另存为 UTF-8，或者把文字直接粘贴到文本框里。")


def _is_readable(text: str) -> bool:
    """Hardly any control or private characters: random bytes often decode as GB18030, but not as text."""
    sample = text[:20_000]
    odd = sum(
        unicodedata.category(char) in {"Cc", "Co", "Cn", "Cs"} and char not in "\r\n\t\x0b\x0c" for char in sample
    )
    return odd * 50 <= len(sample)


def clean_lines(text: str) -> list[str]:
    """Lines without control characters, each kind of line end understood, tabs as blanks."""
    return [clean(line) for line in _BREAKS.split(text)]


def clean(line: str) -> str:
    """One line: special blanks as blanks, invisible marks gone."""
    line = line.translate(_INVISIBLE).translate(_BLANKS).replace("\t", "  ")
    return "".join(char for char in line if char >= " " and char != "\x7f").rstrip()
