from regulations.models.calendar import (
    CalendarDay,
    ObservanceChoice,
    TableState,
    TermCalendar,
    TermStretch,
    TimelineEntry,
    YearTable,
)
from regulations.models.rules import EditionPreview, RuleAdoption, RuleEdition, RuleOverride

__all__ = [
    "CalendarDay",
    "EditionPreview",
    "ObservanceChoice",
    "RuleAdoption",
    "RuleEdition",
    "RuleOverride",
    "TableState",
    "TermCalendar",
    "TermStretch",
    "TimelineEntry",
    "YearTable",
]
