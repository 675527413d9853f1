"""Tracking codes that are safe to say aloud: no letter or digit that is mistaken for another, no words by accident."""

import secrets

from core.model.ids import CaseCode

ALPHABET = "23456789CFHJKMPRTVWX"
LENGTH = 6  # 64 million codes; a code opens nothing by itself


def new_code() -> CaseCode:
    return CaseCode("FD-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))
