"""One form for texts that a keyboard may spell in several ways."""

import unicodedata


def normalize_password(text: str) -> str:
    """Return a password in NFKC, the form that is hashed and judged (NIST SP 800-63B-4, 3.1.1.2).

    Two texts with the same form open the same account: full-width letters, ligatures, composed and decomposed accents.
    """
    return unicodedata.normalize("NFKC", text)
