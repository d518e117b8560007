"""branchplan: the project. Importing it loads the Celery application, so that `send_task` finds the broker in every process."""

from branchplan.celery import app as celery_app

__all__ = ["celery_app"]
