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

__all__ = [
    "AnswerGiven",
    "Audience",
    "CalendarEvent",
    "DroppedPromise",
    "EventAnswer",
    "EventInvitee",
    "EventOwner",
    "EventState",
]
