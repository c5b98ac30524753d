"""What is wrong with a slip or a document: M9, M16."""

from typing import ClassVar

from attrs import field, frozen

from cyclades_accounts.errors._root import CycladesAccountsError


@frozen(eq=False, str=False)
class UnknownDocumentError(CycladesAccountsError, LookupError):
    """No document has this id (M16)."""

    code: ClassVar[str] = "UNKNOWN_DOCUMENT"
    document_id: str

    @property
    def problem(self) -> str:
        """Name the id."""
        return f"No document {self.document_id}."

    @property
    def cure(self) -> str:
        """Point to the list."""
        return "Take an id from documents()."


@frozen(eq=False, str=False)
class PurgedDocumentError(CycladesAccountsError, LookupError):
    """The content of the document was purged by a retention rule, or because a person in it was erased."""

    code: ClassVar[str] = "PURGED_DOCUMENT"
    document_id: str
    purged_at: str
    """When, in ISO 8601."""

    @property
    def problem(self) -> str:
        """Name the document and the moment."""
        return f"The content of document {self.document_id} was purged at {self.purged_at}."

    @property
    def cure(self) -> str:
        """Say how a pupil gets another slip."""
        return "Give new passwords with regenerate(). Where a person in it was erased, reprint() draws the others."


@frozen(eq=False, str=False)
class UnprintableTextError(CycladesAccountsError, ValueError):
    """A text of a slip holds a character that no font at hand has."""

    code: ClassVar[str] = "UNPRINTABLE_TEXT"
    candidate: str
    """Name of the candidate whose slip it is."""
    field: str
    """Which text of the slip."""
    character: str
    """The character, or an empty text where the character would reveal a part of a secret."""

    @property
    def problem(self) -> str:
        """Name the candidate, the text and the character with its code point."""
        codes = " ".join(f"U+{ord(code_point):04X}" for code_point in self.character)
        what = f"{self.character!r} ({codes})" if self.character else "a character"
        return f"The slip of {self.candidate} has {what} in its {self.field}, and no font has it."

    @property
    def cure(self) -> str:
        """Name both ways out."""
        return "Correct the name, or give the renderer a font that has the character."


@frozen(eq=False, str=False)
class WrongKeyError(CycladesAccountsError, LookupError):
    """A sealed document was made with a key that the ring does not hold."""

    code: ClassVar[str] = "WRONG_KEY"
    key_id: str
    known: tuple[str, ...] = field(default=())
    """Ids of the keys in the ring."""

    @property
    def problem(self) -> str:
        """Name the key."""
        return (
            f"The document was sealed with the key {self.key_id!r}; the ring holds {', '.join(self.known) or 'no key'}."
        )

    @property
    def cure(self) -> str:
        """Put the key back."""
        return "Add that key to the ring; a key stays there as long as a document needs it."


@frozen(eq=False, str=False)
class ErasureKeyError(CycladesAccountsError, LookupError):
    """The keyed digests of erased logins cannot be recognised or made: without them a login could be issued again."""

    code: ClassVar[str] = "ERASURE_KEY"
    missing: tuple[str, ...] = field(default=())
    """Ids of the keys that the store's digests were made with and that are not at hand; empty where there is no
    pseudonymizer at all."""

    @property
    def problem(self) -> str:
        """Name the keys."""
        if not self.missing:
            return "Erasing a person needs a pseudonymizer, and this service has none."
        return f"The store holds erased logins under the keys {', '.join(self.missing)}, which are not at hand."

    @property
    def cure(self) -> str:
        """Give the keys."""
        return "Give the service a pseudonymizer, such as HmacPseudonymizer, that holds every key ever used to erase."


@frozen(eq=False, str=False)
class AlteredDocumentError(CycladesAccountsError, ValueError):
    """A sealed document is not the one that was sealed under this name: altered, cut, or swapped with another."""

    code: ClassVar[str] = "ALTERED_DOCUMENT"
    context: str
    """The name under which it was to be opened."""

    @property
    def problem(self) -> str:
        """Name the document."""
        return f"The sealed bytes of {self.context} were altered, belong to another document or to another key."

    @property
    def cure(self) -> str:
        """Restore it."""
        return "Restore the document from a backup and check who can write to the store."
