"""Pages of the rule book: who reads which book, filters, the form of local values."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regulations.models import RuleOverride
from regulations.selectors.rules import rule_book_for
from regulations.services.overrides import set_override
from tests.cast import Cast

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _as(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend=BACKEND)
    return client


def _override_url(cast: Cast, code: str = "FQ-04") -> str:
    return reverse("regulations:override", args=[cast.district.pk, code])


def _form(**changes: str) -> dict[str, str]:
    today = timezone.localdate().isoformat()
    return {"p_times": "2", "p_per": "year", "valid_from": today, "reason": "青教工委〔2026〕3号", **changes}


def test_the_list_says_source_evidence_and_value(cast: Cast) -> None:
    page = _as(cast, "lin").get(reverse("regulations:rules")).content.decode()
    assert "青榆区教育工委" in page
    assert "《中国共产党支部工作条例（试行）》" in page
    assert "第十一条" in page
    assert "已核对原文" in page
    assert "次数：1次；周期：每季度" in page


@pytest.mark.parametrize(
    ("query", "present", "absent"),
    [
        ({"q": "党课"}, "FQ-04", "FQ-01"),
        ({"q": "fq-0 每月"}, "FQ-02", "FQ-01"),
        ({"evidence": "computed"}, "DV-ORDER", "FQ-01"),
        ({"document": "《中国共产党支部工作条例（试行）》"}, "FQ-01", "DF-02"),
        ({"only": "local"}, "PC-COPY", "MT-01"),
    ],
)
def test_filters_narrow_the_list(cast: Cast, query: dict[str, str], present: str, absent: str) -> None:
    page = _as(cast, "wei").get(reverse("regulations:rules"), query).content.decode()
    assert (f"/rules/code/{present}/" in page, f"/rules/code/{absent}/" in page) == (True, False)


def test_texts_that_are_replaced_are_shown_when_asked_for(cast: Cast) -> None:
    url = reverse("regulations:rules")
    titles = [
        "至2026年5月10日" in _as(cast, "wei").get(url, query).content.decode()
        for query in ({"q": "DV-", "past": "on"}, {"q": "ZB-"})
    ]
    assert titles == [True, False]


def test_a_filter_that_does_not_exist_is_answered_with_422(cast: Cast) -> None:
    response = _as(cast, "wei").get(reverse("regulations:rules"), {"evidence": "gossip"})
    assert response.status_code == 422


def test_nobody_reads_the_values_of_a_district_they_have_no_part_in(cast: Cast) -> None:
    query = {"district": str(cast.other_district.pk)}
    for who in ("wei", "lin", "he"):
        assert _as(cast, who).get(reverse("regulations:rules"), query).status_code == 404
    assert _as(cast, "bai").get(reverse("regulations:rules"), query).status_code == 200
    assert _as(cast, "wei").get(reverse("regulations:rules"), {"district": "nonsense"}).status_code == 404


def test_somebody_without_a_role_is_told_why(cast: Cast) -> None:
    cast.tang.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    response = _as(cast, "tang").get(reverse("regulations:rules"))
    assert response.status_code == 403
    assert "没有任职" in response.content.decode()


def test_an_unknown_rule_is_404(cast: Cast) -> None:
    assert _as(cast, "wei").get(reverse("regulations:rule", args=["XX-99"])).status_code == 404


def test_the_form_shows_the_national_value_and_saves_the_district_s(cast: Cast) -> None:
    client = _as(cast, "wei")
    page = client.get(_override_url(cast)).content.decode()
    assert "全国的取值" in page
    assert "每季度" in page
    response = client.post(_override_url(cast), _form())
    assert response.status_code == 302
    today = timezone.localdate()
    rule = rule_book_for(cast.district, today).rule("FQ-04", today)
    assert (rule.parameters["times"], rule.parameters["per"]) == (2, "year")
    page = client.get(response.headers["Location"]).content.decode()
    assert "青教工委〔2026〕3号" in page
    assert "现行" in page
    assert "恢复上级的取值" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"p_times": "0"}, "确保该值大于或等于1"),
        ({"p_times": "两次"}, "输入整数。"),
        ({"p_per": "fortnight"}, "选择一个有效的选项"),
        ({"valid_from": "2020-01-01"}, "起始日期不能早于今天"),
        ({"reason": ""}, "该字段是必填项。"),
    ],
)
def test_wrong_input_comes_back_with_a_sentence_and_what_was_typed(
    cast: Cast, changes: dict[str, str], message: str
) -> None:
    response = _as(cast, "wei").post(_override_url(cast), _form(**{"reason": "青教工委〔2026〕3号", **changes}))
    page = response.content.decode()
    assert (response.status_code, message in page) == (422, True)
    assert all(f'value="{typed}"' in page for name, typed in changes.items() if typed and name != "p_per")
    assert not RuleOverride.objects.exists()


def test_lower_than_the_document_is_refused_beside_the_number(cast: Cast) -> None:
    response = _as(cast, "wei").post(_override_url(cast, "FQ-01"), _form())
    page = response.content.decode()
    assert response.status_code == 422
    assert page.index('id="id_p_times_error"') < page.rindex("不能低于上级要求：每年至少4次。")


def test_lists_and_flags_are_kept_as_such(cast: Cast) -> None:
    client, today = _as(cast, "wei"), timezone.localdate()
    base = {"valid_from": today.isoformat(), "reason": "通知"}
    grades = {"p_grades": " 好\n\n较好 \n一般\n差\n"}
    assert client.post(_override_url(cast, "KH-02"), base | grades).status_code == 302
    share = {"p_numerator": "1", "p_denominator": "4", "p_counts_probationary": "False"}
    assert client.post(_override_url(cast, "PY-03"), base | share).status_code == 302
    book = rule_book_for(cast.district, today)
    assert book.rule("KH-02", today).parameters["grades"] == ["好", "较好", "一般", "差"]
    assert book.rule("PY-03", today).parameters == {"numerator": 1, "denominator": 4, "counts_probationary": False}


def test_an_administrator_restores_the_value_above(cast: Cast) -> None:
    client, today = _as(cast, "wei"), timezone.localdate()
    client.post(_override_url(cast), _form())
    url = reverse("regulations:override_end", args=[cast.district.pk, "FQ-04"])
    wrong = client.post(url, {"end-valid_from": today.isoformat(), "end-reason": ""})
    assert (wrong.status_code, "该字段是必填项。" in wrong.content.decode()) == (422, True)
    assert client.post(url, {"end-valid_from": today.isoformat(), "end-reason": "文件废止"}).status_code == 302
    assert rule_book_for(cast.district, today).rule("FQ-04", today).national is None
    again = client.post(url, {"end-valid_from": today.isoformat(), "end-reason": "文件废止"})
    assert (again.status_code, "没有本地取值" in again.content.decode()) == (422, True)


def test_a_reviewer_sees_why_the_button_is_off(cast: Cast) -> None:
    page = _as(cast, "he").get(reverse("regulations:rule", args=["FQ-04"])).content.decode()
    assert "只有教育工委的管理员可以管理组织和账号。" in page
    assert _override_url(cast) not in page


def test_a_national_rule_offers_no_form(cast: Cast) -> None:
    page = _as(cast, "wei").get(reverse("regulations:rule", args=["MT-01"])).content.decode()
    assert "这一条不能在本地调整" in page
    assert _override_url(cast, "MT-01") not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_a_fixed_number_of_queries(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    now, today = timezone.now(), timezone.localdate()
    for day in range(count):
        set_override(
            district=cast.district,
            code="FQ-04",
            parameters={"times": day + 2, "per": "quarter"},
            valid_from=today,
            reason="通知",
            by=cast.wei,
            at=now,
        )
    client = _as(cast, "he")
    client.get(reverse("home"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("regulations:rules"))
    with django_assert_num_queries(RULE_QUERIES):
        client.get(reverse("regulations:rule", args=["FQ-04"]))


LIST_QUERIES = 12
RULE_QUERIES = 12
