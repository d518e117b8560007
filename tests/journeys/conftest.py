"""A real Chromium on the live server. A page fails its test when the console reports an error or when anything leaves this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.cast import PASSWORD, Cast, assemble_cast

AXE = "/static/vendor/axe.min.js"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 45_000  # milliseconds; what comes sooner is waited for no longer
expect.set_options(timeout=PATIENCE)

# Playwright keeps an event loop on this thread; the database is used from it all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # The same browser without the windows, menus and start pages that a desk would show.
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble_cast()


class Visit:
    """Pages opened by people; what went wrong in any of them is told at the end."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.contexts: list[Any] = []
        self.faults: list[str] = []
        self.tolerated: tuple[str, ...] = ()

    def enter(self, username: str, *, phone: bool = False, javascript: bool = True, large: bool = False) -> Page:
        """A new browser window with this person logged in."""
        context = self.browser.new_context(
            locale="zh-CN", viewport=PHONE if phone else DESK, java_script_enabled=javascript
        )
        if large:
            context.add_cookies([{"name": "type", "value": "large", "url": self.address}])
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: self._console(message.type, message.text))
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", lambda request: self._request(request.url))
        page.goto(f"{self.address}/login/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_load_state()
        return page

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and not any(words in text for words in self.tolerated):
            self.faults.append(f"console: {text}")

    def _request(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"left the machine: {url}")


@pytest.fixture
def visit(chromium: Browser, live_server: Any, cast: Cast) -> Iterator[Visit]:
    visitor = Visit(chromium, live_server.url)
    yield visitor
    for context in visitor.contexts:
        context.close()
    assert visitor.faults == []


@pytest.fixture
def serious_faults() -> Callable[..., list[str]]:
    """Serious and critical faults that axe-core finds on a page, as readable lines; `again` leaves out what no width changes."""

    def check(page: Page, *, again: bool = False) -> list[str]:
        # What a script still builds or fades in is looked at when it is there.
        expect(page.locator("[aria-busy=true], .htmx-request")).to_have_count(0)
        page.evaluate("document.getAnimations().forEach((one) => one.finish())")
        if not again:
            # As a file of the portal, which its content security policy allows and the browser keeps compiled.
            page.add_script_tag(url=AXE)
        rules = "{'color-contrast': {enabled: false}}" if again else "{}"
        # Nobody asks for the selectors that axe makes up for each element.
        result = page.evaluate(f"axe.run(document, {{resultTypes: ['violations'], selectors: false, rules: {rules}}})")
        return [
            f"{fault['id']}: {fault['help']} ({fault['nodes'][0]['html'][:120]})"
            for fault in result["violations"]
            if fault["impact"] in {"serious", "critical"}
        ]

    return check
