"""Who may open and do what in 民主评议. The round is that of 青榆一小; lin, qiao, song and tang take part."""

from __future__ import annotations

from typing import Any

from members.domain.appraisal import Phase
from members.models import AppraisalEntry
from members.services.appraisal import advance_round, open_round
from tests.cast import NOW

BALLOT = (Phase.PREPARING, Phase.SELF, Phase.MUTUAL)


def _branch(stage: Any) -> dict[str, Any]:
    return {"branch": stage.cast.branch.pk}


def _round(*phases: Phase) -> Any:
    """A round that went through these phases."""

    def make(stage: Any) -> dict[str, Any]:
        cast = stage.cast
        opened = open_round(branch=cast.branch, year=2026, standards="", by=cast.lin, at=NOW)
        for phase in phases:
            advance_round(appraisal=opened, expected=phase, by=cast.lin, at=NOW)
        return {"pk": opened.pk}

    return make


def _person(*phases: Phase) -> Any:
    """Such a round with one of its people: 乔木."""

    def make(stage: Any) -> dict[str, Any]:
        found = _round(*phases)(stage)
        return {**found, "entry": AppraisalEntry.objects.get(round=found["pk"], member__user=stage.cast.qiao).pk}

    return make


SELF = {"text": "按时参加组织生活。", "grade": "qualified", "base_version": "1"}
ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("members:appraisals", "get", _branch, {}, "404 403 403 200 200 404 200 403"),
    ("members:appraisals", "post", _branch, {"year": "2026"}, "404 403 403 302 403 404 403 403"),
    ("members:appraisal", "get", _round(), {}, "404 403 403 200 200 404 200 404"),
    ("members:appraisal_advance", "post", _round(), {"expected": "preparing"}, "404 403 403 302 403 404 403 404"),
    ("members:appraisal_grade", "post", _person(), {}, "404 403 403 422 403 404 403 404"),
    ("members:appraisal_self_for", "get", _person(), {}, "404 403 403 200 403 404 403 404"),
    ("members:appraisal_paper", "get", _round(*BALLOT), {}, "404 403 403 200 403 404 403 404"),
    ("members:appraisal_pdf", "get", _round(), {}, "404 403 403 200 403 404 403 404"),
    ("members:appraisal_docx", "get", _round(), {}, "404 403 403 200 403 404 403 404"),
    ("members:my_appraisal", "get", _round(), {}, "404 200 200 200 403 404 403 404"),
    ("members:my_appraisal_self", "post", _round(Phase.PREPARING), SELF, "404 302 302 302 403 404 403 404"),
    ("members:my_appraisal_remark", "post", _person(*BALLOT[:2]), {"text": "好"}, "404 302 302 302 403 404 403 404"),
    ("members:my_appraisal_vote", "post", _round(*BALLOT), {}, "404 302 302 302 403 404 403 404"),
    ("members:my_appraisal_read", "post", _round(), {}, "404 409 409 409 403 404 403 404"),
]
