"""The reader against real plans and what a careful person made of them; skipped where the samples are not on the machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from documents.domain.source import SourceText
from plans.domain.reading import classify

SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample plans are not on this machine")

#: Measure of the scorer → what the reader must reach.
LEAST = {
    "outline_f1": 0.95,
    "schedule_f1": 0.97,
    "coverage": 0.998,
    "title_accuracy": 0.87,
    "period_accuracy": 0.87,
    "signature_accuracy": 0.87,
    "date_accuracy": 0.87,
}


def test_samples_are_read_well_enough(tmp_path: Path) -> None:
    call_command("read_plan", *sorted((SAMPLES / "plans").glob("*.txt")), output=tmp_path)
    result = tmp_path / "score.json"
    subprocess.run([sys.executable, SAMPLES / "score.py", tmp_path, "--json", result], check=True, capture_output=True)
    reached = json.loads(result.read_text(encoding="utf-8"))["overall"]
    assert {name: reached[name] for name, least in LEAST.items() if reached[name] < least} == {}


def test_samples_lose_nothing() -> None:
    for path in sorted((SAMPLES / "plans").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        segments = classify(SourceText.from_lines(text))
        kept = "".join(segment.text for segment in segments)
        assert kept == "".join(line for line in text.split("\n") if line.strip()), path.name
