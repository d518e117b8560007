"""Makes the demo data once."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from branches.models import User
from branchplan.demo.accounts import ACCOUNTS
from branchplan.demo.appraisal import hold_appraisals
from branchplan.demo.cases import make_cases
from branchplan.demo.dues import play_dues
from branchplan.demo.events import keep_calendars
from branchplan.demo.feedback import write_letters
from branchplan.demo.handover import change_secretary
from branchplan.demo.history import moment
from branchplan.demo.ledgers import keep_ledgers
from branchplan.demo.papers import collect_papers
from branchplan.demo.people import make_people
from branchplan.demo.phrases import keep_phrases
from branchplan.demo.registers import keep_registers
from branchplan.demo.rounds import ask_schools
from branchplan.demo.routines import make_routines
from branchplan.demo.scenes import play
from branchplan.demo.schools import IN_OFFICE_SINCE
from branchplan.demo.terms import make_terms
from branchplan.demo.tokens import make_tokens
from branchplan.overview.reckoning import reckon
from calendar_events.services.figures import reckon_all
from notices.models import Notice
from plans.models import Plan

#: Messages older than this were read by their people.
FRESH = timedelta(days=14)


def is_present() -> bool:
    """Whether these very people are in the database."""
    return User.objects.filter(username__in=[row[0] for row in ACCOUNTS]).count() == len(ACCOUNTS)


@transaction.atomic
def build(today: date) -> int:
    """All of it in one transaction, all of it or nothing; returns the number of plans."""
    scene = make_people(moment(IN_OFFICE_SINCE))
    make_routines(scene)
    make_terms(scene, today)
    play(scene, today)
    keep_phrases(scene, moment(today - FRESH))
    ask_schools(scene, today)
    keep_calendars(scene, today)
    keep_registers(scene, today)
    hold_appraisals(scene, today)
    play_dues(scene, today)
    keep_ledgers(scene, today)
    collect_papers(scene, today)
    make_cases(scene, today)
    write_letters(scene, today)
    change_secretary(scene, today)
    make_tokens(scene, today)
    reckon_all(at=moment(today, 6))
    reckon(at=moment(today, 6))
    old = Notice.objects.filter(posted_at__lt=moment(today - FRESH))
    old.update(read_at=F("posted_at"))
    return Plan.objects.count()
