from calendar_events.models.events import (
    AnswerGiven,
    Audience,
    CalendarEvent,
    DroppedPromise,
    EventAnswer,
    EventInvitee,
    EventOwner,
    EventState,
)
from calendar_events.models.fixed_days import FixedDay

__all__ = [
    "AnswerGiven",
    "Audience",
    "CalendarEvent",
    "DroppedPromise",
    "EventAnswer",
    "EventInvitee",
    "EventOwner",
    "EventState",
    "FixedDay",
]
