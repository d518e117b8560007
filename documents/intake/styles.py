"""Styles of a Word file with what they take from the styles they are based on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from documents.intake.wordml import W, attribute, switch, whole

_MAX_CLIMB = 30  # styles above each other; Word itself stops at eleven
BODY_LEVEL = 9  # w:outlineLvl of text that is no heading


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A w:numPr: each part counts on its own and may come from a style further up. List "0" means no list."""

    list_id: str = ""
    depth: int | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself; None and "" where it says nothing."""

    based_on: str = ""
    level: int | None = None
    place: ListPlace = ListPlace()
    alignment: str = ""
    bold: bool | None = None
    hidden: bool | None = None


@dataclass(slots=True)
class Effective:
    """What holds for a paragraph or run after going up from its style."""

    level: int | None = None
    alignment: str = ""
    bold: bool | None = None
    hidden: bool | None = None
    list_id: str = ""
    steps: tuple[
        tuple[str, int | None], ...
    ] = ()  # style and its depth, from the nearest up to the one naming the list


@dataclass
class Styles:
    """All paragraph and character styles by id. `default` is the paragraph style of paragraphs that name none."""

    known: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    _resolved: dict[str, Effective] = field(default_factory=dict)

    def effective(self, identifier: str) -> Effective:
        """The style with its ancestors; unknown styles, circles and endless chains end the way up."""
        if identifier not in self._resolved:
            self._resolved[identifier] = self._climb(identifier)
        return self._resolved[identifier]

    def _climb(self, identifier: str) -> Effective:
        found, seen = Effective(), set[str]()
        while identifier in self.known and identifier not in seen and len(seen) < _MAX_CLIMB:
            seen.add(identifier)
            style = self.known[identifier]
            found.level = style.level if found.level is None else found.level
            found.alignment = found.alignment or style.alignment
            found.bold = style.bold if found.bold is None else found.bold
            found.hidden = style.hidden if found.hidden is None else found.hidden
            if not found.list_id:
                found.list_id = style.place.list_id
                found.steps += ((identifier, style.place.depth),)
            identifier = style.based_on
        return found


def read_styles(root: Any | None) -> Styles:
    """From the root element of styles.xml; no styles without one."""
    styles = Styles()
    for element in root.iter(f"{W}style") if root is not None else ():
        if element.get(f"{W}type") not in {"paragraph", "character"}:
            continue
        identifier = element.get(f"{W}styleId", "")
        properties, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
        name = attribute(element, "name").lower()
        styles.known[identifier] = Style(
            based_on=attribute(element, "basedOn"),
            level=outline_level(properties) if outline_level(properties) is not None else _level_of_name(name),
            place=list_place(properties),
            alignment=attribute(properties, "jc") or ("center" if name == "title" else ""),
            bold=switch(run, "b"),
            hidden=switch(run, "vanish"),
        )
        if element.get(f"{W}default") in {"1", "true", "on"} and element.get(f"{W}type") == "paragraph":
            styles.default = identifier
    return styles


def outline_level(properties: Any | None) -> int | None:
    """w:outlineLvl of paragraph properties: 0 the highest, 9 body text, None where not given."""
    level = whole(attribute(properties, "outlineLvl"), -1)
    return level if 0 <= level <= BODY_LEVEL else None


def list_place(properties: Any | None) -> ListPlace:
    """w:numPr of paragraph properties."""
    number = properties.find(f"{W}numPr") if properties is not None else None
    depth = whole(attribute(number, "ilvl"), -1)
    return ListPlace(attribute(number, "numId"), depth if depth >= 0 else None)


def _level_of_name(name: str) -> int | None:
    """The built-in styles heading 1 … 9 are headings even where the file does not repeat it."""
    level = whole(name.removeprefix("heading "), 0) if name.startswith("heading ") else 0
    return level - 1 if 1 <= level <= BODY_LEVEL else None
