"""Small OLE files: a header, one table of sectors, one directory, and a Word stream that is only its first block."""

from __future__ import annotations

import struct

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def ole(*names: str, locked: bool = False, embedded: str = "") -> bytes:
    """Streams of these names at the top; `locked` sets Word's password flag; `embedded` is a stream one storage below."""
    entries = ["Root Entry", *names]
    records = [
        _entry(
            name,
            kind=5 if place == 0 else 2,
            right=place + 1 if 0 < place < len(names) else _FREE,
            child=1 if place == 0 else _FREE,
        )
        for place, name in enumerate(entries)
    ]
    if embedded:
        records[1] = _entry(names[0], kind=2, right=2 if len(names) > 1 else len(entries))
        records[len(entries) - 1] = _entry(names[-1], kind=2, right=len(entries))
        records += [_entry("ObjectPool", kind=1, child=len(entries) + 1), _entry(embedded, kind=2)]
    sectors = -(-len(records) // 4)
    records += [_entry("", kind=0)] * (sectors * 4 - len(records))
    chain = [_TABLE, *range(2, sectors + 1), _END, _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    word = struct.pack("<H8xH", 0xA5EC, 0x0100 if locked else 0).ljust(_SECTOR, b"\x00")
    directory = b"".join(records).replace(b"WORD", struct.pack("<I", sectors + 1))
    return _header() + table + directory + word


def _header() -> bytes:
    fixed = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, *_FIRST)
    return fixed + struct.pack("<109I", 0, *[_FREE] * 108)


_FIRST = (0, 1, 1, 0, 4096, _END, 0, _END, 0)  # directory sectors, tables, where the directory begins, …


def _entry(name: str, *, kind: int, right: int = _FREE, child: int = _FREE) -> bytes:
    spelt = name.encode("utf-16-le") + b"\x00\x00" if name else b""
    where = b"WORD" if name == "WordDocument" else struct.pack("<I", _END)
    return (
        spelt.ljust(64, b"\x00")
        + struct.pack("<HBBIII36x", len(spelt), kind, 1, _FREE, right, child)
        + where
        + struct.pack("<Q", 0)
    )
