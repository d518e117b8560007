"""How good the checks are on the samples, and how fast: run from the repository's root as `python benchmarks/check_plans.py [--list]`.

Prints placeholders (recall, precision), stale_or_wrong by kind and severity (recall), the share of warnings and errors that meet an entry
of the truth, agreement of the coverage verdicts with compliance.json, and the time for a plan of 5,000 characters.
"""

from __future__ import annotations

import json
import sys
import time
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from documents.domain.source import SourceText  # noqa: E402
from documents.intake import read_source  # noqa: E402
from plans.domain.checks import CheckReport, Knowledge, check_plan, material_of_reading  # noqa: E402
from plans.domain.checks.language import forget_texts  # noqa: E402
from plans.domain.reading import read_plan  # noqa: E402
from regulations.domain.findings import Level  # noqa: E402
from regulations.domain.holidays import national_calendar  # noqa: E402
from regulations.domain.observances import observance_book  # noqa: E402
from regulations.domain.packs import national_rule_book  # noqa: E402
from regulations.domain.timeline_data import national_timeline  # noqa: E402

SAMPLES = ROOT.parent / "shared" / "samples"
TODAY = date(2026, 11, 21)


def knowledge() -> Knowledge:
    return Knowledge(national_rule_book(), national_timeline(), national_calendar(), observance_book())


def norm(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum() or char == "_")


def meets(found: str, wanted: str) -> bool:
    """One holds the other, or they share six signs in a row."""
    a, b = norm(found), norm(wanted)
    if not a or not b:
        return False
    if a in b or b in a:
        return True
    return any(a[i : i + 6] in b for i in range(len(a) - 5))


def main() -> None:
    truths = {path.stem: json.loads(path.read_text()) for path in sorted((SAMPLES / "truth").glob("*.json"))}
    compliance = json.loads((SAMPLES / "compliance.json").read_text())["plans"]
    known = knowledge()
    reports = {
        stem: check_plan(
            material_of_reading(
                read_plan(read_source((SAMPLES / "plans" / f"{stem}.txt").read_bytes(), f"{stem}.txt"))
            ),
            known,
            today=TODAY,
        )
        for stem in truths
    }
    blanks(truths, reports)
    stale(truths, reports)
    verdicts(compliance, reports)
    if "--list" in sys.argv:
        for stem, report in reports.items():
            print(f"== {stem}")
            for row in report.findings:
                if row.level is not Level.INFO or "--all" in sys.argv:
                    print(f"  {row.level.value:8}{row.code:22}{row.message}  【{row.text}】")
    speed(known)


def blanks(truths: dict, reports: dict[str, CheckReport]) -> None:
    wanted = found = hit = right = 0
    for stem, truth in truths.items():
        need = Counter({row["text"]: row["count"] for row in truth["placeholders"]})
        have = Counter({row.text: row.count for row in reports[stem].placeholders})
        wanted += sum(need.values())
        found += sum(have.values())
        for text, count in need.items():
            got = sum(n for other, n in have.items() if meets_blank(other, text))
            hit += min(count, got)
            if got < count:
                print(f"  blank missed {stem}: {text} {got}/{count}")
        for text, count in have.items():
            got = sum(n for other, n in need.items() if meets_blank(text, other))
            right += min(count, got)
            if got < count:
                print(f"  blank extra  {stem}: {text} {count} (truth {got})")
    print(f"placeholders: recall {hit / wanted:.3f} precision {right / found:.3f} ({wanted} wanted, {found} found)")


def meets_blank(found: str, wanted: str) -> bool:
    a, b = (text.replace(" ", "").lower() for text in (found, wanted))
    return a in b or b in a


def stale(truths: dict, reports: dict[str, CheckReport]) -> None:
    for severity in ("definite", "likely"):
        for kind in ("fact", "language"):
            rows = [
                (stem, row)
                for stem, truth in truths.items()
                for row in truth["stale_or_wrong"]
                if (row["severity"], row["kind"]) == (severity, kind)
            ]
            hits = 0
            for stem, row in rows:
                if any(meets(finding.text, row["text"]) for finding in reports[stem].findings):
                    hits += 1
                else:
                    print(f"  {severity} {kind} missed {stem}: {row['text']}")
            print(f"stale_or_wrong {severity} {kind}: recall {hits}/{len(rows)}")
    told = known = 0
    for stem, report in reports.items():
        for finding in report.findings:
            if finding.level is not Level.INFO and finding.text:
                told += 1
                texts = [row["text"] for row in truths[stem]["stale_or_wrong"] + truths[stem]["placeholders"]]
                known += any(meets(finding.text, text) or meets_blank(finding.text, text) for text in texts)
    print(f"warnings and errors with a text: {told}, of them in the truth: {known} ({known / max(1, told):.3f})")


def verdicts(compliance: dict, reports: dict[str, CheckReport]) -> None:
    cells = agree = 0
    for stem, plan in compliance.items():
        have = {row.name: row for row in reports[stem].activities}
        for name, cell in plan["activities"].items():
            if cell["ambiguous"]:
                continue
            cells += 1
            got = have[name].verdict.value if name in have else "nothing"
            if got == cell["verdict"]:
                agree += 1
            else:
                print(
                    f"  verdict {stem} {name}: {got}, truth {cell['verdict']} months {have[name].months if name in have else ''}"
                )
    print(f"coverage verdicts: {agree}/{cells} = {agree / cells:.3f}")


def speed(known: Knowledge) -> None:
    text = (SAMPLES / "plans" / "p04.txt").read_text() * 2
    reading = read_plan(SourceText.from_lines(text[:5000]))
    material = material_of_reading(reading)
    check_plan(material, known, today=TODAY)
    for name, forget in (("never seen", True), ("seen before, as after a save", False)):
        times = []
        for _ in range(20):
            if forget:
                forget_texts()
            begin = time.process_time()
            check_plan(material, known, today=TODAY)
            times.append(time.process_time() - begin)
        times.sort()
        print(
            f"5,000 characters {name}: {times[10] * 1000:.1f} ms median, {times[-1] * 1000:.1f} ms worst of 20 (processor)"
        )


if __name__ == "__main__":
    main()
