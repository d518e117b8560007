"""How a branch prints the sheet to sign."""

from __future__ import annotations

from django.db import models

from branches.models import Branch


class SheetSetting(models.Model):
    """A branch without a row prints no code: it is off until the branch switches it on."""

    branch = models.OneToOneField(Branch, models.CASCADE, primary_key=True, related_name="+")
    shows_code = models.BooleanField("活动页二维码", default=False)

    def __str__(self) -> str:
        return f"{self.branch_id} {'on' if self.shows_code else 'off'}"
