from django.urls import path

from notices.views import feedback, health, inbox, jobs

app_name = "notices"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("unread/", inbox.unread, name="unread"),
    path("read/", inbox.read_all, name="read_all"),
    path("preferences/", inbox.preferences, name="preferences"),
    path("<uuid:pk>/open/", inbox.open_notice, name="open"),
    path("<uuid:pk>/acknowledge/", inbox.acknowledge_notice, name="acknowledge"),
    path("<uuid:pk>/snooze/", inbox.snooze_notice, name="snooze"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback/all/", feedback.feedback_desk, name="feedback_desk"),
    path("feedback/<uuid:pk>/", feedback.feedback_letter, name="feedback_letter"),
    path("feedback/<uuid:pk>/take/", feedback.feedback_take, name="feedback_take"),
    path("feedback/<uuid:pk>/answer/", feedback.feedback_answer, name="feedback_answer"),
    path("health/", health.health, name="health"),
    path("health/retry/", health.retry, name="retry"),
    path("health/test/", health.test_message, name="test_message"),
    path("settings/<uuid:district>/", health.district_settings, name="settings"),
    path("settings/<uuid:district>/bots/", health.bot_add, name="bot_add"),
    path("settings/<uuid:district>/bots/remove/", health.bot_remove, name="bot_remove"),
    path("jobs/<uuid:pk>/", jobs.job, name="job"),
    path("jobs/<uuid:pk>/cancel/", jobs.job_cancel, name="job_cancel"),
    path("jobs/<uuid:pk>/result/", jobs.job_result, name="job_result"),
]
