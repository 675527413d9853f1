"""`frontdesk board-link`: a link that opens the board of the desk that runs on this data folder, for its operator, once."""

import sys

from bots.board import LINK_FILE
from bots.settings import Settings
from core.engine.clock import SystemClock
from handoff.board.gate.one_time_links import leave
from handoff.board.gate.place import Place


def board_link(settings: Settings) -> int:
    """1 where there is no board, or where it listens on any free port: then only the desk itself knows where."""
    ours = settings.board
    if ours.mode == "off":
        print("There is no board: BOARD_MODE is off.", file=sys.stderr)
        return 1
    if not ours.url and not ours.port:
        print("BOARD_PORT is 0, so the board is at a port that only the desk knows. Choose one.", file=sys.stderr)
        return 1
    root = ours.url or Place(ours.host).at(ours.port)
    token = leave(settings.desk.data / LINK_FILE, SystemClock().now())
    print(f"{root}/sign-in?token={token}")
    return 0
