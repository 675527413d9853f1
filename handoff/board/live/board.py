"""How the desk stands now, for who looks after it: of what is stored, the rows of the live page. Pure."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from core.model.ids import Language
from handoff.board.live.lists import MOST, URGENT, agents, calls, disputes, mails, owed, queue, ways
from handoff.board.live.rows import LiveBoard, Row, Spoken, Tile
from handoff.board.live.scene import Desk, Scene, scene_of
from handoff.board.room import Rules, languages_of


def live(desk: Desk, rules: Rules, now: datetime, *, whole: bool = False) -> LiveBoard:
    """`whole`: with every row, where the page leaves out the end of long lists."""
    scene = scene_of(desk, rules, now)
    tongues = _languages(scene)
    most, urgent = (sys.maxsize, sys.maxsize) if whole else (MOST, URGENT)
    due = (calls(scene, most), mails(scene, most), disputes(scene, most))
    lists = (ways(scene), owed(scene, urgent), queue(scene), agents(scene), *due)
    rows = (*_tiles(scene), *_spoken(scene, tongues), *(row for each in lists for row in each))
    return LiveBoard({row.id: row for row in rows}, _numbers(scene), tongues)


# --- the large numbers
def _tiles(scene: Scene) -> Iterator[Row]:
    for place, tile in enumerate(_measured(scene)):
        yield Row(f"tile-{tile.measure}", "tiles", str(place), tile)


def _measured(scene: Scene) -> Iterator[Tile]:
    broken, soon = scene.number_of("broken"), scene.number_of("soon")
    yield Tile("broken", broken, "broken" if broken else "fine")
    yield Tile("soon", soon, "soon" if soon else "fine")
    waiting = scene.waiting
    yield Tile("waiting", len(waiting), scene.worst("claim"), since=_first(chat.queued_at for chat in waiting))
    there = [duty for duty in scene.desk.staff if duty.there]
    places = sum(map(scene.capacity, there))
    yield Tile("free", sum(map(scene.room, there)), of=places)
    yield Tile("talking", len(scene.desk.chats) - len(waiting), scene.worst("reply"))
    calls = scene.desk.callbacks
    yield Tile("calls", len(calls), scene.worst("callback"), due=_first(file.due for file in calls))
    mails = scene.desk.tickets
    yield Tile("mails", len(mails), scene.worst("email"), since=_first(file.asked_at for file in mails))
    quarrels = scene.desk.disputes
    yield Tile("disputes", len(quarrels), scene.worst("dispute"), due=_first(file.dispute.due for file in quarrels))


def _numbers(scene: Scene) -> dict[str, int]:
    return {
        "count-broken": scene.number_of("broken"),
        "count-owed": scene.number_of("broken") + scene.number_of("soon"),
        "count-waiting": len(scene.waiting),
        "count-there": sum(duty.there for duty in scene.desk.staff),
        "count-off": sum(not duty.on_duty and duty.agent.id not in scene.held for duty in scene.staff),
        "count-calls": len(scene.desk.callbacks),
        "count-mails": len(scene.desk.tickets),
        "count-disputes": len(scene.desk.disputes),
    }


# --- by language
def _languages(scene: Scene) -> tuple[Language, ...]:
    """The desk's, and after them any other in which somebody waits."""
    desk = scene.desk
    named = {
        *(chat.language for chat in desk.chats),
        *(file.spoken for file in desk.callbacks),
        *(file.staff_language for file in desk.tickets),
    }
    return (*scene.rules.languages, *sorted(named - set(scene.rules.languages)))


def _spoken(scene: Scene, languages: Sequence[Language]) -> Iterator[Row]:
    for place, language in enumerate(languages):
        yield Row(f"language-{language}", "languages", f"{place:03}", _in(language, scene))


def _in(language: Language, scene: Scene) -> Spoken:
    waiting = [chat.queued_at for chat in scene.waiting if chat.language == language]
    calls = [file.due for file in scene.desk.callbacks if file.spoken == language]
    mails = [file.asked_at for file in scene.desk.tickets if file.staff_language == language]
    there = [duty for duty in scene.desk.staff if duty.there and language in languages_of(duty.languages, scene.rules)]
    return Spoken(
        language,
        len(waiting),
        _first(waiting),
        len(calls),
        _first(calls),
        len(mails),
        _first(mails),
        len(there),
        sum(map(scene.room, there)),
        scene.worst("claim", language),
        scene.worst("callback", language),
        scene.worst("email", language),
    )


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)
