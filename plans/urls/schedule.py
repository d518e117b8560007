from django.urls import path

from plans.views import schedule

urlpatterns = [
    path("<uuid:pk>/schedule/", schedule.schedule, name="schedule"),
    path("<uuid:pk>/items/add/", schedule.add_item, name="item_add"),
    path("<uuid:pk>/items/<uuid:item>/edit/", schedule.edit_item, name="item_edit"),
    path("<uuid:pk>/items/<uuid:item>/move/", schedule.move_item, name="item_move"),
    path("<uuid:pk>/items/<uuid:item>/remove/", schedule.remove_item, name="item_remove"),
    path("<uuid:pk>/items/restore/<uuid:removal>/", schedule.restore_item, name="item_restore"),
]
