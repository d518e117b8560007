"""A token of another system, so that the page for them shows something. Its secret is thrown away."""

from __future__ import annotations

from datetime import date, timedelta

from branchplan.api.models import ApiScope
from branchplan.api.services import make_token
from branchplan.demo.history import moment
from branchplan.demo.people import Scene


def make_tokens(scene: Scene, today: date) -> None:
    make_token(
        district=scene.places[0].branch.district,
        name="区教育数据中台（信息中心）",
        scopes=[ApiScope.PLANS, ApiScope.ROUNDS, ApiScope.FIGURES],
        expires_on=today + timedelta(days=180),
        by=scene.district_people["wei"],
        at=moment(today, 14),
    )
