"""The help centre follows its folder while the desk runs, and no state of the folder takes its articles away."""

import asyncio
import contextlib
import logging
import os
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bots.help_watch import HelpWatch
from core.answers.articles import Article, read_help_centre
from core.answers.help_centre import HelpCentre


class Desk:
    """A folder, the watch, and what it handed on last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.articles: dict[str, str] = {}
        self.updates = 0
        self.handed_on = threading.Event()
        self.watch = HelpWatch(folder, self.update, every=0.01)

    def update(self, articles: Iterable[Article]) -> None:
        self.articles = {f"{each.language}/{each.id}": each.body for each in articles}
        self.updates += 1
        self.handed_on.set()

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def look(self, times: int = 2) -> None:
        """A change is read at the second look that finds it."""
        for _ in range(times):
            self.watch.look()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "help")
    desk.write("en/pay.md", "# Paying\n\nBy card.\n")
    desk.write("nl/pay.md", "# Betalen\n\nMet je kaart.\n")
    desk.look()
    assert desk.articles == {"en/pay": "By card.", "nl/pay": "Met je kaart."}
    return desk


def test_nothing_is_handed_on_while_nothing_changes(desk: Desk) -> None:
    desk.look(5)
    assert desk.updates == 1


def test_a_new_article_is_handed_on(desk: Desk) -> None:
    desk.write("de/pay.md", "# Zahlen\n\nMit Karte.\n")
    desk.look()
    assert desk.articles["de/pay"] == "Mit Karte."


def test_a_changed_article_is_handed_on(desk: Desk) -> None:
    desk.write("en/pay.md", "# Paying\n\nBy card or transfer.\n")
    desk.look()
    assert desk.articles["en/pay"] == "By card or transfer."


def test_a_change_that_keeps_size_and_date_is_seen_too(desk: Desk) -> None:
    path = desk.folder / "en/pay.md"
    status = path.stat()
    copy = desk.folder / "en/.copy"
    copy.write_text("# Paying\n\nBy bank.\n")
    os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))
    copy.replace(path)
    desk.look()
    assert desk.articles["en/pay"] == "By bank."


def test_a_removed_article_is_gone(desk: Desk) -> None:
    (desk.folder / "nl/pay.md").unlink()
    desk.look()
    assert desk.articles == {"en/pay": "By card."}


def test_a_file_is_not_read_while_it_is_written(desk: Desk) -> None:
    for size in range(1, 5):
        desk.write("en/ship.md", "# Shipping\n\n" + "Text. " * size)
        desk.look(1)
    assert "en/ship" not in desk.articles
    desk.look(1)
    assert desk.articles["en/ship"] == "Text. " * 4


def test_a_file_that_is_away_for_a_moment_stays(desk: Desk) -> None:
    path = desk.folder / "nl/pay.md"
    path.rename(path.with_suffix(".away"))
    desk.look(1)
    path.with_suffix(".away").rename(path)
    desk.look()
    assert desk.updates == 1


def test_one_file_that_never_rests_does_not_stop_the_others(desk: Desk) -> None:
    desk.write("en/ship.md", "# Shipping\n\nSoon.\n")
    for size in range(1, 4):
        desk.write("en/log.md", "# Log\n\n" + "Line. " * size)
        desk.look(1)
    assert "en/ship" in desk.articles


def test_a_broken_article_keeps_its_last_good_version_and_is_named(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.write("en/pay.md", "---\ntitle: Paying: how\n---\n\nText.\n")
    desk.look(5)
    assert desk.articles["en/pay"] == "By card."
    (said,) = caplog.messages
    assert "its last good version stays" in said
    assert f"{desk.folder}/en/pay.md:2:" in said
    desk.write("en/pay.md", "# Paying\n\nMended.\n")
    desk.look()
    assert desk.articles["en/pay"] == "Mended."


def test_a_new_article_that_is_broken_is_left_out_and_named(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.write("en/empty.md", "---\ntitle: Empty\n---\n")
    desk.look(5)
    assert "en/empty" not in desk.articles
    assert ["it is left out" in said and "the article is empty" in said for said in caplog.messages] == [True]


def test_of_two_articles_with_one_id_the_first_file_counts(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.write("en/zoo.md", "---\nid: pay\n---\n# Zoo\n\nAnimals.\n")
    desk.look()
    assert desk.articles["en/pay"] == "By card."
    assert "a second article pay in en" in caplog.text
    (desk.folder / "en/pay.md").unlink()
    desk.look()
    assert desk.articles["en/pay"] == "Animals."


@pytest.mark.parametrize("empty", [False, True])
def test_a_folder_that_vanishes_or_is_emptied_keeps_its_articles(
    desk: Desk, empty: bool, caplog: pytest.LogCaptureFixture
) -> None:
    kept = desk.folder.with_name("kept")
    desk.folder.rename(kept)
    if empty:
        desk.folder.mkdir()
    desk.look(5)
    assert desk.updates == 1
    assert ["the 2 known ones stay" in said for said in caplog.messages] == [True]
    if empty:
        desk.folder.rmdir()
    kept.rename(desk.folder)
    desk.write("en/pay.md", "# Paying\n\nNew.\n")
    desk.look()
    assert desk.articles == {"en/pay": "New.", "nl/pay": "Met je kaart."}


def test_another_checkout_in_its_place_is_read(desk: Desk) -> None:
    shutil.rmtree(desk.folder)
    desk.look(3)
    desk.write("fr/pay.md", "# Payer\n\nPar carte.\n")
    desk.look()
    assert desk.articles == {"fr/pay": "Par carte."}


def test_a_folder_that_may_not_be_read_keeps_its_articles(
    desk: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refusing(path: str) -> "os._ScandirIterator[str]":
        if path.endswith("nl"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    desk.write("en/pay.md", "# Paying\n\nNew.\n")
    desk.look(5)
    assert desk.articles == {"en/pay": "New.", "nl/pay": "Met je kaart."}
    assert ["cannot be read" in said for said in caplog.messages] == [True]


def test_hidden_files_links_to_nothing_and_folders_with_an_articles_name_are_no_articles(desk: Desk) -> None:
    desk.write(".git/en/pay.md", "# Paying\n\nOld.\n")
    desk.write("en/.pay.md.new", "# Paying\n\nHalf")
    desk.write("en/notes.txt", "Notes")
    (desk.folder / "en/gone.md").symlink_to("nowhere.md")
    (desk.folder / "en/folder.md").mkdir()
    desk.look()
    assert desk.updates == 1


def test_it_reads_what_a_start_reads(desk: Desk) -> None:
    desk.write("en/more/deep.md", "---\nlanguage: en\n---\n# Deep\n\nText.\n")
    articles, _ = read_help_centre(desk.folder)
    assert sorted(HelpWatch(desk.folder, desk.update).read(), key=str) == sorted(articles, key=str)


def test_after_a_first_reading_only_changes_are_handed_on(desk: Desk) -> None:
    again = Desk(desk.folder)
    assert len(again.watch.read()) == 2
    again.look(3)
    assert again.updates == 0


@pytest.mark.parametrize("exists", [False, True])
def test_a_start_without_articles_is_said_and_the_first_is_taken(
    tmp_path: Path, exists: bool, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(tmp_path / "help")
    if exists:
        desk.folder.mkdir()
    assert desk.watch.read() == ()
    assert ["no articles in" in said for said in caplog.messages] == [True]
    desk.write("en/pay.md", "# Paying\n\nBy card.\n")
    desk.look()
    assert desk.articles == {"en/pay": "By card."}


def test_an_update_that_fails_is_made_again(desk: Desk) -> None:
    failing = HelpWatch(desk.folder, lambda _: 1 / 0)
    failing.look()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            failing.look()


def test_a_thousand_articles_change_and_the_look_stays_cheap(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "help")
    for number in range(1_000):
        desk.write(f"en/a{number}.md", f"# Title {number}\n\nText {number}.\n")
    desk.look()
    assert len(desk.articles) == 1_000
    for number in range(0, 1_000, 2):
        desk.write(f"en/a{number}.md", f"# Title {number}\n\nAnother text {number}.\n")
    desk.look()
    assert desk.articles["en/a998"] == "Another text 998."
    assert desk.updates == 2
    started = time.process_time()
    desk.look(10)
    assert time.process_time() - started < 1


async def test_it_runs_beside_the_desk(desk: Desk) -> None:
    desk.handed_on.clear()
    running = asyncio.create_task(desk.watch.run())
    desk.write("en/ship.md", "# Shipping\n\nSoon.\n")
    await asyncio.to_thread(desk.handed_on.wait, 5)
    assert "en/ship" in desk.articles
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


@contextlib.contextmanager
def searching(centre: HelpCentre, found: set[str], failed: list[Exception]) -> Iterator[None]:
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            try:
                found.update(hit.article.body for hit in centre.search("how to pay with a card", "en"))
            except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
                failed.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    yield
    stop.set()
    for thread in threads:
        thread.join()


def test_searches_during_changes_see_the_old_or_the_new(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "help")
    desk.write("en/pay.md", "# How to pay with a card\n\nVersion 0.\n")
    watch = HelpWatch(desk.folder, lambda _: None)
    centre = HelpCentre(watch.read())
    watch = HelpWatch(desk.folder, centre.update)
    watch.read()
    found: set[str] = set()
    failed: list[Exception] = []
    with searching(centre, found, failed):
        for version in range(1, 10):
            desk.write("en/pay.md", f"# How to pay with a card\n\nVersion {version}.\n")
            if version % 3 == 0:
                desk.write("en/pay.md", "---\nbroken: [\n")
            watch.look()
            watch.look()
    assert not failed
    assert found <= {f"Version {version}." for version in range(10) if version % 3 or version == 0}
    (last,) = centre.search("how to pay with a card", "en")
    assert last.article.body == "Version 8."


def test_the_log_names_no_article_twice(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    desk.write("en/empty.md", "")
    desk.look(6)
    assert len(caplog.messages) == 2  # no title, and no text
