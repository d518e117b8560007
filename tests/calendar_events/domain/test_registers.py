"""The registers as the data file has them, and what it may not say."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from branches.models.people import AUTHOR_ROLES
from calendar_events.domain.collections import collection_kinds
from calendar_events.domain.registers import (
    DistrictSees,
    RegisterError,
    keys_where,
    look_days,
    parse_registers,
    register_of,
    registers,
)
from calendar_events.domain.registers.reading import AUTHORS
from calendar_events.domain.registers.sums import SumsError, read_sums, sums_fault, sums_text

FIRST, LAST = date(2026, 9, 1), date(2027, 1, 21)


def test_every_register_that_plans_ask_for_is_there() -> None:
    wanted = (
        "major_decisions publications reports_up opinions questionnaires pairs mutual_training promises posts wishes contacts teams"
        " honours help duties risks rectification personal_matters accountability fronts incidents united_front brand standards"
        " assessment stars groups reserve projects"
    )
    assert list(registers()) == wanted.split()


def test_readers_are_the_roles_that_write_a_branchs_papers() -> None:
    assert {role.value for role in AUTHOR_ROLES} == AUTHORS
    assert register_of("pairs").readers == AUTHORS
    assert register_of("reserve").readers == {"secretary", "deputy", "organisation"}


def test_what_is_restricted_is_never_public_and_its_entries_never_the_districts() -> None:
    restricted = set(keys_where(restricted=True))
    assert restricted == {
        "opinions",
        "help",
        "personal_matters",
        "accountability",
        "united_front",
        "reserve",
    }
    assert not restricted & set(keys_where(public=True))
    assert not restricted & set(keys_where(district=DistrictSees.ENTRIES))


def test_a_pairing_is_looked_at_when_it_begins_halfway_and_when_it_ends() -> None:
    # 142 days from 1 September to 21 January; the 71st after the first is 11 November
    days = look_days(register_of("pairs"), FIRST, LAST)
    assert days == {"begin": FIRST, "middle": date(2026, 11, 11), "end": LAST}
    assert look_days(register_of("pairs"), FIRST, None) == {"begin": FIRST}


def test_a_promise_is_looked_at_in_mid_year_and_at_its_end() -> None:
    assert look_days(register_of("promises"), date(2026, 3, 1), None) == {
        "mid_year": date(2026, 6, 30),
        "year_end": date(2026, 12, 31),
    }


ROW = '[[register]]\nkey = "a"\ntitle = "甲"\ngroup = "组"\nsubject = "事"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[register]]\n", "key must be a text"),
        (f'{ROW}colour = "red"', "unknown field colour"),
        (f"{ROW}\n{ROW}", "the key is used twice"),
        (f'{ROW}owner = "dog"', "owner must be one of member, post, none"),
        (f'{ROW}readers = ["secretary"]', "readers are named only where it is restricted"),
        (f'{ROW}restricted = true\nreaders = ["member"]', "readers must be of"),
        (f"{ROW}restricted = true\npublic = true", "what is restricted is not public"),
        (f'{ROW}states = [{{ key = "x", label = "x", closed = true }}]', "the first state is open"),
        (f"{ROW}claimable = true", "only a member"),
        (f"{ROW}deadline = true", "a deadline needs its name in last"),
        (f'{ROW}looks = [{{ key = "l", label = "l", at = "middle" }}]', "need a last day"),
        (f'{ROW}looks = [{{ key = "l", label = "l", at = "13-40" }}]', "at must be first, middle, last or MM-DD"),
        (f'{ROW}fields = [{{ key = "f", label = "f", shape = "choice" }}]', "choices belong to the shape choice"),
        (f'{ROW}fields = [{{ key = "f", label = "f" }}, {{ key = "f", label = "g" }}]', "f stands twice"),
        (f'{ROW}parent = "b"', "there is no register b"),
        ("[[register]", "not TOML"),
    ],
)
def test_a_file_that_does_not_hold_is_refused_with_the_place(text: str, told: str) -> None:
    with pytest.raises(RegisterError, match=told):
        parse_registers(text)


SUMS = "对支部工作是否满意\n满意 30\n基本满意：7票\n不满意、1\n\n党员的模范作用\n好 28\n较好 10\n"


def test_counts_of_a_questionnaire_are_read_question_by_question() -> None:
    first, second = read_sums(SUMS)
    assert first.answers == (("满意", 30), ("基本满意", 7), ("不满意", 1))
    assert (first.total, first.percent(30), second.text) == (38, 79, "党员的模范作用")
    assert read_sums(sums_text((first, second))) == (first, second)
    assert read_sums("同意 7\n不同意 1")[0].text == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "请写票数"),
        ("是否满意", "“是否满意”没有选项"),
        ("是否满意\n另一题\n好 3", "第2行的上一题还没有选项"),
    ],
)
def test_counts_that_cannot_be_read_say_where(text: str, told: str) -> None:
    with pytest.raises(SumsError, match=told):
        read_sums(text)


def test_more_answers_than_papers_cannot_be() -> None:
    assert sums_fault(read_sums(SUMS), 38) == ""
    assert sums_fault(read_sums(SUMS), 37) == "“对支部工作是否满意”合计38，多于收回的37份。"
    assert sums_fault(read_sums(SUMS), None) == ""


def test_what_the_list_of_mechanisms_names_is_there() -> None:
    text = (Path(__file__).parents[3] / "docs" / "mechanisms.md").read_text(encoding="utf-8")
    named = {
        kind: {
            key
            for run in re.findall(rf"{kind}s? ((?:`\w+`(?:, | and )?)+)", text)
            for key in re.findall(r"`(\w+)`", run)
        }
        for kind in ("register", "collection list")
    }
    assert len(named["register"]) > 20
    assert len(named["collection list"]) > 10
    assert named["register"] <= set(registers())
    assert named["collection list"] <= set(collection_kinds())
