"""The pinyin of a name beside the name, so that a database can sort and search by it."""

from __future__ import annotations

from typing import Any

from django.db import models

from branches.pinyin import pinyin_of


class SpellingField(models.CharField):
    """How the name in the field `of` is typed (part 0: pinyin, 1: initials), written whenever the row is written, in bulk too.

    Not by `QuerySet.update` and `bulk_update`: who changes a name that way sets these as well.
    """

    def __init__(self, of: str = "", *args: Any, part: int = 0, **kwargs: Any) -> None:
        self.of, self.part = of, part
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """For the database it is plain text."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        spelling = pinyin_of(getattr(model_instance, self.of))[self.part]
        setattr(model_instance, self.attname, spelling)
        return spelling
