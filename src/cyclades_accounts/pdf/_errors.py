"""What is wrong with a file that a host gives the renderer: a font, a letterhead. Raised when the renderer is made."""

from attrs import frozen

from cyclades_accounts.errors import CycladesAccountsError


@frozen
class MissingFileError(CycladesAccountsError, RuntimeError):
    """A font or a letterhead cannot be read."""

    path: str
    """As the host gave it."""
    why: str
    """What the system says."""
    _problem = "{path} cannot be read: {why}."
    _cure = "Check the path, and that the program may read the file; a relative path begins at the working directory."


@frozen
class UnusableFontError(CycladesAccountsError, ValueError):
    """A font file cannot be embedded in a slip."""

    path: str
    """As the host gave it."""
    why: str
    """What is wrong with it, in a few words."""
    _problem = "The font {path} cannot be used: {why}."
    _cure = (
        "Take a TrueType file (usually .ttf) with a Unicode character map, whose licence lets it be embedded; "
        "fonts with PostScript outlines (usually .otf) must be converted first."
    )


@frozen
class UnusableLetterheadError(CycladesAccountsError, ValueError):
    """A letterhead cannot stand under a slip."""

    path: str
    """As the host gave it."""
    why: str
    """What is wrong with it, in a few words."""
    _problem = "The letterhead {path} cannot be used: {why}."
    _cure = (
        "Take a PNG, a JPEG, or a PDF whose first page stands upright, without encryption and layers, and whose "
        "fonts are all embedded: what a text program exports as PDF/A or PDF/UA."
    )
