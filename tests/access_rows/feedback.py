"""Who may write to the district, who reads it, who answers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from notices.services.feedback import send_feedback
from tests.cast import NOW


def _nothing(stage: Any) -> dict[str, Any]:
    return {}


def _letter(stage: Any) -> dict[str, Any]:
    """By 唐果, member of 青榆一小, to 青榆区."""
    cast = stage.cast
    letter = send_feedback(
        key=uuid4(),
        district=cast.district,
        branch=cast.branch,
        kind="suggestion",
        text="希望早些布置。",
        path="/plans/",
        is_unnamed=False,
        follows=None,
        by=cast.tang,
        at=NOW,
    )
    return {"pk": letter.pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("notices:feedback", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("notices:feedback", "post", _nothing, {}, "422 422 422 422 422 422 422 422"),
    ("notices:feedback_desk", "get", _nothing, {}, "403 403 403 403 403 403 200 403"),
    ("notices:feedback_letter", "get", _letter, {}, "404 200 404 404 404 404 200 404"),
    ("notices:feedback_take", "post", _letter, {}, "404 403 404 404 404 404 302 404"),
    ("notices:feedback_answer", "post", _letter, {}, "404 403 404 404 404 404 422 404"),
]
