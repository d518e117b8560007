"""Real plans against what a careful person found; skipped where the samples are not on the machine."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from django.core.management import call_command

SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample plans are not on this machine")
HUMAN = {"copied": "copied", "partially copied": "partial"}


def test_every_copied_and_partial_pair_is_found_and_no_other(tmp_path: Path) -> None:
    call_command("compare_plans", SAMPLES / "plans", output=tmp_path / "pairs.json")
    found = json.loads((tmp_path / "pairs.json").read_text(encoding="utf-8"))["pairs"]
    truth = json.loads((SAMPLES / "similarity.json").read_text(encoding="utf-8"))["pairs"]
    known = {(row["a"], row["b"]): row for row in truth}
    stems = sorted(path.stem for path in (SAMPLES / "plans").glob("*.txt"))
    assert {(row["a"], row["b"]): row["class"] for row in found} == {
        pair: HUMAN[known[pair]["human"]] if pair in known else "independent" for pair in combinations(stems, 2)
    }
    for row in found:
        if (row["a"], row["b"]) in known:
            assert row["containment"] == pytest.approx(known[row["a"], row["b"]]["containment"], abs=0.005)
