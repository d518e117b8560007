from django.apps import AppConfig


class BranchplanConfig(AppConfig):
    name = "branchplan"
    verbose_name = "党建工作计划"
