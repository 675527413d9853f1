"""What a mail server's answers mean for us (RFC 5321: 4xx passes, 5xx stays).

Refused
+-- TooLarge    the server takes no mail of this size; a smaller one it may take
"""

import re
import ssl

import aiosmtplib

from core.model.errors import DeskError, Refused, Transient, Uncertain

_SIZE = 552  # RFC 1870, section 6.1: the message exceeds the server's limit; also used for mailboxes that are full
_ADDRESS = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")


class TooLarge(Refused):
    """Too much for the server, or for this mailbox."""


def translate(error: Exception) -> DeskError:
    """The desk's error for one of the mail client's, or of the connection's."""
    match error:
        case aiosmtplib.SMTPAuthenticationError():
            return Transient(f"the mail server refuses our password: {_answer(error)}")
        case aiosmtplib.SMTPRecipientsRefused(recipients=recipients) if recipients:
            return _by_code(recipients[0])
        case aiosmtplib.SMTPResponseException():
            return _by_code(error)
        case aiosmtplib.SMTPException() if "STARTTLS" in str(error):
            return Transient("the mail server has no STARTTLS, and without it gets no password: smtps:// may do")
        case ssl.SSLCertVerificationError():  # which is a ValueError too; somebody will renew it
            return Transient(f"the mail server's certificate is not accepted: {error.verify_message}")
        case aiosmtplib.SMTPConnectError() | aiosmtplib.SMTPConnectTimeoutError() | ConnectionRefusedError():
            return Transient(f"the mail server was not reached: {type(error.__cause__ or error).__name__}")
        case aiosmtplib.SMTPNotSupported() | ValueError():
            return Refused(f"this mail cannot be sent through this server: {type(error).__name__}")
        case _:
            return Uncertain(f"the connection to the mail server broke: {type(error).__name__}")


def _by_code(error: aiosmtplib.SMTPResponseException) -> DeskError:
    if error.code == _SIZE:
        return TooLarge(_answer(error))
    return Refused(_answer(error)) if error.code >= 500 else Transient(_answer(error))


def _answer(error: aiosmtplib.SMTPResponseException) -> str:
    """Servers like to repeat the customer's address, which does not belong in a log."""
    return f"{error.code} {_ADDRESS.sub('<address>', error.message)}"[:200]
