"""Files of the host's own: read once, with a typed error where that fails."""

from pathlib import Path

from cyclades_accounts.pdf._errors import MissingFileError


def read_file(path: str) -> bytes:
    """Return what is in a file.

    Raises:
        MissingFileError: it cannot be read.
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise MissingFileError(path, error.strerror or type(error).__name__) from None
