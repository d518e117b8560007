"""收交清单: asked, handed in on the phone or on paper, who is short, numbers from a pasted list."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches.models import AuditEntry, User
from branches.permissions import NotAllowed
from calendar_events.domain.collections import (
    MOST,
    CollectionError,
    Standing,
    collection_kinds,
    counts_of,
    parse_collection_kinds,
    read_numbers,
)
from calendar_events.models import Attachment, CollectionDue, CollectionList, HandIn
from calendar_events.selectors.collections import due_on, own_dues, rows_of
from calendar_events.services.collections import (
    CollectionConflict,
    CollectionRefused,
    Paper,
    close_collection,
    edit_collection,
    excuse,
    hand_in,
    import_numbers,
    open_collection,
    take_back,
    tick_off,
)
from members.models import Member
from notices.selectors.manners import habits_for
from tests.calendar_events.ledgers import PDF, client_of, entry_of
from tests.cast import NOW, TODAY, Cast

FACTS = {
    "title": "2026年心得体会",
    "first_day": TODAY,
    "due_on": date(2026, 6, 30),
    "needed": 2,
    "unit": "篇",
    "note": "800字",
}


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


def made(cast: Cast, kind: str = "essays", **facts: Any) -> CollectionList:
    """Asked of everybody of 青榆一小."""
    members = list(Member.objects.filter(branch=cast.branch).order_by("name"))
    return open_collection(branch=cast.branch, kind=kind, facts=FACTS | facts, members=members, by=cast.lin, at=NOW)


def due_of(row: CollectionList, user: User) -> CollectionDue:
    return CollectionDue.objects.select_related("collection__branch__district", "member").get(
        collection=row, member__user=user
    )


def paper(**facts: Any) -> Paper:
    return Paper(**({"id": uuid.uuid4(), "text": "读后有感"} | facts))


def standing(row: CollectionList, user: User) -> tuple[int, int]:
    found = next(line.standing for line in rows_of(row) if line.due.member.user_id == user.pk)
    return found.handed, found.missing


def test_a_member_hands_in_twice_and_a_double_click_counts_once(cast: Cast) -> None:
    row = made(cast)
    due, first = due_of(row, cast.tang), paper()
    for _ in range(2):
        hand_in(due=due, paper=first, has_file=False, by=cast.tang, at=NOW)
    assert standing(row, cast.tang) == (1, 1)
    second = hand_in(due=due, paper=paper(), has_file=False, by=cast.qiao, at=NOW)
    assert (standing(row, cast.tang), second.source) == ((2, 0), "committee")
    take_back(row=second, by=cast.tang, at=NOW)
    assert standing(row, cast.tang) == (1, 1)
    assert "读后有感" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))
    with pytest.raises(CollectionRefused, match="请写正文"):
        hand_in(due=due, paper=paper(text=" "), has_file=False, by=cast.tang, at=NOW)


def test_who_sees_and_writes_what(cast: Cast) -> None:
    row = made(cast)
    hand_in(due=due_of(row, cast.tang), paper=paper(), has_file=False, by=cast.tang, at=NOW)
    seen = {
        user: HandIn.objects.visible_to(user).count() for user in (cast.lin, cast.tang, cast.song, cast.he, cast.fang)
    }
    assert list(seen.values()) == [1, 1, 0, 0, 0]
    with pytest.raises(NotAllowed, match="只能交自己的材料"):
        hand_in(due=due_of(row, cast.tang), paper=paper(), has_file=False, by=cast.song, at=NOW)
    with pytest.raises(NotAllowed):
        open_collection(branch=cast.branch, kind="essays", facts=FACTS, members=[], by=cast.tang, at=NOW)
    close_collection(collection=row, is_open=False, by=cast.lin, at=NOW)
    with pytest.raises(NotAllowed, match="已经结束"):
        hand_in(due=due_of(row, cast.tang), paper=paper(), has_file=False, by=cast.tang, at=NOW)
    assert own_dues(cast.tang, {cast.branch.pk}) == []


def test_the_committee_ticks_off_what_is_missing_and_excuses(cast: Cast) -> None:
    row = made(cast)
    hand_in(due=due_of(row, cast.tang), paper=paper(), has_file=False, by=cast.tang, at=NOW)
    dues = [due_of(row, cast.tang), due_of(row, cast.song)]
    assert [tick_off(collection=row, dues=dues, on=TODAY, by=cast.qiao, at=NOW) for _ in range(2)] == [2, 0]
    assert [standing(row, user) for user in (cast.tang, cast.song, cast.lin)] == [(2, 0), (2, 0), (0, 2)]
    excuse(due=due_of(row, cast.lin), because="产假", by=cast.qiao, at=NOW)
    counts = counts_of(line.standing for line in rows_of(row))
    assert (counts.asked, counts.met, counts.short, counts.nothing) == (3, 2, 1, 1)
    excuse(due=due_of(row, cast.lin), because="", by=cast.qiao, at=NOW)
    assert due_of(row, cast.lin).needed == 2


def test_a_list_is_changed_over_its_version_and_keeps_who_has_handed_in(cast: Cast) -> None:
    row = made(cast)
    hand_in(due=due_of(row, cast.tang), paper=paper(), has_file=False, by=cast.tang, at=NOW)
    given = {"collection": row, "members": [entry_of(cast.song)], "by": cast.lin, "at": NOW}
    edited = edit_collection(facts=FACTS | {"needed": 3}, base_version=1, **given)
    assert {(due.member.name, due.needed) for due in edited.dues.select_related("member")} == {
        ("宋知秋", 3),
        ("唐果", 3),
    }
    with pytest.raises(CollectionConflict):
        edit_collection(facts=FACTS | {"needed": 4}, base_version=1, **given)


def test_numbers_come_from_a_pasted_list_and_the_last_one_counts(cast: Cast) -> None:
    row = made(cast, "app_points", needed=10000, unit="分")
    given = {"collection": row, "on": TODAY, "by": cast.lin, "at": NOW}
    import_numbers(text="唐果\t8,650\n宋知秋 10200分", **given)
    assert (standing(row, cast.tang), standing(row, cast.song)) == ((8650, 1350), (10200, 0))
    lines = import_numbers(text="唐果 9000\n张三 1\n唐果 2\n看不懂", **given)
    assert [line.fault for line in lines] == [
        "",
        "清单里没有这个人。",
        "这个人前面已经有一行。",
        "看不懂这一行：请写“姓名 数字”。",
    ]
    assert standing(row, cast.tang) == (8650, 1350)  # nothing was written
    import_numbers(text="1. 唐果 9000", **given)
    assert standing(row, cast.tang) == (9000, 1000)
    with pytest.raises(CollectionRefused, match="不是登记数字的"):
        import_numbers(collection=made(cast), text="唐果 1", on=TODAY, by=cast.lin, at=NOW)


def test_a_line_without_its_number_and_one_beyond_all_numbers_are_named() -> None:
    lines = read_numbers(f"唐果,,\n唐果，，\n唐果 {'9' * 310}\n唐果,{'9' * 20}\n唐果,1，024.50分", ["唐果"])
    assert [line.fault for line in lines[:3]] == ["看不懂这一行：请写“姓名 数字”。"] * 3
    assert [(line.number > MOST, line.fault) for line in lines[3:4]] == [(True, "数字不能超过9999999。")]
    assert lines[4].number == 1024


def test_people_of_one_name_are_not_guessed() -> None:
    assert [line.fault for line in read_numbers("王芳 1", ["王芳", "王芳"])] == [
        "清单里有同名的人，请在页面上逐个登记。"
    ]
    assert Standing(0, 0).is_excused is True


def test_who_is_short_is_told_before_the_day_and_after_it(cast: Cast) -> None:
    row = made(cast)
    tick_off(collection=row, dues=[due_of(row, cast.lin)], on=TODAY, by=cast.lin, at=NOW)
    habits = habits_for([cast.district])[cast.district.pk]
    assert due_on([cast.branch], date(2026, 6, 22), habits) == []
    facts = due_on([cast.branch], date(2026, 6, 29), habits)
    leader = next(fact for fact in facts if fact.kind == "collection.short")
    assert (leader.title, leader.body) == (
        "2026年心得体会还有3人没有交齐，还有1天到期",
        "乔木、宋知秋、唐果还没有交齐。",
    )
    assert {fact.audience.person for fact in facts if fact.kind == "collection.own"} == {
        user.pk for user in (cast.qiao, cast.song, cast.tang)
    }
    assert "已超期1天" in due_on([cast.branch], date(2026, 7, 1), habits)[0].title
    close_collection(collection=row, is_open=False, by=cast.lin, at=NOW)
    assert due_on([cast.branch], date(2026, 7, 1), habits) == []


@pytest.mark.parametrize(
    ("name", "model", "wrong"),
    [
        ("collection_has_title", CollectionList, {"title": ""}),
        ("collection_asks_something", CollectionList, {"needed": 0}),
        ("collection_days_in_order", CollectionList, {"due_on": date(2020, 1, 1)}),
        ("collection_excused_with_reason", CollectionDue, {"needed": 0}),
        ("hand_in_is_something", HandIn, {"amount": 0}),
        ("hand_in_one_import", HandIn, {"source": "import"}),
    ],
)
def test_the_database_refuses_nonsense(cast: Cast, name: str, model: Any, wrong: dict[str, Any]) -> None:
    row = made(cast)
    for _ in range(2):
        hand_in(due=due_of(row, cast.tang), paper=paper(), has_file=False, by=cast.tang, at=NOW)
    with (
        pytest.raises(IntegrityError, match="hand_in|due_id" if name == "hand_in_one_import" else name),
        transaction.atomic(),
    ):
        model.objects.update(**wrong)


def test_the_data_file_holds_and_says_where_it_does_not() -> None:
    assert {"essays", "notes", "study_plans", "lessons", "integrity_pledges", "app_points"} <= set(collection_kinds())
    row = '[[kind]]\nkey = "a"\ntitle = "甲"\nunit = "份"\nneeded = {needed}\nhow = "{how}"\nnote = ""\n'
    for text, told in (
        (row.format(needed=0, how="papers"), "needed must be"),
        (row.format(needed=1, how="magic"), "how must be one of"),
        (row.format(needed=1, how="papers") * 2, "used twice"),
        ('[[kind]]\nkey = "a"', "too much or too little"),
        ("[[kind", "not TOML"),
    ):
        with pytest.raises(CollectionError, match=told):
            parse_collection_kinds(text)


def page(name: str, *args: object) -> str:
    return reverse(f"calendar_events:{name}", args=args)


def test_from_a_new_list_to_the_phone_and_back(cast: Cast) -> None:
    client = client_of(cast.lin)
    url = page("collection_add", cast.branch.pk, "essays")
    assert 'value="2"' in client.get(url).content.decode()
    people = [str(entry_of(user).pk) for user in (cast.tang, cast.song)]
    data = {
        "title": "心得体会",
        "first_day": "2026-03-02",
        "due_on": "2026-12-30",
        "needed": "2",
        "unit": "篇",
        "members": people,
    }
    assert client.post(url, data | {"due_on": "2026-01-01"}).status_code == 422
    client.post(url, data)
    row = CollectionList.objects.get()
    own = client_of(cast.tang)
    due = due_of(row, cast.tang)
    assert page("collection_due", due.pk) in own.get(page("mine")).content.decode()
    empty = own.post(page("collection_due", due.pk), {"token": str(uuid.uuid4()), "amount": "1"})
    assert (empty.status_code, "请写正文，或者上传文件。" in empty.content.decode()) == (422, True)
    given = {
        "token": str(uuid.uuid4()),
        "amount": "1",
        "title": "读书有感",
        "upload": SimpleUploadedFile("心得.pdf", PDF),
    }
    text = own.post(page("collection_due", due.pk), given, follow=True).content.decode()
    assert "心得.pdf" in text
    assert [Attachment.objects.visible_to(user).count() for user in (cast.lin, cast.tang, cast.song, cast.he)] == [
        1,
        1,
        0,
        0,
    ]
    bad = own.post(
        page("collection_due", due.pk),
        {"token": str(uuid.uuid4()), "amount": "1", "upload": SimpleUploadedFile("a.pdf", b"MZ\x00")},
    )
    assert (bad.status_code, HandIn.objects.count()) == (422, 1)
    listed = client.get(page("collection", row.pk)).content.decode()
    assert "2人应交，0人已交齐，还差2人：宋知秋、唐果。" in listed
    step = page("collection_step", row.pk)
    client.post(step, {"step": "tick", "dues": [str(due.pk)]})
    assert "1人已交齐" in client.get(page("collection", row.pk)).content.decode()
    assert "写明免交原因" in client.post(step, {"step": "excuse", "dues": [str(due.pk)]}).content.decode()
    long = client.post(step, {"step": "excuse", "dues": [str(due.pk)], "because": "病" * 101})
    assert (long.status_code, "病" * 101 in long.content.decode(), " checked " in long.content.decode()) == (
        422,
        True,
        True,
    )
    assert client.get(page("collection_export", row.pk)).content.startswith(b"PK")
    kept = HandIn.objects.get(title="读书有感")
    assert "请先删除这一份的附件" in own.post(page("collection_take_back", kept.pk), follow=True).content.decode()


def test_numbers_with_a_fault_come_back_as_they_were_typed(cast: Cast) -> None:
    row = made(cast, "app_points", needed=10000, unit="分")
    response = client_of(cast.lin).post(
        page("collection_numbers", row.pk), {"on": "2026-03-02", "text": "唐果 9000\n张三 5"}
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert "第2行“张三”：清单里没有这个人。" in text
    assert "唐果 9000\n张三 5" in text


def test_pages_ask_as_much_for_few_as_for_many(cast: Cast) -> None:
    row, client = made(cast), client_of(cast.lin)
    urls = [page("collections", cast.branch.pk), page("collection", row.pk), page("mine")]

    def queries(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    before = [queries(url) for url in urls]
    Member.objects.bulk_create(Member(branch=cast.branch, name=f"党员{n}", status="full") for n in range(10))
    for number in range(3):
        made(cast, title=f"清单{number}")
    CollectionDue.objects.bulk_create(
        CollectionDue(collection=row, member=member, needed=2)
        for member in Member.objects.filter(name__startswith="党员")
    )
    assert [queries(url) for url in urls] == before == [7, 7, 7]
