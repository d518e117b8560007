from django.urls import path

from calendar_events.views import record_items, record_people, records, sheets
from documents.converters import PAPER

urlpatterns = [
    path("records/branches/<uuid:branch>/", records.branch_records, name="records"),
    path("events/<uuid:pk>/sign-in.pdf", sheets.sign_in_sheet, name="sign_in_sheet"),
    path("events/<uuid:pk>/sign-in/code/", sheets.code, name="sheet_code"),
    path("events/<uuid:pk>/record/", records.detail, name="record"),
    path("events/<uuid:pk>/record/start/", records.start, name="record_start"),
    path("events/<uuid:pk>/record/edit/", records.edit, name="record_edit"),
    path("events/<uuid:pk>/record/people/", record_people.people, name="record_people"),
    path("events/<uuid:pk>/record/people/renew/", record_people.renew, name="record_renew"),
    path("events/<uuid:pk>/record/people/<uuid:person>/made-up/", record_people.made_up, name="record_made_up"),
    path("events/<uuid:pk>/record/items/add/", record_items.add, name="record_item_add"),
    path("events/<uuid:pk>/record/items/<uuid:item>/", record_items.edit, name="record_item"),
    path("events/<uuid:pk>/record/items/<uuid:item>/remove/", record_items.remove, name="record_item_remove"),
    path("events/<uuid:pk>/record/finish/", records.finish, name="record_finish"),
    path("events/<uuid:pk>/record/correct/", records.correct, name="record_correct"),
    path(f"events/<uuid:pk>/record.<{PAPER}:ending>", records.paper, name="record_paper"),
]
