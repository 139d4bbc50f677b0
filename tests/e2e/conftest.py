"""
Walk pages in a real browser on the live server.

Chromium is the system's; every break of the content policy and every error of a script fails the test.
``open_page(page, "/display/")`` goes to a page of the live server; ``plain_page`` has scripts switched off.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

# Playwright runs an event loop in the test's thread, in which Django would refuse to query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

SCREENSHOTS = Path(__file__).resolve().parent.parent.parent / "var" / "ci" / "screenshots"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that the plain suite can leave it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("needs Chromium")
    return {**browser_type_launch_args, "executable_path": found, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture
def context_options() -> dict[str, Any]:
    """Give the options of browser contexts; tests may override them."""
    return {"viewport": DESKTOP, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "color_scheme": "light"}


@pytest.fixture
def new_context(browser: Browser, context_options: dict[str, Any]) -> Iterator[Callable[..., BrowserContext]]:
    """Make browser contexts that report breaks of the content policy and errors of scripts; they fail the test."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def make(**options: Any) -> BrowserContext:
        context = browser.new_context(**{**context_options, **options})
        context.on("page", lambda page: _listen(page, troubles))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert troubles == []


def _listen(page: Page, troubles: list[str]) -> None:
    def on_console(message: Any) -> None:
        if re.search(r"Content Security Policy|Refused to", message.text):
            troubles.append(message.text)

    page.on("console", on_console)
    page.on("pageerror", lambda error: troubles.append(str(error)))


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """Give a page with scripts."""
    return new_context().new_page()


@pytest.fixture
def plain_page(new_context: Callable[..., BrowserContext]) -> Page:
    """Give a page with scripts switched off."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture
def open_page(live_server: Any) -> Callable[..., Page]:
    """Go to an address of the live server and return the page; a status other than the expected one fails."""

    def go(page: Page, address: str, *, status: int = 200) -> Page:
        answer = page.goto(f"{live_server.url}{address}")
        assert answer is not None
        assert answer.status == status, f"{address}: {answer.status}"
        return page

    go.base = live_server.url  # type: ignore[attr-defined]
    return go


@pytest.fixture
def sign_in(live_server: Any) -> Callable[..., None]:
    """Put a session of a person into a page's context, without walking through the sign-in form."""

    def put(page: Page, person: Any) -> None:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return put


@pytest.fixture
def screenshot() -> Callable[..., Path]:
    """Keep a picture of the whole page under ``var/ci/screenshots``; CI keeps the folder."""

    def take(page: Page, name: str) -> Path:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take
