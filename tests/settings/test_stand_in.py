"""The settings with which the desk talks to the playground's servers."""

from pathlib import Path

import pytest

from bots.cli.stand_in import playground_for, stand_in
from bots.read_settings import load
from bots.settings import sample_folder


async def test_beside_a_played_slack_agents_have_the_samples_of_saved_replies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESK_DATA", str(tmp_path))
    settings = load()
    playground = playground_for(settings)
    assert playground is not None
    await playground.start(0)
    try:
        assert stand_in(settings, playground).replies_folder() == sample_folder() / "replies"
    finally:
        await playground.stop()
