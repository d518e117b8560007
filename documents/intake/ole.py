"""The top storage of an OLE file (Office 97–2003, encrypted Office): which streams it holds, and Word's password flag."""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks, not places
_ENTRY = 128
_FIB_IDENT = 0xA5EC
_FIB_ENCRYPTED = 0x0100
_KNOWN = ("EncryptedPackage", "EncryptionInfo", "WordDocument", "Workbook", "PowerPoint Document")


@dataclass(frozen=True, slots=True)
class Storage:
    """Names of the streams at the top, not those of embedded objects."""

    names: frozenset[str]
    word_is_locked: bool = False


def read_storage(data: bytes) -> Storage:
    """Never raises: of a damaged directory the names that can be seen anywhere in the file are taken."""
    try:
        names, word = _top_entries(data)
    except (struct.error, IndexError, ValueError):
        names, word = {}, None
    if not names:
        return Storage(frozenset(name for name in _KNOWN if name.encode("utf-16-le") in data))
    return Storage(frozenset(names), word is not None and _is_locked(data, word))


def _top_entries(data: bytes) -> tuple[dict[str, int], int | None]:
    """Name → first sector of each entry directly below the root, and where the Word stream begins in the file."""
    shift = struct.unpack_from("<H", data, 0x1E)[0]
    if shift not in {9, 12}:
        raise ValueError("no sector size of OLE")
    size = 1 << shift
    table: list[int] = []
    for sector in struct.unpack_from("<109I", data, 0x4C):
        if sector < _END:
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) << shift)
    directory = b""
    sector, seen = struct.unpack_from("<I", data, 0x30)[0], set[int]()
    while sector < _END and sector not in seen:
        seen.add(sector)
        directory += data[(sector + 1) << shift : (sector + 2) << shift]
        sector = table[sector]
    names: dict[str, int] = {}
    waiting, done = [struct.unpack_from("<I", directory, 0x4C)[0]], set[int]()
    while waiting:
        place = waiting.pop()
        if place in done or (place + 1) * _ENTRY > len(directory):
            continue
        done.add(place)
        entry = directory[place * _ENTRY : (place + 1) * _ENTRY]
        length = min(struct.unpack_from("<H", entry, 0x40)[0], 64)
        name = entry[: max(length - 2, 0)].decode("utf-16-le", errors="replace")
        names[name] = struct.unpack_from("<I", entry, 0x74)[0]
        waiting += struct.unpack_from("<2I", entry, 0x44)
    word = names.get("WordDocument")
    return names, None if word is None else (word + 1) << shift


def _is_locked(data: bytes, begin: int) -> bool:
    """The flag in the file information block at the head of the Word stream ([MS-DOC] 2.5.2, fEncrypted)."""
    if begin + 12 > len(data):
        return False
    ident, flags = struct.unpack_from("<H8xH", data, begin)
    return ident == _FIB_IDENT and bool(flags & _FIB_ENCRYPTED)
