"""What is wrong with a run, a slip or a document: M4, M6, M9, M14, M16."""

from datetime import date

from attrs import field, frozen

from cyclades_accounts.errors._root import CycladesAccountsError, ErrorKind


@frozen
class UnknownGroupError(CycladesAccountsError, LookupError):
    """A run names a group that its grouping does not have (M4)."""

    label: str = field(repr=False)
    known: tuple[str, ...] = field(repr=False)
    """Labels of the groups there are, in order; at least one."""
    _problem = "No group of the roster has the label given."
    _cure = "Take labels of the groups there are: error.known lists them. Nothing was done."


@frozen
class NothingSelectedError(CycladesAccountsError, LookupError):
    """The criteria of a regeneration match no candidature (M14)."""

    criteria: str = field(repr=False)
    _problem = "No candidature matches the criteria."
    _cure = "Check the criteria against the registered roster. Nothing was done."


@frozen
class LimitedToOneError(CycladesAccountsError, ValueError):
    """A regeneration limited to one candidate matches several (M14)."""

    matched: int
    """How many candidatures match; at least 2."""
    _problem = "The criteria match {matched} candidatures, and the regeneration is limited to one."
    _cure = "Narrow the criteria, or pass lift_limit=True (« Supprimer limitation à un élève »). Nothing was done."


@frozen
class SessionOverError(CycladesAccountsError, ValueError):
    """The exam session is over: a password issued now would have expired before it is printed."""

    kind = ErrorKind.REFUSED
    session: str
    last_day: date
    """Last day on which the session's accounts serve."""
    _problem = "The accounts of session {session} serve until {last_day}, which is over."
    _cure = "Use the present session, or one with a later last_day. Nothing was done."


@frozen
class SlipsOfTodayError(CycladesAccountsError, RuntimeError):
    """A run that spares them would renew passwords issued the same day, and kill slips that were just printed."""

    kind = ErrorKind.CONFLICT
    uai: str
    count: int
    """How many slips."""
    _problem = "The run would kill slips of school {uai} that were made today: {count}."
    _cure = "Hand out those slips. To replace them all the same, ask without spare_slips_of_today. Nothing was done."


@frozen
class SessionDiffersError(CycladesAccountsError, RuntimeError):
    """A session was given that is not as the store keeps it: two callers must not disagree about its last day."""

    kind = ErrorKind.CONFLICT
    session: str
    """Its id."""
    label: str = field(repr=False)
    """Its label, as kept."""
    last_day: date
    """Its last day, as kept."""
    given_label: str = field(repr=False)
    given_last_day: date
    _problem = (
        "Session {session} was given with another label or last day than the store keeps: its last day is "
        "{last_day} there, and {given_last_day} here."
    )
    _cure = (
        "Give the id alone, or the session as it is kept; provisioning.upkeep(actor=…).set_session() changes it for "
        "all. Nothing was done."
    )


@frozen
class UnknownSessionError(CycladesAccountsError, LookupError):
    """The store does not know the session of which the id alone was given."""

    session: str = field(repr=False)
    """The id."""
    _problem = "The store knows no session of the id given."
    _cure = (
        "Correct the id, or give the whole session, such as ExamSession.of('DNB', 2025, last_day): the first activity "
        "that writes keeps it."
    )


@frozen
class StalePlanError(CycladesAccountsError, RuntimeError):
    """The data have changed between a plan and its execution."""

    kind = ErrorKind.CONFLICT
    uai: str
    planned: str
    """SHA-256 (hexadecimal) of what the plan saw."""
    found: str
    """SHA-256 (hexadecimal) of what the store holds now, or the code of its refusal if another run was faster."""
    _problem = "The plan for school {uai} no longer holds: it saw {planned:.12}, the store now is at {found:.12}."
    _cure = "Plan again and execute the new plan. Nothing was done."


@frozen
class RunIdReusedError(CycladesAccountsError, RuntimeError):
    """A run id that belongs to one request was given to another: something else, or the same by somebody else.

    What the id belongs to is not told: it may be another school's. Erasing a person drops what their requests are
    recognised by, so that a retry of these is refused too.
    """

    kind = ErrorKind.CONFLICT
    run_id: str
    _problem = "Run id {run_id} is taken: by another request, or by one about a person who was erased since."
    _cure = (
        "Give every request an id of its own, and keep it to repeat just that, as the same actor. What was done for an "
        "erased person cannot be repeated. Nothing was done."
    )


@frozen
class UnprintableTextError(CycladesAccountsError, ValueError):
    """A text of a slip holds a character that no font at hand has."""

    candidate: str = field(repr=False)
    """Name of the candidate whose slip it is."""
    field: str
    """Which text of the slip."""
    character: str
    """The character, or an empty text where the character would reveal a part of a secret."""
    _cure = "Correct the name, or give the renderer a font that has the character."

    @property
    def problem(self) -> str:
        """What is wrong: the text, and the character with its code points."""
        codes = " ".join(f"U+{ord(code_point):04X}" for code_point in self.character)
        what = f"{self.character!r} ({codes})" if self.character else "a character"
        return f"A slip has {what} in its {self.field}, and no font has it."


@frozen
class UnknownDocumentError(CycladesAccountsError, LookupError):
    """No document has this id (M16)."""

    document_id: str = field(repr=False)
    _problem = "The school has no document of the id given."
    _cure = "Take an id from desk.documents.page()."


@frozen
class PurgedDocumentError(CycladesAccountsError, LookupError):
    """The content of the document was purged by a retention rule, or because a person in it was erased."""

    document_id: str
    purged_at: str
    """When, in ISO 8601."""
    _problem = "The content of document {document_id} was purged at {purged_at}."
    _cure = (
        "Give new passwords with desk.regenerate(). Where desk.documents.standings() still tells of slips of the "
        "document, desk.documents.reprint() draws those that hold."
    )


@frozen
class WrongKeyError(CycladesAccountsError, RuntimeError):
    """A sealed document was made with a key that the ring does not hold."""

    key_id: str
    known: tuple[str, ...] = ()
    """Ids of the keys in the ring."""
    _cure = "Add that key to the ring; a key stays there as long as a document needs it."

    @property
    def problem(self) -> str:
        """What is wrong: the key, and those that are at hand."""
        known = ", ".join(self.known) or "no key"
        return f"The document was sealed with the key {self.key_id!r}; the ring holds {known}."


@frozen
class AlteredDocumentError(CycladesAccountsError, RuntimeError):
    """A sealed document is not the one that was sealed under this name: altered, cut, or swapped with another."""

    context: str
    """The name under which it was to be opened."""
    _problem = "The sealed bytes of {context} were altered, belong to another document or to another key."
    _cure = "Restore the document from a backup and check who can write to the store."


@frozen
class ErasureKeyError(CycladesAccountsError, RuntimeError):
    """The keyed digests of erased logins cannot be recognised or made: without them a login could be issued again."""

    missing: tuple[str, ...] = ()
    """Ids of the keys that the store's digests were made with and that are not at hand; empty where there is no
    pseudonymizer at all."""
    _cure = "Give Provisioning a pseudonymizer, such as HmacPseudonymizer, that holds every key ever used to erase."

    @property
    def problem(self) -> str:
        """What is wrong: which keys are not there."""
        if not self.missing:
            return "Erasing a person needs a pseudonymizer, and this host has none."
        return f"The store holds erased logins under the keys {', '.join(self.missing)}, which are not at hand."
