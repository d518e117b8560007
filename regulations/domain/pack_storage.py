"""Packs as JSON, the way an edition of the rule book is kept. Framework-free."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from regulations.domain.packs import Pack
from regulations.domain.rules import Evidence, Rule, Severity


def packs_to_plain(packs: Iterable[Pack]) -> list[dict[str, Any]]:
    """As JSON, for keeping an edition of the rule book; `packs_from_plain` is the reverse."""
    return [
        {
            "name": pack.name,
            "title": pack.title,
            "version": pack.version,
            "order": pack.order,
            "rules": [_rule_to_plain(rule) for rule in pack.rules],
        }
        for pack in packs
    ]


def packs_from_plain(rows: Iterable[Mapping[str, Any]]) -> tuple[Pack, ...]:
    """What was kept, as it was kept: checked when it was read from its file, not again."""
    return tuple(
        Pack(
            row["name"],
            row["title"],
            row["version"],
            row["order"],
            tuple(_rule_from_plain(rule, row["name"]) for rule in row["rules"]),
        )
        for row in rows
    )


def digest_of(packs: Iterable[Pack]) -> str:
    """The same rules in the same versions have the same digest, whatever the layout of the files."""
    text = json.dumps(packs_to_plain(packs), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _rule_to_plain(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "title": rule.title,
        "document": rule.document,
        "version": rule.version,
        "article": rule.article,
        "severity": rule.severity.value,
        "evidence": rule.evidence.value,
        "valid_from": rule.valid_from.isoformat() if rule.valid_from else None,
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
        "parameters": dict(rule.parameters),
        "note": rule.note,
        "local": rule.local,
        "limits": {name: list(values) for name, values in rule.limits.items()},
    }


def _rule_from_plain(row: Mapping[str, Any], pack: str) -> Rule:
    return Rule(
        code=row["code"],
        title=row["title"],
        document=row["document"],
        version=row["version"],
        article=row["article"],
        severity=Severity(row["severity"]),
        evidence=Evidence(row["evidence"]),
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        parameters=row["parameters"],
        note=row["note"],
        local=row["local"],
        limits={name: tuple(values) for name, values in row["limits"].items()},
        pack=pack,
    )
