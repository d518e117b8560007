"""A task that does nothing, with the portal's settings: what Celery itself costs."""

from celery import Celery

app = Celery("noop")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="noop")
def nothing() -> None:
    """Nothing."""
