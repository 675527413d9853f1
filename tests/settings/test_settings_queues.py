"""Queues in the settings: what may be written, and what is said of a mistake."""

from pathlib import Path

import pytest

from bots.read_settings import SettingsError, load


def written(folder: Path, queues: str) -> Path:
    file = folder / "frontdesk.toml"
    file.write_text(queues, encoding="utf-8")
    return file


def test_queues_are_read_in_their_order(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """
        [slack]
        fallback_channel = "#lifeboat"
        [[slack.queues]]
        name = "burning"
        channel = "#burning"
        topics = ["urgent"]
        [[slack.queues]]
        name = "polish"
        channel = "C0123456789"
        languages = ["pl"]
        """,
    )
    ours = load(file).slack
    assert [(each.name, each.channel, each.languages, each.topics) for each in ours.queues] == [
        ("burning", "#burning", (), ("urgent",)),
        ("polish", "C0123456789", ("pl",), ()),
    ]
    assert ours.fallback_channel == "#lifeboat"


@pytest.mark.parametrize(
    ("queue", "said"),
    [
        ('name = "a"\nchannel = "#a"\nlanguages = ["xx"]', "there is no language xx"),
        ('name = "a"\nchannel = "#a"\ntopics = ["weather"]', "'order'"),
        ('name = "@tom"\nchannel = "#a"', "slack.queues.0.name"),
        ('name = "a"', "slack.queues.0.channel"),
        ('name = "a"\nchannel = "#a"\nlanguage = ["pl"]', "slack.queues.0.language"),
        ('name = "a"\nchannel = "#a"\n[[slack.queues]]\nname = "A"\nchannel = "#b"', "two queues a"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, queue: str, said: str) -> None:
    with pytest.raises(SettingsError) as met:
        load(written(tmp_path, f"[[slack.queues]]\n{queue}\n"))
    assert said in str(met.value)
