"""Recording, reversing, receipts, bases and reliefs: what the services keep and what they refuse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from branches.models import AuditEntry
from branches.permissions import NotAllowed
from members.domain.dues import Basis, DuesRefused
from members.domain.dues_account import State, line_of
from members.models import DuesBase, DuesPayment, DuesReceipt, DuesRelief, Member, PaidBy
from members.selectors.dues_accounts import accounts_of
from members.selectors.dues_overview import year_figures
from members.selectors.dues_rates import rate_table
from members.services.dues import (
    BaseFacts,
    DuesChangedMeanwhile,
    ReliefFacts,
    approve_relief,
    end_relief,
    fix_bases,
    grant_relief,
)
from members.services.dues_ledger import (
    AlreadyRecorded,
    Handover,
    PaymentLine,
    PaymentsRefused,
    record_extra,
    record_payments,
    reverse_receipt,
)
from members.services.transfers import accept_transfer, send_transfer
from regulations.services.overrides import set_override
from tests.cast import Cast
from tests.members.dues_stage import D, at, fix, member_of, month, pay

CASH = PaidBy.CASH


def state_of(cast: Cast, number: int, today: date) -> tuple[State, Decimal, Decimal]:
    """How a month of 唐果 stands: state, dues, paid."""
    member = member_of(cast.tang)
    rates = rate_table(cast.district, month(1), month(12))
    line = line_of(accounts_of([member])[member.pk], month(number), today=today, rates=rates.in_month(month(number)))
    return line.state, line.due, line.paid


def test_a_payment_is_in_the_ledger_with_a_receipt_and_in_the_trail(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(1))
    receipt = pay(cast, cast.tang, [month(1)], "102", date(2026, 1, 12), payer="唐母")
    assert (receipt.label, receipt.payer, receipt.branch) == ("2026-0001", "唐母", cast.branch)
    assert state_of(cast, 1, date(2026, 2, 1)) == (State.PAID, D("102.00"), D("102.00"))
    entry = AuditEntry.objects.get(action="dues.record")
    assert entry.detail == {"receipts": {"2026-0001": ["唐果", "2026-01"]}}


def test_the_trail_names_people_but_no_sums(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(1))
    pay(cast, cast.tang, [month(1)], "102", date(2026, 1, 12))
    record_extra(
        member=member_of(cast.tang), amount=D("1000"), handover=Handover(date(2026, 1, 12), CASH, {}), by=cast.lin,
        at=at(date(2026, 1, 12)),
    )  # fmt: skip
    details = " ".join(str(row.detail) for row in AuditEntry.objects.filter(action__startswith="dues."))
    assert "唐果" in details
    assert not any(sum_ in details for sum_ in ("6800", "102", "1000"))


def test_a_quarter_is_one_receipt_with_three_entries(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(1), quarterly=True)
    receipt = pay(cast, cast.tang, [month(1), month(2), month(3)], "102", date(2026, 1, 12))
    assert list(receipt.entries.order_by("month").values_list("month", "amount", "entry")) == [
        (month(1), D("102.00"), 1),
        (month(2), D("102.00"), 1),
        (month(3), D("102.00"), 1),
    ]


def test_receipts_are_numbered_by_branch_and_year(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(11, 2025))
    fix(cast, cast.song, "6800", month(11, 2025))
    labels = [
        pay(cast, cast.tang, [month(11, 2025)], "102", date(2025, 11, 5)).label,
        pay(cast, cast.song, [month(11, 2025)], "102", date(2025, 11, 6)).label,
        pay(cast, cast.tang, [month(12, 2025)], "102", date(2026, 1, 5)).label,
    ]
    assert labels == ["2025-0001", "2025-0002", "2026-0001"]


def test_who_records_what_somebody_else_has_just_recorded_is_told_by_name(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(1))
    fix(cast, cast.song, "6800", month(1))
    pay(cast, cast.tang, [month(1)], "102", date(2026, 1, 12), by=cast.qiao)
    lines = [PaymentLine(member_of(user), month(1), D("102"), 0) for user in (cast.tang, cast.song)]
    with pytest.raises(AlreadyRecorded) as told:
        record_payments(
            branch=cast.branch, lines=lines, handover=Handover(date(2026, 1, 12), CASH, {}), by=cast.lin,
            at=at(date(2026, 1, 12)),
        )  # fmt: skip
    assert told.value.cells == {(member_of(cast.tang).pk, month(1)): "乔木刚登记了唐果2026年1月的党费，没有重复登记。"}
    assert DuesPayment.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "amount", "paid_on", "sentence"),
    [
        (1, "102", date(2026, 8, 3), "2026年1月的党费已超过6个月，按规定不再补交。"),
        (5, "102", date(2026, 4, 3), "2026年5月还没有到"),
        (2, "102.01", date(2026, 2, 3), "超过了应交的102.00元"),
        (2, "0", date(2026, 2, 3), "金额须大于0"),
        (2, "10.001", date(2026, 2, 3), "最多两位小数"),
    ],
)
def test_what_the_regulation_does_not_allow_is_refused(
    cast: Cast, number: int, amount: str, paid_on: date, sentence: str
) -> None:
    fix(cast, cast.tang, "6800", month(1))
    with pytest.raises(PaymentsRefused, match=sentence):
        pay(cast, cast.tang, [month(number)], amount, paid_on)
    assert not DuesReceipt.objects.exists()


def test_nothing_is_recorded_where_one_line_of_many_is_refused(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(1))
    lines = [PaymentLine(member_of(user), month(1), D("102"), 0) for user in (cast.tang, cast.song)]
    with pytest.raises(PaymentsRefused) as refused:
        record_payments(
            branch=cast.branch, lines=lines, handover=Handover(date(2026, 1, 5), CASH, {}), by=cast.lin,
            at=at(date(2026, 1, 5)),
        )  # fmt: skip
    assert list(refused.value.messages.values()) == ["2026年1月的基数还没有核定。"]
    assert not DuesPayment.objects.exists()


def test_a_part_can_be_paid_first_and_the_rest_later(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(1))
    pay(cast, cast.tang, [month(1)], "50", date(2026, 1, 12))
    assert state_of(cast, 1, date(2026, 1, 31))[0] is State.PART
    pay(cast, cast.tang, [month(1)], "52", date(2026, 2, 12), seen=1)
    assert state_of(cast, 1, date(2026, 2, 28)) == (State.PAID, D("102.00"), D("102.00"))


def test_a_month_before_the_meeting_is_not_owed(cast: Cast) -> None:
    Member.objects.filter(user=cast.tang).update(joined_on=date(2026, 3, 20), status="probationary")
    fix(cast, cast.tang, "6800", month(1))
    with pytest.raises(PaymentsRefused, match="通过为预备党员之日起"):
        pay(cast, cast.tang, [month(2)], "102", date(2026, 3, 25))
    assert pay(cast, cast.tang, [month(3)], "102", date(2026, 3, 25)).number == 1


def test_dues_go_to_the_branch_that_holds_the_relation(cast: Cast) -> None:
    member = member_of(cast.gu)
    with pytest.raises(PaymentsRefused, match="组织关系不在本支部"):
        record_payments(
            branch=cast.branch, lines=[PaymentLine(member, month(1), D("10"), 0)],
            handover=Handover(date(2026, 1, 5), CASH, {}), by=cast.lin, at=at(date(2026, 1, 5)),
        )  # fmt: skip


def test_of_a_move_within_the_district_each_branch_publishes_its_months(cast: Cast) -> None:
    # January and February paid in 青榆一小, moved on 10 March, March and April paid in the kindergarten: 6800 × 1.5 % = 102 a month.
    fix(cast, cast.tang, "6800", month(1))
    for number in (1, 2):
        pay(cast, cast.tang, [month(number)], "102", date(2026, number, 12))
    moved, day = date(2026, 3, 10), date(2026, 4, 12)
    facts = {"to_branch": cast.kindergarten, "issued_on": moved}
    transfer = send_transfer(member=member_of(cast.tang), facts=facts, by=cast.lin, at=at(moved))
    accept_transfer(transfer=transfer, accepted_on=moved, by=cast.fang, at=at(moved))
    lines = [PaymentLine(member_of(cast.tang), month(number), D("102"), 0) for number in (3, 4)]
    handover = Handover(day, CASH, {})
    record_payments(branch=cast.kindergarten, lines=lines, handover=handover, by=cast.fang, at=at(day))
    for branch in (cast.branch, cast.kindergarten):
        figures = year_figures(branch, 2026, date(2026, 5, 20), with_people=True)
        # May is not paid yet and the kindergarten's.
        assert (figures["due"], figures["received"]) == ("204.00" if branch == cast.branch else "306.00", "204.00")
        assert ["唐果", "204.00"] in figures["people"]


def test_a_reversal_leaves_both_entries_and_opens_the_month_again(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(1))
    receipt = pay(cast, cast.tang, [month(1)], "100", date(2026, 1, 12))
    reverse_receipt(receipt=receipt, reason="金额登错", by=cast.lin, at=at(date(2026, 1, 13)))
    entries = list(receipt.entries.order_by("entry").values_list("entry", "amount", "reason"))
    assert entries == [(1, D("100.00"), ""), (2, D("-100.00"), "金额登错")]
    assert state_of(cast, 1, date(2026, 1, 31)) == (State.OPEN, D("102.00"), D("0.00"))
    again = pay(cast, cast.tang, [month(1)], "102", date(2026, 1, 13), seen=2)
    assert (again.number, DuesPayment.objects.aggregate(sum=Sum("amount"))["sum"]) == (2, D("102.00"))


def test_a_receipt_is_reversed_once_and_with_a_reason(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(1))
    receipt = pay(cast, cast.tang, [month(1)], "102", date(2026, 1, 12))
    with pytest.raises(DuesRefused, match="冲正原因"):
        reverse_receipt(receipt=receipt, reason=" ", by=cast.lin, at=at(date(2026, 1, 13)))
    reverse_receipt(receipt=receipt, reason="登错人", by=cast.lin, at=at(date(2026, 1, 13)))
    with pytest.raises(DuesChangedMeanwhile, match="2026-0001已经冲正过了"):
        reverse_receipt(receipt=receipt, reason="登错人", by=cast.qiao, at=at(date(2026, 1, 13)))
    assert DuesPayment.objects.count() == 2


@pytest.mark.parametrize(("amount", "to_centre"), [("999.99", False), ("1000", True)])
def test_a_voluntary_thousand_goes_to_the_centre(cast: Cast, amount: str, to_centre: bool) -> None:
    handover = Handover(date(2026, 3, 1), PaidBy.TRANSFER, {})
    receipt = record_extra(
        member=member_of(cast.tang), amount=D(amount), handover=handover, by=cast.lin, at=at(date(2026, 3, 1))
    )
    assert receipt.entries.get().to_centre is to_centre


def test_a_voluntary_sum_pays_no_dues(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(1))
    handover = Handover(date(2026, 1, 9), CASH, {})
    record_extra(member=member_of(cast.tang), amount=D("500"), handover=handover, by=cast.lin, at=at(date(2026, 1, 9)))
    assert state_of(cast, 1, date(2026, 1, 31)) == (State.OPEN, D("102.00"), D("0.00"))


def test_a_base_is_corrected_by_a_row_of_its_own(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(1))
    fix(cast, cast.tang, "7000", month(1), seen=1)
    assert list(DuesBase.objects.order_by("revision").values_list("revision", "amount")) == [
        (1, D("6800.00")),
        (2, D("7000.00")),
    ]
    assert state_of(cast, 1, date(2026, 1, 5))[1] == D("105.00")
    with pytest.raises(DuesChangedMeanwhile, match="唐果自2026年1月起的基数刚由其他人登记"):
        fix(cast, cast.tang, "7200", month(1), seen=1)


def test_bases_of_many_are_fixed_together_or_not_at_all(cast: Cast) -> None:
    facts = [
        BaseFacts(member_of(cast.tang), month(1), Basis.WAGE, D("6800")),
        BaseFacts(member_of(cast.song), month(1), Basis.FIXED, D("5")),
    ]
    with pytest.raises(DuesRefused, match="宋知秋：定额"):
        fix_bases(branch=cast.branch, facts=facts, by=cast.lin, at=at(month(1)))
    assert not DuesBase.objects.exists()


def test_relief_counts_only_once_the_superior_has_approved(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(1))
    facts = ReliefFacts(month(2), month(3), D("0"), date(2026, 1, 20))
    relief = grant_relief(member=member_of(cast.tang), facts=facts, by=cast.lin, at=at(date(2026, 1, 20)))
    assert state_of(cast, 2, date(2026, 2, 10))[0] is State.OPEN
    approve_relief(
        relief=relief, approved_on=date(2026, 2, 5), approval="青榆区教育工委〔2026〕3号", base_version=1, by=cast.lin,
        at=at(date(2026, 2, 6)),
    )  # fmt: skip
    assert [state_of(cast, number, date(2026, 4, 1))[0] for number in (1, 2, 3, 4)] == [
        State.OVERDUE, State.EXEMPT, State.EXEMPT, State.OPEN,
    ]  # fmt: skip
    end_relief(relief=relief, to_month=month(2), base_version=2, by=cast.lin, at=at(date(2026, 2, 20)))
    assert state_of(cast, 3, date(2026, 4, 1))[0] is State.OVERDUE
    with pytest.raises(DuesChangedMeanwhile):
        end_relief(relief=relief, to_month=month(2), base_version=2, by=cast.qiao, at=at(date(2026, 2, 20)))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"to_month": month(1)}, "截止月份不能早于起始月份"),
        ({"decided_on": date(2026, 3, 2)}, "支部讨论日期不能晚于今天"),
        ({"approved_on": date(2026, 1, 30)}, "一起填写"),
        ({"approved_on": date(2026, 1, 5), "approval": "批复"}, "不能早于支部讨论"),
        ({"monthly": D("-1")}, "不能小于0"),
    ],
)
def test_reliefs_that_cannot_be(cast: Cast, change: dict, sentence: str) -> None:
    facts = {"from_month": month(2), "to_month": month(4), "monthly": D("0"), "decided_on": date(2026, 1, 20), **change}
    with pytest.raises(DuesRefused, match=sentence):
        grant_relief(member=member_of(cast.tang), facts=ReliefFacts(**facts), by=cast.lin, at=at(date(2026, 3, 1)))


def test_reliefs_of_one_member_do_not_overlap(cast: Cast) -> None:
    facts = ReliefFacts(month(2), month(4), D("0"), date(2026, 1, 20))
    grant_relief(member=member_of(cast.tang), facts=facts, by=cast.lin, at=at(date(2026, 1, 20)))
    with pytest.raises(DuesRefused, match="重叠"):
        grant_relief(
            member=member_of(cast.tang), facts=ReliefFacts(month(4), month(5), D("0"), date(2026, 1, 20)), by=cast.lin,
            at=at(date(2026, 1, 20)),
        )  # fmt: skip


def test_a_relief_entered_by_mistake_is_withdrawn_and_entered_anew(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(1))
    wrong = ReliefFacts(month(2), month(12), D("0"), date(2026, 1, 20), date(2026, 1, 25), "青榆区教育工委〔2026〕3号")
    right = ReliefFacts(month(3), month(4), D("0"), date(2026, 1, 20))
    now = at(date(2026, 2, 1))
    relief = grant_relief(member=member_of(cast.tang), facts=wrong, by=cast.lin, at=now)
    address = reverse("members:dues_relief_withdraw", args=[relief.pk])
    client = Client()
    client.force_login(cast.lin)
    assert client.post(address, {"reason": " ", "base_version": "1"}).status_code == 422
    page = client.post(address, {"reason": "年份登记错了", "base_version": "1"}, follow=True).content.decode()
    assert "已撤销" in page
    assert "撤销：年份登记错了" in page
    assert state_of(cast, 5, date(2026, 6, 1))[0] is State.OVERDUE
    with pytest.raises(DuesRefused, match="已经撤销"):
        end_relief(relief=relief, to_month=month(3), base_version=2, by=cast.lin, at=now)
    grant_relief(member=member_of(cast.tang), facts=right, by=cast.lin, at=now)
    assert AuditEntry.objects.filter(action="dues.relief_withdrawn", actor=cast.lin).count() == 1
    with pytest.raises(IntegrityError, match="dues_relief_withdrawn_with_reason"), transaction.atomic():
        DuesRelief.objects.filter(pk=relief.pk).update(withdrawn_because="")


def test_a_district_rounds_as_it_decided_from_the_month_after(cast: Cast) -> None:
    # 4565.50 × 1 % = 45.655: to a tenth 45.70, to a cent 45.66
    fix(cast, cast.tang, "4565.50", month(1))
    set_override(
        district=cast.district, code="DF-14", parameters={"round_to": "0.01", "rounding": "half_up"},
        valid_from=date(2026, 3, 10), reason="区里统一到分", by=cast.wei, at=at(date(2026, 3, 9)),
    )  # fmt: skip
    assert [state_of(cast, number, date(2026, 5, 1))[1] for number in (2, 3, 4)] == [D("45.70"), D("45.70"), D("45.66")]


def test_nobody_outside_the_committee_records(cast: Cast) -> None:
    fix(cast, cast.tang, "6800", month(1))
    for user in (cast.tang, cast.song, cast.fang, cast.he, cast.wei):
        with pytest.raises(NotAllowed):
            pay(cast, cast.tang, [month(1)], "102", date(2026, 1, 12), by=user)


@pytest.mark.parametrize(
    "change",
    [
        {"amount": D("0")},
        {"month": date(2026, 1, 2)},
        {"entry": 1},
        {"amount": D("-5"), "reason": "没有对应的交纳"},
    ],
)
def test_the_database_refuses_nonsense_in_the_ledger(cast: Cast, change: dict) -> None:
    fix(cast, cast.tang, "6800", month(1))
    receipt = pay(cast, cast.tang, [month(1)], "102", date(2026, 1, 12))
    facts = {"month": month(1), "entry": 2, "amount": D("1"), **change}
    with pytest.raises(IntegrityError), transaction.atomic():
        DuesPayment.objects.create(
            branch=cast.branch, member=member_of(cast.tang), receipt=receipt, paid_on=date(2026, 1, 12),
            recorded_at=at(date(2026, 1, 12)), **facts,
        )  # fmt: skip
