"""Long work in the background, shared by every app: it says how far it is, can be cancelled, and goes on after a crash.

An app registers a function under a kind. It gets a `Progress` and yields after every step that may be the last one a worker does; what it
keeps in `progress.checkpoint` and in the folder `progress.scratch` is there when the next worker goes on. It writes its result to
`progress.path`, or says in `progress.words` what was done; the folder is removed when the job is over, however it ended. `back` among the
arguments is the address of the page that its owner goes on from.

    @work("members.call_list")
    def write_call_list(progress: Progress) -> Iterator[None]: ...
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from branches.models import User
from branches.services.audit import record
from notices.models import Job, JobState
from notices.services.post import send

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # a step takes less
MAX_ATTEMPTS = 3
KEPT = timedelta(hours=24)

Work = Callable[["Progress"], Iterator[None]]
_works: dict[str, Work] = {}


class JobError(Exception):
    """The work cannot be done; the message is for its owner."""


class _Lost(Exception):
    """Another worker has taken the job over."""


class Progress:
    """What a piece of work knows of itself."""

    def __init__(self, job: Job) -> None:
        self.owner = job.owner
        self.arguments: dict[str, Any] = job.arguments
        self.checkpoint: dict[str, Any] = job.checkpoint
        self.done = job.done
        self.total = job.total
        self.filename = job.filename
        self.words = ""
        self.began_at = job.created_at
        self.path = Path(settings.JOBS_DIR) / job.pk.hex
        self.scratch = _scratch(job)


def _scratch(job: Job) -> Path:
    return Path(settings.JOBS_DIR) / f"{job.pk.hex}.parts"


def work(kind: str) -> Callable[[Work], Work]:
    """Register the function that does this kind of work."""

    def register(function: Work) -> Work:
        _works[kind] = function
        return function

    return register


def start_job(*, kind: str, title: str, arguments: dict[str, Any], by: User, at: datetime) -> Job:
    """Queue a piece of work; the same work of the same person that is still going on is returned instead of a second one."""
    if kind not in _works:
        raise JobError("没有这种后台任务。")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        going = Job.objects.filter(owner=by, kind=kind, state__in=[JobState.WAITING, JobState.RUNNING])
        for job in going:
            if job.arguments == arguments and not job.is_cancelled:
                return job
        job = Job.objects.create(owner=by, kind=kind, title=title, arguments=arguments, created_at=at)
        record(action="job.start", by=by, at=at, target=job, name=title)
        transaction.on_commit(lambda: send("notices.run_jobs"))
    return job


def cancel_job(*, job: Job, by: User, at: datetime) -> None:
    """Ask the worker to stop at its next step; what waits is cancelled at once. A job that is over stays as it is."""
    with transaction.atomic():
        waiting = Job.objects.filter(pk=job.pk, owner=by, state=JobState.WAITING)
        if not waiting.update(state=JobState.CANCELLED, is_cancelled=True, ended_at=at, expires_at=at + KEPT):
            Job.objects.filter(pk=job.pk, owner=by, state=JobState.RUNNING).update(is_cancelled=True)
        record(action="job.cancel", by=by, at=at, target=job, name=job.title)


def run_next(*, now: Callable[[], datetime]) -> bool:
    """Take the oldest job that waits or was left by a dead worker, and do it. False when there is none."""
    at, token = now(), uuid4()
    for job in Job.objects.claimable(at).select_related("owner").order_by("created_at")[:10]:
        same = Job.objects.filter(pk=job.pk, state=job.state, claim=job.claim)
        if same.update(state=JobState.RUNNING, claim=token, leased_until=at + LEASE, attempts=job.attempts + 1):
            job.attempts += 1
            _do(job, token, now)
            return True
    return False


def _do(job: Job, token: UUID, now: Callable[[], datetime]) -> None:
    if job.attempts > MAX_ATTEMPTS:
        _end(job, token, JobState.FAILED, now(), message="多次中断，已停止。请重新发起。")
        return
    function = _works.get(job.kind)
    if function is None:
        _end(job, token, JobState.FAILED, now(), message="任务已不存在")
        return
    progress = Progress(job)
    progress.path.parent.mkdir(parents=True, exist_ok=True)
    try:
        for _ in function(progress):
            if not _step(job, token, progress, now()):
                progress.path.unlink(missing_ok=True)
                _end(job, token, JobState.CANCELLED, now())
                return
    except _Lost:
        return
    except JobError as error:
        _end(job, token, JobState.FAILED, now(), message=str(error))
        return
    except Exception as error:  # a fault of ours must not leave its owner waiting
        logger.exception("job %s failed", job.pk)
        _end(job, token, JobState.FAILED, now(), message=f"程序出错（{type(error).__name__}），已记录日志。")
        return
    _end(job, token, JobState.DONE, now(), progress)


def _step(job: Job, token: UUID, progress: Progress, at: datetime) -> bool:
    """Write down how far it is and renew the lease; False when it is to stop. Raises _Lost when it is no longer ours."""
    ours = Job.objects.filter(pk=job.pk, claim=token, state=JobState.RUNNING)
    if not ours.update(
        done=progress.done, total=progress.total, checkpoint=progress.checkpoint, leased_until=at + LEASE
    ):
        raise _Lost
    return not ours.filter(is_cancelled=True).exists()


def _end(
    job: Job, token: UUID, state: JobState, at: datetime, progress: Progress | None = None, message: str = ""
) -> None:
    changes: dict[str, Any] = {"state": state, "ended_at": at, "expires_at": at + KEPT, "message": message}
    changes |= {"claim": None, "leased_until": None}
    if progress:
        changes |= {"done": progress.done, "total": progress.total, "message": progress.words}
        changes |= {"result": progress.path.name, "filename": progress.filename} if progress.path.exists() else {}
    if Job.objects.filter(pk=job.pk, claim=token).update(**changes):
        shutil.rmtree(_scratch(job), ignore_errors=True)


def clear_expired(*, at: datetime) -> int:
    """Remove results a day after they were made, with their rows."""
    expired = Job.objects.filter(expires_at__lte=at)
    for job in expired:
        (Path(settings.JOBS_DIR) / job.pk.hex).unlink(missing_ok=True)
        shutil.rmtree(_scratch(job), ignore_errors=True)  # of one that was cancelled between two workers
    return expired.delete()[0]
