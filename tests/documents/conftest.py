import pytest
from django.conf import settings

from documents.rendering.fonts import CONFIGURATION


@pytest.fixture
def official_fonts() -> None:
    """The measures and shapes below are those of the fonts that script/fonts sets up."""
    if not (settings.FONTS_DIR / CONFIGURATION).is_file():
        pytest.skip("run script/fonts first")
