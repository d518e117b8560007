"""An invented plan, key points of an invented district, and which place of the plan answers which point as a person says."""

from plans.domain.rounds.answers import Place
from regulations.domain.activities import ActivityKind as Kind

_SECTIONS = [
    (
        "总体要求",
        "以习近平新时代中国特色社会主义思想为指导，落实立德树人根本任务，抓好党的建设各项工作，开展好主题党日。",
    ),
    ("把学习放在前头", "支委会第一项议程先学习中央最新精神，每月一次；党员每季度读一本书，写一页体会。"),
    ("过好组织生活", "按时召开党员大会、支委会和党小组会，会前三天通知议题，会后公布决定。"),
    ("带好青年教师", "每名党员联系一名新入职教师，互相听课，学期末交流一次；联系有学习困难的学生，每周补一次课。"),
    ("守住廉洁底线", "节日前发廉洁提醒，学期初签订师德承诺书，用身边的案例开展警示教育。"),
    ("管好党费和发展", "每月十日前交纳党费；培养两名入党积极分子，安排培养联系人。"),
    ("服务师生和社区", "党员志愿服务队每月到社区清扫一次，寒暑假看望困难学生。"),
]
_LINES = [
    (2, "书记讲党课：开学第一课", Kind.PARTY_LECTURE),
    (3, "党员大会：讨论年度计划", Kind.GENERAL_MEETING),
    (3, "主题党日：学雷锋，清扫老街", Kind.THEME_DAY),
    (4, "清明祭扫烈士墓", Kind.COMMEMORATION),
    (5, "观看警示教育片，逐人谈体会", Kind.INTEGRITY),
    (6, "听取发展对象汇报，表决接收预备党员", Kind.GENERAL_MEETING),
    (7, "走访退休老党员", Kind.CARE),
    (9, "支部大会总结上半年工作", Kind.GENERAL_MEETING),
    (9, "新教师与党员师傅结对拜师", Kind.OTHER),
    (10, "重阳节慰问退休教师", Kind.CARE),
    (11, "组织防震疏散演练", Kind.OTHER),
    (12, "召开党员大会，民主评议党员", Kind.DEMOCRATIC_APPRAISAL),
    (12, "补选支部委员，党员大会投票", Kind.GENERAL_MEETING),
]
PLACES = [
    *(Place("section", f"s{n}", heading, f"{heading}\n{body}") for n, (heading, body) in enumerate(_SECTIONS)),
    *(Place("item", f"i{n}", f"{month}月：{text}", text, kind) for n, (month, text, kind) in enumerate(_LINES)),
]
#: Every place that answers a point, as a person says; what is not named does not.
ANSWERS = {
    "每季度至少召开一次支部党员大会": {"s2", "i1", "i5", "i7", "i11", "i12"},
    "落实“第一议题”制度，每月至少学习一次": {"s1"},
    "每月开展一次主题党日": {"i2"},
    "开展党员教师联系青年教师、联系学困学生活动": {"s3", "i8"},
    "开展警示教育，抓好师德师风建设": {"s4", "i4"},
    "党支部书记为全体党员讲党课": {"i0"},
    "按月足额交纳党费": {"s5"},
    "做好发展党员工作，培养入党积极分子": {"s5", "i5"},
    "组织党员参加志愿服务": {"s6", "i2"},
    "关心慰问离退休党员和困难群众": {"i6", "i9", "s6"},
    "开展民主评议党员": {"i11"},
    "开展节约用水宣传": set(),
    "组织消防安全检查": set(),
    "推进智慧校园平台应用": set(),
}

#: A second paper, looked at only after the matcher was written.
OTHER_PLACES = [
    Place("section", "s0", "思想建设", "思想建设\n用好学习强国和区里的讲师团，每学期集中培训不少于八学时。"),
    Place("section", "s1", "组织建设", "组织建设\n六月底以前完成换届，三名到龄委员的接替人选先听群众意见。"),
    Place("section", "s2", "教学一线", "教学一线\n党员示范岗挂牌，薄弱班级由党员班主任接手，每周集体备课一次。"),
    Place("section", "s3", "联系群众", "联系群众\n支委同每名党员谈心至少两次，离退休党员生病住院必到床前。"),
    Place("item", "i0", "1月：组织生活会", "会前谈心，会上批评与自我批评", Kind.ORGANIZATIONAL_LIFE),
    Place("item", "i1", "4月：党小组会", "三个党小组分别讨论换届方案", Kind.GROUP_MEETING),
    Place("item", "i2", "6月：换届选举", "召开支部大会选举新一届支委", Kind.GENERAL_MEETING),
    Place("item", "i3", "7月：参观", "到烈士陵园重温入党誓词", Kind.COMMEMORATION),
    Place("item", "i4", "9月：师德承诺", "全体教师签名，违者取消评优", Kind.OTHER),
]
OTHER_ANSWERS = {
    "按期做好支部换届工作": {"s1", "i2", "i1"},
    "开好年度组织生活会": {"i0"},
    "党员年度集中学习培训不少于32学时": {"s0"},
    "支部委员与党员之间经常开展谈心谈话": {"s3", "i0"},
    "发挥党员教师在教育教学一线的示范作用": {"s2"},
    "加强师德师风教育": {"i4"},
    "党小组每月召开一次党小组会": {"i1"},
    "按规定收缴党费": set(),
    "推进垃圾分类": set(),
}
