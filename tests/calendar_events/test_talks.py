"""谈心谈话: the matrix of the year, who knows of a talk, who reads what was said, what is sealed."""

from __future__ import annotations

import os
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches.models import AuditEntry, User
from branches.permissions import NotAllowed
from calendar_events.domain.talks import Talked, Talker, matrix_of
from calendar_events.models import Talk
from calendar_events.selectors.talks import talk_matrix
from calendar_events.services.talks import TalkConflict, TalkRefused, change_talk, enter_talk, notes_of, reseal_talks
from members.models import Member
from tests.calendar_events.ledgers import client_of, entry_of
from tests.cast import NOW, TODAY, Cast

SAID = "家里老人住院，想调整课时"


def talk(cast: Cast, speaker: User, other: User, *, by: User | None = None, notes: str = SAID, **facts: Any) -> Talk:
    given = {
        "kind": "heart", "speaker": entry_of(speaker), "talked_with": entry_of(other), "held_on": TODAY, "place": "办公室",
        "topic": "近况", **facts,
    }  # fmt: skip
    return enter_talk(branch=cast.branch, facts=given, notes=notes, by=by or speaker, at=NOW)


def seen_by(*users: User) -> list[bool]:
    return [Talk.objects.visible_to(user).exists() for user in users]


def test_the_matrix_says_which_pairs_are_open() -> None:
    """甲 and 乙 lead; 丙, 丁, 戊 are members. 甲 talked with 丙 twice, 丙 with 丁; nobody with 戊."""
    people = [Talker(uuid.UUID(int=n), name, n < 3) for n, name in enumerate("甲乙丙丁戊", 1)]
    one, two, three, four, five = people
    talks = [
        Talked(one.id, three.id, date(2026, 3, 1)),
        Talked(three.id, one.id, date(2026, 5, 1)),
        Talked(three.id, four.id, date(2026, 4, 1)),
    ]
    found = matrix_of(people, talks)
    assert found.committee == (one, two)
    assert [(row.person.name, row.with_committee, row.among_members) for row in found.rows] == [
        ("丙", (date(2026, 5, 1), None), date(2026, 4, 1)),
        ("丁", (None, None), date(2026, 4, 1)),
        ("戊", (None, None), None),
    ]
    assert (found.pairs_open, found.pairs_done) == (((one, two),), 0)
    assert (found.without_committee, found.without_members, found.never_talked_to) == ([four, five], [five], [five])


def test_a_branchs_year_counts_heart_to_heart_talks_only(cast: Cast) -> None:
    talk(cast, cast.lin, cast.tang)
    talk(cast, cast.lin, cast.song, kind="integrity")
    talk(cast, cast.lin, cast.qiao, held_on=date(2025, 12, 1))
    found = talk_matrix(cast.branch, 2026, TODAY)
    assert {person.name for person in found.committee} == {"林向阳", "乔木"}
    assert [person.name for person in found.without_committee] == ["宋知秋"]
    assert len(found.pairs_open) == 1


def test_the_committee_knows_that_two_talked_and_not_what_about(cast: Cast) -> None:
    row = talk(cast, cast.tang, cast.song)
    assert seen_by(cast.tang, cast.song, cast.lin, cast.qiao, cast.he, cast.fang) == [
        True,
        True,
        True,
        True,
        False,
        False,
    ]
    assert [notes_of(row, user) for user in (cast.tang, cast.song, cast.lin, cast.qiao)] == [SAID, SAID, "", ""]


def test_a_talk_about_integrity_is_for_the_two_the_secretary_and_the_discipline_commissioner(cast: Cast) -> None:
    row = talk(cast, cast.lin, cast.tang, kind="admonition")
    assert seen_by(cast.lin, cast.tang, cast.qiao, cast.song, cast.he) == [True, True, False, False, False]
    assert notes_of(row, cast.lin) == notes_of(row, cast.tang) == SAID
    with pytest.raises(TalkRefused, match="只能登记自己参加的谈话"):
        talk(cast, cast.lin, cast.song, by=cast.qiao, kind="integrity")


def test_who_enters_what(cast: Cast) -> None:
    entered = talk(cast, cast.tang, cast.song, by=cast.qiao)
    assert entered.sealed == ""  # not hers to write down
    for by, told in ((cast.song, "只能登记自己参加的谈话"),):
        with pytest.raises(TalkRefused, match=told):
            talk(cast, cast.lin, cast.tang, by=by)
    for by in (cast.fang, cast.he):
        with pytest.raises(NotAllowed):
            talk(cast, cast.lin, cast.tang, by=by)
    with pytest.raises(TalkRefused, match="不能是同一个人"):
        talk(cast, cast.tang, cast.tang)
    with pytest.raises(TalkRefused, match="本支部名册上的人"):
        talk(cast, cast.tang, cast.gu)
    with pytest.raises(TalkRefused, match="不能晚于今天"):
        talk(cast, cast.tang, cast.lin, held_on=date(2026, 3, 3))
    with pytest.raises(TalkRefused, match="已经登记过"):
        talk(cast, cast.tang, cast.song)


def test_notes_are_sealed_and_neither_they_nor_the_names_are_in_the_trail(cast: Cast, settings: Any) -> None:
    settings.IDENTITY_KEYS = {"one": os.urandom(32)}
    row = talk(cast, cast.tang, cast.song)
    stored = Talk.objects.get(pk=row.pk)
    assert (stored.key, SAID in stored.sealed, notes_of(stored, cast.song)) == ("one", False, SAID)
    line = AuditEntry.objects.get(action="talk.enter")
    assert (line.target_name, line.detail) == ("谈话登记", {})
    other = talk(cast, cast.lin, cast.song)
    Talk.objects.filter(pk=other.pk).update(sealed=stored.sealed, key="one")
    with pytest.raises(TalkRefused, match="解不开"):
        notes_of(Talk.objects.get(pk=other.pk), cast.song)


def test_plain_and_older_notes_are_sealed_with_the_key_in_use(cast: Cast, settings: Any) -> None:
    first, second = os.urandom(32), os.urandom(32)
    row = talk(cast, cast.tang, cast.song)
    assert reseal_talks() == 0
    settings.IDENTITY_KEYS = {"one": first}
    assert (reseal_talks(), reseal_talks()) == (1, 0)
    settings.IDENTITY_KEYS = {"two": second, "one": first}
    call_command("reseal_talks", verbosity=0)
    settings.IDENTITY_KEYS = {"two": second}
    assert notes_of(Talk.objects.get(pk=row.pk), cast.tang) == SAID


def test_changing_a_talk_keeps_notes_of_those_who_may_not_read_them(cast: Cast) -> None:
    row = talk(cast, cast.tang, cast.song)
    facts = {name: getattr(row, name) for name in ("kind", "speaker", "talked_with", "held_on", "place", "topic")}
    changed = change_talk(talk=row, facts=facts | {"place": "操场"}, notes="新的", base_version=1, by=cast.tang, at=NOW)
    assert (changed.place, notes_of(changed, cast.song)) == ("操场", "新的")
    with pytest.raises(TalkConflict):
        change_talk(talk=row, facts=facts, notes=None, base_version=1, by=cast.tang, at=NOW)
    with pytest.raises(NotAllowed, match="由谈话人或登记的人修改"):
        change_talk(talk=row, facts=facts, notes="", base_version=2, by=cast.lin, at=NOW)


def test_the_database_refuses_a_talk_with_oneself_and_the_same_talk_twice(cast: Cast) -> None:
    row = talk(cast, cast.tang, cast.song)
    with pytest.raises(IntegrityError, match="talk_of_two"), transaction.atomic():
        Talk.objects.update(talked_with=row.speaker)
    row.pk = uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def page(name: str, *args: object) -> str:
    return reverse(f"calendar_events:{name}", args=args)


def test_from_the_matrix_to_the_talk(cast: Cast) -> None:
    client, url = client_of(cast.lin), page("talk_add", cast.branch.pk)
    assert "没有委员谈过的" in client.get(page("talks", cast.branch.pk)).content.decode()
    data = {"kind": "heart", "speaker": str(entry_of(cast.lin).pk), "held_on": "2026-03-01", "notes": SAID}
    wrong = client.post(url, data)
    assert (wrong.status_code, SAID in wrong.content.decode()) == (422, True)
    text = client.post(url, data | {"talked_with": str(entry_of(cast.tang).pk)}, follow=True).content.decode()
    assert SAID in text
    row = Talk.objects.get()
    assert SAID not in client_of(cast.qiao).get(page("talk", row.pk)).content.decode()
    assert SAID in client_of(cast.tang).get(page("talk", row.pk)).content.decode()
    assert page("talk", row.pk) in client_of(cast.tang).get(page("my_talks")).content.decode()
    edited = client.post(
        page("talk_edit", row.pk), data | {"talked_with": str(entry_of(cast.tang).pk), "base_version": "7"}
    )
    assert edited.status_code == 409


def test_the_matrix_asks_as_much_for_few_as_for_many(cast: Cast) -> None:
    client, url = client_of(cast.lin), page("talks", cast.branch.pk)

    def queries() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    talk(cast, cast.lin, cast.tang)
    before = queries()
    others = Member.objects.bulk_create(Member(branch=cast.branch, name=f"党员{n}", status="full") for n in range(10))
    Talk.objects.bulk_create(
        Talk(
            branch=cast.branch,
            speaker=entry_of(cast.lin),
            talked_with=other,
            held_on=TODAY,
            recorded_by=cast.lin,
            recorded_at=NOW,
        )
        for other in others
    )
    assert queries() == before == 10
