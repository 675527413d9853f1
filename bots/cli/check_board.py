"""What `frontdesk check` says about the board: where it is, how people come in, and whether others can read along."""

from collections.abc import Iterator

from bots.settings import Settings
from handoff.board.gate.place import Place


def board(settings: Settings) -> Iterator[tuple[str, str]]:
    """Whether it is well ("ok") or worth a note, and in which words."""
    ours = settings.board
    if ours.mode == "off":
        yield "note", "off, as BOARD_MODE says"
        return
    place = Place(ours.host, ours.url)
    yield "ok", f"at {ours.url or place.at(ours.port)}, {_ways_in(settings)}"
    if place.exposed:
        yield (
            "note",
            f"others can read along: it listens on {ours.host} without TLS. Set BOARD_URL=https://... of a proxy",
        )
    if not settings.has_slack_sign_in() and (ours.operators or ours.supervisors_group):
        yield "note", "nobody signs in with Slack: BOARD_OPERATORS and BOARD_SUPERVISORS_GROUP need SLACK_CLIENT_ID"


def _ways_in(settings: Settings) -> str:
    if settings.has_slack_sign_in():
        return "entered with Slack, or by the link of `frontdesk board-link`"
    return "entered by the link that is printed at the start, or by that of `frontdesk board-link`"
