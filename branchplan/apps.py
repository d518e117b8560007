from django.apps import AppConfig
from django.conf import settings


class BranchplanConfig(AppConfig):
    name = "branchplan"
    verbose_name = "党建工作计划"

    def ready(self) -> None:
        """The folders that libraries expect to find."""
        for folder in (settings.DATA_DIR, settings.MEDIA_ROOT, settings.RENDERED_DIR):
            folder.mkdir(parents=True, exist_ok=True)
        for key in ("data_folder_in", "control_folder"):
            if folder := settings.CELERY_BROKER_TRANSPORT_OPTIONS.get(key):
                settings.DATA_DIR.joinpath(folder).mkdir(parents=True, exist_ok=True)
