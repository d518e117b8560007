"""Names of documents in 《》 that are nearly those of known ones. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from plans.domain.checks.language.terms import Slip
from regulations.domain.wording import fixed_wording

_NAME = re.compile(r"《(?P<name>[^《》]{5,50})》")
_ADDITION = re.compile(r"[（(](?:试行|修订|修正|[^）)]{0,12}\d{4}[^）)]{0,12})[）)]|\s")
_SHORT = re.compile(r"^中共(?=[^中]*(?:条例|准则|细则|规定)$)")
_LEAST_ALIKE = 0.86
_MOST_EDITS = 3


def misnamed(text: str) -> Iterator[Slip]:
    """Names one to three signs away from a known document; `term` is the right name, the span that of the name without 《》."""
    wording = fixed_wording()
    right = {*wording.documents, *wording.document_aliases}
    for found in _NAME.finditer(text):
        name = _ADDITION.sub("", found["name"])
        if name in right or re.search(r"\d|[xX×_]{2}|[市区县校园]", re.sub("中国教育现代化2035", "", name)[:6]):
            continue
        party = _SHORT.sub("中国共产党", name)
        shortened = party != name
        if shortened and _SHORT.sub("", name).startswith("党支部"):
            party = "中国共产党" + name[3:]
        best = max(wording.documents, key=lambda known: SequenceMatcher(None, party, known, autojunk=False).ratio())
        ratio = SequenceMatcher(None, party, best, autojunk=False).ratio()
        edits = _edits(party, best)
        if (shortened and edits <= 1) or (
            ratio >= _LEAST_ALIKE and 0 < edits <= _MOST_EDITS and party[-2:] == best[-2:]
        ):
            addition = found["name"][len(found["name"].rstrip("（(试行修订）)")) :]
            yield Slip(found.start("name"), found.end("name"), best + addition, is_sure=ratio > _LEAST_ALIKE)


def _edits(a: str, b: str) -> int:
    """Signs that have to be put in or taken out, a replaced one counted once."""
    edits = 0
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            edits += max(a2 - a1, b2 - b1)
    return edits
