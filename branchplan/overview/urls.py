from django.urls import path

from branchplan.overview import views

app_name = "overview"
urlpatterns = [
    path("", views.district, name="district"),
    path("<str:key>/", views.behind, name="behind"),
    path("<str:key>/export/", views.export, name="export"),
]
