"""Reads the hand-worked cases of the two TOML files beside it into the JSON form of the audit."""

from __future__ import annotations

import copy
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
TODAY = "2029-01-01"


@dataclass(frozen=True)
class WorkedCase:
    name: str
    why: str
    plain: dict[str, Any]
    stage: str | None
    findings: list[str] | None
    next: dict[int, str] | None


def worked_cases() -> list[WorkedCase]:
    first, second = (tomllib.loads((FOLDER / name).read_text("utf-8")) for name in ("cases.toml", "later_cases.toml"))
    return [_worked(row, first["base"]) for row in first["case"] + second["case"]]


def base_file(name: str) -> dict[str, Any]:
    """A clean file as the audit reads it."""
    bases = tomllib.loads((FOLDER / "cases.toml").read_text("utf-8"))["base"]
    return _worked({"name": name, "why": "", "base": name}, bases).plain


def _worked(row: dict[str, Any], bases: dict[str, Any]) -> WorkedCase:
    base = copy.deepcopy(bases[row["base"]]) if row["base"] else {}
    first, last = row.get("keep", (1, 25))
    case: dict[str, Any] = {key: value for key, value in base.items() if not key.isdigit()}
    steps = {key: value for key, value in base.items() if key.isdigit() and first <= int(key) <= last}
    for name in row.get("drop", []):
        step, _, field = name.partition(".")
        if field:
            del steps[step][field]
        else:
            del steps[step]
    for name, value in row.get("set", {}).items():
        step, _, field = name.partition(".")
        if not step.lstrip("+").isdigit():
            case[name] = value
        elif field:
            steps.setdefault(step, {})[field] = value
        else:
            steps[step] = {}
    case.setdefault("today", TODAY)
    # The order of the records says nothing, so they are given backwards.
    case["steps"] = [{"step": int(step), **fields} for step, fields in reversed(steps.items())]
    following = row.get("next")
    return WorkedCase(
        row["name"],
        row["why"],
        {"id": row["name"], **case},
        row.get("stage"),
        row.get("findings"),
        None if following is None else {int(step): value for step, value in following.items()},
    )
