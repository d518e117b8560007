"""What the parameters of rules are called, which values they may have, and what a district may make of them. Framework-free."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from regulations.domain.activities import ActivityKind
from regulations.domain.quoting import quoted
from regulations.domain.rules import Evidence, Rule

DATA = Path(__file__).resolve().parent.parent / "data" / "parameters.toml"
A_LEAP_YEAR = 2024
TIMES_A_YEAR = {"month": 12, "quarter": 4, "half_year": 2, "year": 1}


class ParameterDataError(Exception):
    """The description of a parameter does not hold; the message names it."""


class OverrideRefused(Exception):
    """Values a district may not set: `messages` has one Chinese sentence per parameter ("" for the rule as a whole)."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        super().__init__("；".join(messages.values()))
        self.messages = dict(messages)


class Kind(StrEnum):
    """What a value is."""

    WHOLE = "whole"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    TEXT = "text"
    TEXTS = "texts"
    MONTH_DAY = "month_day"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Parameter:
    """`label` is what the screen says, `unit` follows the value. `fixed` ones a district cannot change even where the rule is local."""

    name: str
    label: str
    kind: Kind
    unit: str = ""
    least: float | None = None
    most: float | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    fixed: bool = False

    def narrowed(self, limits: tuple[Any, ...] | None) -> Parameter:
        """The parameter as one rule limits it: (least, most), or the choices that are left."""
        if limits is None:
            return self
        if self.kind is Kind.CHOICE:
            return replace(self, choices={value: self.choices[value] for value in limits})
        return replace(self, least=limits[0], most=limits[1])

    def fault(self, value: Any) -> str:
        """Why the value cannot be, in Chinese; "" when it can."""
        return _FAULTS[self.kind](self, value)

    def shown(self, value: Any) -> str:
        """The value as a person reads it."""
        if self.kind is Kind.CHOICE:
            return self.choices.get(value, str(value))
        if self.kind is Kind.FLAG:
            return "是" if value else "否"
        if self.kind is Kind.TEXTS:
            return "、".join(value)
        if self.kind is Kind.TABLE:
            return "；".join(_row_shown(row) for row in value)
        if self.kind is Kind.MONTH_DAY:
            month, day = value.split("-")
            return f"{int(month)}月{int(day)}日"
        return f"{value:g}{self.unit}" if isinstance(value, float) else f"{value}{self.unit}"


def _row_shown(row: Mapping[str, Any]) -> str:
    known = vocabulary()
    return "，".join(f"{known[name].label}{known[name].shown(value)}" for name, value in row.items())


def _range_fault(parameter: Parameter, value: float) -> str:
    if parameter.least is not None and value < parameter.least:
        return f"不能小于{parameter.least:g}。"
    if parameter.most is not None and value > parameter.most:
        return f"不能大于{parameter.most:g}。"
    return ""


def _whole_fault(parameter: Parameter, value: Any) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return "请填整数。"
    return _range_fault(parameter, value)


def _number_fault(parameter: Parameter, value: Any) -> str:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return "请填数字。"
    return _range_fault(parameter, value)


def _flag_fault(parameter: Parameter, value: Any) -> str:
    return "" if isinstance(value, bool) else "请选是或否。"


def _choice_fault(parameter: Parameter, value: Any) -> str:
    if value in parameter.choices:
        return ""
    return f"只能是{'、'.join(parameter.choices.values())}之一。"


def _text_fault(parameter: Parameter, value: Any) -> str:
    return "" if isinstance(value, str) and value.strip() else "请填写文字。"


def _texts_fault(parameter: Parameter, value: Any) -> str:
    if isinstance(value, list) and value and all(isinstance(text, str) and text.strip() for text in value):
        return ""
    return "请填写至少一项，每项都不能是空白。"


def _month_day_fault(parameter: Parameter, value: Any) -> str:
    found = re.fullmatch(r"(\d\d)-(\d\d)", value) if isinstance(value, str) else None
    if found is None:
        return "请按“月-日”填写，如10-01。"
    try:
        date(A_LEAP_YEAR, int(found[1]), int(found[2]))
    except ValueError:
        return "没有这一天。"
    return ""


def _table_fault(parameter: Parameter, value: Any) -> str:
    if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
        return "应为一张表，至少一行。"
    known = vocabulary()
    for number, row in enumerate(value, 1):
        for name, cell in row.items():
            if name not in parameter.columns:
                return f"第{number}行：没有{quoted(name)}这一栏。"
            if fault := known[name].fault(cell):
                return f"第{number}行{known[name].label}：{fault}"
    return ""


_FAULTS = {
    Kind.WHOLE: _whole_fault,
    Kind.NUMBER: _number_fault,
    Kind.FLAG: _flag_fault,
    Kind.CHOICE: _choice_fault,
    Kind.TEXT: _text_fault,
    Kind.TEXTS: _texts_fault,
    Kind.MONTH_DAY: _month_day_fault,
    Kind.TABLE: _table_fault,
}


@cache
def vocabulary() -> Mapping[str, Parameter]:
    """Every parameter by name, in the order of the file, read once per process."""
    return parse_vocabulary(DATA.read_text(encoding="utf-8"))


def parse_vocabulary(text: str) -> Mapping[str, Parameter]:
    """Parameters of a TOML text; raises ParameterDataError naming the parameter that does not hold."""
    try:
        rows = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParameterDataError(f"not TOML: {error}") from error
    found = {}
    for name, row in rows.items():
        try:
            kind = Kind(row.pop("kind"))
            columns = tuple(row.pop("columns", ()))
            found[name] = Parameter(name, row.pop("label"), kind, columns=columns, **row)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ParameterDataError(f"{name}: {error}") from error
        if unknown := [column for column in columns if column not in rows]:
            raise ParameterDataError(f"{name}: columns {', '.join(unknown)} are not described")
    if "activity" in found:
        found["activity"] = replace(found["activity"], choices={kind.value: kind.label for kind in ActivityKind})
    return found


def adjustable_parameters(rule: Rule) -> list[Parameter]:
    """What a district may set on this rule, within the rule's limits; empty where the rule is not local.

    A name that is no longer described (an edition kept from long ago) is left as it is.
    """
    if not rule.local:
        return []
    known = [vocabulary().get(name) for name in rule.parameters]
    return [
        parameter.narrowed(rule.limits.get(parameter.name))
        for parameter in known
        if parameter and not parameter.fixed and parameter.kind is not Kind.TABLE
    ]


def shown_parameters(rule: Rule) -> list[tuple[str, str]]:
    """(label, value) of every parameter, for reading."""
    return [shown_parameter(name, value) for name, value in rule.parameters.items() if value != ""]


def shown_parameter(name: str, value: Any) -> tuple[str, str]:
    """(label, value) of one parameter; the bare name where it is not described."""
    known = vocabulary().get(name)
    return (known.label, known.shown(value)) if known else (name, str(value))


def times_a_year(parameters: Mapping[str, Any]) -> int | None:
    """How often a frequency rule asks for its activity in a year; None for other rules."""
    per = parameters.get("per")
    return parameters["times"] * TIMES_A_YEAR[per] if per in TIMES_A_YEAR and "times" in parameters else None


def check_override(superior: Rule, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values a district may set on the rule as it stands above it; raises OverrideRefused.

    Every adjustable parameter must be given. A frequency may be raised freely; it may go below the superior's only where the number is
    itself a local custom that no superior has fixed.
    """
    offered = {parameter.name: parameter for parameter in adjustable_parameters(superior)}
    if not offered:
        raise OverrideRefused({"": f"{superior.code}是全国统一的规定，不能在本地调整。"})
    messages = {name: "这一项不能调整。" for name in values if name not in offered}
    for name, parameter in offered.items():
        if name not in values:
            messages[name] = "请填写。"
        elif fault := parameter.fault(values[name]):
            messages[name] = fault
    if messages:
        raise OverrideRefused(messages)
    wanted, floor = times_a_year({**superior.parameters, **values}), times_a_year(superior.parameters)
    is_bound = superior.evidence is not Evidence.LOCAL or superior.national is not None
    if is_bound and wanted is not None and floor is not None and wanted < floor:
        raise OverrideRefused({"times": f"不能低于上级要求：每年至少{floor}次。"})
    return {name: values[name] for name in offered}
