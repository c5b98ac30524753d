"""What is wrong with a file that a host gives the renderer: a font, a letterhead. Raised when the renderer is made."""

from typing import ClassVar

from attrs import frozen

from cyclades_accounts.errors import CycladesAccountsError


@frozen(eq=False, str=False)
class MissingFileError(CycladesAccountsError, LookupError):
    """A font or a letterhead cannot be read."""

    code: ClassVar[str] = "MISSING_FILE"
    path: str
    """As the host gave it."""
    why: str
    """What the system says."""

    @property
    def problem(self) -> str:
        """Name the file."""
        return f"{self.path} cannot be read: {self.why}."

    @property
    def cure(self) -> str:
        """Say what to look at."""
        return (
            "Check the path, and that the program may read the file; a relative path begins at the working directory."
        )


@frozen(eq=False, str=False)
class UnusableFontError(CycladesAccountsError, ValueError):
    """A font file cannot be embedded in a slip."""

    code: ClassVar[str] = "UNUSABLE_FONT"
    path: str
    """As the host gave it."""
    why: str
    """What is wrong with it, in a few words."""

    @property
    def problem(self) -> str:
        """Name the file and what is wrong with it."""
        return f"The font {self.path} cannot be used: {self.why}."

    @property
    def cure(self) -> str:
        """Say what kind of file is needed."""
        return (
            "Take a TrueType file (usually .ttf) with a Unicode character map, whose licence lets it be embedded; "
            "fonts with PostScript outlines (usually .otf) must be converted first."
        )


@frozen(eq=False, str=False)
class UnusableLetterheadError(CycladesAccountsError, ValueError):
    """A letterhead cannot stand under a slip."""

    code: ClassVar[str] = "UNUSABLE_LETTERHEAD"
    path: str
    """As the host gave it."""
    why: str
    """What is wrong with it, in a few words."""

    @property
    def problem(self) -> str:
        """Name the file and what is wrong with it."""
        return f"The letterhead {self.path} cannot be used: {self.why}."

    @property
    def cure(self) -> str:
        """Say what kind of file is needed."""
        return (
            "Take a PNG, a JPEG, or a PDF whose first page stands upright, without encryption and layers, and whose "
            "fonts are all embedded: what a text program exports as PDF/A or PDF/UA."
        )
