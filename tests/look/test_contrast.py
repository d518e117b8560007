"""Every pair of colours that text is set in has a contrast of at least 4.5 : 1 (WCAG 2.1, 1.4.3), computed from the stylesheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[2] / "static/css/branchplan.css").read_text(encoding="utf-8")
TOKENS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", CSS))
PAIRS = [
    *((text, ground) for text in ("ink", "soft", "info") for ground in ("paper", "surface", "sunk")),
    *((text, "surface") for text in ("seal", "seal-deep", "success", "warning")),
    ("on-seal", "seal"),
    ("on-seal", "seal-deep"),
    ("seal-deep", "seal-tint"),
    ("info", "info-tint"),
    ("success", "success-tint"),
    ("warning", "warning-tint"),
]


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_contrast(text: str, ground: str) -> None:
    lighter, darker = sorted((_luminance(TOKENS[text]), _luminance(TOKENS[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert round((_luminance("#ffffff") + 0.05) / (_luminance("#000000") + 0.05), 2) == 21.0
