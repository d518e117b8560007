"""Tables of figures, each figure a link to the list behind it."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from branchplan.markup import put, put_join
from plans.selectors.rounds.board import AreaRow

register = template.Library()

_NOTHING = SafeString('<td class="number"><span class="soft">0</span></td>')


@register.simple_tag
def figure_rows(rows: Sequence[AreaRow], before: str, name: str) -> SafeString:
    """A row for each area or kind of schools. `before` and `name` begin the address: `area=…&` and `kind`. A city has some hundred
    figures; a template's nodes for each of them take longer than the rest of the page."""
    return put_join(
        "",
        '<tr><th scope="row"><a href="?{}">{}</a></th>{}</tr>',
        ((address, row.label, _cells(row, address)) for row in rows for address in [f"{before}{name}={row.value}"]),
    )


def _cells(row: AreaRow, address: str) -> SafeString:
    cells = (
        put('<td class="number"><a href="?{}{}">{}</a></td>', address, more, count) if count else _NOTHING
        for more, count in row.cells
    )
    return SafeString("".join(cells))
