"""Figures of districts as they were reckoned last night."""

from django.db import models

from branches.models import Branch, District, SchoolKind


class DistrictFigure(models.Model):
    """One number about the schools of one kind right below one district; pages add them up along the tree. Zeros are not kept.

    `value` of `total`: plans with a gap of plans checked, promises kept of promises due; `total` is 0 where there is nothing to compare with.
    """

    id = models.BigAutoField(primary_key=True)
    district = models.ForeignKey(District, models.CASCADE, related_name="+")
    school_kind = models.CharField(max_length=16, choices=SchoolKind.choices)
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=40)
    value = models.PositiveIntegerField()
    total = models.PositiveIntegerField(default=0)
    reckoned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "school_kind", "key"], name="figure_once")]

    def __str__(self) -> str:
        return f"{self.label} {self.value}"


class BranchArrears(models.Model):
    """How many members of a branch owed dues last night: reckoned person by person, so no list could ask for it on the spot. No sums, no names."""

    branch = models.OneToOneField(Branch, models.CASCADE, primary_key=True, related_name="+")
    members = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(members__gt=0), name="arrears_are_somebodys")]

    def __str__(self) -> str:
        return f"{self.branch} {self.members}"
