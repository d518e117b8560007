"""Two signs that make no word but sound or look like one that every plan holds: 忍民 for 人民. Guesses only. Framework-free."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from plans.domain.checks.language.judging import Slip, sound
from plans.domain.checks.language.terms import pairs_of_terms
from regulations.domain.wording import fixed_wording

#: Signs that often stand alone; next to another sign they are no sign of a slip.
_ALONE = frozenset(
    "的一是在了和有不人我他这中大来上个国说们为到以要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者"
    "意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走"
    "义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类"
    "求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔党每省把届校园县镇室岗班委站届党逐六七八九零百千亿凡若须自由本至至具易势静慎亲既均皆故略甚颇勿莫岂尚仍曾愈越极致甚"
)
#: Signs that end one word and begin the next in good wording: 部部长, 会会议, 共产党党员.
_OFTEN_TWICE = frozenset(
    "的了和与及是在为把对长员会部局党所厂院市省国教团文华业作工学校区县人一二三四五六七八九十百千万几每个各"
)
_NUMBERS = frozenset("一二三四五六七八九十百千万几两第每各")


@dataclass(frozen=True)
class _Words:
    """Common words by their sound and one of their signs, and the pairs that only look like one."""

    common: frozenset[str]
    first_sounds: dict[tuple[str, str], str]
    last_sounds: dict[tuple[str, str], str]
    looks: dict[str, str]


@cache
def _words() -> _Words:
    wording = fixed_wording()
    common = frozenset(pair for pair in pairs_of_terms() if pair in wording.ordinary)
    looks = {}
    for word in common:
        looks.update({other + word[1]: word for other in wording.alike.get(word[0], ())})
        looks.update({word[0] + other: word for other in wording.alike.get(word[1], ())})
    return _Words(
        common,
        {(sound(word[0]), word[1]): word for word in common},
        {(word[0], sound(word[1])): word for word in common},
        {pair: word for pair, word in looks.items() if pair not in wording.ordinary},
    )


def suspects(text: str) -> Iterator[Slip]:
    """Pairs of signs that belong to no word, neither together nor with their neighbours, and what may have been meant."""
    ordinary, words = fixed_wording().ordinary, _words()
    for place in range(len(text) - 1):
        pair = text[place : place + 2]
        if pair in ordinary or not ("\u4e00" <= pair[0] <= "\u9fff" and "\u4e00" <= pair[1] <= "\u9fff"):
            continue
        if text[place + 1 : place + 3] in ordinary or (place and text[place - 1 : place + 1] in ordinary):
            continue
        meant = _meant(pair, words)
        if meant:
            yield Slip(place, place + 2, meant, is_sure=False)


def doubled(text: str) -> Iterator[Slip]:
    """A sign twice where once makes a word with one neighbour and twice makes none: 工工作. The span is that of both signs."""
    ordinary = fixed_wording().ordinary
    for place in range(1, len(text) - 2):
        sign = text[place]
        if sign != text[place + 1] or sign in _OFTEN_TWICE or not "\u4e00" <= sign <= "\u9fff" or sign * 2 in ordinary:
            continue
        before, after = text[place - 1] + sign in ordinary, sign + text[place + 2] in ordinary
        if (
            before != after
            and text[place - 1] != sign
            and text[place + 2 : place + 3] not in (sign, text[place + 3 : place + 4])
        ):
            yield Slip(place, place + 2, sign, is_sure=False)


def _meant(pair: str, words: _Words) -> str:
    first, last = pair[0], pair[1]
    if first == last or first in _NUMBERS or last in _NUMBERS:
        return ""
    if pair[::-1] in words.common and not (first in _ALONE and last in _ALONE):
        return pair[::-1]
    if pair in words.looks:
        right = words.looks[pair]
        return right if (first if first != right[0] else last) not in _ALONE else ""
    if first not in _ALONE and (right := words.first_sounds.get((sound(first), last), "")):
        return right
    if last not in _ALONE and (right := words.last_sounds.get((first, sound(last)), "")):
        return right
    return ""
