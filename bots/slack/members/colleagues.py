"""Who did what came in from Slack: whether they are a colleague, by which name, and whether they decide about others."""

import re
from collections.abc import Collection, Mapping

from bots.slack.members.people import Member
from core.model.ids import AgentId
from core.model.people import Agent

_TYPED = re.compile(r"(?<![\w@.])@(\w[\w.-]*)")


class Colleagues:
    """Those of one workspace. `known` gives members by id; where no `supervisors` are named, every colleague counts as one."""

    def __init__(self, team: str, known: Mapping[str, Member], supervisors: Collection[str] = ()) -> None:
        self._team = team
        self._known = known
        self._supervisors = supervisors

    def agent(self, user: str | None, handle: str = "") -> Agent:
        """By the name that members show; by their handle, or by none, where Slack has not told it yet."""
        member = self._known.get(user or "")
        return Agent(AgentId(user or ""), (member.name if member else "") or handle)

    def name(self, user: str) -> str:
        return self.agent(user).name

    def called_by_hand(self, words: str) -> bool:
        """Whether one of them is called by a name that was typed and not chosen from Slack's list: no mention, but meant as one."""
        names = {member.name.split()[0].casefold() for member in self._known.values() if member.name.strip()}
        return any(typed.casefold().rstrip(".-") in names for typed in _TYPED.findall(words))

    def why_not(self, user: str, *teams: str | None) -> str:
        """Why this is no colleague; empty for one. `teams` are the workspaces that are named with what they did, if any are."""
        if set(teams) - {None, self._team}:
            return "from another workspace"
        member = self._known.get(user)
        return member.outsider if member else ""

    def supervises(self, agent: Agent) -> bool:
        """The core sees to it that nobody decides about what they asked for themselves."""
        return not self._supervisors or agent.id in self._supervisors
