"""Last year's plan as schools really keep it: a Word file with a few irregularities, for trying the upload."""

from __future__ import annotations

import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

LINES = (
    "为做好本年度党建工作，根据区教育工委部署，结合我校实际，制定本计划。",
    "一、指导思想",
    "坚持以习近平新时代中国特色社会主义思想为指导，落实立德树人根本任务，把支部建在年级组，把党员的力量用在课堂上。",
    "二、主要任务",
    "（一）抓实政治学习。每月第二周星期三下午集中学习一次，由支委轮流领学。",
    "1、落实第一议题制度。支委会每月第一次会议先学习上级精神。",
    "2．办好党员讲堂。书记全年讲党课两次，支委每人一次。",
    "、用好党员读书角。每学期推荐四本书，期末开一次分享会。",
    "（二）过好组织生活",
    "1、支部党员大会每季度一次，支委会每月一次，党小组会每月一次。2、每月5日为主题党日，遇假日顺延。",
    "3、做好建党104周年庆祝活动，慰问老党员。",
    "（三）带好青年教师",
    "党员骨干与新入职教师结对，听评课每学期不少于八节；第41个教师节前召开座谈会。",
    "三、月工作安排：",
    "二月份：",
    "1、制定2025年党建工作计划；",
    "2、召开支部党员大会，部署全年工作。",
    "三月份：学雷锋志愿服务；组织生活会；民主评议党员",
    "四月份",
    "清明祭扫烈士墓",
    "书记讲党课",
    "五月份：",
    "1、重温入党誓词；",
    "2、党员示范课周。",
    "六月份：1、小结上半年工作；2、推荐优秀共产党员。",
    "七、八月份：走访慰问老党员，党员暑期学习。",
    "九月份（主题：尊师重教）",
    "1、教师节座谈会；",
    "2、党员与新教师结对。",
    "十月份：国庆升旗仪式；重阳节慰问退休教师",
    "十一月份：党员联系学生家访",
    "十二月份：",
    "1、召开支部党员大会，总结全年工作；",
    "2、党员述职。",
    "四、保障措施",
    "支部书记负总责，支委分工负责，每季度对照本计划检查一次。",
)


def sample_word_file() -> bytes:
    """The .docx file."""
    word = Document()
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("青榆区第一小学党支部2025年工作计划").bold = True
    for line in LINES:
        word.add_paragraph(line)
    for line in ("青榆区第一小学党支部", "2025年2月18日"):
        word.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()
