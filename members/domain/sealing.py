"""Sealing short secrets: AES-256-GCM with a ring of keys, and a keyed index that finds a secret without opening any.

A sealed text reads `1.<key id>.<nonce and ciphertext, base64url>`. What it is about (the row it belongs to) and the key's id are
authenticated with it, so a sealed text copied to another row does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "1"
NONCE_BYTES = 12
KEY_BYTES = 32


class SealBroken(Exception):
    """The sealed text does not open: its key is not on the ring, it was altered, or it belongs to another row."""


@dataclass(frozen=True, repr=False)
class KeyRing:
    """Keys of 32 bytes by id; the first seals, all open. An empty ring seals nothing."""

    keys: Mapping[str, bytes]

    def __bool__(self) -> bool:
        return bool(self.keys)

    @property
    def current(self) -> str:
        """The id of the key that seals."""
        return next(iter(self.keys))

    def seal(self, text: str, about: bytes) -> str:
        """`text` closed with the current key, bound to `about`. Never the same twice."""
        nonce = os.urandom(NONCE_BYTES)
        closed = AESGCM(self.keys[self.current]).encrypt(nonce, text.encode(), _bound(self.current, about))
        return f"{VERSION}.{self.current}.{urlsafe_b64encode(nonce + closed).decode()}"

    def unseal(self, sealed: str, about: bytes) -> str:
        """The text again; raises SealBroken."""
        version, _, rest = sealed.partition(".")
        key, _, body = rest.partition(".")
        if version != VERSION or key not in self.keys:
            raise SealBroken(f"no key {key!r} on the ring")
        try:
            raw = urlsafe_b64decode(body)
            if urlsafe_b64encode(raw).decode() != body:
                # The last sign carries bits that decoding drops: one text has one spelling, so that any altered one is refused.
                raise SealBroken("altered, or sealed for another row")
            opened = AESGCM(self.keys[key]).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound(key, about))
        except (InvalidTag, ValueError) as error:
            raise SealBroken("altered, or sealed for another row") from error
        return opened.decode()

    def index(self, text: str) -> str:
        """The look-up value of `text` by the current key: `<key id>.<HMAC-SHA-256>`."""
        return self._index(self.current, text)

    def indexes(self, text: str) -> list[str]:
        """Its look-up values by every key on the ring: rows that were not gone over since the last rotation are found too."""
        return [self._index(key, text) for key in self.keys]

    def _index(self, key: str, text: str) -> str:
        return f"{key}.{hmac.new(self.keys[key], text.encode(), hashlib.sha256).hexdigest()}"


def key_of(sealed: str) -> str:
    """The id of the key that a text was sealed with."""
    return sealed.split(".")[1]


def _bound(key: str, about: bytes) -> bytes:
    return f"branchplan {VERSION} {key} ".encode() + about
