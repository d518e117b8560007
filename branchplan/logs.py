"""Secrets that stand in an address do not stand in a log."""

from __future__ import annotations

import logging
import re

#: Addresses of calendar feeds carry theirs in the path; tokens of the interface come in a header, and a wrong client may put one anywhere.
_SECRET = re.compile(r"\b(bpf?_)[A-Za-z0-9_-]{8,}")


def hidden(text: str) -> str:
    """The text with every secret of ours cut down to its kind."""
    return _SECRET.sub(r"\1***", text)


class HideSecrets(logging.Filter):
    """Rewrites a record that holds a secret; lets every record through."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        masked = hidden(said)
        if masked != said:
            record.msg, record.args = masked, ()
        return True
