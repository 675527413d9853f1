"""The names of the months in all languages, by which a day's number is told from a list's."""

import re
from functools import cache

_NAMES = """
    january february march april may june july august september october november december
    januar februar marts april maj juni juli august september oktober november december
    januar jänner februar märz april mai juni juli august september oktober november dezember
    enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
    januari februari maart april mei juni juli augustus september oktober november december
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
    janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
    januari februari mars april maj juni juli augusti september oktober november december
"""


def starts_with_month(text: str) -> bool:
    return bool(_pattern().match(text))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(set(_NAMES.split())))})\b", re.IGNORECASE)
