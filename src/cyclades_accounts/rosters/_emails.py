"""Whether a text can be an e-mail address; email-validator decides, without asking the network.

For diagnosis alone: the memo asks for an address that is not blank, and no run refuses an odd one (M3).
"""

from functools import lru_cache

from cyclades_accounts.errors import MissingExtraError


def can_be_email(address: str) -> bool:
    """Whether mail could ever be delivered to an address of this form (RFC 5322, RFC 6531, no reserved domain).

    Raises:
        MissingExtraError: the extra ``rosters`` is not installed.
    """
    return _can_be_email(address)


@lru_cache(maxsize=1024)
def _can_be_email(address: str) -> bool:
    try:
        from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  # an extra: wanted here alone
    except ImportError:
        raise MissingExtraError("rosters", "email-validator") from None
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
