"""Rule packs: what ships holds, and what does not hold is refused with file, rule, field and reason."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from regulations.domain.activities import ActivityKind
from regulations.domain.pack_storage import digest_of, packs_from_plain, packs_to_plain
from regulations.domain.packs import PackError, national_packs, national_rule_book, parse_pack, parse_packs
from regulations.domain.parameters import times_a_year
from regulations.domain.rules import Evidence
from regulations.management.commands.regulations_doc import document

ROOT = Path(__file__).resolve().parents[2]
PACK = """
[pack]
name = "trial"
title = "试"
version = "1"
order = 1
[[rule]]
code = "AB-01"
title = "每季度一次"
document = "《试行办法》"
version = "2020"
article = "第三条"
valid_from = 2020-01-01
severity = "warn"
evidence = "verified"
[rule.parameters]
times = 1
per = "quarter"
"""


def test_a_rule_is_read_with_its_source_and_parameters() -> None:
    (rule,) = parse_pack(PACK, "trial.toml").rules
    assert (rule.code, rule.source, rule.valid_from) == ("AB-01", "《试行办法》第三条", date(2020, 1, 1))
    assert (rule.parameters, rule.evidence, rule.pack) == ({"times": 1, "per": "quarter"}, Evidence.VERIFIED, "trial")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'severity = "warn"',
            'severity = "bad"',
            "a.toml: AB-01: severity: must be one of block, warn, info, not 'bad'",
        ),
        ('title = "每季度一次"', 'title = " "', "a.toml: AB-01: title: must be a text that is not empty"),
        ("2020-01-01", '"2020-01-01"', "a.toml: AB-01: valid_from: must be a day like 2018-10-28, not '2020-01-01'"),
        ("times = 1", "times = 0", "a.toml: AB-01: parameters.times: 0: 不能小于1。"),
        ("times = 1", "tims = 1", "a.toml: AB-01: parameters.tims: is not described in data/parameters.toml"),
        ("times = 1\n", "", "a.toml: AB-01: parameters.per: needs times beside it"),
        (
            '"quarter"',
            '"fortnight"',
            "a.toml: AB-01: parameters.per: 'fortnight': 只能是每月、每季度、每半年、每年之一。",
        ),
        ("article", "artikel", "a.toml: AB-01: unknown field artikel"),
        ("[rule.parameters]", "local = 1\n[rule.parameters]", "a.toml: AB-01: local: must be true or false"),
        (
            "2020-01-01",
            "2020-01-01\nvalid_to = 2019-01-01",
            "a.toml: AB-01: valid_to: 2019-01-01 is before valid_from 2020-01-01",
        ),
        ('code = "AB-01"\n', "", "a.toml: rule 1: code: must be a text that is not empty"),
        ('version = "1"\n', "", "a.toml: pack: version: must be a text that is not empty"),
        ("order = 1", 'order = "1"', "a.toml: pack: order: must be a whole number"),
        ("[pack]", "[bag]", "a.toml: unknown table bag"),
    ],
)
def test_a_pack_that_does_not_hold_is_refused_with_file_rule_field_and_reason(old: str, new: str, message: str) -> None:
    with pytest.raises(PackError) as caught:
        parse_pack(PACK.replace(old, new, 1), "a.toml")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ("times = [2, 4]", "a.toml: AB-01: limits.times: excludes the rule's own value 1: 不能小于2。"),
        ("times = 4", "a.toml: AB-01: limits.times: must be [least, most]"),
        ('per = ["week"]', "a.toml: AB-01: limits.per: must be a list out of month, quarter, half_year, year"),
        ("days = [1, 2]", "a.toml: AB-01: limits.days: limits a parameter the rule does not have"),
    ],
)
def test_limits_that_do_not_fit_are_refused(limits: str, message: str) -> None:
    with pytest.raises(PackError) as caught:
        parse_pack(f"{PACK}[rule.limits]\n{limits}\n", "a.toml")
    assert str(caught.value) == message


def test_a_file_that_is_not_toml_is_refused_with_its_name() -> None:
    with pytest.raises(PackError, match=r"^a\.toml: not TOML: "):
        parse_pack("[pack", "a.toml")


def test_two_rules_of_one_code_must_not_hold_on_the_same_day() -> None:
    other = PACK.replace('"trial"', '"other"').replace("2020-01-01", "2024-01-01")
    with pytest.raises(PackError) as caught:
        parse_packs({"a.toml": PACK, "b.toml": other})
    assert str(caught.value) == "b.toml: AB-01: valid_from: holds at the same time as the one in a.toml"
    ended = PACK.replace("2020-01-01", "2020-01-01\nvalid_to = 2023-12-31")
    assert [pack.name for pack in parse_packs({"a.toml": ended, "b.toml": other})] == ["other", "trial"]


def test_packs_stand_in_their_order_whatever_the_files_are_called() -> None:
    later = PACK.replace('"trial"', '"other"').replace("AB-01", "AB-02").replace("order = 1", "order = 2")
    assert [pack.name for pack in parse_packs({"a.toml": later, "b.toml": PACK})] == ["trial", "other"]
    assert [pack.name for pack in national_packs()][:2] == ["zhibu-tiaoli", "dangyuan-jiaoyu"]


def test_two_packs_must_not_have_one_name() -> None:
    with pytest.raises(PackError, match=r"'trial' is also the name of a\.toml"):
        parse_packs({"a.toml": PACK, "b.toml": PACK})


def test_both_texts_of_the_development_rules_stand_side_by_side() -> None:
    book = national_rule_book()
    last, first = date(2026, 5, 10), date(2026, 5, 11)
    assert book.rule("DV-CANDIDATE-SUPERIOR", last).parameters == {"superior": "record"}
    assert book.rule("DV-CANDIDATE-SUPERIOR", first).parameters == {"superior": "consent"}
    assert (book.find("DV-NOTICE", last), book.rule("DV-NOTICE", first).parameters) == (None, {"workdays_least": 5})
    assert book.rule("DV-OATH", last).parameters == {}
    assert book.rule("DV-OATH", first).parameters == {"months_most": 1}
    assert [rule.version for rule in book.versions("DV-TRAINING")] == ["2014", "2026"]


def test_the_codes_of_the_numbered_rules_are_complete() -> None:
    codes = {rule.code for rule in national_rule_book()}
    for prefix, count in {"ZB": 15, "FQ": 10, "MT": 11, "ED": 14, "DF": 15, "TL": 5}.items():
        assert {f"{prefix}-{number:02}" for number in range(1, count + 1)} <= codes


def test_each_kind_a_plan_must_cover_is_asked_for_by_one_rule() -> None:
    asked = {
        rule.parameters["activity"]: (times_a_year(rule.parameters), rule.parameters["needs"])
        for rule in national_rule_book().in_force(date(2026, 6, 1))
        if "activity" in rule.parameters
    }
    assert asked == {
        ActivityKind.GENERAL_MEETING: (4, ""),
        ActivityKind.COMMITTEE_MEETING: (12, "committee"),
        ActivityKind.GROUP_MEETING: (12, "groups"),
        ActivityKind.PARTY_LECTURE: (4, ""),
        ActivityKind.THEME_DAY: (12, ""),
        ActivityKind.ORGANIZATIONAL_LIFE: (1, ""),
        ActivityKind.DEMOCRATIC_APPRAISAL: (1, ""),
        ActivityKind.HEART_TO_HEART_TALK: (1, ""),
        ActivityKind.DUES: (12, ""),
    }


def test_dues_are_a_table_of_rates() -> None:
    rates = national_rule_book().rule("DF-02", date(2026, 1, 1)).parameters["rates"]
    assert [(row.get("up_to"), row["percent"]) for row in rates] == [(3000, 0.5), (5000, 1), (10000, 1.5), (None, 2)]


def test_an_edition_kept_as_json_comes_back_the_same() -> None:
    packs = national_packs()
    again = packs_from_plain(packs_to_plain(packs))
    assert again == packs
    assert digest_of(again) == digest_of(packs)


def test_every_rule_a_check_cites_is_in_the_book() -> None:
    codes = {rule.code for rule in national_rule_book()}
    cited = set()
    for path in (ROOT / "plans" / "domain" / "checks").glob("*.py"):
        text = re.sub(r"code=[^,)]*", "", path.read_text(encoding="utf-8"))
        cited |= set(re.findall(r'"((?:ZB|FQ|MT|ED|DV|DF|PY|SH|GW|TL|RV|PC)-[A-Z0-9-]+)"', text))
    assert cited - codes == set()
    assert "PC-PLACEHOLDER" in cited


def test_the_document_of_all_rules_is_current() -> None:
    assert (ROOT / "docs" / "regulations.md").read_text(encoding="utf-8") == document()
    call_command("regulations_doc", check=True)


def test_a_stale_document_is_reported(settings: object, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "regulations.md").write_text("old", encoding="utf-8")
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="out of date"):
        call_command("regulations_doc", check=True)
    call_command("regulations_doc")
    call_command("regulations_doc", check=True)
