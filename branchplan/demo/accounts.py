"""The table of log-ins that the command prints."""

from __future__ import annotations

from unicodedata import east_asian_width

from branchplan.demo.people import PASSWORD

ACCOUNTS = (
    ("lin", "林向阳", "青榆一小 支部书记", "退回的计划、逐条答复意见；上传去年的Word计划"),
    ("jiang", "江南春", "青榆一小 副书记", "与书记一样可以提交和撤回"),
    ("qiao", "乔木", "青榆一小 组织委员", "起草和修改，不能提交"),
    ("song", "宋知秋", "青榆一小 党小组长", "本月安排，本党小组负责的事项"),
    ("tang", "唐果", "青榆一小 党员", "手机上看本月安排"),
    ("fang", "方圆", "实验幼儿园 支部书记", "正在起草的计划；不设支委会的小支部"),
    ("luo-org", "舒雅", "桃溪小学 支部书记", "刚接任：交接清单、上任三十天；第2版已审定，新计划待审"),
    ("han", "韩守正", "青榆高中 党委书记", "正在修改的修订版，原版仍然有效"),
    ("he", "何清", "区教育工委 审核员", "待审队列；审核中的青榆三中计划，批注尚未发出"),
    ("shen", "沈一鸣", "区教育工委 审核员", "东山学校重新提交的计划：意见、答复、改动对照"),
    ("ji", "季春霖", "区教育工委 审核组长", "分派审核任务、固定分工；复核"),
    ("duan", "段落", "审核员，又是青榆一小党员", "切换身份；不能审核自己所在的支部"),
    ("wei", "魏然", "区教育工委 管理员", "布置任务和进度看板；学校、账号和任职"),
    ("yu", "余静", "区教育工委 审计员", "审计记录"),
)
_HEAD = ("账号", "姓名", "角色", "看什么")


def account_table(address: str) -> str:
    """Address, password and one line for each log-in, in columns of a terminal where a Chinese character is two wide."""
    rows = [_HEAD, *ACCOUNTS]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(_HEAD) - 1)]
    lines = [
        "  ".join([*(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
    return "\n".join([f"地址：{address}", f"密码：{PASSWORD}（所有演示账号相同）", "", *lines])


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
