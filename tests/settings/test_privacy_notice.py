"""What customers are told of their data, as the settings have it."""

import pytest
from pydantic import ValidationError

from bots.facts import notice_of
from bots.settings import Settings

DAY = 86_400


def test_customers_read_what_the_settings_say() -> None:
    told = notice_of(Settings(retention={"transcripts": 90, "calls": 7}))  # type: ignore[arg-type]
    assert (told.transcripts, told.calls) == (90 * DAY, 7 * DAY)


def test_where_no_model_is_set_none_is_named() -> None:
    assert notice_of(Settings()).model == ""


@pytest.mark.parametrize(
    ("server", "host"),
    [("https://models.example:8443/v1", "models.example"), ("http://127.0.0.1:11434/v1", "127.0.0.1")],
)
def test_a_model_is_named_by_its_host_alone(server: str, host: str) -> None:
    settings = Settings(openai={"base_url": server, "model": "a-model", "api_key": "a-key"})  # type: ignore[arg-type]
    assert notice_of(settings).model == host


def test_the_shops_own_notice_is_an_address() -> None:
    told = notice_of(Settings(shop={"privacy_url": "https://shop.example/privacy"}))  # type: ignore[arg-type]
    assert told.url == "https://shop.example/privacy"
    assert notice_of(Settings()).url == ""


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(ValidationError, match="write an address"):
        Settings(shop={"privacy_url": "javascript:alert(1)"})  # type: ignore[arg-type]
