"""An agent has a reply suggested, or chooses a saved one: the customer reads it only when the agent sends it."""

from pathlib import Path

import pytest

from bots.playground.slack import Person
from bots.playground.slack.errors import Unseen
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer
from tests.scenarios.town import Chat, Town, chatting

SENT = "white_check_mark"


@pytest.fixture(scope="session")
def replies_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("replies")
    (folder / "en").mkdir()
    thanks = "# Thank you\n\nThank you for the photos, {customer}. {agent} looks at them now ({case}).\n"
    (folder / "en" / "thanks.md").write_text(thanks)
    return folder


@pytest.fixture
def settings(replies_folder: Path) -> dict[str, str]:
    return {"REPLIES_FOLDER": str(replies_folder), "HELP_WATCH": "0.05"}


async def claimed(town: Town, customer: Customer, agent: Person) -> Chat:
    """A chat whose card has the owner's buttons."""
    chat = await chatting(town, customer, agent)
    await town.support.shows(lambda message: message.ts == chat.card.ts and "Suggest a reply" in message.buttons)
    return chat


def heard(customer: Customer) -> str:
    return "\n".join(message.text for message in customer.screen)


async def whispered(chat: Chat, words: str) -> Post:
    """What only the agent sees in the thread."""
    return await chat.town.support.shows(
        lambda message: message.ephemeral_to == chat.agent.id and words in f"{message.plain}{message.blocks}"
    )


async def shown_as_sent(chat: Chat, words: str) -> None:
    """Colleagues read it in the thread, with the sign that the customer has it."""
    line = await chat.thread_shows(words)
    assert "wrote to the customer" in line.plain
    await chat.town.until(lambda: chat.agent.reactions(line.ts) == {SENT})


async def test_a_suggestion_is_sent_as_it_stands(town: Town, anna: Customer, tom: Person) -> None:
    chat = await claimed(town, anna, tom)
    await anna.write("How do I verify my identity?")
    await chat.thread_shows("How do I verify my identity?")
    before = heard(anna)
    await tom.clicks("Suggest a reply", in_=chat.card)
    draft = await whispered(chat, "A suggested reply")
    assert "identity" in str(draft.blocks)
    assert draft.buttons == ["Send", "Edit…", "Discard"]
    assert heard(anna) == before
    await tom.clicks("Send", in_=draft)
    await anna.reads("https://help.hamerslag.example/en/verify-identity")
    await shown_as_sent(chat, "verify-identity")


async def test_a_suggestion_is_finished_in_a_form(town: Town, anna: Customer, tom: Person) -> None:
    chat = await claimed(town, anna, tom)
    await tom.clicks("Suggest a reply", in_=chat.card)
    draft = await whispered(chat, "A suggested reply")
    await tom.clicks("Edit…", in_=draft)
    assert "working days" in str(tom.modal and tom.modal.blocks)
    await tom.submits(words="It takes a few days, Anna.")
    await anna.reads("It takes a few days, Anna.")
    await shown_as_sent(chat, "It takes a few days, Anna.")
    with pytest.raises(Unseen):  # the suggestion is settled, and gone from before his eyes
        await tom.clicks("Send", in_=draft)


async def test_a_suggestion_that_was_sent_by_a_command_is_not_sent_again(
    town: Town, anna: Customer, tom: Person
) -> None:
    chat = await claimed(town, anna, tom)
    await tom.clicks("Suggest a reply", in_=chat.card)
    draft = await whispered(chat, "A suggested reply")
    answer = await tom.slash("/frontdesk", "suggest send", town.support)
    assert "does nothing any more" in str(answer.body)
    await anna.reads("working days")
    before = heard(anna)
    await tom.clicks("Send", in_=draft)
    await whispered(chat, "This suggestion is no longer there")
    assert heard(anna) == before


async def test_a_suggestion_is_dropped(town: Town, anna: Customer, tom: Person) -> None:
    chat = await claimed(town, anna, tom)
    before = heard(anna)
    await tom.clicks("Suggest a reply", in_=chat.card)
    await tom.clicks("Discard", in_=await whispered(chat, "A suggested reply"))
    await whispered(chat, "The suggestion is gone.")
    assert heard(anna) == before


async def test_where_the_help_centre_says_nothing_the_agent_reads_that(town: Town, anna: Customer, tom: Person) -> None:
    chat = await claimed(town, anna, tom)
    await anna.write("Who was the king of Spain in 1850?")
    await chat.thread_shows("king of Spain")
    await tom.clicks("Suggest a reply", in_=chat.card)
    await whispered(chat, "The help centre has no answer to this.")


async def test_a_saved_reply_is_found_by_a_command_and_sent(town: Town, anna: Customer, tom: Person) -> None:
    chat = await claimed(town, anna, tom)
    await tom.slash("/frontdesk", "reply photos", town.support)
    await tom.clicks("Send", in_=await whispered(chat, "Thank you for the photos, Anna. Tom looks at them now (FD-"))
    await anna.reads("Thank you for the photos, Anna. Tom looks at them now (FD-")
    await shown_as_sent(chat, "Thank you for the photos, Anna.")


async def test_a_saved_reply_is_chosen_in_a_form_as_the_file_reads_now(
    town: Town, anna: Customer, tom: Person, replies_folder: Path
) -> None:
    chat = await claimed(town, anna, tom)
    (replies_folder / "en" / "bye.md").write_text("# Goodbye\n\nHave a lovely day!\n")
    try:
        await _until_offered(chat, "Goodbye")
        await tom.submits(saved="bye")
        await tom.submits(words="Have a lovely day, Anna!")
        await anna.reads("Have a lovely day, Anna!")
    finally:
        (replies_folder / "en" / "bye.md").unlink()


async def _until_offered(chat: Chat, title: str) -> None:
    """The folder is looked at from time to time."""
    while True:
        await chat.agent.clicks("Saved reply…", in_=chat.card)
        if title in str(chat.agent.modal and chat.agent.modal.blocks):
            return
        await chat.agent.closes()
