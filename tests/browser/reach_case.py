"""What keeps somebody from using a page, as axe finds it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"}
# Markup of our own; the rest of the page is Streamlit's.
OURS = "(place) => Boolean(document.querySelector(place)?.closest('.tk'))"


def violations(page: Page) -> list[str]:
    """What breaks WCAG anywhere, or good practice in our own markup; one line per rule with some places."""
    told = []
    for rule in Axe().run(page).response["violations"]:
        places = [node for node in rule["nodes"] if WCAG & set(rule["tags"]) or _is_ours(page, node)]
        if places:
            told.append(f"{rule['id']}: " + " | ".join(node["html"][:200] for node in places[:3]))
    return told


def _is_ours(page: Page, node: dict) -> bool:
    return page.evaluate(OURS, node["target"][0])
