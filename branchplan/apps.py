from django.apps import AppConfig
from django.conf import settings


class BranchplanConfig(AppConfig):
    name = "branchplan"
    verbose_name = "党建工作计划"

    def ready(self) -> None:
        """The folders that libraries expect to find."""
        for folder in (settings.DATA_DIR, settings.MEDIA_ROOT, settings.RENDERED_DIR, settings.STATIC_ROOT):
            folder.mkdir(parents=True, exist_ok=True)
        if settings.BROKER_DIR is not None:
            for name in ("queue", "control"):
                (settings.BROKER_DIR / name).mkdir(parents=True, exist_ok=True)
