from django.urls import path

from calendar_events.views import event_steps, events

urlpatterns = [
    path("events/new/", events.add, name="event_add"),
    path("events/<uuid:pk>/", events.event, name="event"),
    path("events/<uuid:pk>/edit/", events.edit, name="event_edit"),
    path("events/<uuid:pk>/move/", event_steps.move, name="event_move"),
    path("events/<uuid:pk>/cancel/", event_steps.cancel, name="event_cancel"),
    path("events/<uuid:pk>/reinstate/", event_steps.reinstate, name="event_reinstate"),
    path("events/<uuid:pk>/repeat/", event_steps.repeat, name="event_repeat"),
    path("events/<uuid:pk>/answer/", event_steps.answer, name="event_answer"),
    path("events/<uuid:pk>/answers/", event_steps.answers_for, name="event_answers"),
]
