"""The ways in which a model server goes wrong, each as a value: see `OpenAIServer.script`."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bots.playground.openai.composing import compose
from bots.playground.openai.reading import Prompt

Says = Callable[[Prompt], str]


@dataclass(frozen=True)
class Trouble:
    """What is different from a good answer to one request. Times are in seconds; None is for ever.

    A `status` other than 200 answers with `body` and `headers` alone. `stall_after` and `cut_after` count characters of
    the answer that still come; a cut at `inside` ends in the middle of one. `raw` takes the place of the whole stream.
    `unlike` names optional fields of the request that are refused with 400.
    """

    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    says: Says = compose
    wait: float | None = 0.0
    stall_after: int | None = None
    cut_after: int | None = None
    inside: bool = False
    finish: str | None = "stop"
    done: bool = True
    linger: bool = False
    usage: bool = True
    refusal: str = ""
    raw: bytes | None = None
    unlike: tuple[str, ...] = ()


def _error(code: str, message: str) -> str:
    return json.dumps({"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}})


def says(text: str) -> Trouble:
    return Trouble(says=lambda _: text)


def rate_limited(retry_after: str | None = None) -> Trouble:
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return Trouble(429, _error("rate_limit_exceeded", "Rate limit reached"), headers)


def late(seconds: float | None = None) -> Trouble:
    """Nothing comes before the time is over."""
    return Trouble(wait=seconds)


def stalls(after: int = 20) -> Trouble:
    return Trouble(stall_after=after)


def breaks_off(after: int = 20, *, inside_character: bool = False) -> Trouble:
    """The connection ends, and with it the stream: no end of the answer, no [DONE]."""
    return Trouble(cut_after=after, inside=inside_character)


def knows_no(*fields: str) -> Trouble:
    return Trouble(unlike=fields)


def _obey(prompt: Prompt) -> str:
    """Does what any text in the data orders: says what stands after "say" or "answer"."""
    data = "\n".join([*(each.text for each in prompt.passages), prompt.question])
    orders = re.findall(r"(?:say|answer|reply|write)[:\s]+(.+)", data, re.IGNORECASE)
    return orders[-1].strip() if orders else compose(prompt)


def _html_page(status: int) -> str:
    return f"<html><head><title>{status}</title></head><body><h1>{status}</h1><hr>gateway</body></html>"


WRONG_KEY = Trouble(401, _error("invalid_api_key", "Incorrect API key provided"))
FORBIDDEN = Trouble(403, _error("unsupported_country_region_territory", "Not allowed"))
NO_SUCH_MODEL = Trouble(404, _error("model_not_found", "The model does not exist"))
NO_MONEY = Trouble(429, _error("insufficient_quota", "You exceeded your current quota"))
BROKEN = Trouble(500, _error("server_error", "The server had an error"))
BAD_GATEWAY = Trouble(502, _html_page(502), {"Content-Type": "text/html"})
DROPPED = Trouble(drop=True)
NO_END = Trouble(finish=None, done=False)
NO_DONE = Trouble(done=False)
LINGERS = Trouble(done=False, linger=True)
NO_USAGE = Trouble(usage=False)
EMPTY = says("")
ENDLESS = says("All fees are shown at the checkout [1]. " * 5_000)
BAD_JSON = Trouble(raw=b'data: {"choices": [{"delta": {"content": "All fees\n\n')
NO_CHUNK = Trouble(raw=b'data: {"choices": "all fees"}\n\ndata: 5\n\ndata: [DONE]\n\n')
ERROR_IN_STREAM = Trouble(raw=b'data: {"error": {"message": "out of memory", "code": "server_error"}}\n\n')
WRONG_LANGUAGE = says("Palautus maksetaan takaisin viiden arkipäivän kuluessa tuotteen palauttamisesta [1].")
APOLOGY = says("I'm sorry, but I cannot help with that.")
REFUSAL = Trouble(says=lambda _: "", refusal="I cannot help with that.")
FILTERED = Trouble(finish="content_filter")
CUT_BY_LENGTH = Trouble(finish="length")
UNKNOWN_ARTICLE = Trouble(says=lambda prompt: f"{compose(prompt)}\n\nThe details are in our terms [9].")
UNCITED = Trouble(says=lambda prompt: re.sub(r" \[\d+\]", "", compose(prompt)))
INVENTED_AMOUNT = Trouble(says=lambda prompt: f"{compose(prompt)}\n\nYou get 9,999.00 EUR back within 3 hours [1].")
INVENTED_LINK = Trouble(says=lambda prompt: f"{compose(prompt)}\n\nSee https://refunds.evil.example/now [1].")
HTML = Trouble(says=lambda prompt: f"<b>{compose(prompt)}</b><script>alert(1)</script>")
LEAKED_RULES = Trouble(says=lambda prompt: f"{prompt.rules} [1]")
OBEDIENT = Trouble(says=_obey)
THINKS_ALOUD = Trouble(says=lambda prompt: f"<think>Which passage? [7]</think>\n{compose(prompt)}")
