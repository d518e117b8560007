import pytest

from tests.cast import Cast, assemble_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble_cast()
