"""Makes the pictures of a dispute in docs/disputes.md: the customer's report, the staff's card, and the form of a decision.

python scripts/dispute_pictures.py --out docs/pictures     starts the desk by itself
"""

import argparse
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize, expect, sync_playwright
from screenshot import CHROMIUM, PATIENCE, ROOT, add_customer, chooses, desk, press, writes

WIDTH = 1440
PHONE, STAFF = 940, 1440  # heights: the report with its buttons, the card with the first photo under it
ORDER = "H-104212"
ACCOUNT = "The glass has a long crack on one side. The box was whole, so I think it broke before it was packed."
ANSWER = "I packed it with two layers of foam. The photo in my listing shows it without a crack."
REASONS = (
    "The photo shows a crack that is not in the listing's photos. The parcel was whole, so the item was damaged when it "
    "was sent. Part of the price goes back to the buyer."
)


def main() -> None:
    take(dispute, {"width": WIDTH, "height": PHONE})


def take(story: Callable[[Page, Path], None], size: ViewportSize) -> None:
    """Play a story on the page of a new desk, which puts its pictures into the folder that is asked for."""
    out = argument(__doc__)
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("This script needs Chromium: apt-get install chromium")
    expect.set_options(timeout=PATIENCE)
    with desk(None) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        page = browser.new_context(viewport=size, color_scheme="light", locale="en-GB").new_page()
        page.goto(url)
        story(page, out)
        browser.close()


def argument(what: str | None) -> Path:
    """`what`: the docstring of the script that is run."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures", help="the folder of the pictures")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    return out


def dispute(page: Page, out: Path) -> None:
    """A buyer reports, the seller is asked and answers, Tom decides, and Zofia is to confirm."""
    signs_in(page, "Nora", "Daan de Vries")
    reports(page)
    photograph(page, page.locator(".device"), out / "dispute-customer.png")
    chooses(page, "Send the report")
    page.set_viewport_size({"width": WIDTH, "height": STAFF})
    signs_in(page, "Ania", "Anna Kowalska")
    page.locator(".slack").get_by_role("button", name="trust").click()
    card(page).get_by_role("button", name="Ask the other party").click()
    answers(page)
    card(page).get_by_role("button", name="Decide…").click()
    form = fills_in(page)
    photograph(page, form, out / "dispute-form.png")
    form.get_by_role("button", name="Decide").click()
    page.locator(".person-item", has_text="Zofia").click()
    expect(card(page)).to_contain_text("waits for a second person")
    card(page).get_by_role("button", name="replies").click()
    expect(page.locator(".thread img")).to_have_count(2)
    page.locator(".thread .posts").evaluate("posts => posts.scrollTo(0, 0)")
    photograph(page, page.locator(".slack"), out / "dispute-staff.png")


def signs_in(page: Page, name: str, person: str) -> None:
    """A new customer in the chat is this person at the shop."""
    add_customer(page, name, "en")
    writes(page, "/signin")
    link = page.locator(".phone a.key").last
    expect(link).to_be_visible()
    shop = page.context.new_page()
    shop.goto(link.get_attribute("href") or "")
    shop.get_by_role("button", name=person).click()
    shop.get_by_role("button", name="Confirm").click()
    expect(shop.locator("body")).to_contain_text("You are connected")
    shop.close()
    expect(page.locator(".phone .chat")).to_contain_text(f"{person}, you’re signed in")


def reports(page: Page) -> None:
    """To the summary, with two photos."""
    writes(page, ORDER)
    chooses(page, "Report a problem")
    chooses(page, "It arrived damaged")
    chooses(page, "It didn’t help")
    writes(page, ACCOUNT)
    expect(last(page)).to_contain_text("What would you like to happen?")
    chooses(page, "Part of the money back")
    writes(page, "€ 30")
    expect(last(page)).to_contain_text("photos or files")
    for count in (1, 2):
        page.get_by_label("Send a photo or file").click()
        page.get_by_role("button", name="Send a sample photo").click()
        expect(last(page)).to_contain_text(f"Files so far: {count}")
    chooses(page, "That’s all")
    expect(last(page)).to_contain_text("Is everything right?")


def answers(page: Page) -> None:
    expect(last(page)).to_contain_text("please tell us your side")
    press(page, "Answer")
    expect(last(page)).to_contain_text("Then press “That’s all”")
    writes(page, ANSWER)
    expect(last(page)).to_contain_text("Is there anything else?")
    press(page, "That’s all")
    expect(card(page)).to_contain_text("Under review")


def fills_in(page: Page) -> Locator:
    form = page.get_by_role("dialog", name="Dispute FD-")
    form.get_by_label("Partial refund of the amount below").check()
    form.get_by_label("Amount of a partial refund (EUR)").fill("30")
    form.get_by_label("Reasons").fill(REASONS)
    form.get_by_label("Articles of the policy").fill("4.2, 5.1")
    return form


def card(page: Page) -> Locator:
    return page.locator(".channel .post", has_text="Dispute FD-")


def last(page: Page) -> Locator:
    return page.locator(".phone .line.bot").last


def photograph(page: Page, what: Locator, out: Path) -> None:
    """When nobody types any more; the pointer and the focus stand aside."""
    page.mouse.move(2, 2)
    page.evaluate("document.activeElement.blur()")
    for typists in page.locator(".typists").all():
        expect(typists).to_be_empty()
    what.screenshot(path=out, animations="disabled")
    print(f"{out}: {out.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
