"""The secrets with which the tests run: none of them may ever be printed, logged, stored, posted or mailed."""

from collections.abc import Iterable

CANARIES = (
    "42:playground",
    "xoxb-playground",
    "xapp-playground",
    "a-signing-secret",
    "a-webhook-secret",
    "a-key-for-the-model",
    "sk-canary-4711",
    "a-secret-that-desk-and-shop-share",
    "a-secret-of-the-mail-provider",
    "canary-of-the-mail-server",
    "canary-of-the-database",
    "canary-of-redis",
)


def leaked(text: str, canaries: Iterable[str] = CANARIES) -> list[str]:
    return [each for each in canaries if each in text]
