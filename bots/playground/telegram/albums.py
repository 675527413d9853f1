"""sendMediaGroup: several files as one album, https://core.telegram.org/bots/api#sendmediagroup."""

from bots.playground.telegram import wire
from bots.playground.telegram.account import Account
from bots.playground.telegram.errors import BadRequest
from bots.playground.telegram.methods import method
from bots.playground.telegram.parameters import Parameters
from bots.playground.telegram.sending import send
from bots.playground.telegram.state import Entity, Media
from bots.playground.telegram.texts import caption
from bots.playground.telegram.uploading import media_of

MOST = 10
_TOGETHER = ({"photo", "video"}, {"document"}, {"audio"})


@method("sendMediaGroup", "chat_id media", "disable_notification protect_content reply_parameters")
def send_media_group(account: Account, parameters: Parameters) -> list[wire.Json]:
    chat = account.open_chat(parameters.text("chat_id"))
    given = parameters.json("media", "InputMedia")
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise BadRequest("expected an Array of InputMedia")
    kinds = {str(each.get("type")) for each in given}
    if not 2 <= len(given) <= MOST or not any(kinds <= kind for kind in _TOGETHER):
        raise BadRequest("wrong type or number of files in the album")
    files = [_file(account, parameters, each) for each in given]
    album = f"{chat.id}/{files[0][0].file_id}"
    return [send(account, chat, parameters, text, entities, media, album) for media, text, entities in files]


def _file(account: Account, parameters: Parameters, item: dict[str, object]) -> tuple[Media, str, list[Entity]]:
    kind = str(item["type"])
    texts = {name: value for name, value in item.items() if isinstance(value, str)}
    alone = Parameters({**texts, kind: texts.get("media", "")}, parameters.uploads)
    text, entities = caption(alone)
    return media_of(account, alone, kind), text, entities
