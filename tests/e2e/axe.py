"""What a real accessibility engine finds on a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[tuple[str, object, object]]:
    """Give each broken rule of WCAG 2.2 AA with the element and what is wrong there."""
    found = Axe().run(page, options={"runOnly": _STANDARDS, "resultTypes": ["violations"]})
    return [
        (problem["id"], node["target"], node.get("failureSummary"))
        for problem in found.response["violations"]
        for node in problem["nodes"]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Tell whether the page as a whole scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))
