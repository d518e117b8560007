"""/api/v1/: lists by cursor, newest or by key, each below the token's district."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from branches.models import District
from branchplan.api import rows
from branchplan.api.models import ApiScope, ApiToken
from branchplan.api.serializers import (
    BranchQuery,
    BranchSerializer,
    EventQuery,
    EventSerializer,
    FigureSerializer,
    FindingsSerializer,
    PlanDetailSerializer,
    PlanQuery,
    PlanSerializer,
    RoundSerializer,
    TargetSerializer,
)
from branchplan.overview.selectors import figures_below


class ByKey(CursorPagination):
    """By primary key: a page is found through the index wherever it lies, and rows that come meanwhile shift nothing."""

    page_size = 100
    max_page_size = 500
    page_size_query_param = "size"

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        return ("pk",)


class Rows(generics.ListAPIView):
    """A list; `query` checks what is asked for."""

    pagination_class = ByKey
    scope = ""
    query: type[BaseSerializer[Any]] = BranchQuery

    @property
    def district(self) -> District:
        return self.request.auth.district  # type: ignore[union-attr]

    def asked(self) -> dict[str, Any]:
        """The query, cleaned; a wrong value is a 400 that names it."""
        form = self.query(data=self.request.query_params)
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)


@extend_schema_view(get=extend_schema(summary="党组织", operation_id="branches"))
class Branches(Rows):
    serializer_class = BranchSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return rows.branches(self.district)


@extend_schema_view(get=extend_schema(summary="报送的计划、总结", operation_id="plans", parameters=[PlanQuery]))
class Plans(Rows):
    serializer_class = PlanSerializer
    scope = ApiScope.PLANS
    query = PlanQuery

    def get_queryset(self) -> QuerySet[Any]:
        return rows.plans(self.district).filter(**self.asked())


@extend_schema_view(get=extend_schema(summary="一份计划，审定的带正文和行事历", operation_id="plan"))
class PlanDetail(generics.RetrieveAPIView):
    serializer_class = PlanDetailSerializer
    scope = ApiScope.PLANS

    def get_queryset(self) -> QuerySet[Any]:
        return rows.plans(self.request.auth.district)  # type: ignore[union-attr]


@extend_schema_view(get=extend_schema(summary="布置", operation_id="rounds"))
class Rounds(Rows):
    serializer_class = RoundSerializer
    scope = ApiScope.ROUNDS

    def get_queryset(self) -> QuerySet[Any]:
        return rows.rounds(self.district)


@extend_schema_view(get=extend_schema(summary="一次布置里各党组织的进度", operation_id="targets"))
class Targets(Rows):
    serializer_class = TargetSerializer
    scope = ApiScope.ROUNDS

    def get_queryset(self) -> QuerySet[Any]:
        return rows.targets(self.district, self.kwargs["pk"])


@extend_schema_view(get=extend_schema(summary="行事历活动", operation_id="events", parameters=[EventQuery]))
class Events(Rows):
    serializer_class = EventSerializer
    scope = ApiScope.EVENTS
    query = EventQuery

    def get_queryset(self) -> QuerySet[Any]:
        asked = self.asked()
        names = {"branch": "branch", "first_day": "ends_on__gte", "last_day": "starts_on__lte"}
        return rows.events(self.district).filter(**{names[name]: value for name, value in asked.items()})


@extend_schema_view(
    get=extend_schema(summary="最近一次提交的检查结果", operation_id="findings", parameters=[BranchQuery])
)
class Findings(Rows):
    serializer_class = FindingsSerializer
    scope = ApiScope.FINDINGS

    def get_queryset(self) -> QuerySet[Any]:
        return rows.findings(self.district).filter(**{f"plan__{k}": v for k, v in self.asked().items()})


class Figures(APIView):
    """What the overview adds up, without a list behind it."""

    scope = ApiScope.FIGURES

    @extend_schema(summary="汇总数字", operation_id="figures", responses=FigureSerializer(many=True))
    def get(self, request: Request) -> Response:
        token = request.auth
        paths = frozenset({token.district.path}) if isinstance(token, ApiToken) else frozenset()
        found = sorted(figures_below(paths).of.items())
        rows = [{"key": k, "label": label, "value": value, "total": total} for k, (label, value, total) in found]
        return Response(FigureSerializer(rows, many=True).data)
