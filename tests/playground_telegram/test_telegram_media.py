"""Files that go both ways, what they may weigh, and how messages with files are changed and taken back."""

import pytest
import telegram
from telegram import InputFile
from telegram.error import BadRequest, NetworkError

from bots.playground.telegram import Customer
from tests.playground_telegram.conftest import Clock

DAY = 24 * 3600.0


async def test_a_voice_note_from_the_bot(anna: Customer, bot: telegram.Bot) -> None:
    sent = await bot.send_voice(anna.id, InputFile(b"OggS...", "note.ogg"), caption="Listen", duration=7)
    assert sent.voice is not None
    shown = anna.screen[-1]
    assert shown.media is not None
    assert (shown.media.kind, shown.media.duration, shown.text) == ("voice", 7, "Listen")


async def test_a_video_a_song_and_a_sticker_from_the_bot(anna: Customer, bot: telegram.Bot) -> None:
    video = await bot.send_video(anna.id, InputFile(b"video", "how.mp4"))
    song = await bot.send_audio(anna.id, InputFile(b"song", "song.mp3"))
    await bot.send_sticker(anna.id, InputFile(b"RIFF", "thanks.webp"), emoji="🙏")
    assert video.effective_attachment.file_name == "how.mp4"  # type: ignore[union-attr]
    assert song.effective_attachment.mime_type == "audio/mpeg"  # type: ignore[union-attr]
    sticker = anna.screen[-1].media
    assert sticker is not None
    assert sticker.emoji == "🙏"


async def test_a_video_and_a_song_from_the_customer(anna: Customer, bot: telegram.Bot) -> None:
    await bot.get_updates()
    await anna.sends_video(b"moving", "look")
    await anna.sends_audio("song.mp3", b"tune")
    with_video, with_audio = [update.message for update in (await bot.get_updates())[-2:]]
    assert with_video is not None
    assert (with_video.video is not None, with_video.caption) == (True, "look")
    assert with_audio is not None
    assert with_audio.audio is not None
    assert await (await with_audio.audio.get_file()).download_as_bytearray() == b"tune"


async def test_an_album_comes_as_messages_with_one_group(anna: Customer, bot: telegram.Bot) -> None:
    for _ in range(3):
        await anna.sends_photo(album="trip")
    groups = [update.message.media_group_id for update in (await bot.get_updates())[-3:] if update.message]
    assert groups == ["trip"] * 3


async def test_a_photo_weighs_ten_megabytes_at_most(anna: Customer, bot: telegram.Bot) -> None:
    heavy = InputFile(b"x" * (10 * 1024 * 1024 + 1), "heavy.jpg")
    with pytest.raises(BadRequest, match="too big for a photo"):
        await bot.send_photo(anna.id, heavy)
    assert (await bot.send_document(anna.id, heavy)).document is not None


async def test_a_file_weighs_less_than_fifty_megabytes(anna: Customer, bot: telegram.Bot) -> None:
    with pytest.raises(NetworkError, match="Too Large"):
        await bot.send_document(anna.id, InputFile(b"x" * (50 * 1024 * 1024), "archive.zip"))
    assert len(anna.screen) == 1


async def test_an_empty_file_is_refused(anna: Customer, bot: telegram.Bot) -> None:
    with pytest.raises(BadRequest, match="non-empty"):
        await bot.send_document(anna.id, InputFile(b"", "nothing.txt"))


async def test_a_caption_is_edited_and_a_text_is_not_there(anna: Customer, bot: telegram.Bot) -> None:
    sent = await bot.send_photo(anna.id, InputFile(b"x", "a.jpg"), caption="tpyo")
    await bot.edit_message_caption(anna.id, sent.message_id, caption="typo")
    assert anna.screen[-1].text == "typo"
    with pytest.raises(BadRequest, match="no text in the message"):
        await bot.edit_message_text("words", anna.id, sent.message_id)


async def test_a_message_without_a_file_has_no_caption(anna: Customer, bot: telegram.Bot) -> None:
    sent = await bot.send_message(anna.id, "words")
    with pytest.raises(BadRequest, match="no caption in the message"):
        await bot.edit_message_caption(anna.id, sent.message_id, caption="more")


@pytest.mark.parametrize(("later", "gone"), [(2 * DAY - 60, True), (2 * DAY, False)], ids=["in time", "too late"])
async def test_a_message_can_be_deleted_for_two_days(
    anna: Customer, bot: telegram.Bot, clock: Clock, later: float, gone: bool
) -> None:
    sent = await bot.send_message(anna.id, "Sorry, wrong window")
    clock.passes(later)
    if gone:
        assert await bot.delete_message(anna.id, sent.message_id)
    else:
        with pytest.raises(BadRequest, match="can't be deleted"):
            await bot.delete_message(anna.id, sent.message_id)
    assert (sent.message_id not in [each.id for each in anna.screen]) is gone


async def test_an_album_from_the_bot(anna: Customer, bot: telegram.Bot) -> None:
    sent = await bot.send_media_group(
        anna.id,
        [telegram.InputMediaPhoto(b"one", caption="<b>Both</b>", parse_mode="HTML"), telegram.InputMediaVideo(b"two")],
    )
    assert len({message.media_group_id for message in sent}) == 1
    first, second = anna.screen[-2:]
    assert first.media is not None
    assert second.media is not None
    assert (first.media.kind, first.text, second.media.kind, second.text) == ("photo", "Both", "video", "")


async def test_what_is_no_album(anna: Customer, bot: telegram.Bot) -> None:
    photo, document = telegram.InputMediaPhoto(b"one"), telegram.InputMediaDocument(b"two")
    for wrong in ([photo], [photo, document], [photo] * 11):
        with pytest.raises(BadRequest):
            await bot.send_media_group(anna.id, wrong)
    assert not [message for message in anna.screen if message.media]
