"""Makes the pictures of docs/board.md: the board over the invented day, wide, on a phone, and dark.

python scripts/board_pictures.py --out docs/pictures     starts `frontdesk run --demo` by itself, and gives it some minutes
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dispute_pictures import argument
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from screenshot import CHROMIUM, PATIENCE, ROOT

WIDE: ViewportSize = {"width": 1400, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
BUSY_AFTER = 240  # seconds until the day is in full swing
LARGEST = 300_000  # bytes


def main() -> None:
    out = argument(__doc__)
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("This script needs Chromium: apt-get install chromium")
    expect.set_options(timeout=PATIENCE)
    out.mkdir(parents=True, exist_ok=True)
    with demo() as link, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        time.sleep(BUSY_AFTER)
        wide = enters(browser, link)
        pages(wide, out)
        in_other_lights(browser, wide, out)
        browser.close()


@contextmanager
def demo() -> Iterator[str]:
    """The link to the board of a demo that lives as long as the pictures take."""
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {"DESK_DATA": data, "PLAYGROUND_PORT": "0", "BOARD_PORT": "0"}
        command = [sys.executable, "-m", "bots", "run", "--demo"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            yield announced(process)
        finally:
            process.terminate()
            process.wait(timeout=20)


def announced(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"The board: (http://\S+)", line):
            return found[1]
    sys.exit("The demo ended before it was ready.")


def enters(browser: Browser, link: str) -> Page:
    page = browser.new_context(viewport=WIDE, locale="en-GB", timezone_id="Europe/Amsterdam").new_page()
    page.goto(link)
    expect(page.get_by_role("heading", name="Waiting for an agent")).to_be_visible()
    return page


def pages(page: Page, out: Path) -> None:
    photograph(page, out / "board-live.png")
    chat = page.locator("main a[href^='/cases/']").first
    act = page.locator("main").get_by_role("button", name="Reassign").first
    act.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    photograph(page, out / "board-reassign.png")
    page.keyboard.press("Escape")
    chat.click()
    expect(page.get_by_role("heading", name="Transcript")).to_be_visible()
    page.locator(".transcript .agent").first.scroll_into_view_if_needed()
    photograph(page, out / "board-case.png")
    for name in ("figures", "gaps", "staffing", "health"):
        answer = page.goto(f"{root_of(page)}/{name}")
        assert answer
        assert answer.ok, f"{name}: {answer.status}"
        photograph(page, out / f"board-{name}.png")


def root_of(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


def in_other_lights(browser: Browser, wide: Page, out: Path) -> None:
    """As whoever is signed in already."""
    known = wide.context.storage_state()
    lights = {
        "board-live-dark": (WIDE, "dark"),
        "board-live-phone": (PHONE, "light"),
        "board-case-phone": (PHONE, "dark"),
    }
    for name, (size, scheme) in lights.items():
        context = browser.new_context(
            viewport=size, color_scheme=scheme, storage_state=known, locale="en-GB", timezone_id="Europe/Amsterdam"
        )
        page = context.new_page()
        page.goto(root_of(wide))
        if "case" in name:
            page.locator("main a[href^='/cases/']").first.click()
            expect(page.get_by_role("heading", name="Transcript")).to_be_visible()
        photograph(page, out / f"{name}.png")


def photograph(page: Page, out: Path) -> None:
    page.wait_for_load_state()
    page.wait_for_timeout(1_000)  # until the charts are drawn
    page.mouse.move(2, 2)
    page.screenshot(path=out, animations="disabled")
    size = out.stat().st_size
    print(f"{out}: {size // 1000} kB")
    if size > LARGEST:
        sys.exit(f"{out} is larger than a picture of the documentation should be.")


if __name__ == "__main__":
    main()
