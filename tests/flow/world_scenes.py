"""Where the histories of the small world begin, so that even a short one reaches every room."""

from collections.abc import Callable

from tests.flow.world import World

Scene = list[tuple[Callable[[World, int], None], int]]
_ASKED: Scene = [(World.writes, 1)]
_LINK_SHOWN: Scene = [*_ASKED, (World.types_a_choice, 4)]
_CHOOSING: Scene = [*_ASKED, (World.works, 0), (World.news_comes, 0), (World.types_a_choice, 1)]
_WAITING: Scene = [*_CHOOSING, (World.presses_now, 0)]
_PICKING: Scene = [*_ASKED, (World.signs_in, 0), (World.types_a_choice, 3), (World.settles, 0)]
_QUEUED: Scene = [*_WAITING, (World.settles, 0)]
_CHATTING: Scene = [*_QUEUED, (World.claims, 0)]
_TRANSLATED: Scene = [(World.languages_change, 1), *_CHATTING, (World.writes, 1), (World.agent_acts, 18)]
_CHAT_OVER: Scene = [*_CHATTING, (World.agent_acts, 34)]
_TICKETED: Scene = [*_CHOOSING, (World.presses_now, 1), (World.writes_an_address, 0)]
_TICKET_OPEN: Scene = [*_TICKETED, (World.settles, 0)]
_CORRESPONDING: Scene = [*_TICKET_OPEN, (World.team_acts, 0)]
_TIME_IS_UP: Scene = [(World.time_passes, 1), (World.news_comes, -1)]
_FORGOTTEN: Scene = _TIME_IS_UP * 5
_NEWEST: Scene = [(World.works, -1), (World.news_comes, -1)]
_PICKING_AFTER_TICKET: Scene = [*_TICKETED, (World.signs_in, 0), (World.types_a_choice, 3)]
_ADVISED_AFTER_TICKET: Scene = [
    *_PICKING_AFTER_TICKET,
    *_NEWEST,
    (World.presses_now, 0),
    *_NEWEST,
    *_NEWEST,
    (World.types_a_choice, 1),
]
_TOLD: Scene = [*_PICKING, (World.presses_now, 0), (World.settles, 0)]
_SUMMED_UP: Scene = [
    *_TOLD,
    (World.types_a_choice, 6),
    (World.settles, 0),
    (World.presses_now, 0),  # it has not come
    (World.presses_now, 1),  # the other party could not help
    (World.writes, 12),
    (World.presses_now, 0),  # all of the money
    (World.presses_now, 0),  # no files
]
_REPORTED: Scene = [*_SUMMED_UP, (World.presses_now, 0), (World.settles, 0)]
_TICKET_ABOUT_ORDER: Scene = [
    *_TOLD,
    (World.writes, 22),
    (World.presses_now, 1),
    (World.writes, 1),
    (World.writes_an_address, 0),
    (World.settles, 0),
]
_IDLE_AFTER_TICKET: Scene = [*_TICKETED, (World.writes, 1), *_NEWEST]
_SIGNING_IN_AFTER_TICKET: Scene = [*_TICKETED, (World.types_a_choice, 4)]
_DISPUTED_AFTER_TICKET: Scene = [*_ADVISED_AFTER_TICKET[:-1], (World.types_a_choice, 6)]
_OF_ANOTHER: Scene = [
    *_REPORTED,
    (World.types_a_choice, 3),
    (World.settles, 0),
    (World.presses_now, 1),
    (World.settles, 0),
]
_OF_THE_SAME: Scene = [*_OF_ANOTHER[:-2], (World.presses_now, 0), (World.settles, 0)]
_ADVISED_WHILE_OPEN: Scene = [
    *_TICKET_OPEN,
    (World.signs_in, 0),
    (World.types_a_choice, 3),
    (World.settles, 0),
    (World.presses_now, 0),
    (World.settles, 0),
    (World.types_a_choice, 1),
]
_CALLED: Scene = [
    *_ASKED,
    (World.works, 0),
    (World.news_comes, 0),
    (World.duty_changes, 4),
    (World.types_a_choice, 1),
    (World.presses_now, 1),  # a call
    (World.writes, 12),  # its number
    (World.presses_now, 0),
    (World.settles, 0),
]
_ASKS_AGAIN: Scene = [
    *_CALLED,
    (World.writes, 1),
    (World.works, 0),
    (World.news_comes, 0),
    (World.edits, 1),
    (World.edits, 1),
    (World.types_a_choice, 1),
]
_ADVISED: Scene = [*_TOLD, (World.types_a_choice, 1)]
_ADVISED_ABOUT_DISPUTED: Scene = [*_OF_THE_SAME, (World.types_a_choice, 1)]
_WHICH_ORDER: Scene = [(World.signs_in, 0), (World.writes, 9), (World.settles, 0)]
_NO_ORDERS: Scene = [(World.signs_in, 0), *[(World.types_a_choice, 3)] * 4]
_ADDING_TO_OTHER: Scene = [*_OF_ANOTHER, (World.acts_in_a_dispute, 0)]
_ADDING_WITH_TICKET: Scene = [
    *_REPORTED,
    (World.types_a_choice, 1),
    (World.presses_now, 1),
    (World.writes, 1),
    (World.writes_an_address, 0),
    (World.acts_in_a_dispute, 0),
]
_REPORTED_TWICE_AT_ONCE: Scene = [
    *_SUMMED_UP,
    (World.presses_now, 0),
    (World.types_a_choice, 6),
    (World.settles, 0),
]
_LOOKING_AFTER_TICKET: Scene = [*_DISPUTED_AFTER_TICKET, *_NEWEST, (World.presses_now, 0)]
_SIGNING_IN_ANEW: Scene = [*_TOLD, (World.types_a_choice, 4)]
_SIGNING_IN_AFTER_REPORT: Scene = [*_REPORTED, (World.types_a_choice, 4)]
_FORM_AFTER_FILE: Scene = [(World.sends_a_file, 0), (World.presses_now, 0)]
_BY_MAIL_INSTEAD: Scene = [*_ASKS_AGAIN, (World.presses_now, 2)]  # and the call is still owed
_NOBODY_IS_LEFT: Scene = [
    (World.duty_changes, 2),
    (World.presses, 0),
    (World.presses_now, 0),
    (World.duty_changes, 1),
]
_PICKING_AFTER_REPORT: Scene = [*_REPORTED, (World.types_a_choice, 3), *_NEWEST]
_SOMETHING_ELSE: Scene = [
    (World.presses, 0),
    (World.dispute_has_news, 0),
    (World.presses_now, 1),
    (World.presses_now, 0),
]
_MESSAGE_WANTED: Scene = [*_CALLED, (World.types_a_choice, 1), (World.presses_now, 1)]

# Controls of Tom's, and what a supervisor says to the last of them.
_RELEASES = (World.agent_uses, 2)
_OFFERS_MAIL = (World.agent_uses, 34)
_OFFERS_CALL = (World.agent_uses, 36)
_ASKS_TO_BLOCK = (World.agent_uses, 42)
_BLOCKS = (World.agent_uses, 153)
_TAKES_BACK = (World.agent_uses, 56)
_HANDS_BACK = (World.agent_uses, 62)
_ASSIGNS = (World.agent_uses, 104)
_FORM_IN_CHAT: Scene = [*_CHATTING, (World.presses_now, 0)]
_CHAT_ABOUT_TICKET: Scene = [
    *_TICKET_OPEN,
    (World.writes, 1),
    (World.types_a_choice, 1),
    (World.presses_now, 0),
    (World.settles, 0),
    (World.claims, 0),
]
_CONTROLLED: tuple[Scene, ...] = (
    *(
        [*scene, control]
        for scene in (_CHATTING, _FORM_IN_CHAT)
        for control in (_RELEASES, _HANDS_BACK, (World.agent_is_gone, 0))
    ),
    *([*scene, _ASKS_TO_BLOCK, _BLOCKS] for scene in (_QUEUED, _CHATTING, _FORM_IN_CHAT)),
    *([*scene, _ASSIGNS] for scene in (_QUEUED, [*_QUEUED, (World.presses_now, 0)])),
    [*_CHATTING, _OFFERS_MAIL],
    [*_CHAT_ABOUT_TICKET, _OFFERS_MAIL],
    [*_CHAT_ABOUT_TICKET, (World.duty_changes, 4), _OFFERS_CALL, _OFFERS_MAIL],
    *(
        [*scene, _TAKES_BACK]
        for scene in (
            [],
            _ASKED,
            _LINK_SHOWN,
            _PICKING,
            _ADVISED,
            [*_TOLD, (World.types_a_choice, 6), (World.settles, 0)],
            [*_REPORTED, (World.types_a_choice, 6)],
            _CHOOSING,
            [*_CHOOSING, (World.presses_now, 1)],
            _CORRESPONDING,
            _CHAT_OVER,
        )
    ),
)

# What has been asked for long ago fails at last: the ticket that was the fifth thing to do, the mail that was the sixth.
_NO_TICKET: Scene = [(World.fails, 4), (World.news_comes, -1)]
_NO_MAIL: Scene = [(World.fails, 5), (World.news_comes, -1)]
_WHILE_A_TICKET_IS_ON_ITS_WAY: tuple[Scene, ...] = (
    _TICKETED,
    _IDLE_AFTER_TICKET,
    _SIGNING_IN_AFTER_TICKET,
    _PICKING_AFTER_TICKET,
    _ADVISED_AFTER_TICKET,
    _DISPUTED_AFTER_TICKET,
    _ADDING_WITH_TICKET,
)
# What seldom comes about by chance, each the last that is done.
_SELDOM: tuple[Scene, ...] = (
    *([*scene, *failed] for scene in _WHILE_A_TICKET_IS_ON_ITS_WAY for failed in (_NO_TICKET, _NO_MAIL)),
    [*_QUEUED, *_FORM_AFTER_FILE, (World.fails, 9), (World.news_comes, -1)],  # words that do not reach the thread
    [*_CHATTING, *_FORM_AFTER_FILE, (World.fails, 2), (World.news_comes, -1)],
    [*_CHATTING, *_FORM_AFTER_FILE, (World.fails, 12), (World.news_comes, -1)],
    [*_CHATTING, *_FORM_AFTER_FILE[:1], (World.fails, 2), (World.news_comes, -1)],
    [*_NO_ORDERS, (World.fails, 4), (World.news_comes, -1)],  # the shop does not say which there are
    [*_NO_ORDERS, (World.works, 4), (World.news_comes, -1)],
    [*_WHICH_ORDER, (World.writes, 1), (World.fails, 0), (World.news_comes, -1)],
    [*_LOOKING_AFTER_TICKET, (World.fails, 11), (World.news_comes, -1)],
    [*_CORRESPONDING, *_FORGOTTEN],
    [*_ADDING_TO_OTHER, *_FORGOTTEN],
    [(World.team_acts, 0), (World.types_a_choice, 3)],  # orders, for somebody who has not signed in
    [*_TOLD, (World.team_acts, 0), (World.types_a_choice, 6)],  # reports, with the team's answer on the screen
    [*_TOLD, (World.writes, 5)],
    [*_ADVISED, (World.comes_by_link, 0), (World.types_a_choice, 6)],
    [*_ADVISED_AFTER_TICKET, (World.types_a_choice, 4)],
    [*_ADVISED_ABOUT_DISPUTED, (World.types_a_choice, 6)],
    [*_ADVISED_ABOUT_DISPUTED, (World.acts_in_a_dispute, 0)],
    [*_WHICH_ORDER, (World.types_a_choice, 4), (World.types_a_choice, 6)],
    [*_SIGNING_IN_ANEW, (World.types_a_choice, 6)],
    [*_SIGNING_IN_AFTER_REPORT, (World.types_a_choice, 6)],
    [*_ADDING_TO_OTHER, (World.types_a_choice, 6)],
    [*_ADDING_WITH_TICKET, (World.types_a_choice, 6)],
    [*_REPORTED_TWICE_AT_ONCE, (World.types_a_choice, 6)],
    [*_MESSAGE_WANTED, (World.sends_a_file, 2)],
    [*_NOBODY_IS_LEFT, (World.sends_a_file, 2)],
    [*_CORRESPONDING, *_FORGOTTEN, (World.changes_a_call, 8), (World.sends_a_file, 2)],  # about the ticket
    [*_CORRESPONDING, *_FORGOTTEN, (World.presses_now, 1), (World.presses_now, 0), (World.presses_now, 0)],
    [*_BY_MAIL_INSTEAD, (World.presses, 25)],  # it is something else
    [*_ADVISED_WHILE_OPEN, (World.acts_on_a_ticket, 0), *_SOMETHING_ELSE],
    [*_TOLD, (World.presses_now, 1)],
    [*_TICKET_ABOUT_ORDER[:-1], (World.types_a_choice, 1)],
    [*_PICKING_AFTER_REPORT, (World.types_a_choice, 6)],
    [*_WAITING, (World.presses_now, 0), (World.writes, 0)],  # may come to harm
    [*_ADVISED, (World.writes, 0)],
    [*_PICKING, (World.writes, 0)],
    [*_TICKETED, (World.writes, 0)],
    [*_LINK_SHOWN, (World.signs_in, 0), *_TIME_IS_UP],
    [*_LINK_SHOWN, *_FORGOTTEN],
    [*_ADVISED_WHILE_OPEN, (World.acts_on_a_ticket, 0)],
    [*_ADVISED_WHILE_OPEN, (World.acts_on_a_ticket, 2)],
    [*_ADDING_WITH_TICKET, (World.works, 6), (World.acts_on_a_ticket, 0)],
    [*_ADDING_WITH_TICKET, (World.works, 6), (World.acts_on_a_ticket, 2)],
    [*_TICKETED, (World.signs_in, 0), (World.types_a_choice, 6)],
    [*_TICKETED, (World.types_a_choice, 6)],
    [*_CHATTING, (World.presses_now, 0), (World.writes, 0)],
    [*_QUEUED, (World.presses_now, 0), (World.claims, 0)],  # agents act while a form is open
    [*_CHATTING, (World.presses_now, 0), (World.agent_acts, 18)],
    [*_CHATTING, (World.presses_now, 0), (World.agent_acts, 34)],
    [*_TRANSLATED, (World.presses_now, 0), (World.works, 5), (World.news_comes, -1)],
    [*_TICKETED, (World.types_a_choice, 1), *_NO_TICKET],
    [*_TICKETED, (World.types_a_choice, 1), *_NO_MAIL],
    [*_WAITING, (World.fails, 3), (World.news_comes, -1)],
    [*_ASKED, (World.fails, 0), (World.news_comes, -1)],
    [*_ASKED, *_TIME_IS_UP],
    [*_CHOOSING, *_FORGOTTEN],
    [*_CHOOSING, (World.presses_now, 1), *_FORGOTTEN],
    [*_QUEUED, (World.time_passes, 12), *_TIME_IS_UP * 3],
    [*_DISPUTED_AFTER_TICKET, *_FORGOTTEN],
    [*_PICKING_AFTER_TICKET, *_TIME_IS_UP],
)
SCENES: tuple[Scene, ...] = (
    [],
    _ADVISED_WHILE_OPEN,
    [*_ADVISED_WHILE_OPEN[:-1], *[(World.types_a_choice, 6), (World.settles, 0)] * 2],  # reports while a ticket is open
    _IDLE_AFTER_TICKET,
    _TICKET_OPEN,
    _CORRESPONDING,
    [*_CORRESPONDING, (World.presses_now, 1)],  # idle while a ticket is open
    [*_CORRESPONDING, (World.presses_now, 0), (World.presses_now, 2), (World.presses_now, 0)],  # a word about the help
    [*_CORRESPONDING, (World.signs_in, 0)],
    [*_TICKET_ABOUT_ORDER, (World.team_acts, 0)],
    [
        *_REPORTED,
        (World.types_a_choice, 1),
        (World.presses_now, 1),
        (World.writes, 1),
        (World.writes_an_address, 0),
        (World.settles, 0),
        (World.team_acts, 0),
    ],
    [*_TICKET_OPEN, (World.writes, 1)],
    _CHAT_ABOUT_TICKET,
    [*_TICKET_OPEN, (World.types_a_choice, 4)],
    [*_TICKET_OPEN, (World.types_a_choice, 1)],
    [*_TICKET_OPEN, (World.signs_in, 0), (World.types_a_choice, 3), (World.settles, 0)],
    _WHICH_ORDER,
    _ADVISED_AFTER_TICKET,
    _ASKED,
    _CHOOSING,
    _WAITING,
    _QUEUED,
    _CHATTING,
    _TRANSLATED,
    [*_TRANSLATED, (World.presses_now, 0)],  # e-mail instead, while the agent's words are on their way
    [*_WAITING, (World.presses_now, 0)],  # e-mail instead, before the thread is open
    [*_CHATTING, (World.presses_now, 0)],
    [*_QUEUED, (World.time_passes, 12)],  # a whole day in the queue
    [*_TOLD, (World.writes, 22), (World.presses_now, 1), (World.writes_an_address, 0)],  # a ticket about an order
    _CALLED[:-3],
    [*_CALLED, (World.writes, 1), *_NEWEST, (World.call_ends, 0)],  # called while something else was asked
    [*_CHATTING, (World.presses_now, 0), *_FORGOTTEN],  # a form that is forgotten
    [*_QUEUED, (World.presses_now, 0), *_FORGOTTEN],
    _SIGNING_IN_AFTER_TICKET,
    _CHAT_OVER,
    _NO_ORDERS,
    [*_CHAT_OVER, (World.presses_now, 0), (World.presses_now, 2), (World.presses_now, 0)],  # a word is asked for
    _TOLD,
    _PICKING,
    [*_TOLD, (World.types_a_choice, 6), (World.settles, 0)],  # a report is begun
    _SIGNING_IN_ANEW,
    _SUMMED_UP,
    [*_REPORTED, (World.types_a_choice, 6)],  # adds to the report
    [*_REPORTED, (World.writes, 1)],
    _SIGNING_IN_AFTER_REPORT,
    [*_REPORTED, (World.types_a_choice, 1)],
    _PICKING_AFTER_REPORT,
    _ADDING_TO_OTHER,
    [*_OF_ANOTHER, (World.types_a_choice, 6), (World.settles, 0)],
    _ADVISED_ABOUT_DISPUTED,
    [
        *_ADVISED_ABOUT_DISPUTED,
        (World.presses_now, 1),
        (World.presses_now, 1),
        (World.writes, 1),
        (World.writes_an_address, 0),
        (World.settles, 0),
        (World.team_acts, 0),
    ],
    _ADDING_WITH_TICKET,
    _REPORTED_TWICE_AT_ONCE,
    _DISPUTED_AFTER_TICKET,
    _LOOKING_AFTER_TICKET,
    _ADVISED,
    _LINK_SHOWN,
    _TICKETED,
    [(World.duty_changes, 2), (World.presses, 0), (World.presses_now, 0)],  # a message is asked for
    _NOBODY_IS_LEFT,
    [*_TICKETED, (World.duty_changes, 3), (World.types_a_choice, 1), (World.presses_now, 0)],  # an address is known
    [
        *_TICKETED,
        (World.duty_changes, 3),
        (World.types_a_choice, 1),
        (World.presses_now, 0),
        (World.duty_changes, 1),
    ],
    _ASKS_AGAIN,
    _BY_MAIL_INSTEAD,
    _MESSAGE_WANTED,
    *_SELDOM,
    *_CONTROLLED,
)
