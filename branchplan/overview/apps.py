from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "branchplan.overview"
    label = "overview"
    verbose_name = "全区概况"
