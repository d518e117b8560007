"""Asking the index: which plans of the district share sampled shingles or headings with this one. A fixed number of queries.

A posting list holds at most LONGEST plans: what more plans have is nobody's own wording, so it neither finds a source nor grows the index.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from django.db.models import Count

from plans.domain.copying.headings import heading_keys
from plans.domain.copying.pairs import WholePlan
from plans.domain.copying.shingles import sampled
from plans.models import CopyPosting, PlanFingerprint

LONGEST = 200
#: Common text of a district: found in so many of its plans, …
COMMON_PLANS = 10
#: … and in this share of them.
COMMON_SHARE = 0.2
#: Plans that are looked at closely, and how many are weighed for that.
CLOSE = 8
WEIGHED = 40
#: Below these numbers the index says nothing.
LEAST_SAMPLES = 2
LEAST_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one plan, mixed with its district."""

    samples: frozenset[int]
    headings: frozenset[int]

    @property
    def packed(self) -> bytes:
        """All of them, ascending, eight bytes each."""
        return array("q", sorted(self.samples | self.headings)).tobytes()


@dataclass(frozen=True)
class Found:
    """What the index says: fingerprints to look at closely, best first, and the keys that are common text of the district."""

    fingerprints: tuple[int, ...]
    common: frozenset[int]


def keys_of(whole: WholePlan, district: UUID) -> Keys:
    """What the index keeps of a plan: sampled shingles outside set formulas, and all telling headings."""
    salt = _salt(district)
    return Keys(
        frozenset(key ^ salt for key in sampled(whole.own)),
        frozenset(key ^ salt for key in heading_keys(whole.headings)),
    )


def unmixed(keys: Iterable[int], district: UUID) -> frozenset[int]:
    """Keys as `plans.domain.copying.shingles` has them."""
    salt = _salt(district)
    return frozenset(key ^ salt for key in keys)


def _salt(district: UUID) -> int:
    return int.from_bytes(district.bytes[:8], "big", signed=True)


def unpacked(packed: bytes | memoryview) -> frozenset[int]:
    """The reverse of `Keys.packed`."""
    keys = array("q")
    keys.frombytes(bytes(packed))
    return frozenset(keys)


def list_lengths(keys: Iterable[int], *, without: Collection[int] = ()) -> dict[int, int]:
    """How many plans have each key, these fingerprints not counted; keys nobody has are left out."""
    postings = CopyPosting.objects.filter(key__in=keys).exclude(fingerprint_id__in=without).order_by()
    return dict(postings.values_list("key").annotate(plans=Count("fingerprint_id")))


def ask_index(keys: Keys, *, district: UUID, leave_out: Collection[int] = ()) -> Found:
    """Five queries at most. `leave_out` are the branch's own fingerprints: looked at anyway, or never, and no sign of common text."""
    lengths = list_lengths(keys.samples | keys.headings, without=leave_out)
    # counting on would change nothing: the limit never exceeds LONGEST
    plans = PlanFingerprint.objects.filter(district=district)[: ceil(LONGEST / COMMON_SHARE)].count()
    limit = min(LONGEST, max(COMMON_PLANS, ceil(COMMON_SHARE * plans)))
    common = frozenset(key for key, length in lengths.items() if length >= limit)
    telling = {key for key in lengths if key not in common}
    samples = _counted(telling & keys.samples, LEAST_SAMPLES, leave_out)
    by_headings = _counted(telling & keys.headings, LEAST_HEADINGS, leave_out)
    chosen = _spread(samples, telling & keys.samples)
    headed = [row for row in by_headings if row not in chosen]
    return Found((*chosen, *headed[: CLOSE // 2]), common)


def _counted(keys: Collection[int], least: int, leave_out: Collection[int]) -> dict[int, int]:
    """Fingerprints with how many of the keys they have, most first."""
    if not keys:
        return {}
    rows = CopyPosting.objects.filter(key__in=keys).values_list("fingerprint_id").annotate(shared=Count("key"))
    rows = rows.filter(shared__gte=least).order_by("-shared", "fingerprint_id")
    return dict([row for row in rows[: WEIGHED + len(leave_out)] if row[0] not in leave_out][:WEIGHED])


def _spread(counts: dict[int, int], keys: Collection[int]) -> list[int]:
    """Those that together explain most of the plan: eight copies of one text must not hide that the rest is from elsewhere."""
    if len(counts) <= CLOSE:
        return list(counts)
    has: dict[int, set[int]] = defaultdict(set)
    rows = CopyPosting.objects.filter(key__in=keys, fingerprint_id__in=list(counts))
    for fingerprint, key in rows.values_list("fingerprint_id", "key"):
        has[fingerprint].add(key)
    chosen: list[int] = []
    explained: set[int] = set()
    while len(chosen) < CLOSE:
        best = max(has, key=lambda row: (len(has[row] - explained), counts[row]))
        if len(has[best] - explained) < LEAST_SAMPLES:
            break
        chosen.append(best)
        explained |= has.pop(best)
    rest = Counter({row: counts[row] for row in has})
    return [*chosen, *(row for row, _ in rest.most_common(CLOSE - len(chosen)))]


def fingerprints_by_id(chosen: Sequence[int]) -> list[PlanFingerprint]:
    """With the words they were made of."""
    rows = PlanFingerprint.objects.filter(pk__in=chosen).select_related("snapshot").defer("keys")
    order = {pk: place for place, pk in enumerate(chosen)}
    return sorted(rows, key=lambda row: order[row.pk])
