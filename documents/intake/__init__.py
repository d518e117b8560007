"""Files and pasted text → `SourceText`. What cannot be read is refused with a sentence that says what to do."""

from __future__ import annotations

from documents.domain.source import SourceLine, SourceRefused, SourceTable, SourceText
from documents.intake.doc import read_doc
from documents.intake.docx import read_docx
from documents.intake.limits import MAX_BYTES, MAX_CHARACTERS, too_long
from documents.intake.sniff import Kind, sniff
from documents.intake.text import clean_lines, decode

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "read_pasted", "read_source"]

_WORD_HINT = "请用 Word 或 WPS 打开，另存为 .docx 后再上传；也可以全选复制，粘贴到文本框里。"
_REFUSALS = {
    Kind.EMPTY: "这个文件是空的，请确认选对了文件。",
    Kind.PDF: f"这是 PDF，不能可靠地读出段落。{_WORD_HINT}",
    Kind.IMAGE: "这是图片，读不出文字。请上传 Word 文件，或者把文字粘贴到文本框里。",
    Kind.RTF: f"这是 RTF 格式（扩展名可能写成了 .doc）。{_WORD_HINT}",
    Kind.HTML: f"这是网页格式（扩展名可能写成了 .doc）。{_WORD_HINT}",
    Kind.WORD_XML: f"这是 XML 格式（扩展名可能写成了 .doc）。{_WORD_HINT}",
    Kind.WPS: "这是 WPS 文字的旧格式。请在 WPS 中另存为 .docx 后再上传；也可以全选复制，粘贴到文本框里。",
    Kind.SPREADSHEET: "这是表格文件，不是文字计划。请上传 Word 文件，或者把文字粘贴到文本框里。",
    Kind.PRESENTATION: "这是演示文稿，不是文字计划。请上传 Word 文件，或者把文字粘贴到文本框里。",
    Kind.ENCRYPTED: "这个文件设了打开密码。请在 Word 或 WPS 中取消密码、另存后再上传。",
    Kind.OPENDOCUMENT: f"这是 OpenDocument 格式。{_WORD_HINT}",
    Kind.ARCHIVE: "这是压缩包。请先解压，再上传里面的 Word 文件。",
    Kind.BROKEN_ZIP: f"这个文件已损坏，打不开。{_WORD_HINT}",
    Kind.OTHER_OLE: f"这个文件不是 Word 文档，或者已损坏。{_WORD_HINT}",
    Kind.BINARY: "认不出这个文件的格式。请上传 .docx、.doc 或 .txt，或者把文字粘贴到文本框里。",
}


def read_source(data: bytes, filename: str) -> SourceText:
    """Read a file by its content, whatever its name says. Raises SourceRefused, never anything else, for what cannot be read."""
    if len(data) > MAX_BYTES:
        raise SourceRefused("文件超过 10 MB。计划的文字部分不会这么大，请删去图片后再上传，或者直接粘贴文字。")
    kind = sniff(data, filename)
    if kind in _REFUSALS:
        raise SourceRefused(_REFUSALS[kind])
    if kind is Kind.DOCX:
        return _checked(read_docx(data))
    if kind is Kind.DOC:
        return _checked(read_doc(data))
    text, notes = decode(data)
    return _checked(SourceText(_lines(text), "txt", notes))


def read_pasted(text: str) -> SourceText:
    """Text from a form field, a line a paragraph. Raises SourceRefused when there is none, or too much."""
    return _checked(SourceText(_lines(text), "pasted"))


def _lines(text: str) -> tuple[SourceLine, ...]:
    lines = clean_lines(text)
    if len(lines) > MAX_CHARACTERS:
        raise too_long()
    return tuple(SourceLine(line) for line in lines)


def _checked(source: SourceText) -> SourceText:
    length = 0
    for block in source.blocks:
        length += (
            sum(len(cell.strip()) for row in block.rows for cell in row)
            if isinstance(block, SourceTable)
            else len(block.text.strip())
        )
    if not length and source.kind == "pasted":
        raise SourceRefused("还没有文字。请把计划的全文粘贴到文本框里。")
    if not length:
        raise SourceRefused("里面没有文字（可能全是图片）。请上传有文字的 Word 文件，或者把文字粘贴到文本框里。")
    if length > MAX_CHARACTERS:
        raise too_long()
    return source
