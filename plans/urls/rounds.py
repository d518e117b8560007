from django.urls import path

from plans.views.rounds import asked, board, groups, office

urlpatterns = [
    path("rounds/", office.rounds, name="rounds"),
    path("rounds/new/", office.round_add, name="round_add"),
    path("rounds/groups/", groups.school_groups, name="school_groups"),
    path("rounds/groups/new/", groups.school_group_add, name="school_group_add"),
    path("rounds/groups/<uuid:pk>/", groups.school_group_edit, name="school_group_edit"),
    path("rounds/groups/<uuid:pk>/delete/", groups.school_group_delete, name="school_group_delete"),
    path("rounds/asked/<uuid:pk>/", asked.round_asked, name="round_asked"),
    path("rounds/asked/<uuid:pk>/begin/", asked.round_begin, name="round_begin"),
    path("rounds/<uuid:pk>/", office.round_detail, name="round"),
    path("rounds/<uuid:pk>/edit/", office.round_edit, name="round_edit"),
    path("rounds/<uuid:pk>/template/", office.round_template, name="round_template"),
    path("rounds/<uuid:pk>/files/add/", office.round_attach, name="round_attach"),
    path("rounds/<uuid:pk>/files/<uuid:attachment>/", office.round_file, name="round_file"),
    path("rounds/<uuid:pk>/files/<uuid:attachment>/remove/", office.round_detach, name="round_detach"),
    path("rounds/<uuid:pk>/open/", office.round_open, name="round_open"),
    path("rounds/<uuid:pk>/close/", office.round_close, name="round_close"),
    path("rounds/<uuid:pk>/ask-rest/", office.round_ask_rest, name="round_ask_rest"),
    path("rounds/<uuid:pk>/reopen/", office.round_reopen, name="round_reopen"),
    path("rounds/<uuid:pk>/delete/", office.round_delete, name="round_delete"),
    path("rounds/<uuid:pk>/board/", board.round_board, name="round_board"),
    path("rounds/<uuid:pk>/board/live/", board.round_board_live, name="round_board_live"),
    path("rounds/<uuid:pk>/board/print/", board.round_board_print, name="round_board_print"),
    path("rounds/<uuid:pk>/board/urge/", board.round_urge, name="round_urge"),
    path("rounds/<uuid:pk>/board/extend/", board.round_extend, name="round_extend"),
    path("rounds/<uuid:pk>/board/export/", board.round_export, name="round_export"),
    path("<uuid:pk>/points/", asked.key_points, name="key_points"),
    path("<uuid:pk>/points/<uuid:point>/", asked.key_point_answer, name="key_point_answer"),
]
