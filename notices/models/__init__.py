from notices.models.feedback import Feedback, FeedbackKind
from notices.models.jobs import Job, JobState
from notices.models.manners import GroupBot, NoticeSettings, Preference
from notices.models.messages import PERSONAL, Channel, Delivery, DeliveryState, Heartbeat, Notice, OutboxEntry

__all__ = [
    "PERSONAL",
    "Channel",
    "Delivery",
    "DeliveryState",
    "Feedback",
    "FeedbackKind",
    "GroupBot",
    "Heartbeat",
    "Job",
    "JobState",
    "Notice",
    "NoticeSettings",
    "OutboxEntry",
    "Preference",
]
