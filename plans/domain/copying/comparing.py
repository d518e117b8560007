"""A plan against the plans it may have been copied from: passages in three classes, and the share that is copied. Framework-free."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from plans.domain.copying.alignment import Match, Seeds, covered, matches
from plans.domain.copying.headings import SharedHeadings, shared_headings
from plans.domain.copying.pairs import WholePlan
from plans.domain.copying.shingles import SHINGLE, sampled_places

#: Letters of a district's template count from this length on.
TEMPLATE_RUN = 8
#: Two neighbouring samples that many plans have make the letters between them common text, unless they are further apart.
COMMON_REACH = 50
#: A passage is copied when so many of its equal letters are the writer's own words, …
LEAST_OWN_LETTERS = 12
#: … and they are this share of it. Otherwise it is what most of the rest is.
LEAST_OWN_PART = 0.4
#: One writer says the same about 党费 and 主题党日 in every plan. What two plans of two branches share is copying only from so many own
#: letters on, or so many in one passage, or where it is so much of a short plan that little else is left.
LEAST_SHARED_LETTERS = 120
LEAST_IN_ONE_PASSAGE = 60
LEAST_OF_A_SHORT_PLAN = 0.5


class PassageKind(StrEnum):
    """What equal words are. Similar ones would be copied if there were more of them between the two plans."""

    QUOTATION = "quotation"
    TEMPLATE = "template"
    SIMILAR = "similar"
    COPIED = "copied"

    @property
    def label(self) -> str:
        return {"quotation": "引用", "template": "模板", "similar": "相似", "copied": "雷同"}[self.value]


class Relation(StrEnum):
    """Whose plan the other one is."""

    OWN = "own"
    EARLIER = "earlier"
    LATER = "later"

    @property
    def label(self) -> str:
        return {"own": "沿用本支部往年计划", "earlier": "先于本计划提交", "later": "后于本计划提交"}[self.value]


@dataclass(frozen=True, slots=True)
class Passage:
    """Half-open stretches of letters in both plans; `letters` are the equal ones, `own` those of them outside formulas and templates."""

    start: int
    end: int
    other_start: int
    other_end: int
    letters: int
    own: int
    kind: PassageKind


@dataclass(frozen=True)
class Subject:
    """The plan under comparison with what does not count: set formulas, then template text. Masks have one byte a letter."""

    whole: WholePlan
    template: bytearray

    @cached_property
    def free(self) -> bytearray:
        """1 where a letter is the writer's own word: neither formula nor template."""
        return bytearray(
            not (formula or template) for formula, template in zip(self.whole.mask, self.template, strict=True)
        )

    @cached_property
    def own_letters(self) -> int:
        return sum(self.free)

    @cached_property
    def seeds(self) -> Seeds:
        return Seeds(self.whole.letters.letters)


@dataclass(frozen=True)
class SourceMatch:
    """What one other plan has in common with the subject. `share` is the part of the subject's own letters that stand in it, 0–1."""

    relation: Relation
    passages: tuple[Passage, ...]
    headings: SharedHeadings
    share: float
    mask: bytearray = field(repr=False, default_factory=bytearray)

    def letters_of(self, kind: PassageKind) -> int:
        return sum(row.letters for row in self.passages if row.kind is kind)

    def passages_of(self, kind: PassageKind) -> int:
        return sum(row.kind is kind for row in self.passages)


@dataclass(frozen=True, slots=True)
class Totals:
    """Letters of the subject: all, its own, copied from others that came before, taken over from the branch's own plans."""

    letters: int
    quotation: int
    template: int
    own: int
    copied: int
    reused: int

    @property
    def share(self) -> float:
        """Copied letters by own letters, 0–1."""
        return self.copied / self.own if self.own else 0.0

    @property
    def reused_share(self) -> float:
        return self.reused / self.own if self.own else 0.0


def make_subject(whole: WholePlan, *, templates: Iterable[str] = (), common: Collection[int] = ()) -> Subject:
    """`templates` are letters of the district's template texts, `common` the sampled keys that too many of its plans have."""
    letters = whole.letters.letters
    masks = [_common_text(letters, whole.mask, common)] if common else []
    subject = Subject(whole, bytearray(len(letters)))
    masks += [covered(subject.seeds, template, least=TEMPLATE_RUN) for template in templates]
    return Subject(whole, _union(len(letters), masks)) if masks else subject


def _common_text(letters: str, formulas: bytearray, common: Collection[int]) -> bytearray:
    """Only a sample of the shingles is known: where one common sample follows another, what lies between is common as well."""
    mask = bytearray(len(letters))
    before = -1
    for place, key in sampled_places(letters):
        if 2 * sum(formulas[place : place + SHINGLE]) > SHINGLE:
            continue
        if key not in common:
            before = -1
            continue
        first = before if before >= 0 and place - before <= COMMON_REACH else place
        mask[first : place + SHINGLE] = b"\x01" * (place + SHINGLE - first)
        before = place
    return mask


def compare(subject: Subject, other: WholePlan, relation: Relation) -> SourceMatch:
    """Lay the subject against one other plan."""
    mask = bytearray(len(subject.whole.letters))
    passages = []
    for match in matches(subject.seeds, other.letters.letters):
        passage = _passage(subject, match)
        passages.append(passage)
        if passage.kind is PassageKind.COPIED:
            for run in match.runs:
                mask[run.start : run.start + run.length] = subject.free[run.start : run.start + run.length]
    own = subject.own_letters
    # What a branch takes over from itself is no offence, however much it is: nothing is left out there.
    if relation is not Relation.OWN and not _is_enough(passages, sum(mask), own):
        passages = [replace(row, kind=_less(row.kind)) for row in passages]
        mask = bytearray(len(mask))
    return SourceMatch(
        relation,
        tuple(passages),
        shared_headings(subject.whole.headings, other.headings),
        sum(mask) / own if own else 0.0,
        mask,
    )


def _is_enough(passages: Sequence[Passage], shared: int, own: int) -> bool:
    """Whether the two plans share more than one writer's habits; `shared` of the subject's `own` letters stand in the other plan."""
    longest = max((row.own for row in passages if row.kind is PassageKind.COPIED), default=0)
    enough = shared >= LEAST_SHARED_LETTERS or longest >= LEAST_IN_ONE_PASSAGE
    return enough or shared >= LEAST_OF_A_SHORT_PLAN * own


def _less(kind: PassageKind) -> PassageKind:
    return PassageKind.SIMILAR if kind is PassageKind.COPIED else kind


def _passage(subject: Subject, match: Match) -> Passage:
    formula = sum(sum(subject.whole.mask[run.start : run.start + run.length]) for run in match.runs)
    own = sum(sum(subject.free[run.start : run.start + run.length]) for run in match.runs)
    letters = match.letters
    if own >= LEAST_OWN_LETTERS and own >= LEAST_OWN_PART * letters:
        kind = PassageKind.COPIED
    else:
        kind = PassageKind.QUOTATION if 2 * formula >= letters - own else PassageKind.TEMPLATE
    return Passage(match.start, match.end, match.other_start, match.other_end, letters, own, kind)


def totals(subject: Subject, sources: Sequence[SourceMatch]) -> Totals:
    """What the branch took from its own earlier plans is its own; of the rest counts what others had handed in before."""
    reused = _union(len(subject.whole.letters), [row.mask for row in sources if row.relation is Relation.OWN])
    others = _union(len(subject.whole.letters), [row.mask for row in sources if row.relation is Relation.EARLIER])
    copied = sum(1 for taken, kept in zip(others, reused, strict=True) if taken and not kept)
    quotation = sum(subject.whole.mask)
    own = subject.own_letters
    return Totals(
        len(subject.whole.letters), quotation, len(subject.whole.letters) - quotation - own, own, copied, sum(reused)
    )


def _union(length: int, masks: Sequence[bytearray]) -> bytearray:
    whole = 0
    for mask in masks:
        whole |= int.from_bytes(mask, "big")
    return bytearray(whole.to_bytes(length, "big")) if length else bytearray()
