"""What `frontdesk check` says of the model: whether it answers, and which settings are idle or limit nothing."""

from collections.abc import Iterator

from bots.help_centre import model_access
from bots.settings import Settings
from core.answers.llm import ModelServer
from core.answers.model_failures import ModelFailed
from core.answers.prompt import Message
from core.model.errors import DeskError

_GREETING = (Message("user", "Write the word yes and nothing else."),)
_EMBEDDING = 5.0  # seconds


class ModelSilent(DeskError):
    """The model server gives nothing that can be used."""


async def reach_model(settings: Settings) -> str:
    """Asks for one word, and for one vector where these are configured. Raises ModelSilent."""
    ours = settings.openai
    server = ModelServer(model_access(settings))
    try:
        await server.complete(_GREETING, _unseen)
        if ours.embeddings:
            await server.embed(["yes"], _EMBEDDING)
    except ModelFailed as failed:
        raise ModelSilent(failed.reason) from failed
    finally:
        await server.close()
    embeddings = f", embeddings by {ours.embeddings}" if ours.embeddings else ""
    return f"{ours.model} at {ours.base_url}{embeddings}"


async def _unseen(_: str) -> None:
    """Nobody watches."""


def budget(settings: Settings) -> str:
    """What a day may cost, as it is set."""
    ours = settings.budget
    limits = [
        f"{ours.per_day:g} in all" if ours.per_day is not None else "",
        f"{ours.per_customer:g} a customer" if ours.per_customer is not None else "",
        f"{ours.tokens_per_customer} tokens a customer" if ours.tokens_per_customer is not None else "",
    ]
    return f"at most {', '.join(filter(None, limits))} a day" if any(limits) else "without any limit a day"


def idle_settings(settings: Settings) -> str:
    """What is set for a model that there is none of."""
    ours = settings.openai
    given = {"OPENAI_API_KEY": ours.api_key.get_secret_value(), "OPENAI_EMBEDDINGS": ours.embeddings}
    names = ", ".join(name for name, value in given.items() if value)
    return f"without OPENAI_MODEL articles are quoted, and {names} is not used" if names else ""


def idle_budgets(settings: Settings) -> Iterator[str]:
    """Budgets in money, where nothing has a price."""
    if settings.openai.prompt_price or settings.openai.completion_price:
        return
    for name, value in (
        ("BUDGET_PER_DAY", settings.budget.per_day),
        ("BUDGET_PER_CUSTOMER", settings.budget.per_customer),
    ):
        if value:
            yield (
                f"{name} limits nothing while nothing has a price: "
                "set OPENAI_PROMPT_PRICE and OPENAI_COMPLETION_PRICE, per million tokens"
            )
