"""The page in a real browser: what a person sees, clicks and types, with a small product at the other end."""

import re

import pytest
from playwright.async_api import Page, expect

from bots.playground.world import Playground
from tests.playground_page.browsing import NARROW, WIDE, Opens, asks
from tests.playground_page.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

EVIL = '<img src=x onerror="document.title=1"><script>document.title="broken"</script>'


async def reaches_support(page: Page) -> None:
    await asks(page)
    await page.get_by_role("button", name="Talk to customer support").click()
    await expect(page.get_by_role("button", name="Claim")).to_be_visible()


async def test_a_question_an_answer_and_a_press(page: Page, product: Product) -> None:
    chat = page.get_by_role("log", name="Chat with the bot")
    await page.get_by_role("button", name="When do I get my money back?").click()
    await expect(chat).to_contain_text("five working days")
    await expect(chat.locator("strong")).to_have_text("five working days")
    source = chat.get_by_role("link", name="When do I get my money back?")
    await expect(source).to_have_attribute("rel", "noopener noreferrer")
    await expect(source).to_have_attribute("target", "_blank")
    await page.get_by_role("button", name="That helped").click()
    await expect(page.locator(".toast")).to_have_text("Glad to hear that!")
    await expect(page.locator(".key.busy")).to_have_count(0)


async def test_from_the_card_to_a_talk_in_its_thread(page: Page, product: Product) -> None:
    await reaches_support(page)
    await page.get_by_role("button", name="Claim").click()
    support = page.get_by_role("log", name="Messages in the channel")
    await expect(support).to_contain_text("Claimed by @Tom Visser")
    await expect(support).to_contain_text("Only visible to you")
    await support.locator(".post").first.hover()
    await support.get_by_role("button", name="Reply in thread").first.click()
    reply = page.get_by_label("Reply", exact=True)
    await reply.fill("Your refund left today.")
    await reply.press("Enter")
    await expect(page.locator(".phone .line.bot").last).to_contain_text("Your refund left today.")
    await asks(page, "Thank you!")
    await expect(page.get_by_role("log", name="Messages in the thread")).to_contain_text("Thank you!")


async def test_only_the_agent_it_is_for_sees_a_private_word(page: Page, product: Product) -> None:
    await reaches_support(page)
    await page.get_by_role("button", name="Claim").click()
    private = page.get_by_text("Only visible to you")
    await expect(private).to_be_visible()
    await page.get_by_role("button", name="Zofia Nowak").click()
    await expect(private).to_have_count(0)


async def test_a_form_complains_keeps_what_was_typed_and_is_sent(page: Page, product: Product) -> None:
    await reaches_support(page)
    await page.get_by_role("button", name="Add a note").click()
    form = page.get_by_role("dialog", name="Add a note")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_contain_text("Please complete this required field.")
    await form.get_by_label("Note").fill("bad")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_contain_text("Say it more kindly.")
    await expect(form.get_by_label("Note")).to_have_value("bad")
    await form.get_by_label("Note").fill("kind")
    await form.get_by_label("Urgency").select_option("High")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_have_count(0)
    assert product.submitted[0]["note"]["text"]["value"] == "kind"


async def test_a_mail_appears_with_its_headers(page: Page, product: Product) -> None:
    for _ in range(2):
        await product.mails("Ticket K7QX4", "Dear team,\nEmma waits.", message_id="<1@x>")
    letter = page.locator(".letter")
    await expect(letter).to_contain_text("Ticket K7QX4")
    await expect(letter).to_contain_text("×2")
    await letter.get_by_role("button", name="Ticket K7QX4").click()
    await expect(letter).to_contain_text("Emma waits.")
    await letter.get_by_text("All headers").click()
    await expect(letter).to_contain_text("<1@x>")


async def test_words_from_people_are_only_words(page: Page, world: Playground, product: Product) -> None:
    assert world.telegram is not None
    assert world.slack is not None
    world.telegram.customer(1, EVIL, language_code=EVIL)
    world.slack.agent(EVIL)
    support = world.slack.channel("support")
    await world.slack.people[0].writes(support, EVIL)
    await world.slack.people[0].writes(support, f"*{EVIL}* <javascript:alert(1)|click>", raw=True)
    await product.mails(EVIL, EVIL)
    await asks(page, EVIL)
    await expect(page.locator(".phone")).to_contain_text(EVIL)
    await expect(page.locator(".people")).to_contain_text(EVIL[:40])
    await expect(page.locator(".channel")).to_contain_text(EVIL)
    await expect(page.locator(".mail")).to_contain_text(EVIL)
    await expect(page.locator("main img, main script")).to_have_count(0)
    await expect(page.locator('a[href^="javascript"]')).to_have_count(0)
    await expect(page).to_have_title(re.compile("Frontdesk playground$"))


async def test_two_customers_and_a_badge_for_the_other(page: Page, world: Playground, product: Product) -> None:
    await page.get_by_role("button", name="Daan").click()
    await expect(page.get_by_role("button", name="Wanneer krijg ik mijn geld terug?")).to_be_visible()
    await product.bot.initialize()
    assert world.telegram is not None
    await world.telegram.customer(1003).write("hello")
    await expect(page.locator(".people").get_by_role("button", name="Emma")).to_contain_text("1 new")
    await page.locator(".people").get_by_role("button", name="Emma").click()
    await expect(page.locator(".people .badge")).to_have_count(0)


async def test_a_customer_is_added(page: Page) -> None:
    await page.get_by_label("Add a customer").click()
    await page.locator(".phone").get_by_label("Name").fill("Maria")
    await page.get_by_label("Language of the phone").select_option("Italiano")
    await page.get_by_role("button", name="Add customer").click()
    await expect(page.locator(".people").get_by_role("button", name="Maria")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_role("button", name="Quando ricevo il rimborso?")).to_be_visible()


async def test_a_blocked_bot(page: Page, product: Product) -> None:
    await asks(page)
    await page.get_by_label("More").click()
    await page.get_by_role("button", name="Block the bot as Emma").click()
    await expect(page.get_by_label("Message to the bot")).to_be_hidden()
    await page.get_by_role("button", name="Unblock the bot").click()
    await expect(page.get_by_label("Message to the bot")).to_be_visible()


async def test_a_message_of_several_lines_and_its_correction(page: Page, product: Product) -> None:
    field = page.get_by_label("Message to the bot")
    await field.fill("one")
    await field.press("Shift+Enter")
    await field.press_sequentially("two")
    await field.press("Enter")
    mine = page.locator(".line.mine")
    await expect(mine.locator(".text")).to_have_text("one\ntwo")
    await mine.hover()
    await page.get_by_label("Edit this message").click()
    await expect(field).to_have_value("one\ntwo")
    await field.fill("three")
    await field.press("Enter")
    await expect(mine).to_contain_text("three")
    await expect(mine).to_contain_text("edited")


async def test_a_photo(page: Page, product: Product) -> None:
    await page.get_by_label("Send a photo or file").click()
    await page.get_by_role("button", name="Send a sample photo").click()
    photo = page.get_by_role("img", name="Photo")
    await expect(photo).to_be_visible()
    await expect(photo).to_have_js_property("naturalWidth", 640)


async def test_one_pane_at_a_time_in_a_narrow_window(opens: Opens, product: Product) -> None:
    page = await opens(NARROW)
    await expect(page.locator("#slack")).to_be_hidden()
    await asks(page)
    await page.get_by_role("button", name="Talk to customer support").click()
    slack = page.get_by_role("tab", name="Slack")
    await expect(slack).to_contain_text("1 new")
    await slack.click()
    await expect(page.get_by_role("button", name="Claim")).to_be_visible()
    await expect(page.locator("#phone")).to_be_hidden()
    await expect(slack.locator(".badge")).to_have_count(0)
    await slack.press("ArrowRight")
    await expect(page.get_by_role("tab", name="Mail")).to_be_focused()
    await expect(page.locator("#mail")).to_be_visible()


async def test_the_whole_way_with_the_keyboard_alone(page: Page, product: Product) -> None:
    await page.keyboard.press("Alt+1")
    await page.keyboard.type("When do I get my money back?")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Talk to customer support")).to_be_visible()
    await walks_to(page, "Talk to customer support", "Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Claim")).to_be_visible()
    await page.keyboard.press("Alt+2")
    await walks_to(page, "Claim", "Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".channel")).to_contain_text("Claimed by @Tom Visser")
    await page.keyboard.press("Alt+2")
    await walks_to(page, "Reply in thread", "Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Reply", exact=True)).to_be_focused()
    await page.keyboard.type("It left today.")
    await page.keyboard.press("Enter")
    await expect(page.locator(".phone .line.bot").last).to_contain_text("It left today.")
    await page.keyboard.press("Escape")
    await expect(page.get_by_label("Reply", exact=True)).to_be_hidden()


async def walks_to(page: Page, name: str, key: str) -> None:
    """Press a key until the button of this name has the focus."""
    for _ in range(40):
        await page.keyboard.press(key)
        focused = page.locator(":focus")
        if await focused.count() and name in (
            await focused.get_attribute("aria-label") or await focused.text_content() or ""
        ):
            return
    raise AssertionError(f"{name!r} cannot be reached by {key}")


async def test_typing_at_one_page_is_seen_at_the_other(opens: Opens, page: Page) -> None:
    other = await opens(WIDE)
    await page.get_by_label("Message to the bot").press_sequentially("Hel")
    await expect(other.locator(".phone .typists")).to_have_text("Emma is typing at a page")
    await page.get_by_placeholder("Message #support").press_sequentially("Hel")
    await expect(other.locator(".slack .typists")).to_have_text("Tom Visser is typing at a page")


async def test_trouble_is_made_and_stopped(page: Page) -> None:
    await page.get_by_label("Make trouble").click()
    await page.get_by_role("button", name="Take, lose the answer").first.click()
    await expect(page.get_by_text("Waiting: Telegram: lost answer")).to_be_visible()
    await page.get_by_label("Deliver every message and press twice").check()
    await expect(page.get_by_label("Make trouble").locator(".badge")).to_have_text("2")
    await page.get_by_role("button", name="Stop all trouble").click()
    await expect(page.get_by_label("Make trouble").locator(".badge")).to_have_count(0)


async def test_starting_over_is_asked_for_and_done(opens: Opens, world: Playground) -> None:
    world.start_over = world.clear
    page = await opens(WIDE)
    await asks(page)
    await expect(page.locator(".line.mine")).to_have_count(1)
    await page.get_by_role("button", name="Start over").click()
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.locator(".line.mine")).to_have_count(1)
    await page.get_by_role("button", name="Start over").click()
    await page.get_by_role("dialog").get_by_role("button", name="Start over").click()
    await expect(page.locator(".line.mine")).to_have_count(0)


async def test_a_page_without_its_server_says_that_it_is_stale(page: Page, world: Playground) -> None:
    port = int(world.page_url.rstrip("/").rpartition(":")[2])
    status = page.locator("#pulse")
    await expect(status).to_have_text("Live")
    await world.page.stop()
    await expect(status).to_contain_text("Reconnecting")
    await world.page.start(port)
    await expect(status).to_have_text("Live")
