"""投诉建议: who hears of it, who sees it, how often one may write, and what everybody is shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from branches.models import AuditEntry, User
from branches.permissions import NotAllowed
from branches.services.accounts import give_role
from notices.domain.feedback import median_place
from notices.forms.feedback import page_of
from notices.models import Delivery, DeliveryState, Feedback, Notice
from notices.selectors.feedback import public_figures, recipients_of
from notices.services.address import address_due
from notices.services.feedback import FeedbackError, TooMany, answer_feedback, send_feedback, take_feedback
from tests.cast import NOW, TODAY, Cast

TEXT = "同一张表一周内要了两次。"


def send(cast: Cast, who: str = "tang", *, at: datetime = NOW, key: UUID | None = None, **facts: Any) -> Feedback:
    defaults: dict[str, Any] = {"kind": "burden", "text": TEXT, "path": "/plans/", "is_unnamed": False, "follows": None}
    facts = {"district": cast.district, "branch": cast.branch, **defaults, **facts}
    return send_feedback(key=key or uuid4(), by=cast.people[who], at=at, **facts)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, name: str, *args: object, **query: str) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def form_of(cast: Cast, **facts: str) -> dict[str, str]:
    return {"kind": "burden", "text": TEXT, "district": str(cast.district.pk), "key": str(uuid4()), **facts}


def test_the_administrator_is_told_and_the_answer_reaches_the_sender(cast: Cast) -> None:
    letter = send(cast)
    address_due(at=NOW)
    assert [n.recipient for n in Notice.objects.all()] == [cast.wei]
    assert TEXT not in Notice.objects.get().title + Notice.objects.get().body
    answer_feedback(letter=letter, answer="不用再报。", by=cast.wei, at=NOW)
    assert Notice.objects.get(recipient=cast.tang).title == "您提的一件投诉建议已经答复"
    assert list(AuditEntry.objects.filter(action__startswith="feedback").values_list("action", "actor_name")) == [
        ("feedback.send", "唐果"),
        ("feedback.answer", "魏然"),
    ]


def test_only_the_sender_and_the_administrators_above_see_a_letter(cast: Cast) -> None:
    give_role(user=cast.bai, role="administrator", organisation=cast.city, starts_on=TODAY, by=None, at=NOW)
    send(cast)
    seen = [name for name, user in cast.people.items() if Feedback.objects.visible_to(user).exists()]
    assert seen == ["tang", "bai", "wei"]


def test_without_a_name_nothing_says_who_wrote_it(cast: Cast) -> None:
    letter = send(cast, is_unnamed=True)
    assert (letter.branch, letter.path) == (None, "")
    assert AuditEntry.objects.get(action="feedback.send").actor is None
    pages = page(client_of(cast.wei), "notices:feedback_letter", letter.pk)
    pages += page(client_of(cast.wei), "notices:feedback_desk")
    pages += page(client_of(cast.wei), "home")
    assert ("未署名" in pages, "唐果" in pages, "青榆一小</span>" in pages) == (True, False, False)
    answer_feedback(letter=letter, answer="已核实。", by=cast.wei, at=NOW)
    assert Notice.objects.filter(recipient=cast.tang, kind="feedback.answered").exists()
    Delivery.objects.update(state=DeliveryState.DEAD, last_error="550 no such mailbox <tang@example.org>")
    health = page(client_of(cast.wei), "notices:health")
    assert ("投诉建议的答复1条没有发到站外" in health, "唐果" in health, "tang@" in health) == (True, False, False)


def test_a_letter_without_a_name_is_tied_to_no_other(cast: Cast) -> None:
    named = send(cast)
    unnamed = send(cast, is_unnamed=True, follows=named)
    assert (unnamed.follows, send(cast, follows=unnamed).follows) == (None, None)
    with pytest.raises(IntegrityError, match="feedback_unnamed_follows_nothing"), transaction.atomic():
        Feedback.objects.filter(pk=unnamed.pk).update(follows=named)


def test_the_sixth_letter_within_a_day_waits_and_keeps_its_text(cast: Cast) -> None:
    now = timezone.now()
    for hour in range(5):
        send(cast, at=now - timedelta(hours=5 - hour))
    answer = client_of(cast.tang).post(reverse("notices:feedback"), form_of(cast, text="第六件"))
    text = answer.content.decode()
    assert (answer.status_code, "第六件" in text, "最多提交5件" in text) == (429, True, True)
    send(cast, "gu", branch=cast.kindergarten, at=now)  # others are not held up
    send(cast, at=now + timedelta(hours=19, minutes=30))  # the first one is a day old by then
    with pytest.raises(TooMany):
        send(cast, at=now + timedelta(hours=19, minutes=30))


def test_pressing_the_button_twice_makes_one_letter(cast: Cast) -> None:
    form = form_of(cast, page="/plans/?q=张三")
    client = client_of(cast.tang)
    first, second = (client.post(reverse("notices:feedback"), form) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    letter = Feedback.objects.get()
    assert (letter.path, letter.branch) == ("/plans/", cast.branch)  # what was searched for is not kept
    assert AuditEntry.objects.filter(action="feedback.send").count() == 1


def test_wrong_input_is_said_at_its_field_and_nothing_is_lost(cast: Cast) -> None:
    client = client_of(cast.tang)
    answer = client.post(reverse("notices:feedback"), {**form_of(cast, kind="nonsense"), "district": ""})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert ("请选择类别。" in text, "请选择送给谁。" in text, TEXT in text) == (True, True, True)
    elsewhere = client.post(reverse("notices:feedback"), form_of(cast, district=str(cast.other_district.pk)))
    assert elsewhere.status_code == 422
    letter = send(cast)
    wei = client_of(cast.wei)
    assert wei.post(reverse("notices:feedback_answer", args=[letter.pk]), {"answer": " "}).status_code == 422


def test_the_second_answer_is_refused_and_its_words_are_shown_again(cast: Cast) -> None:
    letter = send(cast)
    answer_feedback(letter=letter, answer="先答的。", by=cast.wei, at=NOW)
    answer = client_of(cast.wei).post(reverse("notices:feedback_answer", args=[letter.pk]), {"answer": "后答的。"})
    text = answer.content.decode()
    assert (answer.status_code, "先答的。" in text, "后答的。" in text) == (409, True, True)
    with pytest.raises(FeedbackError, match="已经有人在办"):
        take_feedback(letter=letter, by=cast.wei, at=NOW)


def test_nobody_answers_their_own_letter(cast: Cast) -> None:
    letter = send(cast, "wei", branch=None)
    with pytest.raises(NotAllowed, match="其他管理员"):
        answer_feedback(letter=letter, answer="好。", by=cast.wei, at=NOW)


def test_letters_go_to_the_nearest_office_that_has_an_administrator(cast: Cast) -> None:
    assert recipients_of(cast.tang, TODAY) == [cast.district]
    give_role(user=cast.bai, role="administrator", organisation=cast.city, starts_on=TODAY, by=None, at=NOW)
    tang, bai = (User.objects.get(pk=cast.people[name].pk) for name in ("tang", "bai"))
    assert recipients_of(tang, TODAY) == [cast.district, cast.city]
    assert recipients_of(bai, TODAY) == [cast.city]  # 白鹭区 has none


@pytest.mark.parametrize(("number", "middle"), [(1, [0]), (2, [0, 1]), (5, [2]), (6, [2, 3])])
def test_the_middle_of_so_many(number: int, middle: list[int]) -> None:
    assert list(range(number))[median_place(number)] == middle


def test_everybody_sees_how_many_and_how_long(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    # Answered after 1, 2 and 9 days, one is still open, one is older than a year: median 2.
    for number, days in enumerate((9, 1, 2)):
        at = NOW + timedelta(days=number)
        answer_feedback(letter=send(cast, at=at), answer="好。", by=cast.wei, at=at + timedelta(days=days))
    send(cast, at=NOW + timedelta(days=5))
    send(cast, "gu", at=NOW - timedelta(days=400))
    with django_assert_num_queries(2):
        (row,) = public_figures([cast.district], NOW + timedelta(days=20))
    assert (row.received, row.answered, row.days) == (4, 3, 2.0)
    answer_feedback(
        letter=Feedback.objects.get(answered_at=None, sender=cast.tang),
        answer="好。",
        by=cast.wei,
        at=NOW + timedelta(days=9),
    )
    (row,) = public_figures([cast.district], NOW + timedelta(days=20))
    assert row.days == 3.0  # of 1, 2, 4 and 9 days
    assert "4件" in page(client_of(cast.gu), "notices:feedback")


def test_a_new_letter_can_go_on_from_an_answered_one(cast: Cast) -> None:
    letter = send(cast)
    answer_feedback(letter=letter, answer="不用再报。", by=cast.wei, at=NOW)
    client = client_of(cast.tang)
    assert "接着提" in page(client, "notices:feedback_letter", letter.pk)
    client.post(reverse("notices:feedback"), form_of(cast, follows=str(letter.pk)))
    assert Feedback.objects.get(follows=letter).text == TEXT
    foreign = send(cast, "gu", branch=cast.kindergarten)
    client.post(reverse("notices:feedback"), form_of(cast, follows=str(foreign.pk)))
    assert not Feedback.objects.filter(follows=foreign).exists()


def test_every_page_has_the_link_with_its_address(cast: Cast) -> None:
    assert "/notices/feedback/?from=/plans/" in page(client_of(cast.lin), "plans:list")
    assert "/notices/feedback/?from=/no-such/" in client_of(cast.lin).get("/no-such/").content.decode()
    assert "<code>/plans/</code>" in page(client_of(cast.lin), "notices:feedback", **{"from": "/plans/?q=1"})


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil"])
def test_only_addresses_of_the_portal_are_taken_along(address: str) -> None:
    assert page_of(address) == ""


def test_the_desk_costs_the_same_with_one_letter_and_three(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(cast.wei)
    page(client, "home")  # the session is written once
    for _ in range(2):
        send(cast)
        send(cast, "gu", branch=cast.kindergarten, is_unnamed=True)
        with django_assert_num_queries(6):
            client.get(reverse("notices:feedback_desk"))
