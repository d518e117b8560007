"""How long a plan of five pages takes as PDF and as Word file, and whether memory stays flat.

    python benchmarks/render_documents.py [--renders 200]

Each render has a text of its own, so nothing is answered from memory. "Warm" leaves out the first render, which reads the fonts.
"""

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "branchplan.settings")
os.environ.setdefault("BRANCHPLAN_SECRET_KEY", "benchmark-only")
os.environ.setdefault("BRANCHPLAN_DEBUG", "1")

import django

django.setup()

from documents.domain.content import OfficialDocument, Paragraph  # noqa: E402 - Django must be set up first
from documents.rendering import render_docx, render_pdf  # noqa: E402
from tests.documents.sample_document import sample_plan  # noqa: E402


def numbered(number: int) -> OfficialDocument:
    """The sample plan with one paragraph that no other render has."""
    plan = sample_plan()
    return replace(plan, blocks=(Paragraph(f"第{number}次核对。"), *plan.blocks))


def resident_megabytes() -> float:
    """Memory of this process as the kernel counts it now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def measure(name: str, render: Callable[[OfficialDocument], bytes], renders: int) -> None:
    """Print the first, median and slowest time in ms, the size, and memory at a quarter and at the end."""
    times, size, memory = [], 0, 0.0
    for number in range(renders):
        document = numbered(number)
        begun = time.perf_counter()
        size = len(render(document))
        times.append((time.perf_counter() - begun) * 1000)
        if number == renders // 4:
            memory = resident_megabytes()
    warm = sorted(times[1:])
    print(
        f"{name}: first {times[0]:.0f} ms, warm median {statistics.median(warm):.0f} ms, "
        f"95 of 100 within {warm[int(len(warm) * 0.95)]:.0f} ms, {size / 1000:.0f} kB, "
        f"memory {memory:.0f} MB after a quarter, {resident_megabytes():.0f} MB at the end"
    )


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--renders", type=int, default=200)
    renders = max(parser.parse_args().renders, 8)
    measure("PDF ", render_pdf, renders)
    measure("Word", render_docx, renders)


if __name__ == "__main__":
    main()
