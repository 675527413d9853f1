"""Whether a text is only a greeting, a thank-you or a sign: nothing that a help centre could answer."""

import re

from core.language.lexicon import courtesies

_WORD = re.compile(r"[^\W_]+")
_HAN = frozenset(
    {"你好", "您好", "谢谢", "谢谢您", "谢谢你", "多谢", "再见", "好的", "好", "嗯", "早上好", "晚上好", "在吗"}
)
LONGEST = 60  # characters; who says more wants more


def only_courtesy(text: str) -> bool:
    """Order numbers and names are content; emoji and punctuation are not."""
    if len(text) > LONGEST:
        return False
    known = courtesies()
    return all(word in known or word in _HAN for word in _WORD.findall(text.lower()))
