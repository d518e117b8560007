"""The portal's Celery application with a beat that looks for due messages every second instead of every minute."""

from branchplan.celery import app

app.conf.beat_schedule = {"deliver-due": {"task": "notices.deliver_due", "schedule": 1.0}}
