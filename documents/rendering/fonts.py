"""Which family sets which part of a document, and where the families come from.

The style sheet names roles ("Branchplan Body"); `fonts.conf` in the fonts folder, written by `script/fonts`, translates a role into the
licensed family of the standard when an office has put it into `licensed/`, else into the open substitute. Nothing else of the
machine's fonts is visible to the renderer, so a document looks the same on each server.
"""

import ctypes
import ctypes.util
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import escape

import uharfbuzz

CONFIGURATION = "fonts.conf"
LICENSED = "licensed"


@dataclass(frozen=True, slots=True)
class FontRole:
    """`family` is the name in the style sheet, `official` the families of the standard in order of preference."""

    family: str
    use: str
    official: tuple[str, ...]
    substitute: str


BODY = FontRole(
    "Branchplan Body",
    "正文、三级及以下标题",
    ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong"),
    "FandolFang R",
)
TITLE = FontRole(
    "Branchplan Title",
    "标题、发文机关标志",
    ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
    "Noto Serif CJK SC Bold",
)
HEADING_1 = FontRole("Branchplan Heading One", "一级标题、表头", ("黑体", "SimHei"), "FandolHei")
HEADING_2 = FontRole(
    "Branchplan Heading Two", "二级标题", ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti"), "FandolKai"
)
NUMBERS = FontRole("Branchplan Numbers", "页码", ("宋体", "SimSun", "NSimSun"), "Noto Serif CJK SC")
ROLES = (TITLE, BODY, HEADING_1, HEADING_2, NUMBERS)

# Behind each role stand the fonts that know nearly every character: Fandol ends at GB2312, names do not.
FALLBACK = "Branchplan Fallback"
FALLBACK_SANS = "Branchplan Fallback Sans"
FALLBACK_FAMILY = "Noto Serif CJK SC"
FALLBACK_SANS_FAMILY = "Noto Sans CJK SC"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a role is set in on this machine; `state` is "official", "substituted" or "missing"."""

    role: FontRole
    family: str
    file: str
    state: str


def configuration_text(folder: Path) -> str:
    """The fontconfig file for `folder`. Preference is decided at match time, so a font dropped in later needs no new file."""
    aliases = [_alias(role.family, (*role.official, role.substitute)) for role in ROLES]
    # The names that Word files carry, so that a converter on the same fonts shows the same shapes.
    aliases += [_alias(name, (role.substitute,)) for role in ROLES for name in role.official]
    aliases += [_alias(FALLBACK, (FALLBACK_FAMILY,)), _alias(FALLBACK_SANS, (FALLBACK_SANS_FAMILY,))]
    # The substitute title face is a bold weight; as a family of its own it is never thickened again, nor is a licensed one.
    scan = (
        '<match target="scan"><test name="fullname"><string>Noto Serif CJK SC Bold</string></test>'
        '<edit name="family" mode="assign"><string>Noto Serif CJK SC Bold</string></edit>'
        '<edit name="weight" mode="assign"><const>regular</const></edit></match>'
    )
    return "\n".join(
        (
            '<?xml version="1.0"?>',
            '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
            "<fontconfig>",
            f"<dir>{escape(str(folder))}</dir>",
            f"<cachedir>{escape(str(folder / '.cache'))}</cachedir>",
            scan,
            *aliases,
            "</fontconfig>",
            "",
        )
    )


def _alias(name: str, families: tuple[str, ...]) -> str:
    preferred = "".join(f"<family>{family}</family>" for family in families)
    return f'<alias binding="same"><family>{name}</family><prefer>{preferred}</prefer></alias>'


@contextmanager
def font_environment(folder: Path) -> Iterator[None]:
    """While inside, a new fontconfig configuration is read from `folder`; without one there, from the system.

    The variable is not left behind: browsers and converters started by this process must see the machine's own fonts.
    """
    configuration = folder / CONFIGURATION
    before = os.environ.get("FONTCONFIG_FILE")
    if configuration.is_file():
        os.environ["FONTCONFIG_FILE"] = str(configuration)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("FONTCONFIG_FILE", None)
        else:
            os.environ["FONTCONFIG_FILE"] = before


def adopt_fonts(folder: Path) -> None:
    """Make the fonts of `folder` those that fontconfig answers with in this process when it is not told which.

    Pango resolves aliases there, and otherwise sets it up from a thread of its own that may look at the environment too late.
    """
    fontconfig = ctypes.CDLL(ctypes.util.find_library("fontconfig") or "libfontconfig.so.1")
    fontconfig.FcInitLoadConfigAndFonts.restype = ctypes.c_void_p
    fontconfig.FcConfigSetCurrent.argtypes = [ctypes.c_void_p]
    with font_environment(folder):
        # Never freed: it serves until the process ends.
        fontconfig.FcConfigSetCurrent(fontconfig.FcInitLoadConfigAndFonts())


def font_set(folder: Path) -> str:
    """A fingerprint of the fonts that a render would use: part of the key under which finished files are kept."""
    if not (folder / CONFIGURATION).is_file():
        return "system"
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".otf", ".ttf", ".ttc", ".conf"})
    digest = sha256()
    for path in files:
        state = path.stat()
        digest.update(f"{path.relative_to(folder)}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def resolve_roles(folder: Path) -> tuple[Resolved, ...]:
    """Ask fontconfig what each role is set in. Raises FileNotFoundError when the `fc-match` program is not installed."""
    return tuple(_resolve(role, folder) for role in ROLES)


def _resolve(role: FontRole, folder: Path) -> Resolved:
    answer = _ask_fontconfig(folder, "fc-match", "--format", "%{family}\t%{file}", f"{role.family}:lang=zh-cn")
    families, _, file = answer.partition("\t")
    names = set(families.split(","))
    if names & set(role.official):
        state = "official"
    elif role.substitute in names:
        state = "substituted"
    else:
        state = "missing"
    return Resolved(role, families.split(",")[0], file, state)


def _ask_fontconfig(folder: Path, *command: str) -> str:
    with font_environment(folder):
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def missing_glyphs(text: str, folder: Path) -> str:
    """The characters of `text`, each once and in order, for which no font of the set has a shape."""
    covered = _covered_characters(folder, font_set(folder))
    # Line ends and zero-width marks are never drawn.
    return "".join(dict.fromkeys(c for c in text if ord(c) not in covered and c.isprintable() and not c.isspace()))


@lru_cache(maxsize=2)
def _covered_characters(folder: Path, fingerprint: str) -> frozenset[int]:
    listing = _ask_fontconfig(folder, "fc-list", "--format", "%{file}\t%{index}\n")
    covered: set[int] = set()
    for line in set(listing.splitlines()):
        file, _, index = line.partition("\t")
        # Above 16 bits fontconfig counts the named instances of a variable font, which share one character map.
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(file), int(index) & 0xFFFF)
        covered.update(face.unicodes)
    return frozenset(covered)


def subsetter_is_present() -> bool:
    """Whether HarfBuzz can cut fonts to size. Without Debian's libharfbuzz-subset0 a document takes seconds, not a quarter of one."""
    return ctypes.util.find_library("harfbuzz-subset") is not None
