from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "branchplan.handover"
    label = "handover"
    verbose_name = "书记交接"
