"""Bytes to text, text to clean lines."""

from __future__ import annotations

import re
import unicodedata

from documents.domain.source import SourceRefused

_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufffe")
)
_BLANKS = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"), " "
)
# Bullets of the Symbol and Wingdings fonts come out of Word as private characters.
_BULLETS = dict.fromkeys(map(ord, "\uf06c\uf0b7\uf09f\uf0a7\uf06e\uf076\uf0d8\uf075"), "●")
_TABLE = _INVISIBLE | _BLANKS | _BULLETS
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\uffff]")
_SOUND = re.compile("[\u4e00-\u9fff]")
_MIN_SOUND = 50  # Chinese characters to each unreadable one in a file that is UTF-8 but for some damage


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Text and notes: UTF-16 by its mark, UTF-8 where it is UTF-8 but for a stray byte, else GB18030.

    Raises SourceRefused when it is none of them.
    """
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        text = data.decode(encoding, errors="replace")
        damage = text.count("\ufffd")
        # A cut or altered UTF-8 file often is valid GB18030 by chance, and would come out as other characters.
        bearable = encoding == "utf-8-sig" and damage * _MIN_SOUND <= len(_SOUND.findall(text))
        if (not damage or bearable) and _is_readable(text):
            return text, ((f"文件有{damage}处读不出的字符，显示为“\ufffd”，请核对。",) if damage else ())
    raise SourceRefused("认不出这个文本文件的编码。请用记事本打开后另存为 UTF-8，或者把文字直接粘贴到文本框里。")


def _is_readable(text: str) -> bool:
    """Hardly any control or private characters: random bytes often decode as GB18030, but not as text."""
    sample = text[:20_000]
    odd = sum(
        unicodedata.category(char) in {"Cc", "Co", "Cn", "Cs"} and char not in "\r\n\t\x0b\x0c" for char in sample
    )
    return odd * 50 <= len(sample)


def clean_lines(text: str) -> list[str]:
    """Lines without control characters, each kind of line end understood; a tab stays where it parts two texts, as in a
    table that was pasted."""
    return [_clean_but_tabs(line) for line in _BREAKS.split(text)]


def _clean_but_tabs(line: str) -> str:
    indent = len(line) - len(line.lstrip("\t"))
    return "  " * indent + "\t".join(clean(part) for part in line[indent:].split("\t")).rstrip()


def clean(line: str) -> str:
    """One line: special blanks as blanks, tabs as two, invisible marks and control characters gone."""
    return _CONTROL.sub("", line.translate(_TABLE).replace("\t", "  ")).rstrip()
