"""Fetch the open fonts from Debian's packages, cut them to what Chinese documents need, and write `fonts.conf`.

`script/fonts` runs this; no root is needed, nothing is installed. With `--packages FOLDER` the two .deb files are taken from there, for
machines without a network.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz
from fontTools.ttLib import TTCollection

from documents.rendering.fonts import CONFIGURATION, LICENSED, configuration_text

# Raise when the faces or the way of cutting them change: the folder is then made anew.
RECIPE = "1"


class FontSetupError(Exception):
    """The fonts could not be fetched; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face to be cut: the file inside the package, the family picked from a collection, and whether to keep all characters."""

    package: str
    source: str
    target: str
    family: str = ""
    whole: bool = False


FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
NOTO = "usr/share/fonts/opentype/noto"
FACES = (
    Face("texlive-lang-chinese", f"{FANDOL}/FandolFang-Regular.otf", "FandolFang-Regular.otf"),
    Face("texlive-lang-chinese", f"{FANDOL}/FandolKai-Regular.otf", "FandolKai-Regular.otf"),
    Face("texlive-lang-chinese", f"{FANDOL}/FandolHei-Regular.otf", "FandolHei-Regular.otf"),
    # People's names need more than GBK, so the last resort keeps its whole character map.
    Face(
        "fonts-noto-cjk",
        f"{NOTO}/NotoSerifCJK-Regular.ttc",
        "NotoSerifCJKsc-Regular.otf",
        "Noto Serif CJK SC",
        whole=True,
    ),
    Face("fonts-noto-cjk", f"{NOTO}/NotoSerifCJK-Bold.ttc", "NotoSerifCJKsc-Bold.otf", "Noto Serif CJK SC"),
    Face("fonts-noto-cjk", f"{NOTO}/NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "Noto Sans CJK SC"),
)
PACKAGES = tuple(dict.fromkeys(face.package for face in FACES))


def set_up(folder: Path, packages: Path | None = None) -> bool:
    """Make `folder` complete; False when it already was. Raises FontSetupError."""
    folder = folder.resolve()
    (folder / LICENSED).mkdir(parents=True, exist_ok=True)
    configuration = folder / CONFIGURATION
    stamp = folder / ".recipe"
    recipe = f"{RECIPE} {folder}"
    text = configuration_text(folder)
    complete = (
        stamp.is_file() and stamp.read_text() == recipe and all((folder / face.target).is_file() for face in FACES)
    )
    if complete and configuration.is_file() and configuration.read_text() == text:
        return False
    if not complete:
        with tempfile.TemporaryDirectory() as scratch:
            _cut_faces(_fetch(Path(scratch), packages), folder)
    configuration.write_text(text)
    stamp.write_text(recipe)
    return True


def _fetch(scratch: Path, packages: Path | None) -> Path:
    """Unpack the font files below `scratch` and return the root of the unpacked tree."""
    if packages is None:
        packages = scratch
        # The download user of apt must be able to write here when we are root; it is an empty folder of ours.
        scratch.chmod(0o755)
        _run(
            ["apt-get", "download", "-q", *PACKAGES],
            scratch,
            "下载字体包失败：请检查网络，或把两个 .deb 文件放进一个文件夹，用 --packages 指定。",
        )
    root = scratch / "unpacked"
    root.mkdir()
    for package in PACKAGES:
        found = sorted(packages.glob(f"{package}_*.deb"))
        if not found:
            raise FontSetupError(f"没有找到 {package}_*.deb（在 {packages}）。")
        archive = scratch / f"{package}.tar"
        _run(["dpkg-deb", "--fsys-tarfile", str(found[-1])], scratch, f"无法解开 {found[-1].name}。", output=archive)
        wanted = [f"./{face.source}" for face in FACES if face.package == package]
        _run(
            ["tar", "-x", "-f", str(archive), "-C", str(root), *wanted], scratch, f"{found[-1].name} 中缺少需要的字体。"
        )
        archive.unlink()
    return root


def _run(command: list[str], folder: Path, failure: str, output: Path | None = None) -> None:
    if shutil.which(command[0]) is None:
        raise FontSetupError(
            f"本机没有 {command[0]}（需要 Debian 或 Ubuntu）：可在另一台机器上生成后复制整个字体文件夹。"
        )
    with (output or Path("/dev/null")).open("wb") as sink:
        done = subprocess.run(command, cwd=folder, stdout=sink, stderr=subprocess.PIPE, timeout=900, check=False)
    if done.returncode != 0:
        raise FontSetupError(f"{failure}\n{done.stderr.decode(errors='replace').strip()}")


def _cut_faces(root: Path, folder: Path) -> None:
    for face in FACES:
        source = root / face.source
        index = _index_of(source, face.family) if face.family else 0
        partial = folder / f"{face.target}.partial"
        partial.write_bytes(_cut(source, index, face.whole))
        partial.replace(folder / face.target)


def _index_of(collection: Path, family: str) -> int:
    with TTCollection(str(collection), lazy=True) as fonts:
        return [font["name"].getBestFamilyName() for font in fonts.fonts].index(family)


def _cut(source: Path, index: int, whole: bool) -> bytes:
    """The face without hints, vertical metrics and layout features, none of which horizontal Chinese setting uses."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(source)), index)
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(face.unicodes if whole else _document_characters())
    wanted.layout_feature_tag_set.clear()
    # Unpacked outlines are larger here but quicker to cut again for each document.
    wanted.flags = (
        uharfbuzz.SubsetFlags.NO_HINTING
        | uharfbuzz.SubsetFlags.DESUBROUTINIZE
        | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    )
    for tag in ("GSUB", "GPOS", "BASE", "DSIG", "VORG", "vhea", "vmtx"):
        wanted.drop_table_tag_set.add(int.from_bytes(tag.encode("ascii"), "big"))
    wanted.name_id_set.update(range(26))
    # English, simplified and traditional Chinese, Japanese; and the language codes of the old Macintosh names.
    wanted.name_lang_id_set.update((0x409, 0x804, 0x404, 0x411, 0, 25, 33))
    return uharfbuzz.subset(face, wanted).blob.data


def _document_characters() -> set[int]:
    """GBK, Latin, the characters added to the common list (通用规范汉字表) after it, and the marks that plans use."""
    characters = (
        set(range(0x20, 0x180))
        | set(range(0x9FA6, 0xA000))
        | set(map(ord, "\u200b—…·‘’“”①②③④⑤⑥⑦⑧⑨⑩〔〕【】●○■□▲△√×䶮龘朤"))
    )
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                characters.update(map(ord, bytes((high, low)).decode("gbk")))
            except UnicodeDecodeError:
                continue
    return characters


def main() -> int:
    """Entry of `script/fonts`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--packages", type=Path, help="folder that holds the two .deb files already")
    arguments = parser.parse_args()
    try:
        changed = set_up(arguments.folder, arguments.packages and arguments.packages.resolve())
    except FontSetupError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"字体{'已就绪' if changed else '早已就绪'}：{arguments.folder.resolve()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
