"""Histories of the small world: a scene to begin with, then what is done. They are lists of numbers, so that hypothesis can shrink them."""

from collections.abc import Callable, Sequence
from functools import cache

from hypothesis import strategies as st
from msgspec.structs import replace

from core.language.spec import ENGLISH
from core.model.ids import Language
from tests.flow.world import World
from tests.flow.world_scenes import SCENES

# A scene to begin with; then what is done, and to which of the things that it can be done to.
History = tuple[int, Sequence[tuple[int, int]]]

DEEDS: tuple[Callable[[World, int], None], ...] = (
    World.writes,
    World.types_a_choice,
    World.writes_an_address,
    World.presses,
    World.presses_now,
    World.presses_now,
    World.presses_nonsense,
    World.signs_in,
    World.comes_by_link,
    World.dispute_has_news,
    World.acts_in_a_dispute,
    World.asks_about_data,
    World.asks_about_data,
    World.changes_a_call,
    World.acts_on_a_ticket,
    World.acts_on_a_ticket,
    World.types_a_code,
    World.types_a_cases_code,
    World.team_acts,
    World.team_acts,
    World.sends_a_file,
    World.sends_a_file,
    World.edits,
    World.writes_before_an_outage,
    World.writes_before_an_outage,
    World.agent_acts,
    World.agent_acts,
    World.agent_writes,
    World.agent_changes,
    World.agent_uses,
    World.agent_uses,
    World.agent_is_gone,
    World.claims,
    World.works,
    World.works,
    World.fails,
    World.fails,
    World.news_comes,
    World.news_comes,
    World.time_passes,
    World.time_passes,
    World.duty_changes,
    World.languages_change,
)

_deed = st.tuples(st.integers(0, len(DEEDS) - 1), st.integers(0, 2**10))
# Drawing the length first makes long histories as likely as short ones.
histories = st.tuples(
    st.integers(0, len(SCENES) - 1),
    st.integers(0, 40).flatmap(lambda length: st.lists(_deed, min_size=length, max_size=length)),
)


def after(history: History, language: Language = ENGLISH) -> World:
    """The world as a history leaves it; `language`: that of the customer."""
    scene, deeds = history
    world = _opened(scene, language).copy()
    for number, n in deeds:
        DEEDS[number](world, n)
    return world


@cache
def _opened(scene: int, language: Language) -> World:
    """Not to be changed: many histories begin so."""
    world = World()
    world.conversation = replace(world.conversation, language=language)
    for deed, n in SCENES[scene]:
        deed(world, n)
    return world
