"""Which districts a page of a figure's list is about."""

from uuid import UUID

import pytest

from branchplan.overview.selectors import Area, districts_of_page

AREAS = [Area(UUID(int=number), f"{number}片区", f"c/{number}/") for number in range(4)]
COUNTS = {UUID(int=0): 3, UUID(int=2): 2, UUID(int=3): 4}


@pytest.mark.parametrize(
    ("skipped", "size", "districts", "rest"),
    [
        (0, 2, [0], 0),
        (2, 2, [0, 2], 2),
        (3, 2, [2], 0),  # the first district is done, the second has nothing
        (4, 4, [2, 3], 1),
        (8, 2, [3], 3),
        (9, 2, [], 0),
    ],
)
def test_a_page_reads_the_districts_its_rows_lie_in(skipped: int, size: int, districts: list[int], rest: int) -> None:
    found, before = districts_of_page(AREAS, COUNTS, skipped=skipped, size=size)
    assert ([pk.int for pk in found], before) == (districts, rest)
