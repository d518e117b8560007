"""What each row looks like from outside. No field is about a person; an approved plan's text may name people."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from branches.models import Branch
from branchplan.api.rows import approved_text
from calendar_events.models import CalendarEvent
from plans.domain.period import EARLIEST, LATEST
from plans.models import CheckedActivity, CheckReportRecord, Plan, PlanningRound, RoundTarget
from workflow.domain.transitions import Status


class BranchSerializer(serializers.ModelSerializer):
    """A school's party organisation."""

    district = serializers.CharField(source="district.path", help_text="所属教育工委的代码路径")
    district_name = serializers.CharField(source="district.name")

    class Meta:
        model = Branch
        fields = ["id", "name", "short_name", "school_name", "school_kind", "organisation_type", "district", "district_name"]  # fmt: skip


class PlanSerializer(serializers.ModelSerializer):
    """A paper that was handed in."""

    branch = serializers.UUIDField(source="branch_id")
    title = serializers.CharField(source="review_title")

    class Meta:
        model = Plan
        fields = [
            "id", "branch", "paper", "cycle", "year", "part", "revision", "title", "status", "submission_count",
            "return_count", "submitted_at", "decided_at",
        ]  # fmt: skip


class SectionSerializer(serializers.Serializer):
    kind = serializers.CharField()
    level = serializers.IntegerField()
    heading = serializers.CharField(allow_blank=True)
    body = serializers.CharField(allow_blank=True)


class ItemSerializer(serializers.Serializer):
    first_month = serializers.DateField()
    last_month = serializers.DateField()
    text = serializers.CharField()
    kind = serializers.CharField()


class PlanTextSerializer(serializers.Serializer):
    sections = SectionSerializer(many=True)
    items = ItemSerializer(many=True)


class PlanDetailSerializer(PlanSerializer):
    """With the words of the approved version; empty while it is not approved."""

    text = serializers.SerializerMethodField()

    class Meta(PlanSerializer.Meta):
        fields = [*PlanSerializer.Meta.fields, "text"]

    @extend_schema_field(PlanTextSerializer)
    def get_text(self, plan: Plan) -> dict[str, Any]:
        return approved_text(plan)


class RoundSerializer(serializers.ModelSerializer):
    """What is asked of schools, and how far they are."""

    district = serializers.UUIDField(source="district_id")
    schools = serializers.IntegerField(source="school_count")
    approved = serializers.IntegerField(source="approved_count")
    not_handed_in = serializers.IntegerField(source="waited_for")

    class Meta:
        model = PlanningRound
        fields = [
            "id", "district", "title", "paper", "cycle", "year", "part", "opens_on", "due_on", "state", "schools",
            "approved", "not_handed_in",
        ]  # fmt: skip


class TargetSerializer(serializers.ModelSerializer):
    """A school that is asked."""

    branch = serializers.UUIDField(source="branch_id")
    plan = serializers.UUIDField(source="plan_id", allow_null=True)

    class Meta:
        model = RoundTarget
        fields = ["id", "branch", "plan", "state", "due_on"]


class EventSerializer(serializers.ModelSerializer):
    """A dated event; who chairs and who came stays in the branch."""

    branch = serializers.UUIDField(source="branch_id")
    also = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = CalendarEvent
        fields = [
            "id", "branch", "kind", "also", "subject", "owner", "starts_on", "ends_on", "starts_at", "ends_at", "place", "state",
        ]  # fmt: skip


class ActivitySerializer(serializers.ModelSerializer):
    class Meta:
        model = CheckedActivity
        fields = ["kind", "name", "verdict", "is_excused"]


class FindingsSerializer(serializers.ModelSerializer):
    """Counts of what the checks found in the latest submission, and how each required activity is answered."""

    plan = serializers.UUIDField(source="plan_id")
    branch = serializers.UUIDField(source="plan.branch_id")
    activities = ActivitySerializer(many=True)

    class Meta:
        model = CheckReportRecord
        fields = ["id", "plan", "branch", "submission", "errors", "warnings", "infos", "dismissed", "checked_at", "activities"]  # fmt: skip


class FigureSerializer(serializers.Serializer):
    """A number about all schools below the token's district, as of the night; `total` is 0 where there is nothing to compare with."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.IntegerField()
    total = serializers.IntegerField()


# --- what may be asked for ----------------------------------------------------------------------------------------------
class BranchQuery(serializers.Serializer):
    branch = serializers.UUIDField(required=False, help_text="只要这个党组织的")


class PlanQuery(BranchQuery):
    year = serializers.IntegerField(required=False, min_value=EARLIEST, max_value=LATEST)
    status = serializers.ChoiceField(
        required=False, choices=[status.value for status in Status if status is not Status.DRAFT]
    )


class EventQuery(BranchQuery):
    first_day = serializers.DateField(required=False, help_text="这一天起")
    last_day = serializers.DateField(required=False, help_text="到这一天")
