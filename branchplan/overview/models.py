"""Figures of districts as they were reckoned last night."""

from django.db import models

from branches.models import District, SchoolKind


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
