"""Handing in: what is indexed, what a comparison finds, and that doing it twice changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from branches.models import AuditEntry
from branches.permissions import NotAllowed
from plans.models import CopyingReport, CopyPosting, DistrictTemplate, PlanFingerprint
from plans.selectors.copy_index import COMMON_PLANS, LONGEST, unpacked
from plans.selectors.copying import copying_share, copying_summaries, similar_plans
from plans.services.copying import (
    TemplateRefused,
    add_postings,
    add_template,
    catch_up,
    compare_again,
    index_plan,
    note_submission,
    remove_template,
)
from tests.cast import NOW
from tests.plans.copying import texts
from tests.plans.copying.schools import Schools
from workflow.domain.transitions import Action
from workflow.selectors import latest_snapshot
from workflow.services.perform import perform


def test_a_copy_with_other_names_is_found_and_the_one_who_was_first_stays_clean(schools: Schools) -> None:
    first, clean = schools.first(texts.RIVER)
    _, report = schools.second(texts.with_other_names(texts.RIVER))
    assert (clean.share, clean.sources) == (0, [])
    assert report.percent >= 95
    assert (report.worst_plan, report.copied_headings) == (first, 0)
    assert [row["relation"] for row in report.sources] == ["earlier"]


def test_plans_written_apart_share_only_quotations(schools: Schools) -> None:
    schools.first(texts.RIVER)
    _, report = schools.second(texts.HILL)
    assert (report.share, report.sources, report.worst_plan) == (0, [], None)
    # 152 letters of OPENING, bridged to one quotation but for what the school put between and behind
    assert report.quotation_letters > 100


def test_shuffled_sentences_are_still_found(schools: Schools) -> None:
    schools.first(texts.RIVER)
    _, report = schools.second(texts.shuffled(texts.RIVER))
    assert report.percent >= 85


def test_a_plan_of_two_others_names_both(schools: Schools) -> None:
    river, _ = schools.first(texts.RIVER)
    hill, _ = schools.another(texts.HILL)
    half = texts.RIVER[: texts.RIVER.index("（三）")] + texts.HILL[texts.HILL.index("2．") :]
    _, report = schools.second(half)
    assert {row["plan"] for row in report.sources} == {str(river.pk), str(hill.pk)}
    assert report.percent >= 95 > report.worst_share / 10


def test_headings_copied_alone_are_found(schools: Schools) -> None:
    schools.first(texts.SKELETON)
    _, report = schools.second(texts.headings_with_new_text())
    assert report.copied_headings == 5
    assert report.percent < 50


def test_own_earlier_plan_is_no_offence(schools: Schools) -> None:
    schools.first(texts.RIVER, year=2025)
    _, report = schools.first(texts.RIVER, year=2026)
    assert (report.share, report.copied_passages, report.worst_plan) == (0, 0, None)
    assert report.reused_percent >= 99
    assert [row["relation"] for row in report.sources] == ["own"]


def test_what_a_branch_had_before_is_its_own_although_another_copied_it(schools: Schools) -> None:
    schools.first(texts.RIVER, year=2025)
    schools.second(texts.RIVER, year=2025)
    _, report = schools.first(texts.RIVER, year=2026)
    assert (report.share, report.reused_percent) == (0, 100)


def test_handing_in_again_after_somebody_copied_does_not_make_the_author_a_copyist(schools: Schools) -> None:
    plan, _ = schools.first(texts.RIVER)
    schools.second(texts.RIVER)
    plan = perform(plan, Action.WITHDRAW, by=schools.cast.lin, at=schools.clock)
    _, report = schools.submit(plan, schools.cast.lin)
    assert report.share == 0
    assert [row["relation"] for row in report.sources] == ["later"]


def test_plans_of_another_district_are_not_compared(schools: Schools) -> None:
    schools.another(texts.RIVER, district=schools.cast.other_district)
    _, report = schools.first(texts.RIVER)
    assert (report.share, report.sources) == (0, [])


def test_indexing_twice_changes_nothing(schools: Schools) -> None:
    plan, _ = schools.first(texts.RIVER)
    before = set(CopyPosting.objects.values_list("key", "fingerprint_id"))
    snapshot = latest_snapshot(plan)
    assert snapshot
    for _ in range(2):
        index_plan(plan=plan, snapshot=snapshot, at=schools.clock + timedelta(days=1))
    assert set(CopyPosting.objects.values_list("key", "fingerprint_id")) == before
    row = PlanFingerprint.objects.get()
    assert {key for key, _ in before} == unpacked(row.keys)
    assert row.first_at == schools.clock


def test_new_words_replace_the_old_ones_in_the_index(schools: Schools) -> None:
    plan, _ = schools.first(texts.RIVER)
    old = set(CopyPosting.objects.values_list("key", flat=True))
    plan = perform(plan, Action.WITHDRAW, by=schools.cast.lin, at=schools.clock)
    plan.sections.filter(heading="给新教师找一位肯说真话的师傅").update(
        heading="给新教师找一位愿意说真话的师傅", body=""
    )
    schools.submit(plan, schools.cast.lin)
    new = set(CopyPosting.objects.values_list("key", flat=True))
    assert new - old
    assert old - new
    assert new == unpacked(PlanFingerprint.objects.get().keys)


def test_comparing_again_replaces_the_report(schools: Schools) -> None:
    schools.first(texts.RIVER)
    plan, report = schools.second(texts.RIVER)
    assert compare_again(plan_id=plan.pk, at=schools.clock)
    again = CopyingReport.objects.get(plan=plan)
    assert (again.pk, again.share, again.sources) == (report.pk, report.share, report.sources)


def test_a_draft_is_not_compared(schools: Schools) -> None:
    plan = schools.draft(schools.cast.branch, schools.cast.lin, texts.RIVER)
    assert compare_again(plan_id=plan.pk, at=NOW) is False
    assert copying_share(plan) is None


def test_catching_up_compares_what_has_no_report_and_then_nothing(schools: Schools) -> None:
    schools.first(texts.RIVER)
    plan, _ = schools.second(texts.RIVER)
    CopyingReport.objects.all().delete()
    PlanFingerprint.objects.all().delete()
    assert [catch_up(at=NOW), catch_up(at=NOW)] == [2, 0]
    summary = copying_share(plan)
    assert summary
    assert summary.percent == 100


def test_text_that_many_plans_of_the_district_have_is_template(schools: Schools) -> None:
    for _ in range(COMMON_PLANS):
        _, report = schools.another(texts.RIVER)
    assert report.percent == 100
    _, report = schools.second(texts.RIVER)
    assert report.template_letters > 0.8 * (report.letters - report.quotation_letters)
    assert report.share < 200


def test_the_districts_own_template_does_not_count(schools: Schools) -> None:
    part = texts.RIVER[texts.RIVER.index("（二）") : texts.RIVER.index("（三）")]
    add_template(district=schools.cast.district, title="听课办法", text=part, by=schools.cast.wei, at=NOW)
    schools.first(texts.RIVER)
    _, report = schools.second(texts.HILL + part)
    assert (report.share, report.template_letters > 80) == (0, True)


def test_a_template_of_the_city_holds_in_its_districts_and_one_of_another_district_does_not(schools: Schools) -> None:
    DistrictTemplate.objects.create(
        district=schools.cast.other_district, title="别区", text=texts.RIVER, added_by=schools.cast.bai, added_at=NOW
    )
    schools.first(texts.RIVER)
    _, report = schools.second(texts.RIVER)
    assert report.percent == 100
    DistrictTemplate.objects.create(
        district=schools.cast.city, title="全市", text=texts.RIVER, added_by=schools.cast.wei, added_at=NOW
    )
    _, report = schools.another(texts.RIVER)
    assert report.share == 0


def test_templates_are_added_and_removed_by_administrators_and_both_are_in_the_audit_trail(schools: Schools) -> None:
    cast = schools.cast
    with pytest.raises(NotAllowed):
        add_template(district=cast.district, title="模板", text=texts.RIVER, by=cast.he, at=NOW)
    template = add_template(district=cast.district, title="模板", text=texts.RIVER, by=cast.wei, at=NOW)
    with pytest.raises(TemplateRefused, match="同名"):
        add_template(district=cast.district, title="模板", text=texts.HILL, by=cast.wei, at=NOW)
    with pytest.raises(TemplateRefused, match="太短"):
        add_template(district=cast.district, title="口号", text="围绕中心", by=cast.wei, at=NOW)
    remove_template(template=template, by=cast.wei, at=NOW)
    remove_template(template=template, by=cast.wei, at=NOW)
    actions = AuditEntry.objects.filter(action__startswith="copying.").order_by("number")
    assert list(actions.values_list("action", flat=True)) == ["copying.template_add", "copying.template_remove"]
    schools.first(texts.RIVER)
    assert schools.second(texts.RIVER)[1].percent == 100


def test_the_database_refuses_a_second_fingerprint_and_a_share_above_all(schools: Schools) -> None:
    _, report = schools.first(texts.RIVER)
    row = PlanFingerprint.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        CopyingReport.objects.filter(pk=report.pk).update(share=1001)


def test_full_lists_do_not_grow(schools: Schools) -> None:
    plan, _ = schools.first(texts.RIVER)
    row = PlanFingerprint.objects.get()
    others = []
    for year in range(1991, 1991 + 100):
        for part in (1, 2):
            others.append(
                PlanFingerprint(
                    branch=plan.branch, district=row.district, cycle="semester", year=year, part=part, plan=plan,
                    snapshot=row.snapshot, samples=0, keys=b"", first_at=NOW, indexed_at=NOW,
                )
            )  # fmt: skip
    created = PlanFingerprint.objects.bulk_create(others)
    CopyPosting.objects.bulk_create([CopyPosting(key=1, fingerprint_id=other.pk) for other in created])
    assert CopyPosting.objects.filter(key=1).count() == LONGEST
    add_postings(row.pk, [1, 2])
    assert list(CopyPosting.objects.filter(fingerprint=row, key__in=[1, 2]).values_list("key", flat=True)) == [2]


def test_queue_reads_all_shares_in_one_query_and_comparing_asks_a_fixed_number(
    schools: Schools, django_assert_num_queries: object
) -> None:
    plans = [schools.another(texts.RIVER)[0] for _ in range(3)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert {summary.percent for summary in copying_summaries([plan.pk for plan in plans]).values()} == {0, 100}
    content = latest_snapshot(plans[0]).content  # type: ignore[union-attr]
    with django_assert_num_queries(8):  # type: ignore[operator]
        similar_plans(plans[0], content)
    schools.another(texts.HILL + texts.RIVER)
    with django_assert_num_queries(8):  # type: ignore[operator]
        similar_plans(plans[0], content)


def test_a_comparison_that_fails_does_not_stop_the_submission(
    schools: Schools, caplog: pytest.LogCaptureFixture
) -> None:
    plan, _ = schools.first(texts.RIVER)
    snapshot = latest_snapshot(plan)
    assert snapshot
    snapshot.content = {"sections": "damaged"}
    assert note_submission(plan=plan, snapshot=snapshot, at=NOW) is None
    assert "could not be compared" in caplog.text
