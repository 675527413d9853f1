"""What a file is called: on the desk's disk by a digest, before staff by what its owner calls it. Pure."""

import hashlib
import re

from bots.files.names import safe_name
from core.model.dispute import Evidence

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
_USUAL = {
    "photo": ".jpg",
    "video": ".mp4",
    "document": "",
    "other": "",
}  # a messenger makes photos JPEG, and names none


def kept_name(evidence: Evidence) -> str:
    """Unique for the file and safe on any disk: nothing of it comes from outside but up to eight letters of a suffix."""
    digest = hashlib.sha256(evidence.file.encode(errors="surrogatepass")).hexdigest()
    return digest[:32] + _suffix(evidence)


def shown_name(evidence: Evidence) -> str:
    """The owner's name for it, without what deceives the eye or leads elsewhere; the kind of file where it has none."""
    return safe_name(evidence.name) or evidence.kind + _suffix(evidence)


def _suffix(evidence: Evidence) -> str:
    given = "." + evidence.name.rpartition(".")[2] if "." in evidence.name else ""
    return given.lower() if _SUFFIX.fullmatch(given) else _USUAL[evidence.kind]
