from calendar_events.models.attachments import EVENT_PURPOSES, Attachment, Purpose
from calendar_events.models.collections import CollectionDue, CollectionList, HandIn, HandInSource
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
from calendar_events.models.feeds import PERSONAL_KINDS, CalendarFeed, FeedAlarm, FeedKind
from calendar_events.models.figures import FulfilmentCount
from calendar_events.models.records import (
    Absence,
    ActivityRecord,
    AgendaItem,
    Presence,
    RecordPerson,
    RecordRevision,
    RecordState,
)
from calendar_events.models.registers import RegisterEntry, RegisterLook
from calendar_events.models.sheets import SheetSetting
from calendar_events.models.talks import CLOSED_KINDS, Talk, TalkKind

__all__ = [
    "CLOSED_KINDS",
    "EVENT_PURPOSES",
    "PERSONAL_KINDS",
    "Absence",
    "ActivityRecord",
    "AgendaItem",
    "AnswerGiven",
    "Attachment",
    "Audience",
    "CalendarEvent",
    "CalendarFeed",
    "CollectionDue",
    "CollectionList",
    "DroppedPromise",
    "EventAnswer",
    "EventInvitee",
    "EventOwner",
    "EventState",
    "FeedAlarm",
    "FeedKind",
    "FulfilmentCount",
    "HandIn",
    "HandInSource",
    "Presence",
    "Purpose",
    "RecordPerson",
    "RecordRevision",
    "RecordState",
    "RegisterEntry",
    "RegisterLook",
    "SheetSetting",
    "Talk",
    "TalkKind",
]
