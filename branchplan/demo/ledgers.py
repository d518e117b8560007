"""登记簿 of the demo: some entries in several registers of the first school, a few in the next two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from branchplan.demo.history import moment
from branchplan.demo.people import Place, Scene
from calendar_events.domain.registers import Owner, register_of
from calendar_events.models import RegisterEntry
from calendar_events.services.registers import add_entry, look_at, move_entry
from members.models import PARTY_STATUSES, Member

#: register, subject, owner (index into the roster, a post, or None), begun so many days ago, days to the last, own fields, state at the end
_ENTRIES: list[tuple[str, str, int | str | None, int, int | None, dict[str, Any], str]] = [
    ("major_decisions", "教学楼照明改造项目", "总务处", 96, 150, {"category": "重大项目安排", "consultation": "征求年级组和教代会代表意见，收到建议4条，采纳3条。", "meeting": "支委会会议", "votes": "应到7人，实到7人，同意7人。", "amount": "186000.00", "decision": "同意实施，由总务处按程序采购。"}, "executing"),
    ("major_decisions", "新学年教研组长调整", "办公室", 40, 30, {"category": "重要人事任免", "consultation": "听取了各教研组意见。"}, "consulted"),
    ("publications", "第一季度党费收缴情况", "组织委员", 70, 30, {"category": "党务", "place": "一楼公示栏"}, "over"),
    ("publications", "照明改造采购结果", "总务处", 12, 20, {"category": "采购和招标", "place": "校园网、一楼公示栏"}, "shown"),
    ("reports_up", "关于成立党员先锋队的报告", "林向阳", 35, None, {"kind": "报告", "to": "区教育工委"}, "no_answer"),
    ("opinions", "希望党员活动室中午也开放", "组织委员", 15, 30, {"source": "教职工"}, "open"),
    ("questionnaires", "党外群众测评", "组织委员", 20, None, {"kind": "党外群众测评", "among": "非党员教职工", "sent": 40, "returned": 38, "sums": "对支部工作是否满意\n满意 30\n基本满意 7\n不满意 1\n\n党员的模范作用\n好 28\n较好 10", "conclusion": "在答复意见的速度上要改进。"}, "done"),
    ("pairs", "青年教师（三年级语文）", 0, 80, 150, {"kind": "青年教师", "goal": "一年内能独立承担公开课。", "measures": "每两周听一节课，共同备课。"}, "open"),
    ("pairs", "青年教师（五年级数学）", 2, 78, 150, {"kind": "青年教师", "measures": "每月一次共同备课。"}, "open"),
    ("pairs", "榆荫社区", 3, 60, 200, {"kind": "社区", "measures": "每季度送课一次。"}, "open"),
    ("promises", "每周为学习有困难的学生辅导两次", 1, 90, 200, {"kind": "岗位"}, "open"),
    ("promises", "带头上好一节思政融合课", 2, 90, 200, {"kind": "岗位"}, "open"),
    ("promises", "每月参加一次社区志愿服务", 4, 90, 200, {"kind": "服务"}, "open"),
    ("posts", "校门口安全示范岗", 3, 100, None, {"kind": "示范岗", "duties": "早晚高峰引导学生有序进出。"}, "open"),
    ("posts", "二年级责任区", 1, 100, None, {"kind": "责任区", "duties": "联系二年级组，每月走进办公室一次。"}, "open"),
    ("wishes", "想要一套科学实验材料", None, 10, 25, {"whose": "四年级学生"}, "open"),
    ("wishes", "想请一位老师教我打乒乓球", 5, 25, 40, {"whose": "三年级学生"}, "claimed"),
    ("help", "困难教职工", 0, 50, 200, {"kind": "困难教职工", "situation": "家人长期患病。", "measures": "调整课时，申请互助金。", "amount": "2000.00"}, "open"),
    ("duties", "党风廉政建设责任书", "支部书记", 110, 220, {"kind": "责任书", "signed": True}, "open"),
    ("risks", "食堂采购", "总务主任", 100, None, {"level": "二级（中）", "measures": "三人验收，台账每月公开。"}, "open"),
    ("rectification", "主题党日形式单一", "宣传委员", 120, 60, {"source": "组织生活会", "measures": "每季度安排一次走出校园的活动。", "result": "已开展两次。"}, "done"),
    ("rectification", "个别党员学时不足", "组织委员", 75, 45, {"source": "自查", "measures": "每月公布学时，安排补学。"}, "open"),
    ("fronts", "学校公众号", "宣传委员", 130, None, {"kind": "公众号", "review": "书记审核", "scale": "关注1200人"}, "open"),
    ("groups", "意识形态工作领导小组", 0, 130, None, {"people": "副组长：江南春；成员：乔木、宋知秋。", "duties": "每半年研判一次。"}, "open"),
    ("brand", "“榆荫先锋”案例汇编", "宣传委员", 60, 150, {"kind": "案例材料"}, "open"),
]  # fmt: skip
_LOOKS = {
    "青年教师（三年级语文）": ("begin", "已商定帮带计划，听课2节。"),
    "食堂采购": ("mid_year", "抽查台账3次，没有发现问题。"),
}


def keep_ledgers(scene: Scene, today: date) -> None:
    """All of it entered today from the paper files, with the days it is about."""
    now = moment(today, 13, 0)
    today = now.date()  # the Friday before, on a weekend
    for place in scene.places[:3]:
        people = list(Member.objects.filter(branch=place.branch, status__in=PARTY_STATUSES).order_by("name_pinyin")[:6])
        rows = _ENTRIES if place.number == 0 else [row for row in _ENTRIES if row[0] in {"pairs", "rectification"}]
        for row in rows:
            entry = _enter(place, people, row, today, now)
            for look, found in _looks(entry):
                look_at(entry=entry, look=look, looked_on=today, found=found, by=place.secretary, at=now)


def _enter(place: Place, people: list[Member], row: tuple[Any, ...], today: date, now: datetime) -> RegisterEntry:
    key, subject, owner, age, days, values, state = row
    register = register_of(key)
    first = today - timedelta(days=age)
    facts = {
        "subject": subject,
        "owner_member": people[owner % len(people)] if isinstance(owner, int) else None,
        "owner_post": owner if isinstance(owner, str) and register.owner is Owner.POST else "",
        "first_day": first,
        "last_day": first + timedelta(days=days) if days else None,
        "is_public": register.public,
        "values": values,
    }
    entry = add_entry(branch=place.branch, register=register, facts=facts, by=place.secretary, at=now)
    if state != register.first_state.key:
        on = min(first + timedelta(days=days or 10), today)
        entry = move_entry(
            entry=entry, state=state, on=on, note="", base_version=entry.version, by=place.secretary, at=now
        )
    return entry


def _looks(entry: RegisterEntry) -> Iterator[tuple[str, str]]:
    if entry.subject in _LOOKS and entry.kind.look(_LOOKS[entry.subject][0]):
        yield _LOOKS[entry.subject]
