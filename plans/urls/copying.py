from django.urls import path

from plans.views import copying

urlpatterns = [
    path("<uuid:pk>/copying/", copying.copying, name="copying"),
    path("<uuid:pk>/copying/<uuid:source>/", copying.copying_source, name="copying_source"),
    path("templates/", copying.templates, name="templates"),
    path("templates/<uuid:template>/remove/", copying.template_remove, name="template_remove"),
]
