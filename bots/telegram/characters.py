"""Characters that JSON can carry but Telegram, databases and terminals cannot."""

import re

_UNCARRIED = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with NUL and lone surrogates shown as the replacement character; everything else is left alone."""
    return _UNCARRIED.sub("\ufffd", text)
