from django.urls import path

from plans.views import library

urlpatterns = [
    path("", library.plan_list, name="list"),
    path("<uuid:pk>/", library.detail, name="detail"),
    path("<uuid:pk>/plan.pdf", library.pdf, name="pdf"),
    path("<uuid:pk>/plan.docx", library.docx, name="docx"),
]
