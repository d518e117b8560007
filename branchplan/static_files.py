"""Which static files are collected."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalStaticFiles(StaticFilesConfig):
    """Without what libraries bring along and no page asks for: to compress that took longer than all the rest of a first start."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "rest_framework",  # its pages; our interface answers in JSON only
        "django_htmx",  # its scripts; htmx is in static/vendor
        "redoc",
        "swagger-ui-standalone-preset.*",
        "axe.min.js",  # for tests
    ]
