"""Settings of the shop that customers sign in to."""

from pydantic import SecretStr, ValidationInfo, field_validator

from bots.settings_section import Section, http_root
from bots.shop.signing import SHORTEST_SECRET


class Shop(Section):
    """The shop that customers sign in to (docs/shop-api.md); without `url` there is none, and nobody is asked to sign in.

    `sign_in_url` is the shop's own page for it, if it is not `<url>/sign-in`. `privacy_url`: its privacy notice, to which customers
    are pointed where they ask about their data.
    """

    url: str = ""
    secret: SecretStr = SecretStr("")
    sign_in_url: str = ""
    privacy_url: str = ""

    @field_validator("url", "sign_in_url", "privacy_url")
    @classmethod
    def _url(cls, value: str) -> str:
        return http_root(value) if value else ""

    @field_validator("secret")
    @classmethod
    def _secret(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        if info.data.get("url") and len(value.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"write at least {SHORTEST_SECRET} characters, such as what `openssl rand -hex 32` prints")
        return value

    @property
    def sign_in(self) -> str:
        return self.sign_in_url or f"{self.url}/sign-in"
