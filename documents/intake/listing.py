"""Automatic list numbers of Word: numbering.xml, counted paragraph by paragraph (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from documents.intake.counting import format_number
from documents.intake.wordml import W, attribute, switch, whole

LEVELS = 9
_MAX_NUMBER = 32767  # Word's own limit; more is a damaged or hostile file
_MAX_TEXT = 60  # characters of w:lvlText: Word takes about thirty
_CLOSED = "、，。.．)）:：】]》"  # after these no blank parts the number from the text


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts. `restart`: 0 never, n below level n, None below every higher level."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""
    parted: bool = True


_PLAIN = Level()


@dataclass
class Listing:
    """All lists of a document and how far each has been counted.

    `lists`: list id → definition id and the levels it replaces. `started`: where a list begins a level anew.
    """

    definitions: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    started: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next_number(self, list_id: str, depth: int) -> str:
        """The number before the next paragraph of this list, `depth` from 0; "" for bullets and unknown lists."""
        if list_id not in self.lists or not 0 <= depth < LEVELS:
            return ""
        # Lists of one definition count on from each other, as in Word; only a start override begins anew.
        counts = self._counts.setdefault(self.lists[list_id][0], [None] * LEVELS)
        place = (list_id, depth)
        if counts[depth] is None or (place in self.started and place not in self._begun):
            counts[depth] = self._start(list_id, depth)
        else:
            counts[depth] = min((counts[depth] or 0) + 1, _MAX_NUMBER)
        self._begun.add(place)
        for deeper in range(depth + 1, LEVELS):
            restart = self._level(list_id, deeper).restart
            if restart is None or depth < restart:
                counts[deeper] = None
        for higher in range(depth):
            if counts[higher] is None:
                counts[higher] = self._start(list_id, higher)
        return self._written(list_id, depth, [count or 0 for count in counts])

    def linked_depth(self, list_id: str, style: str) -> int | None:
        """The level (from 0) of the list that the paragraph style is linked to."""
        definition, replaced = self.lists.get(list_id, ("", {}))
        levels = self.definitions.get(definition, {}) | replaced
        return next((depth for depth, level in levels.items() if level.style == style), None)

    def _level(self, list_id: str, depth: int) -> Level:
        definition, replaced = self.lists[list_id]
        return replaced.get(depth) or self.definitions.get(definition, {}).get(depth) or _PLAIN

    def _start(self, list_id: str, depth: int) -> int:
        return self.started.get((list_id, depth), self._level(list_id, depth).start)

    def _written(self, list_id: str, depth: int, counts: list[int]) -> str:
        rule = self._level(list_id, depth)
        if rule.format == "bullet":
            return ""

        def count(found: re.Match[str]) -> str:
            place = int(found.group(1)) - 1
            style = self._level(list_id, place).format
            if style in {"none", "bullet"} or place > depth:
                return ""
            return format_number(counts[place], "decimal" if rule.legal else style)

        number = re.sub(r"%([1-9])", count, rule.text).strip()
        return f"{number} " if number and rule.parted and number[-1] not in _CLOSED else number


def read_listing(root: Any | None) -> Listing:
    """From the root element of numbering.xml; an empty listing without one."""
    listing = Listing()
    if root is None:
        return listing
    links: dict[str, str] = {}  # definition → the numbering style it stands for
    named: dict[str, str] = {}  # numbering style → the definition that spells it out
    for definition in root.iter(f"{W}abstractNum"):
        identifier = definition.get(f"{W}abstractNumId", "")
        levels = {whole(level.get(f"{W}ilvl")): _read_level(level) for level in definition.iter(f"{W}lvl")}
        listing.definitions[identifier] = {depth: level for depth, level in levels.items() if 0 <= depth < LEVELS}
        if link := attribute(definition, "numStyleLink"):
            links[identifier] = link
        if name := attribute(definition, "styleLink"):
            named[name] = identifier
    for element in root.iter(f"{W}num"):
        identifier = element.get(f"{W}numId", "")
        target = attribute(element, "abstractNumId")
        replaced: dict[int, Level] = {}
        for override in element.iter(f"{W}lvlOverride"):
            depth = whole(override.get(f"{W}ilvl"))
            if (level := override.find(f"{W}lvl")) is not None:
                replaced[depth] = _read_level(level)
            if override.find(f"{W}startOverride") is not None:
                listing.started[identifier, depth] = _number(attribute(override, "startOverride"))
        listing.lists[identifier] = (named.get(links.get(target, ""), target), replaced)
    return listing


def _read_level(element: Any) -> Level:
    restart = element.find(f"{W}lvlRestart")
    return Level(
        start=_number(attribute(element, "start")),
        # A format of Word 2010 and later stands in a choice with a plain fallback beside it; decimal is that fallback.
        format=attribute(element, "numFmt") or "decimal",
        text=attribute(element, "lvlText")[:_MAX_TEXT],
        restart=whole(restart.get(f"{W}val")) if restart is not None else None,
        legal=switch(element, "isLgl") or False,
        style=attribute(element, "pStyle"),
        parted=attribute(element, "suff") != "nothing",
    )


def _number(text: str) -> int:
    return min(max(whole(text, 1), 0), _MAX_NUMBER)
