"""Phrases for remarks, as a district collects them."""

from __future__ import annotations

from datetime import datetime

from branches.models import District
from branchplan.demo.people import Scene
from plans.services.phrases import save_phrase

SHARED = (
    ("缺固定时间", "没有写明固定的日期，党员不好准备，期末也不好检查。", "写明每月第几周星期几。", "must"),
    ("缺主讲人", "没有写明由谁主讲。", "列出主讲人，支委轮流主讲的写明顺序。", "must"),
    ("前后不一", "这里的次数与行事历不一致。", "以能做到的次数为准，两处写成一样。", "must"),
    ("可以更具体", "说得比较笼统，看不出怎样落实。", "写明做什么、谁负责、什么时候完成。", "advice"),
)


def keep_phrases(scene: Scene, at: datetime) -> None:
    """Four of the district, kept by whoever leads its reviewers, and one of a reviewer's own."""
    lead, reviewer = scene.district_people["ji"], scene.reviewers[0]
    district = District.objects.get(pk=scene.places[0].branch.district_id)
    for position, (title, body, suggestion, severity) in enumerate(SHARED):
        values = {"title": title, "body": body, "suggestion": suggestion, "severity": severity, "position": position}
        save_phrase(phrase=None, district=district, values=values, by=lead, at=at)
    own = {"title": "写得好", "body": "这一项写得具体，可以在片区交流。", "severity": "advice"}
    save_phrase(phrase=None, district=None, values=own, by=reviewer, at=at)
