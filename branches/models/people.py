"""Log-ins and the dated roles that people hold. A person is not a log-in: members live in `members`."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from branches.models.organisation import Branch, District
from branches.models.spelling import SpellingField
from branches.querysets import RoleAssignmentQuerySet, UserManager


class Role(models.TextChoices):
    SECRETARY = "secretary", "支部书记"
    DEPUTY_SECRETARY = "deputy", "副书记"
    ORGANISATION_COMMISSIONER = "organisation", "组织委员"
    PUBLICITY_COMMISSIONER = "publicity", "宣传委员"
    DISCIPLINE_COMMISSIONER = "discipline", "纪检委员"
    GROUP_LEADER = "group_leader", "党小组长"
    MEMBER = "member", "党员"
    REVIEWER = "reviewer", "审核员"
    REVIEW_LEAD = "review_lead", "审核组长"
    DISTRICT_ADMINISTRATOR = "administrator", "管理员"
    AUDITOR = "auditor", "审计员"


#: Roles held in a district; all others are held in a branch.
DISTRICT_ROLES = frozenset({Role.REVIEWER, Role.REVIEW_LEAD, Role.DISTRICT_ADMINISTRATOR, Role.AUDITOR})
#: Who reviews: whoever leads the reviewers is one of them.
REVIEWING_ROLES = frozenset({Role.REVIEWER, Role.REVIEW_LEAD})
#: Who writes the branch's papers.
AUTHOR_ROLES = frozenset(
    {
        Role.SECRETARY,
        Role.DEPUTY_SECRETARY,
        Role.ORGANISATION_COMMISSIONER,
        Role.PUBLICITY_COMMISSIONER,
        Role.DISCIPLINE_COMMISSIONER,
    }
)
#: Who answers for them: only these submit and withdraw.
LEADING_ROLES = frozenset({Role.SECRETARY, Role.DEPUTY_SECRETARY})
BRANCH_ROLES = frozenset(Role) - DISTRICT_ROLES


EMAIL_LENGTH = 254


class User(AbstractUser):
    """A log-in. Names are one field; what one may do comes from role assignments only, never from Django's groups.

    `home` is the district whose administrators look after a log-in once its roles are over: that of the last one. Empty while a role has
    no end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    display_name = models.CharField("姓名", max_length=30)
    name_pinyin = SpellingField("display_name", max_length=120, blank=True, editable=False)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("电子邮箱", max_length=EMAIL_LENGTH, blank=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=True)
    home = models.ForeignKey(District, models.PROTECT, null=True, editable=False, related_name="+")

    objects = UserManager()  # type: ignore[misc]

    REQUIRED_FIELDS = ["display_name"]

    class Meta(AbstractUser.Meta):
        indexes = [models.Index(fields=["name_pinyin"], name="user_by_spelling")]

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name


class RoleAssignment(models.Model):
    """A role held by a person in a branch or a district from one day to another, both counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    role = models.CharField("角色", max_length=16, choices=Role.choices)
    branch = models.ForeignKey(Branch, models.CASCADE, null=True, blank=True, related_name="assignments")
    district = models.ForeignKey(District, models.CASCADE, null=True, blank=True, related_name="assignments")
    starts_on = models.DateField("任职起")
    ends_on = models.DateField("任职止", null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(role__in=sorted(DISTRICT_ROLES), district__isnull=False, branch__isnull=True)
                    | Q(role__in=sorted(BRANCH_ROLES), district__isnull=True, branch__isnull=False)
                ),
                name="role_held_in_its_organisation",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="role_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "starts_on"], name="role_user_start"),
            # The few reviewers among the secretaries of a city.
            models.Index(fields=["role"], name="role_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}（{self.branch or self.district}）"

    @property
    def organisation(self) -> "Branch | District":
        """Where the role is held."""
        place = self.branch or self.district
        if place is None:
            raise ValueError("a role is held in a branch or in a district")
        return place

    @property
    def organisation_district(self) -> District:
        """The district of the organisation, for scope."""
        place = self.organisation
        return place.district if isinstance(place, Branch) else place
