"""The invented organisations and people of the demo data. None of them exists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from branches.models import OrganisationType, Role, SchoolKind
from plans.domain.period import Cycle

#: All roles began before the oldest plan, so that everybody could already do what the plans say they did.
IN_OFFICE_SINCE = date(2021, 9, 1)


@dataclass(frozen=True)
class DemoSchool:
    """One school: `leaders` maps roles to (login name, name); `roster` is how many people without a log-in it has."""

    name: str
    short: str
    kind: SchoolKind
    cycle: Cycle
    leaders: dict[Role, tuple[str, str]]
    groups: int = 0
    roster: int = 8
    type: OrganisationType = OrganisationType.BRANCH
    brand: str = ""
    members: dict[str, str] = field(default_factory=dict)

    @property
    def organisation(self) -> str:
        """As titles and signatures call it."""
        return f"{self.name}{self.type.label}"

    @property
    def signature(self) -> str:
        body = {
            OrganisationType.BRANCH: "支部委员会" if self.has_committee else "支部",
            OrganisationType.GENERAL_BRANCH: "总支部委员会",
            OrganisationType.COMMITTEE: "委员会",
        }[self.type]
        return f"中共{self.name}{body}"

    @property
    def has_committee(self) -> bool:
        return len(self.leaders) > 1


def _leaders(secretary: tuple[str, str], **others: str) -> dict[Role, tuple[str, str]]:
    """Committee members of the smaller schools log in as their secretary with the initial of their office."""
    login = secretary[0]
    return {Role.SECRETARY: secretary} | {Role(role): (f"{login}-{role[:3]}", name) for role, name in others.items()}


SCHOOLS = (
    DemoSchool(
        "青榆区第一小学",
        "青榆一小",
        SchoolKind.PRIMARY,
        Cycle.CALENDAR_YEAR,
        {
            Role.SECRETARY: ("lin", "林向阳"),
            Role.DEPUTY_SECRETARY: ("jiang", "江南春"),
            Role.ORGANISATION_COMMISSIONER: ("qiao", "乔木"),
            Role.PUBLICITY_COMMISSIONER: ("mei", "梅映雪"),
            Role.DISCIPLINE_COMMISSIONER: ("shi", "石中玉"),
        },
        groups=2,
        roster=18,
        brand="榆荫先锋",
        members={"tang": "唐果"},
    ),
    DemoSchool(
        "青榆区实验幼儿园",
        "实验幼儿园",
        SchoolKind.KINDERGARTEN,
        Cycle.CALENDAR_YEAR,
        {Role.SECRETARY: ("fang", "方圆")},
        roster=5,
        members={"gu": "顾小满"},
    ),
    DemoSchool(
        "青榆区第三中学",
        "青榆三中",
        SchoolKind.JUNIOR,
        Cycle.SEMESTER,
        _leaders(("yan", "严如山"), organisation="凌霄", publicity="陶然", discipline="戴望月"),
        groups=2,
        roster=14,
    ),
    DemoSchool(
        "青榆区桃溪小学",
        "桃溪小学",
        SchoolKind.PRIMARY,
        Cycle.CALENDAR_YEAR,
        _leaders(("luo", "骆平川"), organisation="舒雅", publicity="祝晴", discipline="岳松涛"),
        roster=9,
        brand="桃溪红烛",
    ),
    DemoSchool(
        "青榆区高级中学",
        "青榆高中",
        SchoolKind.SENIOR,
        Cycle.SCHOOL_YEAR,
        _leaders(("han", "韩守正"), deputy="温故", organisation="柏青", publicity="闻笛", discipline="铁心兰"),
        groups=3,
        roster=22,
        type=OrganisationType.COMMITTEE,
        brand="青衿领航",
    ),
    DemoSchool(
        "青榆区职业技术学校",
        "青榆职校",
        SchoolKind.VOCATIONAL,
        Cycle.SEMESTER,
        _leaders(("lu", "鲁大成"), organisation="车前", publicity="钟鸣", discipline="尺素"),
        groups=2,
        roster=16,
        type=OrganisationType.GENERAL_BRANCH,
        brand="匠心向党",
    ),
    DemoSchool(
        "青榆区启明特殊教育学校",
        "启明学校",
        SchoolKind.SPECIAL,
        Cycle.CALENDAR_YEAR,
        _leaders(("ming", "明远"), organisation="安澜", publicity="暖阳"),
        roster=7,
        brand="启明之光",
    ),
    DemoSchool(
        "青榆区东山学校",
        "东山学校",
        SchoolKind.NINE_YEAR,
        Cycle.CALENDAR_YEAR,
        _leaders(("gao", "高崇岭"), organisation="林泉", publicity="路遥远", discipline="严冬梅"),
        groups=2,
        roster=13,
    ),
    DemoSchool(
        "青榆区外国语学校",
        "外国语学校",
        SchoolKind.COMPLETE,
        Cycle.HALF_YEAR,
        _leaders(("ouyang", "欧阳书"), deputy="苏航", organisation="何处", publicity="沐言", discipline="关山月"),
        groups=3,
        roster=20,
        type=OrganisationType.GENERAL_BRANCH,
    ),
    DemoSchool(
        "青榆区河湾小学",
        "河湾小学",
        SchoolKind.PRIMARY,
        Cycle.CALENDAR_YEAR,
        _leaders(("he-wan", "何湾生"), organisation="田野", publicity="水清"),
        roster=6,
    ),
    DemoSchool(
        "青榆区春晖幼儿园",
        "春晖幼儿园",
        SchoolKind.KINDERGARTEN,
        Cycle.SEMESTER,
        {Role.SECRETARY: ("chun", "春晓")},
        roster=4,
        brand="寸草心",
    ),
    DemoSchool(
        "青榆区第七初级中学",
        "青榆七中",
        SchoolKind.JUNIOR,
        Cycle.CALENDAR_YEAR,
        _leaders(("qi", "齐鸣"), organisation="成蹊", publicity="言欢", discipline="方正"),
        groups=2,
        roster=12,
        brand="七色先锋",
    ),
)

DISTRICT_PEOPLE = {
    "he": ("何清", Role.REVIEWER),
    "shen": ("沈一鸣", Role.REVIEWER),
    "ji": ("季春霖", Role.REVIEW_LEAD),
    "wei": ("魏然", Role.DISTRICT_ADMINISTRATOR),
    "yu": ("余静", Role.AUDITOR),
    "duan": ("段落", Role.REVIEWER),
}
SURNAMES = "陆程苗邹曲纪柯贺汤廖邵贾夏傅康卢秦江段雷"
GIVEN_NAMES = [
    "静好",
    "思齐",
    "建国",
    "晓燕",
    "志远",
    "春梅",
    "立新",
    "雨桐",
    "海涛",
    "玉兰",
    "文博",
    "秀英",
    "子墨",
    "桂芳",
    "明哲",
    "丽华",
    "振宇",
    "小芸",
    "长青",
    "佳宁",
    "德厚",
    "若曦",
    "卫东",
    "慧敏",
    "一凡",
    "淑珍",
]
