"""The repository holds together: documents, scripts, settings and container files say the same."""

from __future__ import annotations

import re
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "branchplan", "calendar_events", "plans", "members", "workflow", "notices", "documents", "regulations", "branches",
)  # fmt: skip
RUN_TIME = (
    "django", "django-axes", "django-crispy-forms", "django-csp", "django-htmx", "celery", "redis", "psycopg2-binary", "gunicorn",
    "whitenoise", "weasyprint", "python-docx", "lxml",
)  # fmt: skip
# Addresses that name a vocabulary or stand as an example; no browser fetches them.
NAMES_NOT_FETCHED = re.compile(r"https?://(www\.w3\.org/|schemas\.|127\.0\.0\.1|localhost|[\w.]*example\b)")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def tracked_files() -> list[str]:
    """What is committed or about to be; every file when this is an unpacked archive."""
    if (ROOT / ".git").exists():
        command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        names = [name for name in done.stdout.decode().split("\0") if name]
    else:
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()]
        names = [
            name for name in names if not re.match(r"(\.venv|node_modules|var|static/vendor)/|.*__pycache__/", name)
        ]
    return [name for name in names if (ROOT / name).is_file()]


def python_files() -> list[str]:
    return [name for name in tracked_files() if name.endswith(".py")]


# --- what must be there -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path",
    [
        "README.md", "README.zh-CN.md", "CHANGELOG.md", "manage.py", "pyproject.toml", "requirements.txt", "requirements-dev.txt",
        "package.json", "package-lock.json", "Dockerfile", "docker-compose.yml", ".env.example", "script/server", "script/test",
        "script/env", "script/fonts", "script/assets", ".ci/run", "docs/architecture.md", "docs/operator.md", "docs/developing.md",
        "docs/glossary.md", "docs/decisions/README.md", *(f"{app}/__init__.py" for app in APPS),
    ],
)  # fmt: skip
def test_the_repository_has_its_parts(path: str) -> None:
    assert (ROOT / path).is_file()


def test_nothing_generated_or_secret_is_committed() -> None:
    unwanted = re.compile(
        r"(^|/)(\.env|secret-key|.*\.(sqlite3|pyc|min\.js|pem|log|docx?))$|^(var|node_modules|static/vendor)/"
    )
    assert [name for name in tracked_files() if unwanted.search(name)] == []


@pytest.mark.parametrize(
    "path", ["manage.py", "script/server", "script/test", "script/fonts", "script/assets", ".ci/run"]
)
def test_scripts_are_executable_and_say_what_runs_them(path: str) -> None:
    assert (ROOT / path).stat().st_mode & stat.S_IXUSR
    assert read(path).startswith("#!")


@pytest.mark.parametrize(
    "path", ["script/env", "script/server", "script/test", "script/fonts", "script/assets", ".ci/run"]
)
def test_shell_scripts_parse(path: str) -> None:
    done = subprocess.run(["bash", "-n", ROOT / path], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


# --- documents ----------------------------------------------------------------------------------------------------------
def documents() -> list[str]:
    return [name for name in tracked_files() if name.endswith(".md")]


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_commands_of_the_readme_exist(readme: str) -> None:
    commands = re.findall(r"manage\.py (\w+)", read(readme))
    ours = {Path(name).stem for name in tracked_files() if "/management/commands/" in name}
    assert set(commands) <= ours | {"migrate", "runserver", "check"}
    for script in re.findall(r"script/\w+", read(readme)):
        assert (ROOT / script).is_file(), script


def test_links_between_documents_lead_somewhere() -> None:
    dead = []
    for name in documents():
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", read(name)):
            if (
                not target.startswith(("http:", "https:", "mailto:"))
                and not (ROOT / name).parent.joinpath(target).exists()
            ):
                dead.append(f"{name}: {target}")
    assert dead == []


def test_the_changelog_says_something_for_each_kind_of_user() -> None:
    assert len(re.findall(r"(?m)^- ", read("CHANGELOG.md"))) >= 5


def test_every_setting_can_be_set_in_the_containers() -> None:
    """Of the rest two say where files lie on a machine without an image, and two are not for production."""
    settings = set(re.findall(r"BRANCHPLAN_[A-Z_]+", read("branchplan/settings.py")))
    rest = {"BRANCHPLAN_STATIC", "BRANCHPLAN_FONTS", "BRANCHPLAN_DEBUG", "BRANCHPLAN_DEMO"}
    assert settings - rest - set(re.findall(r"BRANCHPLAN_[A-Z_]+", read("docker-compose.yml"))) == set()


def test_every_environment_variable_is_in_the_operators_table_and_nothing_else_is() -> None:
    code = "".join(read(name) for name in python_files() if name.split("/")[0] in APPS)
    scripts = "".join(read(f"script/{name}") for name in ("env", "server", "test", "fonts", "healthcheck"))
    pattern = r"BRANCHPLAN_[A-Z_]+[A-Z]"
    read_by_code = set(re.findall(pattern, code))
    rows = "".join(line for line in read("docs/operator.md").splitlines(keepends=True) if line.startswith("|"))
    assert read_by_code == set(re.findall(pattern, rows))
    assert set(re.findall(pattern, scripts)) <= set(re.findall(pattern, read("docs/operator.md")))


def test_container_files_use_only_variables_that_the_portal_reads() -> None:
    known = set(re.findall(r"BRANCHPLAN_[A-Z_]+[A-Z]", read("branchplan/settings.py")))
    for path in ("docker-compose.yml", "Dockerfile", ".env.example"):
        assert set(re.findall(r"BRANCHPLAN_[A-Z_]+[A-Z]", read(path))) <= known, path


# --- versions -----------------------------------------------------------------------------------------------------------
def requirements(path: str) -> dict[str, str]:
    """Package name to exact version."""
    lines = [line.partition("#")[0].strip() for line in read(path).splitlines()]
    return dict(line.lower().split("==") for line in lines if line and not line.startswith("-r"))


def test_what_runs_is_pinned_exactly() -> None:
    pins = requirements("requirements.txt")
    assert set(RUN_TIME) <= set(pins)
    assert pins["django"].startswith("5.2.")
    assert not set(pins) & set(requirements("requirements-dev.txt"))


def test_tests_and_production_use_the_same_postgresql_and_redis() -> None:
    compose = read("docker-compose.yml")
    (postgresql,) = re.findall(r"image: postgres:(\d+)", compose)
    (redis,) = re.findall(r"image: redis:(\d+)", compose)
    assert f"postgresql-{postgresql} " in read("script/env")
    assert f"/usr/lib/postgresql/{postgresql}/bin" in read("script/test")
    assert (postgresql, redis) == ("15", "7")  # Debian 12 brings these two


def test_image_and_script_install_the_same_debian_packages() -> None:
    (runtime,) = re.findall(r"runtime_packages=\(([^)]*)\)", read("script/env"))
    (image,) = re.findall(r"--no-install-recommends \\\n\s+([^\\]*)\\", read("Dockerfile"))
    assert set(runtime.split()) == set(image.split())
    assert "FROM python:3.11-slim-bookworm" in read("Dockerfile")


# --- pages and code -----------------------------------------------------------------------------------------------------
def test_no_page_names_an_address_outside() -> None:
    found = []
    for name in tracked_files():
        if re.search(r"(^|/)(templates|static)/.*\.(html|css|js|svg|txt)$", name):
            addresses = re.findall(r"(?:https?:)?//[\w-]+(?:\.[\w-]+)+[^\s\"')]*", read(name))
            found += [f"{name}: {address}" for address in addresses if not NAMES_NOT_FETCHED.match(address)]
    assert found == []


def test_no_template_carries_inline_scripts_or_styles() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
    pages = [
        name for name in tracked_files() if re.search(r"(^|/)templates/.*\.html$", name) and "/emails/" not in name
    ]
    assert [f"{name}: {match.group()}" for name in pages for match in inline.finditer(read(name))] == []


def test_paper_is_not_set_as_a_narrow_screen() -> None:
    # A sheet of A4 with its margins is narrower than 48 rem: without "screen" lists would be printed as the cards of a phone.
    assert re.findall(r"@media \(max-width", read("static/css/branchplan.css")) == []


def test_files_stay_small_enough_to_read() -> None:
    lengths = {name: read(name).count("\n") for name in python_files() if "/migrations/" not in name}
    # 250 is where a file asks to be two; the limits are today's longest and only ever lowered.
    too_long = {name: n for name, n in lengths.items() if n > (500 if name.startswith("tests/") else 350)}
    assert too_long == {}


def test_no_signals_save_overrides_or_meta_ordering() -> None:
    forbidden = re.compile(
        r"django\.(db\.models|dispatch)[\w.]* import [^\n]*(receiver|post_save|pre_save)|def save\(self|^\s+ordering = ",
        re.M,
    )
    code = [name for name in python_files() if name.split("/")[0] in APPS and "/migrations/" not in name]
    assert [f"{name}: {match.group()}" for name in code for match in forbidden.finditer(read(name))] == []


def test_no_day_is_cut_from_a_moment_in_universal_time() -> None:
    # Until 08:00 the day in UTC is yesterday's here: timezone.localdate() gives the day. The domain is handed local moments.
    cut = re.compile(r"\b(at|now\(\)|\w+_at)\.date\(\)")
    code = [name for name in python_files() if name.split("/")[0] in APPS and "/domain/" not in name]
    assert [f"{name}: {match.group()}" for name in code for match in cut.finditer(read(name))] == []
