"""The Celery application and its beat table: the only place that says what runs when."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "branchplan.settings")

app = Celery("branchplan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "deliver-due": {"task": "notices.deliver_due", "schedule": 60.0},
    "preview-rule-changes": {"task": "plans.work_out_previews", "schedule": crontab(minute="*")},
    "compare-plans": {"task": "plans.catch_up_comparing", "schedule": 600.0},
    "forget-old-previews": {"task": "plans.forget_old_previews", "schedule": 3600.0},
    "recompute-cases": {"task": "members.recompute_cases", "schedule": crontab(hour="3", minute="20")},
    "reckon-fulfilment": {"task": "calendar_events.reckon", "schedule": crontab(hour="2", minute="40")},
    "delete-old-rosters": {"task": "members.delete_old_roster_files", "schedule": 900.0},
    "drop-unread-papers": {"task": "documents.drop_unread", "schedule": crontab(hour="3", minute="50")},
    "morning-reminders": {"task": "branchplan.remind", "schedule": 600.0},
    "reckon-overview": {"task": "overview.reckon", "schedule": crontab(hour="4", minute="40")},
    "follow-roles": {"task": "handover.follow_roles", "schedule": 900.0},
    "wake-up": {"task": "notices.wake_up", "schedule": 300.0},
    "run-jobs": {"task": "notices.run_jobs", "schedule": 60.0},
    "clear-jobs": {"task": "notices.clear_jobs", "schedule": 3600.0},
    "beat-heartbeat": {"task": "notices.heartbeat", "schedule": crontab(minute="*")},
}
