"""The fonts of the documents and the command that tells about them."""

import os
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from documents.domain.content import OfficialDocument, Paragraph
from documents.rendering import render_pdf
from documents.rendering.font_setup import set_up
from documents.rendering.fonts import (
    ROLES,
    configuration_text,
    font_environment,
    font_set,
    missing_glyphs,
    resolve_roles,
    subsetter_is_present,
)
from tests.documents.pages import read_pages


@pytest.mark.usefixtures("official_fonts")
def test_each_role_is_set_in_its_own_family_or_the_substitute():
    resolved = resolve_roles(settings.FONTS_DIR)

    assert [entry.role for entry in resolved] == list(ROLES)
    assert {entry.state for entry in resolved} <= {"official", "substituted"}


@pytest.mark.usefixtures("official_fonts")
def test_names_of_people_have_shapes():
    assert missing_glyphs("朱镕基喆堃玥祎龘朤䶮𠮷", settings.FONTS_DIR) == ""


@pytest.mark.usefixtures("official_fonts")
def test_characters_without_a_shape_are_named_once():
    assert missing_glyphs("甲\U0001f600乙\U0001f600\n", settings.FONTS_DIR) == "\U0001f600"


def test_environment_is_left_as_it_was(monkeypatch, tmp_path):
    monkeypatch.setenv("FONTCONFIG_FILE", "/somewhere/else")
    (tmp_path / "fonts.conf").write_text(configuration_text(tmp_path))

    with font_environment(tmp_path):
        inside = os.environ["FONTCONFIG_FILE"]

    assert inside == str(tmp_path / "fonts.conf")
    assert os.environ["FONTCONFIG_FILE"] == "/somewhere/else"


def test_font_dropped_in_changes_the_set(tmp_path):
    (tmp_path / "fonts.conf").write_text(configuration_text(tmp_path))
    before = font_set(tmp_path)

    (tmp_path / "licensed").mkdir()
    (tmp_path / "licensed/simfang.ttf").write_bytes(b"font")

    assert font_set(tmp_path) != before


def test_folder_name_cannot_break_the_configuration(tmp_path):
    folder = tmp_path / "a<b>&c"

    assert "a&lt;b&gt;&amp;c" in configuration_text(folder)


@pytest.mark.usefixtures("official_fonts")
def test_finished_set_up_is_left_alone():
    assert set_up(settings.FONTS_DIR) is False


def test_subsetter_is_installed():
    assert subsetter_is_present()


@pytest.mark.usefixtures("official_fonts")
def test_command_names_family_and_substitution_of_each_role():
    out = StringIO()

    call_command("fontcheck", stdout=out)

    lines = out.getvalue().splitlines()
    assert [line.split("：")[0] for line in lines[: len(ROLES)]] == [role.use for role in ROLES]
    assert lines[-1] == "字体齐备。"


@pytest.mark.usefixtures("official_fonts")
def test_command_fails_on_a_character_without_a_shape():
    errors = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("fontcheck", text="\U0001f600", stdout=StringIO(), stderr=errors)

    assert ended.value.code == 1
    assert "\U0001f600" in errors.getvalue()


def test_without_the_folder_the_command_says_so_and_documents_are_still_made(settings, tmp_path):
    settings.FONTS_DIR = tmp_path / "absent"
    errors = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("fontcheck", stdout=StringIO(), stderr=errors)

    assert ended.value.code == 1
    assert "script/fonts" in errors.getvalue()
    assert render_pdf(OfficialDocument(title="题", blocks=(Paragraph("文。"),))).startswith(b"%PDF-")


@pytest.mark.usefixtures("official_fonts")
def test_fonts_of_the_folder_are_used_even_after_those_of_the_system(settings, tmp_path):
    document = OfficialDocument(title="题", blocks=(Paragraph("文"),))
    official = settings.FONTS_DIR
    settings.FONTS_DIR = tmp_path / "absent"
    render_pdf(document)

    settings.FONTS_DIR = official
    lines = read_pages(render_pdf(document))[0]

    assert next(line for line in lines if line.text == "文").fonts == {"FandolFang"}
