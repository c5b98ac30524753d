"""The ports a host implements to keep the data where it wants: stores, documents, journal, sealer.

A *store* hands out *units of work*. Everything an activity writes goes through one writing unit, so that accounts,
issued logins, documents and the report of a run become visible together or not at all.

What every implementation promises, beyond the words of each method:

- Values come back equal to what was put in, to the character (no case folding, no Unicode normalisation, no cutting).
- A batch method costs a number of statements that does not grow with the batch.
- An empty batch does nothing and returns an empty result.
- Exceptions of the library named under *Raises* are raised as such; every other failure may be raised as it is. After
  either the unit is to be left by that exception: what it would still read or write is not defined.

What a store may count on:

- Texts hold neither NUL nor a lone surrogate: PostgreSQL stores neither, and a store may refuse them.
- Moments carry a time zone; the same instant in another zone is the same value.
- When a writing unit ends, all that its values refer to is there, though not always before them: the candidate and the
  school of a candidature, the candidate of an account, the account that replaced another, the account and the run of an
  issued login and of a slip, the person of an imposed login, the school and the run of a document. A run is there when
  the journal has its report.
- A thread has one unit open at a time.

``cyclades_accounts.testing`` has the contract to inherit.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from cyclades_accounts.identifiers import AccountId, CandidateId, DocumentId, Login, RunId, SessionId, Uai
from cyclades_accounts.model import (
    Account,
    Candidate,
    Candidature,
    Document,
    IssuedLogin,
    Report,
    School,
    SealedPapillon,
)

__all__ = [
    "AccountRepository",
    "CandidatureRepository",
    "DocumentRepository",
    "IssuedLoginRepository",
    "Journal",
    "Pseudonymizer",
    "SchoolRepository",
    "Sealer",
    "Store",
    "UnitOfWork",
]


class SchoolRepository(Protocol):
    """Schools, by UAI (M1)."""

    def get(self, uai: Uai) -> School | None:
        """Return the school, or ``None``."""
        ...

    def put(self, school: School) -> None:
        """Insert the school, or replace the one with the same UAI."""
        ...


class CandidatureRepository(Protocol):
    """Candidates, by key; candidatures, by candidate, school and session (:attr:`Candidature.key`)."""

    def of_school(self, uai: Uai, session: SessionId) -> tuple[Candidature, ...]:
        """Return the candidatures of a school for a session, sorted by candidate key."""
        ...

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> tuple[Candidature, ...]:
        """Return every candidature of these people, of any school and session, sorted by :attr:`Candidature.key`."""
        ...

    def candidates(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Candidate]:
        """Return the people the store knows among these keys, also those without a candidature."""
        ...

    def put(self, candidatures: Sequence[Candidature]) -> None:
        """Insert each candidature, or replace the one with the same key; its candidate likewise.

        Every candidature of a person shows the candidate as last put. None has a key that was merged.
        """
        ...

    def put_candidate(self, candidate: Candidate) -> None:
        """Insert the candidate, or replace the one with the same key, which was not merged."""
        ...

    def remove(self, candidatures: Sequence[Candidature]) -> None:
        """Remove the candidatures with these keys, where they are; the candidates stay."""
        ...

    def merge(self, lost: CandidateId, kept: CandidateId) -> None:
        """Note that the key ``lost`` belongs to the person ``kept``; what was merged into ``lost`` follows.

        Removes the candidate ``lost``, who has no candidature, no account and no imposed login left. ``kept`` is known
        and was not itself merged.
        """
        ...

    def merged(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, CandidateId]:
        """Return, for those of these keys that were merged, the key that stays (never itself a merged one)."""
        ...

    def erase(self, candidate_id: CandidateId) -> frozenset[CandidateId]:
        """Remove the person, every candidature of theirs, and the keys that were merged into theirs.

        Returns the person's key and those merged into it. The person has no account and no imposed login left when the
        unit ends.
        """
        ...


class AccountRepository(Protocol):
    """Accounts. Unique: the id; the login; the candidate among the accounts that no other has replaced.

    What a writing unit has read of an account stays true until it ends: nobody else changes it meanwhile.
    """

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Account]:
        """Return the account that stands for each of these people, open or closed, never a replaced one."""
        ...

    def by_login(self, login: Login) -> Account | None:
        """Return the account with exactly this login, open, closed or replaced, or ``None``."""
        ...

    def by_ids(self, account_ids: Collection[AccountId]) -> Mapping[AccountId, Account]:
        """Return the accounts with these ids, open, closed or replaced."""
        ...

    def add(self, accounts: Sequence[Account]) -> None:
        """Insert new accounts; their ids are new.

        Raises:
            AccountExistsError: a candidate among them already has an account that no other has replaced.
            LoginTakenError: another account has the login.
        """
        ...

    def all_of(self, candidate_id: CandidateId) -> tuple[Account, ...]:
        """Return every account of a person, replaced ones too, sorted by id."""
        ...

    def erase(self, account_ids: Collection[AccountId]) -> None:
        """Remove the accounts with these ids; none of them has a line of the ledger or a slip when the unit ends."""
        ...

    def replace(self, accounts: Sequence[Account]) -> None:
        """Replace each account by the one given with the same id; its login is the same, or one no account has.

        What is unique is judged once all are replaced: a batch may hand the place of one account to another.

        Raises:
            UnknownAccountError: the store has no account with the id; nothing is replaced.
            AccountExistsError: the candidate would have two accounts that no other has replaced.
            LoginTakenError: another account has the login.
        """
        ...


class IssuedLoginRepository(Protocol):
    """The ledger of issued logins: lines are added, never changed, never removed; erasing leaves a digest.

    Beside it the logins that a host imposes on people whose account does not bear them yet: a login is issued, or
    imposed on one person, or free. What is imposed can be changed and forgotten, for nobody has it on a slip.

    What a writing unit has read of a stem stays true until it ends. Stems are locked in sorted order, so that two runs
    cannot lock each other out.
    """

    def numbers(self, stems: Collection[str]) -> Mapping[str, int]:
        """Return, for every stem asked, the highest number ever issued for it, 0 if none. It never goes down."""
        ...

    def taken(self, logins: Collection[Login]) -> frozenset[Login]:
        """Return those of these logins that were ever issued, or are imposed on somebody."""
        ...

    def lines(self, logins: Collection[Login]) -> Mapping[Login, IssuedLogin]:
        """Return the lines of those of these logins that were ever issued."""
        ...

    def of_accounts(self, account_ids: Collection[AccountId]) -> tuple[IssuedLogin, ...]:
        """Return every line of these accounts, sorted by login: an account has several where its login changed."""
        ...

    def erase(self, digests: Mapping[Login, str]) -> None:
        """Put a digest in the place of each line, as :class:`Pseudonymizer` makes it; the login is not kept.

        A stem that no line bears any more is forgotten too, its number included. Logins that have no line are passed
        over.
        """
        ...

    def erased(self, digests: Collection[str]) -> frozenset[str]:
        """Return those of these digests that stand in the place of a line."""
        ...

    def erasure_keys(self) -> frozenset[str]:
        """Return the ids of the keys under which lines were erased: what precedes the last colon of each digest."""
        ...

    def add(self, issued: Sequence[IssuedLogin]) -> None:
        """Add lines.

        Raises:
            LoginTakenError: one of the logins was issued before, or is imposed on somebody.
        """
        ...

    def imposed(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Login]:
        """Return the logins that are imposed on these people."""
        ...

    def impose(self, logins: Mapping[CandidateId, Login | None]) -> None:
        """Impose a login on each person, in place of the one imposed before; ``None`` forgets that one.

        The people are known. What is taken is judged for the batch as a whole: two people may swap logins.

        Raises:
            LoginTakenError: one of the logins was issued, or is imposed on somebody else.
        """
        ...


class DocumentRepository(Protocol):
    """Documents and slips, sealed: the store never sees a password (M16)."""

    def add(self, document: Document, sealed: bytes) -> None:
        """Add a document with its sealed content. The id is new: a second document under it is refused."""
        ...

    def get(self, document_id: DocumentId) -> Document | None:
        """Return the document, or ``None``."""
        ...

    def content(self, document_id: DocumentId) -> bytes | None:
        """Return the sealed content, byte for byte as added, or ``None``."""
        ...

    def of_school(self, uai: Uai, session: SessionId, *, skip: int, limit: int) -> tuple[Sequence[Document], int]:
        """Return a slice of the documents of a school for a session, and how many there are in all.

        Order: newest first by ``created_at``; documents of one moment in the order they were added.
        """
        ...

    def add_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        """Add the sealed slips of a run, in the order of the document.

        Unique: run, account and credential version; a second slip of the three is refused.
        """
        ...

    def papillons(self, run_id: RunId) -> tuple[SealedPapillon, ...]:
        """Return the sealed slips of a run in the order they were added."""
        ...

    def papillons_of(self, account_ids: Collection[AccountId]) -> tuple[SealedPapillon, ...]:
        """Return the sealed slips of these accounts, sorted by run, account and credential version."""
        ...

    def remove_papillons(self, papillons: Sequence[SealedPapillon]) -> None:
        """Remove the slips of the same run, account and credential version, where they are."""
        ...

    def of_runs(self, run_ids: Collection[RunId]) -> tuple[Document, ...]:
        """Return the documents of these runs, sorted by id."""
        ...

    def purge(self, documents: Sequence[Document]) -> None:
        """Replace each document by the one given with the same id, and drop its content for good.

        The ids are known; afterwards :meth:`content` is ``None``.
        """
        ...

    def reseal(self, contents: Mapping[DocumentId, bytes], papillons: Sequence[SealedPapillon]) -> None:
        """Replace the sealed content of each document, and each slip by the one of the same run, account and version.

        All are known, and no document among them was purged.
        """
        ...


class Journal(Protocol):
    """Reports by run id: added once, never removed, and changed only to leave out an erased person."""

    def add(self, report: Report) -> None:
        """Add the report of a run.

        Raises:
            RunIdReusedError: the journal has a report under this run id.
        """
        ...

    def get(self, run_id: RunId) -> Report | None:
        """Return the report of the run, equal to the one added, or ``None``."""
        ...

    def of_school(self, uai: Uai, *, skip: int, limit: int) -> tuple[Sequence[Report], int]:
        """Return a slice of the reports whose run names the school, and how many there are in all.

        Order: newest first by the run's moment; those of one moment in the order they were added.
        """
        ...

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> tuple[Report, ...]:
        """Return the reports about one of these people alone (:class:`AccountReport`), sorted by run id."""
        ...

    def redact(self, reports: Sequence[Report]) -> None:
        """Replace the report of each run by the one given, which says less: for erasing a person, and nothing else."""
        ...


class UnitOfWork(Protocol):
    """The repositories of one transaction. Not to be used after its ``with`` block, nor by two threads."""

    @property
    def schools(self) -> SchoolRepository:
        """Schools."""
        ...

    @property
    def candidatures(self) -> CandidatureRepository:
        """Candidates and candidatures."""
        ...

    @property
    def accounts(self) -> AccountRepository:
        """Accounts."""
        ...

    @property
    def logins(self) -> IssuedLoginRepository:
        """The ledger of issued logins."""
        ...

    @property
    def documents(self) -> DocumentRepository:
        """Sealed documents and slips."""
        ...

    @property
    def journal(self) -> Journal:
        """Reports of the runs."""
        ...


class Store(Protocol):
    """Opens units of work. Safe to share between threads, each of which opens its own units."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """Open a unit that only reads, and sees one consistent state. Whatever else it does leaves no trace."""
        ...

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        """Open a unit that reads and writes.

        It becomes visible to others, whole, when the ``with`` block ends normally; if the block raises, nothing of it
        remains. It sees its own writes. Units that write the same school, account or stem follow each other.
        """
        ...


class Pseudonymizer(Protocol):
    """Makes keyed digests of what must be recognised again and must not be read: the logins of erased people."""

    @property
    def key_ids(self) -> frozenset[str]:
        """Ids of the keys at hand."""
        ...

    def digest(self, text: str) -> str:
        """Return the digest under the present key: the id of the key, a colon, and the digest in hexadecimal."""
        ...

    def digests(self, text: str) -> tuple[str, ...]:
        """Return the digests under every key at hand."""
        ...


class Sealer(Protocol):
    """Encrypts documents at rest, and proves that they are the ones that were sealed."""

    def seal(self, plain: bytes, context: str) -> bytes:
        """Return ``plain`` encrypted and bound to ``context``, the name under which alone it can be opened."""
        ...

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return what was sealed.

        Raises:
            WrongKeyError: the key that sealed it is not at hand.
            AlteredDocumentError: altered bytes, another context, or a key that is not the one it claims to be.
        """
        ...

    def is_current(self, sealed: bytes) -> bool:
        """Whether the key that sealed it is the one that seals now; if not, it is to be sealed anew."""
        ...
