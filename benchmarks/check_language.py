"""How good the language check is on the samples, and how fast: run from the repository's root as `python benchmarks/check_language.py [FILE...]`.

Prints the recall over the truth's entries of kind language, every finding of the check so that each can be judged by reading it, and the
time for 5,000 characters. With FILEs (plain text of any kind) prints only what is found there: a text known to be right must yield nothing.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from documents.domain.source import SourceText  # noqa: E402
from documents.intake import read_source  # noqa: E402
from plans.domain.checks import Knowledge, Material, Passage, check_plan, material_of_reading  # noqa: E402
from plans.domain.checks.language import check_language  # noqa: E402
from plans.domain.reading import read_plan  # noqa: E402
from regulations.domain.findings import Finding, Level  # noqa: E402
from regulations.domain.holidays import national_calendar  # noqa: E402
from regulations.domain.observances import observance_book  # noqa: E402
from regulations.domain.packs import national_rule_book  # noqa: E402
from regulations.domain.timeline_data import national_timeline  # noqa: E402

SAMPLES = ROOT.parent / "shared" / "samples"
TODAY = date(2026, 11, 21)
SHARED = 4


def knowledge() -> Knowledge:
    return Knowledge(national_rule_book(), national_timeline(), national_calendar(), observance_book())


def met(finding: Finding, wanted: str) -> bool:
    """One holds the other, or they share four signs in a row."""
    text = finding.text
    return bool(text) and (
        text in wanted or wanted in text or any(text[i : i + SHARED] in wanted for i in range(len(text) - SHARED + 1))
    )


def show(findings: list[Finding]) -> None:
    for row in findings:
        mend = f" → {row.mends[0]}" if row.mends else ""
        print(f"  {row.level.value:8}{row.code:12}{row.message}  【{row.text}】{mend}")


def samples(known: Knowledge) -> None:
    wanted = found = found_by_any = 0
    for path in sorted((SAMPLES / "truth").glob("*.json")):
        material = material_of_reading(
            read_plan(read_source((SAMPLES / "plans" / f"{path.stem}.txt").read_bytes(), f"{path.stem}.txt"))
        )
        own = check_language(material, known, TODAY)
        every = check_plan(material, known, today=TODAY).findings
        print(f"== {path.stem}")
        show(own)
        for row in json.loads(path.read_text())["stale_or_wrong"]:
            if row["kind"] == "language":
                wanted += 1
                here = any(met(finding, row["text"]) for finding in own)
                anywhere = any(met(finding, row["text"]) for finding in every)
                found += here
                found_by_any += anywhere
                if not here:
                    print(f"  missed ({row['severity']}{', found by another check' * anywhere}): {row['text']}")
    print(f"language entries: {found}/{wanted} by this check, {found_by_any}/{wanted} by all checks together")


def plain(path: Path, known: Knowledge) -> None:
    lines = [line.strip() for line in path.read_text().splitlines() if line.strip()]
    passages = tuple(Passage(f"s{i}", "body", line, f"第{i}行", "heading", 1) for i, line in enumerate(lines))
    findings = check_language(Material(passages, None, None, None, False), known, TODAY)
    show(findings)
    print(
        f"{path.name}: {sum(map(len, lines))} signs, {sum(row.level is not Level.INFO for row in findings)} certain findings"
    )


def speed(known: Knowledge) -> None:
    text = (SAMPLES / "plans" / "p04.txt").read_text() * 2
    material = material_of_reading(read_plan(SourceText.from_lines(text[:5000])))
    check_language(material, known, TODAY)
    times = []
    for _ in range(20):
        begin = time.perf_counter()
        check_language(material, known, TODAY)
        times.append(time.perf_counter() - begin)
    times.sort()
    print(f"5,000 characters: {times[10] * 1000:.1f} ms median, {times[-1] * 1000:.1f} ms worst of 20")


if __name__ == "__main__":
    if sys.argv[1:]:
        for name in sys.argv[1:]:
            plain(Path(name), knowledge())
    else:
        samples(knowledge())
        speed(knowledge())
