from django.urls import path

from calendar_events.views import attachments

urlpatterns = [
    path("events/<uuid:pk>/attachments/", attachments.add_to_event, name="event_attach"),
    path("registers/entries/<uuid:pk>/attachments/", attachments.add_to_entry, name="register_attach"),
    path("collections/<uuid:pk>/attachments/", attachments.add_to_collection, name="collection_attach"),
    path("attachments/<uuid:pk>/", attachments.download, name="attachment"),
    path("attachments/<uuid:pk>/remove/", attachments.remove, name="attachment_remove"),
]
