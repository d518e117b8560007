from django.apps import AppConfig
from django.conf import settings
from django.contrib.staticfiles import apps as staticfiles

#: What libraries bring along and no page asks for. To compress it took longer than all the rest of a first start.
NOT_COLLECTED = (
    "rest_framework",  # its pages; our interface answers in JSON only
    "django_htmx",  # its scripts; htmx is in static/vendor
    "redoc",
    "swagger-ui-standalone-preset.*",
    "axe.min.js",  # for tests
)


class BranchplanConfig(AppConfig):
    name = "branchplan"
    verbose_name = "党建工作计划"

    def ready(self) -> None:
        """The folders that libraries expect to find, and which static files are left alone."""
        of_django = staticfiles.StaticFilesConfig
        of_django.ignore_patterns = [*of_django.ignore_patterns, *NOT_COLLECTED]
        for folder in (settings.DATA_DIR, settings.MEDIA_ROOT, settings.RENDERED_DIR, settings.STATIC_ROOT):
            folder.mkdir(parents=True, exist_ok=True)
        if settings.BROKER_DIR is not None:
            for name in ("queue", "control"):
                (settings.BROKER_DIR / name).mkdir(parents=True, exist_ok=True)
