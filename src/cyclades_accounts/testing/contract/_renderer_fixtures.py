"""What the contract of a renderer asks of a host, and the slips with which it asks."""

import string
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar, Final

import pytest
from attrs import evolve

from cyclades_accounts.identifiers import AccountId, Login
from cyclades_accounts.model import Group, Grouping, ProvisionalPassword, end_of_day
from cyclades_accounts.papillons import (
    LAYOUTS,
    TWO_PER_PAGE,
    AnyPapillon,
    EmailPapillon,
    Layout,
    Papillon,
    PapillonBatch,
    PapillonRenderer,
)
from cyclades_accounts.testing.samples import uai

MEMO_PASSWORD: Final = "5ds<JsXkby"
"""The memo's example (M10): ``<`` is markup in many formats."""

MARKUP: Final = (
    ("D&G", "L&eacute;a"),
    ("<b>NOM</b>", "A < B"),
    ('"QUOTE"', "semi;colon, comma"),
    ("=1+2", "{brace} %s \\n $x"),
)
"""Family and given names that a format could take for orders of its own; nobody's."""

UNUSUAL: Final = ("李", "ა", "😀", "\u1e9e")
"""Characters that many fonts lack."""

CHARACTERS: Final = string.printable[:94]
"""What a password may hold: visible ASCII, all that a password policy allows."""

LONGEST: Final = 64
"""Characters of the longest login that a slip must hold."""

STACKED: Final = evolve(TWO_PER_PAGE, name="stacked", cut_and_stack=True)
"""Cut through once, the pile stays sorted."""

STACKED_APART: Final = evolve(TWO_PER_PAGE, name="stacked-apart", cut_and_stack=True, new_page_at_group=True)
"""The same, and each group has pages of its own."""


def sample(number: int, password: str | None = None) -> Papillon:
    """Return the slip of that number; no text of it is a part of another's."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:03d}")
    return Papillon(
        account_id=AccountId(f"account-{number}"),
        credential_version=1,
        family_name=f"NOM{letters.upper()}Q",
        given_names=f"Zoé{letters}z",
        birth_date=date(2010, 8, 10),
        group=Group(Grouping.DIVISION, (f"3{'ABC'[number % 3]}",)),
        division=f"3{'ABC'[number % 3]}",
        login=Login(f"zoe.nom{letters}q"),
        password=ProvisionalPassword(f"w{letters}{letters.upper()}7!" if password is None else password),
        expires_at=end_of_day(date(2025, 12, 31)),
    )


def email_sample(number: int) -> EmailPapillon:
    """Return the slip of that number, of a candidate who logs in by e-mail."""
    one = sample(number)
    return EmailPapillon(
        account_id=one.account_id,
        family_name=one.family_name,
        given_names=one.given_names,
        birth_date=one.birth_date,
        group=one.group,
        division=one.division,
        login=Login(f"{one.login}@example.org"),
        last_day=date(2025, 12, 31),
    )


def batch_of(slips: Sequence[AnyPapillon]) -> PapillonBatch:
    """Return a batch of these slips."""
    return PapillonBatch(uai(), "Collège Anita Conti", "DNB 2025", date(2025, 12, 31), date(2025, 1, 14), tuple(slips))


def samples(count: int, *, start: int = 0) -> PapillonBatch:
    """Return a batch of so many slips, sorted by no field."""
    return batch_of([sample(start + number * 37 % 101) for number in range(count)])


def squeezed(text: str) -> str:
    """Return a text composed (NFC) and without white space, which does not outlive a line break."""
    return "".join(unicodedata.normalize("NFC", text).split())


class RendererFixtures:
    """What a host says of its renderer."""

    layouts: ClassVar[Sequence[Layout]] = (*LAYOUTS, STACKED, STACKED_APART)
    """Layouts that the renderer draws: those we ship, and what they may be changed to. A host may name others."""

    covered: ClassVar[Layout | None] = evolve(TWO_PER_PAGE, name="covered", cover_at_group=True)
    """A layout whose groups have covers; ``None``: the renderer has none, and draws the slips alone."""

    has_pages: ClassVar[bool] = True
    """The document has pages, and :meth:`pages_of` tells them apart. ``False`` for a format without them, which follows
    neither :attr:`~cyclades_accounts.papillons.Layout.cut_and_stack` nor
    :attr:`~cyclades_accounts.papillons.Layout.new_page_at_group`: its slips always stand in the order of the batch."""

    has_division: ClassVar[bool] = True
    """The slips show the class of the candidate. ``False`` for a format without room for it."""

    has_email_papillons: ClassVar[bool] = True
    """It draws the slip of a candidate who logs in by e-mail (M8). ``False``: a run that asks for one is refused."""

    has_metadata: ClassVar[bool] = True
    """The format says something outside the slips, and :meth:`metadata_of` reads it. ``False`` for bare CSV, say."""

    @pytest.fixture
    def renderer(self) -> PapillonRenderer:
        """Return the renderer to prove. A host overrides this fixture, and :meth:`slips_of`."""
        message = f"{type(self).__name__} must override the fixture «renderer» with one that gives a renderer"
        raise NotImplementedError(message)

    @pytest.fixture
    def new_renderer(self, renderer: PapillonRenderer) -> Callable[[], PapillonRenderer]:
        """Return a function that makes another renderer, as another process would.

        Override it; by default it gives the same one, and what a renderer keeps in itself is not found out.
        """
        return lambda: renderer

    def slips_of(self, document: bytes, layout: Layout) -> Sequence[str]:
        """Return the whole text of each slip, in reading order; a host says how. PDF: :class:`PdfReading`.

        Text as a reader copies it: markup undone, line breaks where they are.
        """
        message = f"{type(self).__name__} must say in «slips_of» how the slips of a document are read back"
        raise NotImplementedError(message)

    def pages_of(self, document: bytes, layout: Layout) -> Sequence[Sequence[str]]:
        """Return the same page by page; a blank page is an empty sequence. PDF: :class:`PdfReading`."""
        message = f"{type(self).__name__} must say in «pages_of» which slips stand on which page, or has_pages = False"
        raise NotImplementedError(message)

    def metadata_of(self, document: bytes) -> str:
        """Return what a document says outside its slips: title, author, keywords. PDF: :class:`PdfReading`."""
        message = (
            f"{type(self).__name__} must say in «metadata_of» what stands outside the slips, or has_metadata = False"
        )
        raise NotImplementedError(message)


def private(slip: AnyPapillon) -> tuple[str, ...]:
    """Return what stands on the candidate's own slip alone."""
    return slip.family_name, slip.given_names, slip.login, *secret_of(slip)


def secret_of(slip: AnyPapillon) -> tuple[str, ...]:
    """Return the password, of a slip that shows one."""
    return (slip.password.reveal(),) if isinstance(slip, Papillon) else ()
