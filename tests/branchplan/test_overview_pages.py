"""Which districts a page of a figure's list is about, and which the choice of an area offers."""

from uuid import UUID

import pytest

from branches.areas import areas_around
from branches.models import RoleAssignment, User
from branches.services.organisation import create_district
from branchplan.overview.selectors import districts_of_page, office_paths
from tests.cast import NOW, TODAY, Cast

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
    found, before = districts_of_page(COUNTS, skipped=skipped, size=size)
    assert ([pk.int for pk in found], before) == (districts, rest)


def test_the_choice_of_an_area_goes_down_a_step_at_a_time(cast: Cast) -> None:
    east = create_district(parent=cast.district, name="东片", code="east", by=None, at=NOW)
    create_district(parent=cast.district, name="西片", code="west", by=None, at=NOW)
    create_district(parent=east, name="东一组", code="one", by=None, at=NOW)
    city = User.objects.create(username="shi", display_name="石城")
    RoleAssignment.objects.create(user=city, role="reviewer", district=cast.city, starts_on=TODAY)

    def offered(user: User, key: object = "") -> list[tuple[str, int]]:
        return [(area.name, area.depth) for area in areas_around(office_paths(user), str(key))]

    above = [("云川市教育工委", 0)]
    assert offered(city) == [*above, ("白鹭区教育工委", 1), ("青榆区教育工委", 1)]
    below_district = [("东片", 2), ("西片", 2)]
    assert offered(city, cast.district.pk) == [*above, ("白鹭区教育工委", 1), ("青榆区教育工委", 1), *below_district]
    with_group = [("东片", 2), ("东一组", 3), ("西片", 2)]
    assert offered(city, east.pk) == [*above, ("白鹭区教育工委", 1), ("青榆区教育工委", 1), *with_group]
    # He reviews for 青榆区: nothing beside or above it, whatever the address says.
    assert offered(cast.he) == [("青榆区教育工委", 0), ("东片", 1), ("西片", 1)]
    for foreign in (cast.city.pk, cast.other_district.pk, "x"):
        assert offered(cast.he, foreign) == offered(cast.he)
