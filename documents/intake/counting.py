"""A counter of a Word list as Word writes it (ECMA-376 part 1, 17.18.59, ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable

from documents.domain.numbering import chinese_numeral

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def format_number(number: int, style: str) -> str:
    """`number` (0–32767) in the number format `style`; plain digits where the format has no sign for it."""
    write = _FORMATS.get(style)
    return (write(number) if write is not None and number > 0 else "") or str(number)


def _numerals(number: int) -> str:
    return chinese_numeral(number) if number <= 9999 else ""


def _digits(zero: str) -> Callable[[int], str]:
    signs = f"{zero}一二三四五六七八九"
    return lambda number: "".join(signs[int(digit)] for digit in str(number))


def _formal(digits: str, units: str) -> Callable[[int], str]:
    """壹拾贰 and the like: as on a cheque, where ten is written with its one."""
    table = str.maketrans("零一二三四五六七八九十百千", digits + units)

    def write(number: int) -> str:
        plain = _numerals(number)
        return (f"一{plain}" if plain.startswith("十") else plain).translate(table)

    return write


def _signs(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else ""


def _span(first: str, count: int) -> Callable[[int], str]:
    return _signs("".join(chr(ord(first) + place) for place in range(count)))


def _sexagenary(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    """A … Z, AA, BB …: the letter repeats, and after thirty Zs Word begins again."""
    number = (number - 1) % 780
    return chr(ord("A") + number % 26) * (number // 26 + 1)


_NUMERALS = "chineseCounting chineseCountingThousand japaneseCounting taiwaneseCounting taiwaneseCountingThousand koreanCounting"
_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(_NUMERALS.split(), _numerals),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand"), _digits("〇")),
    "taiwaneseDigital": _digits("○"),
    "chineseLegalSimplified": _formal("零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "ideographLegalTraditional": _formal("零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "japaneseLegal": _formal("零壱弐参四伍六七八九", "拾百阡"),
    "ideographTraditional": _signs(_STEMS),
    "ideographZodiac": _signs(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographEnclosedCircle": _span("㊀", 10),
    "decimalEnclosedCircle": _span("①", 20),
    "decimalEnclosedCircleChinese": _span("①", 20),
    "decimalEnclosedParen": _span("⑴", 20),
    "decimalEnclosedFullstop": _span("⒈", 20),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), lambda number: str(number).translate(_FULL_WIDTH)),
    "decimalZero": lambda number: f"{number:02d}",
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
}
