from django.urls import path

from members.views import points

urlpatterns = [
    path("branches/<uuid:branch>/points/", points.points, name="points"),
    path("branches/<uuid:branch>/points/scheme/", points.scheme, name="points_scheme"),
    path("branches/<uuid:branch>/points/enter/", points.enter, name="points_enter"),
    path("points/<uuid:pk>/take-back/", points.take_back, name="points_take_back"),
]
