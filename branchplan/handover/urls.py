from django.urls import path

from branchplan.handover import views

app_name = "handover"
urlpatterns = [
    path("", views.handovers, name="list"),
    path("branches/<uuid:branch>/begin/", views.begin, name="begin"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/prepare/", views.prepare, name="prepare"),
    path("<uuid:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("<uuid:pk>/take-over/", views.take_over, name="take_over"),
    path("<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("<uuid:pk>/first-days/", views.first_days, name="first_days"),
    path("<uuid:pk>/first-days/tick/", views.tick, name="tick"),
    path("<uuid:pk>/pdf/", views.pdf, name="pdf"),
    path("<uuid:pk>/docx/", views.docx, name="docx"),
]
