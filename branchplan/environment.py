"""Typed reading of environment variables, so that a wrong value stops the start with a sentence instead of a surprise later."""

import os
import re
from base64 import urlsafe_b64decode
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"", "0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The variable's value, blanks stripped; the default also where it was left empty."""
    return os.environ.get(name, "").strip() or default


def required(name: str, hint: str) -> str:
    """The variable's value; raises ImproperlyConfigured with `hint` when it is unset or empty."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint}")
    return value


def flag(name: str, default: bool = False) -> bool:
    """True or false; any other word is refused."""
    word = text(name, "1" if default else "0").lower()
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise ImproperlyConfigured(f"{name} must be one of 1, 0, true, false, yes, no, on, off; it is {word!r}.")
    return word in TRUE_WORDS


def number(name: str, default: int) -> int:
    """A whole number."""
    word = text(name, str(default))
    try:
        return int(word)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number; it is {word!r}.") from error


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """A folder's absolute path."""
    return Path(text(name, str(default))).expanduser().resolve()


def key_ring(name: str) -> dict[str, bytes]:
    """Keys of 32 bytes by id, in order: "2026a:BASE64,2025:BASE64". Nothing where the variable is unset. Never repeats a key in a message."""
    ring: dict[str, bytes] = {}
    for number, word in enumerate(words(name), 1):
        key, _, coded = word.partition(":")
        try:
            value = urlsafe_b64decode(coded + "=" * (-len(coded) % 4))
        except ValueError:
            value = b""
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,20}", key) or key in ring or len(value) != 32:
            raise ImproperlyConfigured(
                f"{name}: entry {number} must read ID:KEY, with an id of its own (letters, digits, - and _, at most 20) "
                "and 32 bytes in URL-safe base64."
            )
        ring[key] = value
    return ring
