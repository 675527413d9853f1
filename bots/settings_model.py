"""Settings of a model that writes answers, and of what it may cost."""

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from bots.settings_section import HttpRoot, Section, is_set


class OpenAI(Section):
    """A model that writes answers, on any server that speaks OpenAI's chat completions; without `model` there is none.

    `checks`: a second call looks whether the sources support each sentence. `embeddings`: the name of the model that
    embeds, if the search is to use one. `translates`: in live chats, between people who read different languages. Prices
    are per million tokens, in any one currency.
    """

    base_url: HttpRoot = "https://api.openai.com/v1"
    api_key: SecretStr = SecretStr("")
    model: str = ""
    embeddings: str = ""
    temperature: float | None = Field(None, ge=0, le=2)
    checks: bool = False
    translates: bool = True
    prompt_price: float = Field(0.0, ge=0)
    completion_price: float = Field(0.0, ge=0)

    @field_validator("model")
    @classmethod
    def _model(cls, value: str, info: ValidationInfo) -> str:
        hosted = info.data.get("base_url") == cls.model_fields["base_url"].default
        if value and hosted and not is_set(info.data.get("api_key")):
            raise ValueError("this server needs OPENAI_API_KEY; for a server of your own set OPENAI_BASE_URL")
        return value


class Budget(Section):
    """The most that models may cost in a day (UTC), in the currency of the prices; when it is spent, articles are quoted.

    `tokens_per_customer` limits what one customer can use up where nothing has a price.
    """

    per_day: float | None = Field(None, ge=0)
    per_customer: float | None = Field(None, ge=0)
    tokens_per_customer: int | None = Field(200_000, ge=0)
