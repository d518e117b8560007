"""How many plans of 3,000 characters the reader reads in a second on one core, and how it bears hostile text.

    python benchmarks/read_plans.py [FILE...]

Without files it makes up plans of four levels with a schedule.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from documents.domain.source import SourceText
from plans.domain.reading import read_plan

SENTENCE = "围绕学校中心工作，抓好支部建设和队伍建设，每月组织一次集中学习，做到有计划、有记录、有总结。"
HOSTILE = {
    "markers": "1、" * 50_000,
    "one line": "一、学习。" * 20_000,
    "restarts": "。1、" * 33_000,
    "short lines": "\n".join(["1、甲"] * 25_000),
}


def invented(number: int) -> str:
    lines = [f"第{number}小学党支部2026年工作计划", "为做好全年工作，制定本计划。"]
    for section in "一二三四五":
        lines += [
            f"{section}、加强第{section}项建设",
            *(f"{step}.抓好第{step}件事。{SENTENCE * 2}" for step in range(1, 5)),
        ]
    lines += ["六、月工作安排"]
    for month in range(1, 13):
        lines += [f"{month}月份：", f"1、开展第{month}次主题党日；", f"2、召开支委会。{SENTENCE}"]
    return "\n".join(lines)


def main() -> None:
    texts = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]] or [
        invented(number) for number in range(40)
    ]
    sources = [SourceText.from_lines(text) for text in texts]
    characters = sum(map(len, texts))
    began, rounds = time.process_time(), 0
    while time.process_time() - began < 3:
        for source in sources:
            read_plan(source)
        rounds += 1
    seconds = time.process_time() - began
    print(
        f"{len(texts)} texts, {characters / len(texts):.0f} characters each: {rounds * characters / 3000 / seconds:.0f} plans of 3,000 characters a second"
    )
    for name, text in HOSTILE.items():
        began = time.process_time()
        read_plan(SourceText.from_lines(text))
        print(f"hostile, {name}, {len(text):,} characters: {time.process_time() - began:.2f} s")


if __name__ == "__main__":
    main()
