"""Files and formatting between a customer and an agent: photos, voice notes, albums and what is too large, both ways."""

import pytest

from bots.playground.slack import Person
from bots.playground.slack.state import File
from bots.playground.telegram import Customer
from tests.scenarios.town import LIVE_CHAT, Town, both_ways, chatting

MEGABYTE = 1024 * 1024
PASSED_ON = "I’ve passed that on to our team."
PDF = b"%PDF-1.7 an invoice"
JPEG = b"\xff\xd8\xff\xe0 a picture \xff\xd9"


def files_in(town: Town, thread: str) -> list[File]:
    return [file for message in town.support.thread(thread) for file in message.files]


@both_ways
async def test_a_photo_goes_to_the_thread_with_its_words(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await anna.sends_photo(JPEG, caption="the crack *here* <!channel>")
    shown = await town.support.shows(lambda m: m.thread_ts == chat.card.ts and bool(m.files))
    assert [(file.name, file.content) for file in shown.files] == [("photo.jpg", JPEG)]
    assert shown.text == "Anna: the crack *here* &lt;!channel&gt;"
    await anna.reads(PASSED_ON)


async def test_voice_notes_stickers_and_documents_are_heard_and_seen(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await anna.sends_voice(content=b"OggS hello")
    await anna.sends_sticker("👍")
    await anna.sends_document("bill.pdf", PDF, mime_type="application/pdf")
    await town.until(lambda: len(files_in(town, chat.card.ts)) == 3)
    names = [file.name for file in files_in(town, chat.card.ts)]
    assert names == ["voice message.ogg", "sticker.webp", "bill.pdf"]
    assert files_in(town, chat.card.ts)[0].content == b"OggS hello"


@pytest.mark.fault("Telegram", "albums of ten as one", "one post in its order, one word about it")
async def test_an_album_is_one_message_in_its_order_and_gets_one_word(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    for number in range(10):
        await anna.sends_photo(b"\xff\xd8" + bytes([number]), album="trip")
    await town.until(lambda: len(files_in(town, chat.card.ts)) == 10)
    [album] = [message for message in town.support.thread(chat.card.ts) if message.files]
    assert [file.content[2] for file in album.files] == list(range(10))
    assert [message.text for message in anna.screen].count(PASSED_ON) == 1


@pytest.mark.fault("Telegram", "files over 20 MB", "told on both sides; the words beside it go on")
async def test_what_is_too_large_is_told_on_both_sides(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await anna.sends_document("film.mov", b"mov", mime_type="video/quicktime", size=21 * MEGABYTE)
    await anna.reads("up to 20 MB")
    await town.support.shows(lambda m: m.thread_ts == chat.card.ts and "file (21 MB)" in m.plain)
    await town.support.shows(lambda m: m.thread_ts == chat.card.ts and "larger than 20 MB" in m.plain)
    assert files_in(town, chat.card.ts) == []


async def test_a_file_waits_for_the_thread(town: Town, anna: Customer, tom: Person) -> None:
    await town.has_on_duty(tom)
    await anna.write("/support")
    await anna.reads("Live chat")
    await anna.press(LIVE_CHAT)
    await anna.sends_photo(JPEG)
    card = await town.shows_card(anna)
    await town.until(lambda: len(files_in(town, card.ts)) == 1)


async def test_an_agents_files_reach_the_customer_as_what_they_are(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await tom.attaches(town.support, {"label.pdf": PDF, "desk.jpg": JPEG}, "Print *this*", chat.card.ts)
    await anna.sees(lambda phone: len([m for m in phone.screen if m.media]) == 2)
    document, photo = [message for message in anna.screen if message.media]
    assert document.media
    assert photo.media
    assert (document.media.kind, document.media.name, document.text) == ("document", "label.pdf", "Tom\nPrint this")
    assert [(entity.type, entity.offset) for entity in document.entities if entity.offset] == [("bold", 10)]
    assert (photo.media.kind, photo.text) == ("photo", "Tom")
    contents = [
        town.telegram.account.state.files[each.media.file_id].content for each in (document, photo) if each.media
    ]
    assert contents == [PDF, JPEG]
    ts = chat.card.ts
    await town.until(lambda: any("white_check_mark" in m.reactions for m in town.support.thread(ts)))


async def test_an_agents_pictures_are_one_album_that_changes_and_goes_as_one(
    town: Town, anna: Customer, tom: Person
) -> None:
    chat = await chatting(town, anna, tom)
    pictures = {f"{number}.jpg": b"\xff\xd8" + bytes([number]) for number in range(3)}
    ts = await tom.attaches(town.support, pictures, "Which of *these*?", chat.card.ts)
    await anna.sees(lambda phone: len([m for m in phone.screen if m.media]) == 3)
    shown = [message for message in anna.screen if message.media]
    assert len({message.album for message in shown}) == 1
    assert all(message.album for message in shown)
    assert [message.text for message in shown] == ["Tom\nWhich of these?", "", ""]
    files = town.telegram.account.state.files
    assert [files[each.media.file_id].content[2] for each in shown if each.media] == [0, 1, 2]
    await tom.edits(ts, "Which of the three?")
    await anna.reads("Which of the three?")
    await tom.deletes(ts)
    await anna.sees(lambda phone: not [message for message in phone.screen if message.media])


async def test_words_under_an_agents_file_change_with_it(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    ts = await tom.shares(town.support, "label.pdf", PDF, "Print it to day", thread=chat.card.ts)
    await anna.reads("Print it to day")
    await tom.edits(ts, "Print it today")
    changed = await anna.reads("Print it today")
    assert changed.media
    await tom.deletes(ts)
    await anna.sees(lambda phone: not [message for message in phone.screen if message.media])


async def test_an_agents_file_that_is_too_large_is_told_in_the_thread(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await tom.shares(town.support, "film.mp4", bytes(50 * MEGABYTE + 1), thread=chat.card.ts)
    await town.support.shows(lambda m: m.thread_ts == chat.card.ts and "50 MB" in m.plain)
    assert not [message for message in anna.screen if message.media]


async def test_formatting_survives_both_ways_and_pings_do_not(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await tom.writes(
        town.support, "*Dear* Anna, see <https://shop.example/help|our help> and @shop", chat.card.ts, raw=True
    )
    said = await anna.reads("Dear Anna")
    assert said.text == "Tom\nDear Anna, see our help and @shop"
    kinds = {entity.type: entity for entity in said.entities if entity.offset}
    assert kinds["text_link"].url == "https://shop.example/help"
    assert (kinds["bold"].offset, kinds["bold"].length) == (4, 4)


async def test_nothing_of_a_file_stays_on_the_desk(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await anna.sends_photo(JPEG)
    await town.until(lambda: len(files_in(town, chat.card.ts)) == 1)
    await town.until(lambda: not list((town.folder / "passing").iterdir()))
