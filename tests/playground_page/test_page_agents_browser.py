"""What agents do in the page's Slack, in headless Chromium: menus, forms, whispers, commands, files, and how they are."""

from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, ViewportSize, expect

from bots.playground.slack import ChannelScreen, Person
from bots.playground.world import SUPPORT_CHANNEL, Playground
from tests.playground_page.browsing import NARROW, WIDE, Opens
from tests.playground_page.product import Product, button

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(words: str) -> Json:
    return {"value": words.lower(), "text": plain(words)}


def field(name: str, **element: Any) -> Json:
    return {"type": "input", "block_id": name.lower(), "label": plain(name), "element": {"action_id": "a", **element}}


CARD: list[Json] = [
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": ":flag-pl: *Emma* waits"},
        "accessory": {"type": "overflow", "action_id": "rest", "options": [option("Block"), option("Language")]},
    },
    {
        "type": "actions",
        "elements": [
            button("Snooze", "snooze"),
            {
                "type": "static_select",
                "action_id": "more",
                "placeholder": plain("More…"),
                "options": [option("Release")],
            },
            {"type": "users_select", "action_id": "to", "placeholder": plain("Transfer to")},
        ],
    },
]
FORM = {
    "type": "modal",
    "callback_id": "snooze",
    "title": plain("Snooze"),
    "submit": plain("Snooze"),
    "blocks": [
        field("Colleague", type="users_select"),
        field("Day", type="datepicker"),
        field("Hour", type="timepicker"),
        field("Moment", type="datetimepicker"),
    ],
}
HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("On duty")},
        {"type": "actions", "elements": [button("Go off duty", "off")]},
    ],
}


class Desk:
    """A product that remembers what it was told."""

    def __init__(self, product: Product) -> None:
        self.home = HOME
        self.acted: list[Json] = []
        self.submitted: list[Json] = []
        self.commands: list[str] = []
        self.shortcuts: list[Json] = []
        app = product.app
        for action in ("rest", "more", "to", "off"):
            app.action(action)(self._act)
        app.action("snooze")(self._open)
        app.action("send")(self._settle)
        app.view("snooze")(self._submit)
        app.command("/frontdesk")(self._command)
        app.shortcut("control.keep_held")(self._shortcut)
        app.event("app_home_opened")(self._home)
        for event in ("user_change", "user_status_changed", "dnd_updated_user", "member_left_channel"):
            app.event(event)(self._ignore)
        self.client = product.slack

    async def _act(self, ack: Any, body: Json) -> None:
        self.acted.append(body["actions"][0])
        await ack()

    async def _open(self, ack: Any, body: Json) -> None:
        await ack()
        await self.client.views_open(trigger_id=body["trigger_id"], view=FORM)

    async def _submit(self, ack: Any, view: Json) -> None:
        self.submitted.append({key: value["a"] for key, value in view["state"]["values"].items()})
        await ack()

    async def _settle(self, ack: Any, respond: Any) -> None:
        await ack()
        await respond(delete_original=True)

    async def _command(self, ack: Any, body: Json) -> None:
        self.commands.append(body["text"])
        await ack(text="You have no conversations.")

    async def _shortcut(self, ack: Any, body: Json) -> None:
        self.shortcuts.append(body["message"])
        await ack()
        await self.client.chat_postEphemeral(
            channel=body["channel"]["id"], user=body["user"]["id"], text="It is a note."
        )

    async def _home(self, event: Json) -> None:
        await self.client.views_publish(user_id=event["user"], view=self.home)

    async def _ignore(self) -> None:
        pass


@pytest_asyncio.fixture(loop_scope="module")
async def desk(product: Product) -> Desk:
    return Desk(product)


@pytest.fixture
def support(world: Playground) -> ChannelScreen:
    assert world.slack is not None
    return world.slack.channel(SUPPORT_CHANNEL)


@pytest.fixture
def tom(world: Playground) -> Person:
    assert world.slack is not None
    return world.slack.agent("Tom Visser", "U0TOM")


async def posts_card(desk: Desk, support: ChannelScreen) -> str:
    posted = await desk.client.chat_postMessage(channel=support.id, text="Card", blocks=CARD)
    return str(posted["ts"])


def post(page: Page, words: str) -> Locator:
    return page.locator(".channel .post").filter(has_text=words)


async def test_menus_of_a_message(page: Page, desk: Desk, support: ChannelScreen) -> None:
    await posts_card(desk, support)
    card = post(page, "Emma")
    await expect(card).to_contain_text("🇵🇱")
    await card.get_by_label("More…").select_option("Release")
    await expect(card.get_by_label("More…")).to_have_value("")
    await card.get_by_label("Transfer to").select_option("Zofia Nowak")
    await card.get_by_label("More options").select_option("Block")
    await expect(card.get_by_label("More options")).to_have_value("")
    chosen = [each.get("selected_user") or each["selected_option"]["value"] for each in desk.acted]
    assert chosen == ["release", "U0ZOFIA", "block"]


async def test_a_form_with_people_days_and_hours(page: Page, desk: Desk, support: ChannelScreen) -> None:
    await posts_card(desk, support)
    await post(page, "Emma").get_by_role("button", name="Snooze").click()
    form = page.get_by_role("dialog", name="Snooze")
    await form.get_by_label("Colleague").select_option("Zofia Nowak")
    await form.get_by_label("Day").fill("2026-11-23")
    await form.get_by_label("Hour").fill("09:30")
    await form.get_by_label("Moment").fill("2027-01-15T08:00")
    await form.get_by_role("button", name="Snooze").click()
    await expect(form).to_have_count(0)
    (values,) = desk.submitted
    assert values["colleague"]["selected_user"] == "U0ZOFIA"
    assert (values["day"]["selected_date"], values["hour"]["selected_time"]) == ("2026-11-23", "09:30")
    moment = await page.evaluate("new Date('2027-01-15T08:00') / 1000")
    assert values["moment"]["selected_date_time"] == moment


async def test_a_whisper_has_a_button_and_goes(page: Page, desk: Desk, support: ChannelScreen, tom: Person) -> None:
    root = await posts_card(desk, support)
    await tom.writes(support, "Where is it?", root)
    blocks: list[Json] = [
        {"type": "section", "text": plain("This looks like a note.")},
        {"type": "actions", "elements": [button("Send to customer", "send")]},
    ]
    await desk.client.chat_postEphemeral(channel=support.id, user=tom.id, thread_ts=root, text="Note?", blocks=blocks)
    await page.get_by_role("button", name="1 reply").click()
    thread = page.locator(".thread")
    await expect(thread).to_contain_text("Only visible to you")
    await expect(thread.locator(".count")).to_have_text("1 reply")
    await thread.get_by_role("button", name="Send to customer").click()
    await expect(thread.get_by_text("Only visible to you")).to_have_count(0)


async def test_a_command_from_the_field(page: Page, desk: Desk, support: ChannelScreen) -> None:
    message = page.get_by_placeholder("Message #support")
    await message.fill("/frontdesk mine")
    await expect(page.locator(".channel .slash-hint")).to_contain_text("/frontdesk help")
    await message.press("Enter")
    await expect(post(page, "You have no conversations.")).to_contain_text("Only visible to you")
    assert desk.commands == ["mine"]
    assert support.messages[-1].ephemeral_to == "U0TOM"


async def test_an_unknown_command_stays_in_the_field(page: Page, desk: Desk) -> None:
    message = page.get_by_placeholder("Message #support")
    await message.fill("/giphy parcel")
    await message.press("Enter")
    await expect(page.locator(".notice")).to_contain_text("not a valid command")
    await expect(message).to_have_value("/giphy parcel")


async def test_a_shortcut_of_a_message(page: Page, desk: Desk, support: ChannelScreen, tom: Person) -> None:
    ts = await tom.writes(support, "For us only")
    own = post(page, "For us only")
    await own.hover()
    await own.get_by_label("More actions").click()
    await own.get_by_role("button", name="Keep as note").click()
    await expect(post(page, "It is a note.")).to_contain_text("Only visible to you")
    await expect(own.get_by_role("button", name="Keep as note")).to_be_hidden()
    assert [each["ts"] for each in desk.shortcuts] == [ts]


async def test_marks_are_typed_and_shown_and_kept_when_edited(page: Page, desk: Desk, support: ChannelScreen) -> None:
    message = page.get_by_placeholder("Message #support")
    await message.press_sequentially("It left ")
    await page.locator(".channel").get_by_role("button", name="Bold").click()
    await message.press_sequentially("today")
    await message.press("End")
    await message.press_sequentially(" & more")
    await message.press("Enter")
    own = post(page, "It left")
    await expect(own.locator("strong")).to_have_text("today")
    assert support.messages[-1].text == "It left *today* &amp; more"
    await own.hover()
    await own.get_by_label("Edit message").click()
    await expect(message).to_have_value("It left *today* & more")
    await message.press("Enter")
    await expect(own).to_contain_text("(edited)")


async def test_files_go_with_a_message(page: Page, desk: Desk, support: ChannelScreen) -> None:
    files = [{"name": each, "mimeType": "text/plain", "buffer": b"paid"} for each in ("one.txt", "two.txt")]
    async with page.expect_file_chooser() as chooser:
        await page.locator(".channel").get_by_role("button", name="Attach a file").click()
    await (await chooser.value).set_files(files)  # type: ignore[arg-type]
    await page.get_by_role("button", name="Take two.txt away").click()
    await page.get_by_placeholder("Message #support").fill("The receipt")
    await page.locator(".channel").get_by_role("button", name="Send").click()
    shared = post(page, "The receipt").locator("a.file")
    await expect(shared).to_have_count(1)
    async with page.expect_download() as download:
        await shared.click()
    assert (await download.value).suggested_filename == "one.txt"
    assert [(each.name, each.content) for each in support.messages[-1].files] == [("one.txt", b"paid")]


async def test_how_an_agent_is(page: Page, desk: Desk, tom: Person) -> None:
    async def chooses(words: str) -> None:
        await page.get_by_label("Your status").click()
        await page.get_by_role("button", name=words).click()

    await chooses("Set yourself as away")
    await expect(page.get_by_label("Your status")).to_have_text("Away")
    await chooses("On holiday")
    await chooses("Do not disturb for an hour")
    me = page.get_by_label("Act as").get_by_role("button", name="Tom Visser")
    await expect(me).to_contain_text("🌴")
    await expect(me).to_contain_text("🔕")
    assert (tom.user.presence, tom.user.status_emoji) == ("away", ":palm_tree:")
    assert tom.user.quiet_until - tom.user.quiet_from == 3600
    await chooses("Clear")
    await chooses("End “do not disturb”")
    await expect(me).not_to_contain_text("🌴")
    assert (tom.user.status_emoji, tom.user.quiet_until) == ("", 0)


async def test_an_agent_leaves_the_channel_and_comes_back(
    page: Page, desk: Desk, support: ChannelScreen, tom: Person
) -> None:
    await page.get_by_label("About the channel").click()
    await page.get_by_role("button", name="Leave #support").click()
    await expect(page.locator(".slack-top").first).to_contain_text("#trust")
    assert tom.id not in support.channel.members
    await page.get_by_role("button", name="Join #support").click()
    await expect(
        page.get_by_label("Slack", exact=True).get_by_role("button", name="support", exact=True)
    ).to_be_visible()
    assert tom.id in support.channel.members


async def test_the_home_tab_and_its_buttons(page: Page, desk: Desk) -> None:
    await page.get_by_label("Slack", exact=True).get_by_role("button", name="Frontdesk").click()
    await page.locator(".home").get_by_role("button", name="Go off duty").click()
    tabs = page.get_by_role("group", name="The app")
    await expect(tabs.get_by_role("button", name="Home")).to_have_attribute("aria-pressed", "true")
    await tabs.get_by_role("button", name="Messages").click()
    await expect(page.get_by_placeholder("Message Frontdesk")).to_be_visible()
    assert [each["action_id"] for each in desk.acted] == ["off"]


async def test_a_link_to_a_message_leads_to_its_thread(page: Page, desk: Desk, support: ChannelScreen) -> None:
    root = await posts_card(desk, support)
    link = (await desk.client.chat_getPermalink(channel=support.id, message_ts=root))["permalink"]
    blocks: list[Json] = [{"type": "section", "text": {"type": "mrkdwn", "text": f"<{link}|FD-7K2M9> waits"}}]
    desk.home = {"type": "home", "blocks": blocks}
    await page.get_by_label("Slack", exact=True).get_by_role("button", name="Frontdesk").click()
    await page.locator(".home").get_by_role("link", name="FD-7K2M9").click()
    await expect(page.locator(".thread")).to_contain_text("Emma waits")


async def test_on_a_telephone(opens: Opens, desk: Desk, support: ChannelScreen, tom: Person) -> None:
    page = await opens(NARROW)
    await tom.writes(support, "For us only")
    await page.get_by_role("tab", name="Slack").click()
    await page.get_by_label("Your status").click()
    await page.get_by_role("button", name="Out sick").click()
    await expect(page.get_by_label("Act as")).to_contain_text("🤒")
    own = post(page, "For us only")
    await own.hover()
    await own.get_by_label("More actions").click()
    await expect(own.get_by_role("button", name="Keep as note")).to_be_in_viewport(ratio=1)
    people = await page.locator(".person-item").evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect().toJSON())"
    )
    assert people[0]["bottom"] <= people[1]["top"] + 1
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_link_to_a_message_opens_its_thread(
    page: Page, opens: Opens, desk: Desk, support: ChannelScreen, size: ViewportSize
) -> None:
    """As the board's links do."""
    ts = await posts_card(desk, support)
    await desk.client.chat_postMessage(channel=support.id, text="My parcel is late", thread_ts=ts)
    link = await desk.client.chat_getPermalink(channel=support.id, message_ts=ts)
    other = await opens(size)
    await other.goto("about:blank")
    await other.goto(link["permalink"])
    await expect(other.locator(".thread .post").filter(has_text="My parcel is late")).to_be_visible()
