"""Old Word files (97–2003) through a converter, in a process of its own with a time limit."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from documents.domain.source import SourceLine, SourceRefused, SourceTable, SourceText
from documents.intake.docx import read_docx
from documents.intake.text import clean_lines

SECONDS = 15
_HINT = "请用 Word 或 WPS 打开，另存为 .docx 后再上传；也可以全选复制，粘贴到文本框里。"
_NUMBERS = "这是旧版 .doc 文件，自动编号可能没有读出，请核对；另存为 .docx 后上传更可靠。"
# In a fresh profile of its own the office program runs no macros; it must not fetch what a document links to either.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse">
<value>true</value></prop></item>
</oor:items>
"""


def read_doc(data: bytes) -> SourceText:
    """LibreOffice keeps numbers, tables and headings, so it goes first; antiword and catdoc follow.

    Raises SourceRefused when no converter is installed or none can read it.
    """
    with tempfile.TemporaryDirectory(prefix="branchplan-doc-") as folder:
        file = Path(folder) / "source.doc"
        file.write_bytes(data)
        converters = [
            (program, read)
            for program, read in (("soffice", _office), ("antiword", _antiword), ("catdoc", _catdoc))
            if shutil.which(program)
        ]
        for _, read in converters:
            source = read(file)
            if source is not None and _has_text(source):
                return source
    if not converters:
        raise SourceRefused(f"这台服务器没有安装读取旧版 .doc 的程序。{_HINT}")
    raise SourceRefused(f"这个 .doc 文件读不出文字，可能已损坏或设了密码。{_HINT}")


def _office(file: Path) -> SourceText | None:
    profile = file.parent / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    installation = f"-env:UserInstallation=file://{profile}"
    _run("soffice", installation, "--headless", "--convert-to", "docx", "--outdir", str(file.parent), str(file))
    result = file.with_suffix(".docx")
    if not result.is_file():
        return None
    try:
        return dataclasses.replace(read_docx(result.read_bytes()), kind="doc")
    except SourceRefused:
        return None


def _antiword(file: Path) -> SourceText | None:
    """Its text has the list numbers it knows but only drawn tables; its DocBook has the tables' cells."""
    text = _run("antiword", "-w", "0", "-m", "UTF-8.txt", str(file))
    tables = list(_docbook_tables(_run("antiword", "-x", "db", "-m", "UTF-8.txt", str(file))))
    pieces = re.split(r"((?:^\|.*\|[^\S\n]*\n?)+)", text, flags=re.MULTILINE)  # text, drawn table, text, …
    blocks: list[SourceLine | SourceTable] = []
    for place, piece in enumerate(pieces):
        if place % 2 and len(tables) == len(pieces) // 2:
            blocks.append(tables[place // 2])
        else:
            blocks += _lines(piece)
    return SourceText(tuple(blocks), "doc", (_NUMBERS,))


def _docbook_tables(text: str) -> Iterator[SourceTable]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root: Any = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        return
    for table in root.iter("informaltable") if root is not None else ():
        rows = [["".join(entry.itertext()) for entry in row.iter("entry")] for row in table.iter("row")]
        width = max(map(len, rows), default=0)
        yield SourceTable(tuple(tuple(_entry(text) for text in row + [""] * (width - len(row))) for row in rows))


def _entry(text: str) -> str:
    return "\n".join(line.strip() for line in clean_lines(text) if line.strip())


def _catdoc(file: Path) -> SourceText | None:
    return SourceText(_lines(_run("catdoc", "-w", "-d", "utf-8", str(file))), "doc", (_NUMBERS,))


def _lines(text: str) -> tuple[SourceLine, ...]:
    return tuple(SourceLine(line) for line in clean_lines(text))


def _has_text(source: SourceText) -> bool:
    return any(isinstance(block, SourceTable) or block.text.strip() for block in source.blocks)


def _run(program: str, *arguments: str) -> str:
    """The program's output, "" when it failed or took too long."""
    path = shutil.which(program) or program
    folder = Path(arguments[-1]).parent
    try:
        # A session of its own, because soffice is a shell around the process that does the work.
        process = subprocess.Popen(
            [path, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            cwd=folder,
            start_new_session=True,
        )
    except OSError:
        return ""
    with process:
        try:
            output, _ = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return ""
    return output.decode("utf-8", errors="replace") if process.returncode == 0 else ""
