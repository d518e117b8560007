from django.urls import path

from members.views import committee

urlpatterns = [
    path("branches/<uuid:branch>/committee/", committee.committee, name="committee"),
    path("branches/<uuid:branch>/committee/elect/", committee.record_term, name="term_record"),
    path("terms/<uuid:pk>/", committee.change_term, name="term_change"),
    path("terms/<uuid:pk>/posts/take/", committee.take_post, name="post_take"),
    path("posts/<uuid:pk>/leave/", committee.leave_post, name="post_leave"),
]
