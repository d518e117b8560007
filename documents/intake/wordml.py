"""Small readings of WordprocessingML that every part of the reader needs."""

from __future__ import annotations

import re
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = {"0", "false", "off"}


def attribute(parent: Any | None, name: str) -> str:
    """The w:val of the child w:`name`, "" where either is missing."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return (child.get(f"{W}val") or "") if child is not None else ""


def whole(text: str | None, default: int = 0) -> int:
    """A whole number of up to six figures; `default` for anything else, however hostile."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,6}", text) else default


def switch(properties: Any | None, name: str) -> bool | None:
    """An on/off property such as w:b or w:vanish; None where it is not given."""
    child = properties.find(f"{W}{name}") if properties is not None else None
    return None if child is None else child.get(f"{W}val", "1") not in _OFF
