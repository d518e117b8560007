"""The rows of a workbook as a stream. openpyxl reads cells, styles and shared strings; the walk through a sheet is ours.

openpyxl's own read-only mode runs through a whole sheet that does not declare its size before it gives the first row, and keeps an empty
element for every row it has passed: with a million formatted rows that takes long and fills the memory.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, TypeVar
from xml.etree.ElementTree import iterparse
from zipfile import BadZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser

from documents.intake.archive import ZIP_ERRORS
from documents.workbooks.guard import BROKEN, SheetFacts, WorkbookRefused

T = TypeVar("T")
#: Number of a row and its values.
Row = tuple[int, tuple[Any, ...]]
#: Stands in a cell whose formula was saved without a value.
FORMULA = object()
#: What openpyxl raises for parts that are not what they should be.
_READ_ERRORS = (*ZIP_ERRORS, BadZipFile, InvalidFileException, KeyError, TypeError, AttributeError, SyntaxError)
MAX_COLUMNS = 60
MAX_ROW = 1_048_576
_DATA_TAG = ROW_TAG.replace("}row", "}sheetData")


@dataclass(frozen=True)
class Sheet:
    """A sheet's title and the part that holds it."""

    title: str
    path: str


class Sheets:
    """An opened workbook. With `formulas` cells give the formula instead of the value saved with it."""

    def __init__(self, file: IO[bytes], *, inspected: Collection[str], formulas: bool = False) -> None:
        """`inspected` are the sheets that may be opened."""
        self._formulas = formulas
        self._reader = ExcelReader(file, read_only=True, data_only=not formulas, keep_links=False)
        self._reader.read_manifest()
        self._reader.read_strings()
        self._reader.read_workbook()
        apply_stylesheet(self._reader.archive, self._reader.wb)
        found = [Sheet(sheet.name, rel.target) for sheet, rel in self._reader.parser.find_sheets()]
        self.sheets = [sheet for sheet in found if sheet.path in inspected]

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """Number and values of each row that the file has, in order; rows that it leaves out are empty."""
        book: Any = self._reader.wb
        with self._reader.archive.open(sheet.path) as part:
            parser = WorkSheetParser(
                part,
                self._reader.shared_strings,
                data_only=not self._formulas,
                epoch=book.epoch,
                date_formats=book._date_formats,  # noqa: SLF001 - as openpyxl's own sheets do
                timedelta_formats=book._timedelta_formats,  # noqa: SLF001
            )
            container, last = None, 0
            for event, element in iterparse(part, events=("start", "end")):  # noqa: S314 - declarations were refused before
                if element.tag == _DATA_TAG:
                    if event == "end":
                        return
                    container = element
                elif event == "end" and element.tag == ROW_TAG and container is not None:
                    number, cells = parser.parse_row(element)
                    if not last < number <= MAX_ROW:
                        raise WorkbookRefused(BROKEN)
                    last = number
                    yield number, _values(cells)
                    container.clear()
                    parser.row_dimensions.clear()

    def close(self) -> None:
        self._reader.archive.close()


def _values(cells: list[dict[str, Any]]) -> tuple[Any, ...]:
    values: list[Any] = [None] * MAX_COLUMNS
    for cell in cells:
        if cell["column"] <= MAX_COLUMNS:
            values[cell["column"] - 1] = cell["value"]
    return tuple(values)


def rows_with_formulas(file: IO[bytes], book: Sheets, sheet: Sheet, facts: Mapping[str, SheetFacts]) -> Iterator[Row]:
    """The sheet's rows; a formula gives the value saved with it, FORMULA where none was: only a second reading shows that there is one."""
    if not facts[sheet.path].has_formulas:
        yield from book.rows(sheet)
        return
    written = Sheets(file, inspected=facts, formulas=True)
    try:
        for (number, values), (_, formulas) in zip(book.rows(sheet), written.rows(sheet), strict=True):
            pairs = zip(values, formulas, strict=True)
            yield number, tuple(FORMULA if value is None and formula is not None else value for value, formula in pairs)
    finally:
        written.close()


def guarded(rows: Iterator[T]) -> Iterator[T]:
    """Whatever the library trips over is a damaged file; what it warns of (odd styles, dates beyond its calendar) is nobody's concern."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield from rows
    except _READ_ERRORS as error:
        raise WorkbookRefused(BROKEN) from error
