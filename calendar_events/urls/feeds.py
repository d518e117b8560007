from django.urls import path

from calendar_events.views import feeds

urlpatterns = [
    path("feeds/", feeds.page, name="feeds"),
    path("feeds/<uuid:pk>/renew/", feeds.renew, name="feed_renew"),
    path("feeds/<uuid:pk>/revoke/", feeds.revoke, name="feed_revoke"),
    path("feeds/<uuid:pk>/alarm/", feeds.alarm, name="feed_alarm"),
    path("feeds/<str:secret>.ics", feeds.calendar, name="feed"),
]
