"""A plan of an invented school branch, about five pages: each kind of block that a document may hold."""

from datetime import date

from documents.domain.content import Annex, Column, Heading, OfficialDocument, Paragraph, RedHead, Signature, Table

ORGANISATION = "中共云溪区松涛实验小学支部委员会"

_AIM = (
    "本年度支部以提高组织生活质量为主线，围绕课堂、校园和家庭三个场景安排工作，把每项任务落到具体的月份、具体的人和看得见的结果上。"
    "支部委员会每月核对一次进度，未完成的事项说明原因并写明补做时间，年底向全体党员报告完成情况。"
)
_STUDY = (
    "党员每月集中学习一次，每次不少于90分钟，主讲人提前3天把提纲发到每个人手中。学习之后由两名党员结合本学科教学谈收获，支部书记作小结。"
    "因公出差的党员在一周内补学，由组织委员记录。"
)
_CLASS = (
    "语文、数学、英语三个党小组各承担一堂公开课，课后当场评议，评议意见写进教研记录。青年党员与两名新教师结对，每两周听课一次，"
    "期末交流听课笔记。"
)
_RULES = (
    "支部党员大会每季度召开一次，支部委员会会议每月召开一次，党小组会每月召开一至两次，党课每季度安排一讲。"
    "会议要有议题、有记录、有结论，记录由宣传委员在会后5日内归档。"
)
_CARE = (
    "建立党员联系年级制度，每名党员联系一个班级，重点关心留守儿童和随迁子女。对困难家庭每学期走访一次，走访情况只在支部委员会范围内通报，"
    "不对外公开学生姓名和住址。"
)
_HONEST = "紧盯收费、食堂采购、教辅征订和职称评审四个环节，每学期开展一次谈心谈话。凡涉及大额支出的事项，先由支部委员会讨论，再提交校长办公会决定。"


def _month(name: str, *lines: tuple[str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple((name, text, who) for text, who in lines)


SCHEDULE = (
    *_month(
        "1月",
        ("召开支部委员会会议，讨论并通过全年计划，确定各项任务的负责人和完成时间。", "支部书记"),
        ("走访慰问离退休教师党员和生活困难党员，了解身体和家庭情况。", "组织委员"),
    ),
    *_month(
        "2月",
        ("整理上一年度组织生活记录，核对党员名册和党费收缴台账。", "组织委员"),
        ("收集寒假家访情况。", "各党小组"),
    ),
    *_month(
        "3月",
        ("召开第一季度支部党员大会。", "支部书记"),
        ("开展志愿服务活动：清理校园周边绿地，为社区儿童讲故事。", "青年党员"),
        ("第一堂公开课：语文党小组承担，课后当场评议。", "语文党小组"),
    ),
    *_month("4月", ("清明前后组织师生到烈士陵园祭扫。", "宣传委员"), ("党课第一讲。", "支部书记")),
    *_month(
        "5月", ("第二堂公开课：数学党小组承担。", "数学党小组"), ("排查校园安全隐患，配合防灾减灾演练。", "后勤党员")
    ),
    *_month("6月", ("召开第二季度支部党员大会，通报上半年进度。", "支部书记"), ("毕业年级心理辅导周。", "党员班主任")),
    *_month("7月", ("召开庆祝建党主题党日活动，重温入党誓词，为在党满30年的党员祝贺政治生日。", "宣传委员")),
    *_month("8月", ("暑期集中学习两天，研讨新学期课程安排。", "学习委员"), ("新教师岗前培训。", "青年党员")),
    *_month(
        "9月",
        ("召开第三季度支部党员大会。", "支部书记"),
        ("教师节走访慰问。", "组织委员"),
        ("党课第二讲。", "纪检委员"),
    ),
    *_month("10月", ("组织观看爱国主义影片并交流体会。", "宣传委员"), ("重阳节看望离退休教师。", "组织委员")),
    *_month("11月", ("第三堂公开课：英语党小组承担。", "英语党小组"), ("开展消防安全演练。", "后勤党员")),
    *_month(
        "12月",
        ("召开第四季度支部党员大会，报告全年完成情况。", "支部书记"),
        ("准备组织生活会和民主评议党员。", "支部委员会"),
    ),
)


_CLASSES = tuple((f"{grade}（{number}）班", "李闻笛", _CARE) for grade in ("三", "四") for number in (1, 2, 3, 4))


def sample_plan(watermark: str = "") -> OfficialDocument:
    """The plan; `watermark` as in OfficialDocument."""
    return OfficialDocument(
        title="中共云溪区松涛实验小学支部委员会2026年度党建工作计划",
        subtitle="（2026年1月）",
        recipient="各党小组：",
        blocks=(
            Paragraph(_AIM),
            Heading(1, "总体要求", "一、"),
            Paragraph(_AIM),
            Heading(1, "主要任务", "二、"),
            Heading(2, "抓好理论学习", "（一）"),
            Heading(3, "坚持集中学习。", "1.", _STUDY),
            Heading(3, "办好公开课堂。", "2.", _CLASS),
            Heading(4, "听课安排。", "（1）", "每位青年党员每月听课不少于4节，于次月5日前上交记录。"),
            Heading(
                4,
                "评课要求。",
                "（2）",
                "评课突出学生的收获，少谈形式，多谈改进，参考资料见https://example.org/courses?id=3.5。",
            ),
            Heading(2, "严肃组织生活", "（二）"),
            Heading(3, "落实基本制度。", "1.", _RULES),
            Heading(3, "准备充分、记录完整。", "2.", _STUDY),
            Heading(2, "关心师生成长", "（三）"),
            Paragraph(_CARE),
            Paragraph(_CLASS),
            Heading(2, "守住廉洁底线", "（四）"),
            Paragraph(_HONEST),
            Heading(1, "每月安排", "三、"),
            Table((Column("月份", 1.2, "center"), Column("工作内容", 6), Column("责任人", 1.8, "center")), SCHEDULE),
            Heading(1, "工作保障", "四、"),
            Paragraph(_RULES),
            Paragraph(_AIM),
        ),
        attachments=("党员联系班级一览表",),
        signature=Signature(ORGANISATION, date(2026, 1, 9)),
        watermark=watermark,
        author=ORGANISATION,
    )


def sample_with_everything() -> OfficialDocument:
    """版头, a turned table, two annexes, a seal: what the plan above does not use."""
    return OfficialDocument(
        title="中共云溪区松涛实验小学支部委员会关于印发《党员联系班级办法》的通知",
        head=RedHead("云溪区松涛实验小学党支部文件", "松小支〔2026〕5号", "林砚秋"),
        recipient="各党小组：",
        blocks=(
            Paragraph(_CARE),
            Heading(1, "经费安排", "一、"),
            Table((Column("项目", 4), Column("金额（元）", 2, "right")), (("图书", "3200.50"), ("场地", "800"))),
            Paragraph(_RULES),
            Heading(1, "联系安排", "二、"),
            Table((Column("班级", 1), Column("党员", 1), Column("联系要求", 6)), _CLASSES, landscape=True),
            Paragraph(_HONEST),
        ),
        annexes=(
            Annex("党员联系班级登记表", (Paragraph(_CARE), Paragraph("第一项\n第二项", indent=False))),
            Annex("困难家庭走访记录的填写说明和保存要求", (Paragraph(_RULES),)),
        ),
        signature=Signature("松涛实验小学党支部", date(2026, 12, 31), sealed=True),
        watermark="草稿",
    )
