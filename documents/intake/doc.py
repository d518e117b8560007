"""Old Word files through a converter, in a process of its own with a time limit."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from documents.domain.source import SourceRefused

SECONDS = 15
_HINT = "请用 Word 或 WPS 打开，另存为 .docx 后再上传；也可以全选复制，粘贴到文本框里。"


def read_doc(data: bytes) -> str:
    """The text of a Word 97–2003 file. Raises SourceRefused when no converter is installed or none can read it."""
    with tempfile.TemporaryDirectory(prefix="branchplan-doc-") as folder:
        file = Path(folder) / "source.doc"
        file.write_bytes(data)
        tried = False
        for command in (_office, _antiword, _catdoc):
            text = command(file)
            tried = tried or text is not None
            if text and text.strip():
                return text
    if not tried:
        raise SourceRefused(f"这台服务器没有安装读取旧版 .doc 的程序。{_HINT}")
    raise SourceRefused(f"这个 .doc 文件读不出文字，可能已损坏或设了密码。{_HINT}")


def _antiword(file: Path) -> str | None:
    return _run("antiword", "-w", "0", "-m", "UTF-8.txt", str(file))


def _catdoc(file: Path) -> str | None:
    return _run("catdoc", "-w", "-d", "utf-8", str(file))


def _office(file: Path) -> str | None:
    """LibreOffice keeps automatic list numbers, so it goes first where it is installed."""
    profile = file.parent / "profile"
    done = _run(
        "soffice",
        f"-env:UserInstallation=file://{profile}",
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(file.parent),
        str(file),
    )
    result = file.with_suffix(".txt")
    if done is None or not result.is_file():
        return done
    return result.read_text(encoding="utf-8-sig", errors="replace")


def _run(program: str, *arguments: str) -> str | None:
    """The program's output; "" when it failed, None when it is not installed."""
    path = shutil.which(program)
    if path is None:
        return None
    try:
        done = subprocess.run(
            [path, *arguments], capture_output=True, timeout=SECONDS, check=False, cwd=Path(arguments[-1]).parent
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""
