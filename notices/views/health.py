"""For administrators: do messages get through, and how the district wants them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import District
from branches.permissions import check_can_administer
from branches.querysets import below, get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from notices.forms.settings import BotForm, SettingsForm
from notices.models import Delivery, GroupBot, NoticeSettings
from notices.permissions import check_can_watch
from notices.selectors.health import channel_rows, dead_answers, dead_letters, pulse
from notices.services.dead_letters import send_test, try_again
from notices.services.settings import add_bot, remove_bot, save_settings

PAGE_SIZE = 30


@require_GET
def health(request: PortalRequest) -> HttpResponse:
    check_can_watch(request.user)
    now = timezone.now()
    context = {
        "pulse": pulse(now),
        "channels": channel_rows(request.user, now),
        "page": Paginator(dead_letters(request.user), PAGE_SIZE).get_page(request.GET.get("page")),
        "answers": dead_answers(request.user),
        "districts": District.objects.filter(below(scope_of(request.user).administered_paths)).order_by("path"),
    }
    return render(request, "notices/health.html", context)


@require_POST
def retry(request: PortalRequest) -> HttpResponse:
    """One dead letter, or with `all` every one of them."""
    check_can_watch(request.user)
    rows = Delivery.objects.visible_to(request.user)
    if not request.POST.get("all"):
        rows = rows.filter(pk__in=request.POST.getlist("delivery")[:PAGE_SIZE])
    count = try_again(rows=rows, by=request.user, at=timezone.now())
    messages.success(request, f"已重新排队{count}条。")
    return redirect("notices:health")


@require_POST
def test_message(request: PortalRequest) -> HttpResponse:
    count = send_test(by=request.user, at=timezone.now())
    messages.success(request, f"测试消息已放入发件箱，共{count}个渠道；站内消息马上可以看到。")
    return redirect("notices:health")


def _district(request: PortalRequest, pk: str) -> District:
    district = get_visible_or_404(District.objects.visible_to(request.user), pk=pk)
    check_can_administer(request.user, district)
    return district


def _settings_page(request: PortalRequest, district: District, status: int = 200, **forms: Any) -> HttpResponse:
    own = NoticeSettings.objects.filter(district=district).first()
    context = {
        "district": district,
        "own": own,
        "form": SettingsForm(instance=own or NoticeSettings(district=district)),
        "bot_form": BotForm(),
        "bots": GroupBot.objects.filter(district=district).order_by("name"),
        **forms,
    }
    return render(request, "notices/settings.html", context, status=status)


@require_http_methods(["GET", "POST"])
def district_settings(request: PortalRequest, district: str) -> HttpResponse:
    place = _district(request, district)
    if request.method != "POST":
        return _settings_page(request, place)
    form = SettingsForm(request.POST, instance=NoticeSettings(district=place))
    if not form.is_valid():
        return _settings_page(request, place, 422, form=form)
    save_settings(district=place, values=form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, "已保存。")
    return redirect("notices:settings", district=place.pk)


@require_POST
def bot_add(request: PortalRequest, district: str) -> HttpResponse:
    place = _district(request, district)
    form = BotForm(request.POST)
    if not form.is_valid():
        return _settings_page(request, place, 422, bot_form=form)
    facts = {name: form.cleaned_data[name] for name in ("channel", "name", "key", "secret")}
    add_bot(district=place, **facts, by=request.user, at=timezone.now())
    messages.success(request, "已添加。")
    return redirect("notices:settings", district=place.pk)


@require_POST
def bot_remove(request: PortalRequest, district: str) -> HttpResponse:
    place = _district(request, district)
    bot = get_visible_or_404(GroupBot.objects.filter(district=place), pk=request.POST.get("bot") or None)
    remove_bot(bot=bot, by=request.user, at=timezone.now())
    return redirect("notices:settings", district=place.pk)
