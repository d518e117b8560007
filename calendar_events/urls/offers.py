from django.urls import path

from calendar_events.views import offers

urlpatterns = [
    path("plans/<uuid:pk>/offers/", offers.offers, name="offers"),
    path("plans/<uuid:pk>/offers/confirm/", offers.confirm, name="offers_confirm"),
    path("plans/<uuid:pk>/offers/<slug:key>/again/", offers.again, name="offer_again"),
    path("plans/<uuid:pk>/offers/<slug:key>/drop/", offers.drop, name="offer_drop"),
    path("plans/<uuid:pk>/offers/<slug:key>/restore/", offers.restore, name="offer_restore"),
    path("plans/<uuid:pk>/revision/", offers.revision, name="revision"),
]
