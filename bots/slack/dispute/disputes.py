"""Shows disputes to staff: the card on top of a thread in the Trust & Safety channel, and the forms over it."""

from bots.slack.api import Api
from bots.slack.cases.card import Say
from bots.slack.dispute.card import cut_words, dispute_blocks, headline
from bots.slack.dispute.forms import form_view
from bots.slack.dispute.words import ROLES
from bots.slack.errors import Used
from bots.slack.ids import SLACK, place_of
from bots.slack.outgoing import lane as lane_of
from bots.slack.posting import Content, Poster
from bots.slack.standing_card import StandingCards
from bots.slack.writing.markup import escaped, parts_of
from bots.slack.writing.styled import rich
from core.model.dispute_events import CardShown
from core.model.dispute_file import DisputeFile
from core.model.effects import Effect, ShowDispute, ShowForm
from core.model.errors import Refused
from core.model.ids import CaseCode, ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.model.shop import Role
from core.ports import Store
from handoff.dispute_views import summary

_VIEWS = Limit(f"{SLACK}:views", 100 / 60, burst=20)  # docs.slack.dev/reference/methods/views.open: tier 4


def lane(effect: Effect, conversation: ConversationId) -> str:
    """A dispute's card and its thread keep order; a form has seconds, so it waits behind nothing."""
    return f"form:{effect.trigger}" if isinstance(effect, ShowForm) else lane_of(conversation)


def parts(effect: Effect) -> int:
    """The card, and at its first showing the words that do not fit on it."""
    if isinstance(effect, ShowDispute) and effect.file.thread is None:
        return 1 + len(_rest(effect.file))
    return 1


class DisputePerformer:
    """The Performer of `ShowDispute` and `ShowForm`; new cards go to `channel`.

    `say` gives catalog texts in the staff's language, `per_second` is how often one channel may be posted to.
    """

    def __init__(self, api: Api, channel: str, store: Store, say: Say, per_second: float = 1.0) -> None:
        self._api = api
        self._poster = Poster(api)
        self._cards = StandingCards(self._poster, channel, store, per_second)
        self._say = say

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return lane(effect, conversation)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        if isinstance(effect, ShowForm):
            return (_VIEWS,)
        return (self._cards.limit(effect.file.thread if isinstance(effect, ShowDispute) else None),)

    def parts(self, effect: Effect) -> int:
        return parts(effect)

    async def perform(self, row: OutboxRow) -> Done:
        """Raises Transient, Limited, Uncertain, Gone or Refused; TooLate where the leave to show a form is over."""
        match row.effect:
            case ShowDispute(file=file) if row.part == 0:
                return await self._show(row, file)
            case ShowDispute(file=file):
                return await self._tell_rest(row, file)
            case ShowForm() as form:
                return await self._open(row, form)
            case other:
                raise Refused(f"{type(other).__name__} shows nothing of a dispute")

    # --- the card
    async def _show(self, row: OutboxRow, file: DisputeFile) -> Done:
        thread = await self._cards.show(row, _name(file.case), file.thread, self._card(file))
        return Done(place_of(thread).ts, None if file.thread == thread else CardShown(thread))

    def _card(self, file: DisputeFile) -> Content:
        return Content(headline(file, self._say), dispute_blocks(file, self._say))

    async def _tell_rest(self, row: OutboxRow, file: DisputeFile) -> Done:
        """Under the card that this very effect has posted; under any other one it was told before."""
        shown = await self._cards.shown(_name(file.case))
        if shown is None or shown.effect != row.id:
            return Done()
        place, key = place_of(shown.thread), f"{row.id}.{row.part}"
        ts = await self._poster.find_reply(place, key, row.created_at) if row.attempts > 1 else ""
        return Done(ts or await self._poster.post(place.channel, self._words(file, row.part - 1), key, place.ts))

    def _words(self, file: DisputeFile, at: int) -> Content:
        rest = _rest(file)
        role, said = rest[at]
        name = self._say(ROLES[role]) + (f" ({at + 1}/{len(rest)})" if len(rest) > 1 else "")
        return Content(f"*{escaped(name)}*\n{escaped(said)}", rich(said, name=name))

    # --- forms
    async def _open(self, row: OutboxRow, form: ShowForm) -> Done:
        call = self._api.web.views_open(trigger_id=form.trigger, view=form_view(form, self._say))
        try:
            answer = await self._api.answer(call)
        except Used:
            if row.attempts > 1:  # by the try whose answer did not come
                return Done()
            raise
        return Done(str(answer["view"]["id"]))


def _rest(file: DisputeFile) -> list[tuple[Role, str]]:
    """What does not fit on the card, in parts that each fit in a message, with whose words they are."""
    sides = summary(file.dispute).sides
    return [(side.role, part) for side in sides if cut_words(side) for part in parts_of(cut_words(side))]


def _name(case: CaseCode) -> str:
    return f"dispute_card:{case}"
