"""Makes the pictures of an agent's day in docs/agents.md: the card, a form, the thread, and the Home tab.

python scripts/agent_pictures.py --out docs/pictures     starts the desk by itself
"""

from pathlib import Path

from dispute_pictures import photograph, signs_in, take
from playwright.sync_api import Locator, Page, ViewportSize, expect
from screenshot import add_customer, messages, press, writes

SIZE: ViewportSize = {"width": 1440, "height": 1250}
ORDER = "H-104214"  # in transit, and late


def main() -> None:
    take(day, SIZE)


def day(page: Page, out: Path) -> None:
    """Tom takes Nora's chat, nearly sends her a note for Zofia, and has another customer waiting in the queue."""
    on_duty(page, "Zofia")
    on_duty(page, "Tom")
    signs_in(page, "Nora", "Daan de Vries")
    asks_for_somebody(page, f"Where is my order {ORDER}?")
    page.get_by_role("button", name="Claim", exact=True).click()
    card = page.locator(".channel .post", has_text=ORDER).last
    expect(card).to_contain_text("Tom")
    photograph(page, card, out / "agent-card.png")
    form(page, card, out)
    thread(page, card, out)
    home(page, out)


def on_duty(page: Page, name: str) -> None:
    page.locator(".person-item", has_text=name).first.click()
    page.get_by_role("button", name="I am on duty").click()
    expect(page.locator(".channel")).to_contain_text(name)


def asks_for_somebody(page: Page, question: str) -> None:
    before = messages(page)
    writes(page, question)
    expect(page.locator(".phone .line.bot .text")).not_to_have_count(before)
    press(page, "Talk to customer support")
    if ORDER in question:
        press(page, "It didn’t help")  # what the seller had to say
    page.locator(".phone").get_by_role("button", name="Start a live chat").last.click()
    expect(page.locator(".phone .line.bot").last).to_contain_text("number 1 in the queue")


def form(page: Page, card: Locator, out: Path) -> None:
    card.get_by_role("button", name="Transfer…").click()
    shown = page.get_by_role("dialog")
    expect(shown).to_be_visible()
    photograph(page, shown, out / "agent-form.png")
    shown.get_by_role("button", name="Cancel").click()
    expect(shown).to_have_count(0)


def thread(page: Page, card: Locator, out: Path) -> None:
    card.hover()
    card.get_by_role("button", name="Reply in thread").click()
    replies(
        page,
        "Hi Nora, this is Tom. An Post has your parcel since the day it was sent: *in transit*, and six days late.",
    )
    expect(page.locator(".phone .line.bot").last).to_contain_text("six days late")
    writes(page, "It has said that for two weeks. Is it lost?")
    expect(page.locator(".thread")).to_contain_text("Is it lost?")
    replies(page, "@Zofia Nowak have you seen more of these from An Post?")
    expect(page.locator(".thread")).to_contain_text("looks like a note")
    page.locator(".thread").get_by_role("button", name="Keep as note").last.click()
    expect(page.locator(".thread")).to_contain_text("Kept as a note")
    replies(page, "// her second parcel this month")
    expect(page.locator(".thread").get_by_role("button", name="Send to customer")).to_have_count(1)
    page.locator(".thread .posts").evaluate("posts => posts.scrollTo(0, posts.scrollHeight)")
    photograph(page, page.locator(".thread"), out / "agent-thread.png")


def home(page: Page, out: Path) -> None:
    add_customer(page, "Emma", "en")
    asks_for_somebody(page, "My refund has not come")
    page.locator(".side").get_by_text("Frontdesk", exact=True).click()
    expect(page.locator(".home")).to_contain_text("Nora")
    page.set_viewport_size({"width": 1440, "height": 560})
    photograph(page, page.locator(".slack"), out / "agent-home.png")


def replies(page: Page, text: str) -> None:
    field = page.get_by_label("Reply", exact=True)
    field.fill(text)
    field.press("Enter")


if __name__ == "__main__":
    main()
