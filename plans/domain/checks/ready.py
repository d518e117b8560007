"""The data files that the checks read once per process, read beforehand: the first panel of a fresh process is as quick as the next."""

from __future__ import annotations

from datetime import date

from plans.domain.checks import Knowledge, Material, Passage, check_plan
from regulations.domain.holidays import national_calendar
from regulations.domain.observances import observance_book
from regulations.domain.packs import national_rule_book
from regulations.domain.timeline_data import national_timeline

_SENTENCE = "2026年，各党支部学习《中国共产党章程》，每月召开一次支委会。"


def read_data_files() -> None:
    """Check one sentence with the national books; whatever is cached is filled then."""
    known = Knowledge(national_rule_book(), national_timeline(), national_calendar(), observance_book())
    passage = Passage("s0", "body", _SENTENCE, "", "heading")
    check_plan(Material((passage,), None, 2026, None, False), known, today=date(2026, 1, 1))
