"""Secrets that open something without a log-in. Each kind is a table of its own on a higher floor; what they share stands here."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SecretToken(models.Model):
    """Only the digest of a secret is kept: it is shown once, when it is made.

    `hint` are its first letters. `window_began_at` and `window_count` count the requests of the running minute, the same for every process.
    """

    hint = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    window_began_at = models.DateTimeField(null=True)
    window_count = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


def revoked_whole(name: str) -> models.CheckConstraint:
    """Revoked means by somebody and at a time."""
    return models.CheckConstraint(
        condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
        | Q(revoked_at__isnull=False, revoked_by__isnull=False),
        name=name,
    )
