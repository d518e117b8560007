"""What the district already holds of a school, filled into a template where it says 【党员人数】. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

_FIELD = re.compile(r"【([^【】\n]{1,20})】")

#: The names a template may use, with what stands there.
FIELDS = {
    "党组织名称": "全称",
    "学校名称": "全称",
    "书记": "现任书记姓名",
    "支委会成员": "现任支委的职务和姓名",
    "党小组": "党小组的名称",
    "党员人数": "在册党员，含预备党员",
    "正式党员人数": "在册正式党员",
    "预备党员人数": "在册预备党员",
    "入党积极分子人数": "在册，含发展对象",
    "计划周期": "如2026年",
}


def fill(text: str, known: Mapping[str, str]) -> str:
    """The text with every field that is known filled in; the others stay as they are, for a person to see."""
    return _FIELD.sub(lambda found: known.get(found.group(1)) or found.group(0), text)


def unknown_fields(text: str, names: Collection[str] = FIELDS) -> list[str]:
    """Names in brackets that no field has, each once, in the order they stand."""
    return list(dict.fromkeys(name for name in _FIELD.findall(text) if name not in names))
