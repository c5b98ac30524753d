"""The contract of a renderer.

Every sentence of :class:`~cyclades_accounts.papillons.PapillonRenderer` has a test here.
"""

# ruff: noqa: S101  # a contract speaks through assert

import string
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar, Final

import pytest
from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.errors import UnprintableTextError
from cyclades_accounts.identifiers import AccountId, Login
from cyclades_accounts.model import Group, Grouping, ProvisionalPassword, end_of_day
from cyclades_accounts.papillons import LAYOUTS, TWO_PER_PAGE, Layout, Papillon, PapillonBatch, PapillonRenderer
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing._hard_names import HARD_NAMES
from cyclades_accounts.testing.contract._base import laws
from cyclades_accounts.testing.contract._samples import uai
from cyclades_accounts.testing.contract._threads import at_once

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


_BATCHES: Final = strategies.papillon_batches(
    papillon=strategies.papillons(login=strategies.logins().map(lambda login: Login(login[:LONGEST])))
)


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


def batch_of(slips: Sequence[Papillon]) -> PapillonBatch:
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

    layouts: ClassVar[Sequence[Layout]] = (*LAYOUTS, evolve(TWO_PER_PAGE, name="stacked", cut_and_stack=True))
    """Layouts that the renderer draws: those we ship, and one that is cut and stacked. A host may name others."""

    has_division: ClassVar[bool] = True
    """The slips show the class of the candidate. ``False`` for a format without room for it."""

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

    def metadata_of(self, document: bytes) -> str:
        """Return what a document says outside its slips: title, author, keywords. PDF: :class:`PdfReading`."""
        message = (
            f"{type(self).__name__} must say in «metadata_of» what stands outside the slips, or has_metadata = False"
        )
        raise NotImplementedError(message)


class PapillonRendererContract(RendererFixtures):
    """What every renderer must do. Inherit it in a test module, under a name that starts with ``Test``.

    ::

        class TestMyLetters(PapillonRendererContract):
            has_metadata = False

            @pytest.fixture
            def renderer(self):
                return MyLetters()

            def slips_of(self, document, layout):
                return [html.unescape(part) for part in document.decode().split("<hr>")]

    A PDF is read by :class:`PdfReading`: ``class TestMyRenderer(PdfReading, PapillonRendererContract)``. Where a layout
    is cut and stacked, the order is not looked at.
    """

    def read(self, renderer: PapillonRenderer, batch: PapillonBatch, layout: Layout) -> Sequence[str]:
        """Draw a batch in a layout and read the slips back."""
        (document,) = renderer.render(batch, [layout])
        return self.slips_of(document, layout)

    def test_one_document_for_each_layout(self, renderer: PapillonRenderer) -> None:
        """``render`` gives one document for each layout, in their order; twice for one asked twice; none for none."""
        batch = samples(3)
        alone = [renderer.render(batch, [layout])[0] for layout in self.layouts]
        assert all(type(document) is bytes and document for document in alone)
        assert list(renderer.render(batch, list(self.layouts))) == alone
        assert list(renderer.render(batch, list(self.layouts[::-1]))) == alone[::-1]
        assert list(renderer.render(batch, [self.layouts[0]] * 2)) == alone[:1] * 2
        assert list(renderer.render(batch, [])) == []

    def test_same_bytes_twice(self, renderer: PapillonRenderer, new_renderer: Callable[[], PapillonRenderer]) -> None:
        """``render`` gives the same bytes for the same slips: again, after other slips, and from another renderer."""
        batch = samples(5)
        first = list(renderer.render(batch, self.layouts))
        renderer.render(samples(2, start=500), self.layouts)
        assert list(renderer.render(batch, self.layouts)) == first
        assert list(new_renderer().render(batch, self.layouts)) == first

    def test_same_bytes_from_threads(self, renderer: PapillonRenderer) -> None:
        """Threads that draw at the same moment get the bytes that each would have got alone."""
        batches = [samples(4, start=200 * number) for number in range(4)]
        alone = [list(renderer.render(batch, self.layouts)) for batch in batches]
        works = [lambda batch=batch: list(renderer.render(batch, self.layouts)) for batch in batches]
        assert at_once(*works) == alone

    def test_batch_is_untouched(self, renderer: PapillonRenderer) -> None:
        """``render`` changes neither the batch nor the list of layouts, which others use after it."""
        batch, layouts = samples(4), list(self.layouts)
        slips = batch.papillons
        renderer.render(batch, layouts)
        assert batch.papillons is slips
        assert batch == samples(4)
        assert layouts == list(self.layouts)

    def test_every_slip_once(self, renderer: PapillonRenderer) -> None:
        """Every document holds every slip of the batch once, whatever number of them; and nothing but slips."""
        for layout in self.layouts:
            for count in (1, layout.places, layout.places + 1):
                batch = samples(count)
                found = self.read(renderer, batch, layout)
                logins = [slip.login for text in found for slip in batch.papillons if slip.login in text]
                assert sorted(logins) == sorted(slip.login for slip in batch.papillons), layout.name
                assert len(found) == count, layout.name

    def test_order_is_kept(self, renderer: PapillonRenderer) -> None:
        """Slips stand in the order of the batch, which no field gives: the host has sorted them, not the renderer."""
        for layout in self.layouts:
            if not layout.cut_and_stack:
                batch = samples(layout.places + 5)
                found = self.read(renderer, batch, layout)
                asked = [slip.login for slip in batch.papillons]
                assert [login for text in found for login in asked if login in text] == asked, layout.name

    def test_login_and_password_together(self, renderer: PapillonRenderer) -> None:
        """The slip that shows a login shows the password of that account, and of no other."""
        for layout in self.layouts:
            batch = samples(layout.places + 1)
            found = self.read(renderer, batch, layout)
            for slip in batch.papillons:
                (text,) = [text for text in found if slip.login in text]
                secrets = [other.login for other in batch.papillons if other.password.reveal() in text]
                assert secrets == [slip.login], layout.name

    def test_candidate_is_named(self, renderer: PapillonRenderer) -> None:
        """The slip that shows a login shows family name, given names and, where there is room, class."""
        for layout in self.layouts:
            batch = samples(4)
            found = self.read(renderer, batch, layout)
            for slip in batch.papillons:
                (text,) = [text for text in found if slip.login in text]
                assert _lost(slip, text, with_division=self.has_division) == [], layout.name

    def test_nothing_of_another(self, renderer: PapillonRenderer) -> None:
        """Nothing of one candidate stands on another's slip: neither name, nor login, nor password."""
        for layout in self.layouts:
            batch = samples(layout.places + 1)
            for text in map(squeezed, self.read(renderer, batch, layout)):
                owners = {slip.login for slip in batch.papillons for own in _private(slip) if squeezed(own) in text}
                assert len(owners) == 1, layout.name

    def test_long_logins(self, renderer: PapillonRenderer) -> None:
        """A login of 64 characters stands whole on its slip, the last of them too."""
        slips = [
            evolve(sample(number), login=Login(f"{'maximilienne.de-la-' * 4}"[: LONGEST - 1] + end))
            for number, end in enumerate("ab")
        ]
        for layout in self.layouts:
            found = self.read(renderer, batch_of(slips), layout)
            for slip in slips:
                (text,) = [text for text in found if slip.family_name in text]
                assert squeezed(slip.login) in squeezed(text), layout.name

    def test_password_of_the_memo(self, renderer: PapillonRenderer) -> None:
        """``5ds<JsXkby``, the memo's example, stands on the slip as it is (M10)."""
        for layout in self.layouts:
            (text,) = self.read(renderer, batch_of([sample(1, MEMO_PASSWORD)]), layout)
            assert MEMO_PASSWORD in text, layout.name

    def test_every_character_of_a_password(self, renderer: PapillonRenderer) -> None:
        """Each visible character of ASCII stands on the slip: first, last, before a letter, beside itself."""
        each_alone = [f"{character}a{character}{character}Z{character}" for character in CHARACTERS]
        in_rows = [CHARACTERS[start : start + 12] for start in range(0, len(CHARACTERS), 12)]
        densest = max(self.layouts, key=lambda layout: layout.places)
        for layout in self.layouts:
            shown = each_alone if layout is densest else in_rows
            slips = [sample(number, password) for number, password in enumerate(shown)]
            found = self.read(renderer, batch_of(slips), layout)
            assert [
                slip.password.reveal()
                for slip in slips
                if not any(slip.login in text and slip.password.reveal() in text for text in found)
            ] == [], layout.name

    def test_names_are_whole_or_refused(self, renderer: PapillonRenderer) -> None:
        """A name stands whole on the slip, or is refused: never cut, never with another letter, or markup, in it.

        The names are :data:`~cyclades_accounts.testing.HARD_NAMES`, names with markup, and letters that fonts lack.
        """
        names = [(family, given) for given, family in HARD_NAMES] + [*MARKUP]
        names += [(f"MARTIN{character}", "Léa") for character in UNUSUAL]
        slips = [
            evolve(sample(number), family_name=family_name, given_names=given_names)
            for number, (family_name, given_names) in enumerate(names)
        ]
        layout = max(self.layouts, key=lambda layout: layout.places)
        whole = [slip for slip in slips if not _is_refused(renderer, batch_of([sample(900), slip]), layout, slip)]
        found = self.read(renderer, batch_of([sample(900), *whole]), layout)
        for slip in whole:
            (text,) = [text for text in found if slip.login in text]
            assert _lost(slip, text, with_division=self.has_division) == []

    def test_refusal_is_the_same_for_all_places(self, renderer: PapillonRenderer) -> None:
        """What cannot be drawn is refused, with candidate and character, on whichever slip and for whichever layouts.

        Or it is drawn, everywhere. Afterwards the renderer draws as before.
        """
        good = samples(3)
        before = list(renderer.render(good, self.layouts))
        for character in UNUSUAL:
            bad = evolve(sample(7), family_name=f"MARTIN{character}")
            answers = [
                _drawn(renderer, batch_of(slips), layouts)
                for slips in ([bad, *good.papillons], [*good.papillons, bad])
                for layouts in (self.layouts[:1], self.layouts)
            ]
            refusals = [
                (answer.candidate, answer.character) for answer in answers if isinstance(answer, UnprintableTextError)
            ]
            assert refusals in ([], [(bad.full_name, character)] * len(answers))
            assert list(renderer.render(good, self.layouts)) == before

    def test_refusal_shows_no_password(self, renderer: PapillonRenderer) -> None:
        """A password that cannot be drawn is refused without a character of it; otherwise it stands on the slip."""
        for character in UNUSUAL:
            slip = sample(7, f"Zq7%{character}ecret")
            answer = _drawn(renderer, batch_of([slip]), self.layouts[:1])
            if isinstance(answer, UnprintableTextError):
                assert (answer.candidate, answer.field, answer.character) == (slip.full_name, "password", "")
                shown = f"{answer} {answer!r} {answer.__context__!r} {answer.__cause__!r}"
                assert "Zq7%" not in shown
            else:
                (text,) = self.slips_of(answer[0], self.layouts[0])
                assert slip.password.reveal() in text

    def test_nothing_is_kept_for_the_next_call(self, renderer: PapillonRenderer) -> None:
        """A call draws its own slips and nothing of an earlier one."""
        earlier = samples(5)
        renewed = sample(0, "Rn9?renewed")
        later = batch_of([sample(500), renewed])
        old = [own for slip in earlier.papillons for own in _private(slip) if own not in _private(renewed)]
        for layout in self.layouts:
            renderer.render(earlier, [layout])
            found = [squeezed(text) for text in self.read(renderer, later, layout)]
            assert len(found) == len(later.papillons)
            assert any(renewed.password.reveal() in text for text in found), "a renewed password is the new one"
            assert not [own for own in old for text in found if squeezed(own) in text]

    def test_metadata_are_private(self, renderer: PapillonRenderer) -> None:
        """What a document says outside its slips names no candidate, login or password."""
        batch = samples(3)
        for document in renderer.render(batch, self.layouts) if self.has_metadata else ():
            said = self.metadata_of(document)
            assert not [slip.login for slip in batch.papillons for own in _private(slip) if own in said]

    @laws
    @each(batch=_BATCHES, data=st.data())
    def test_any_batch(self, renderer: PapillonRenderer, batch: PapillonBatch, data: st.DataObject) -> None:
        """Any batch comes back whole and in order, or is refused with one of its candidates; the same each time."""
        layout = data.draw(st.sampled_from(self.layouts))
        documents = _drawn(renderer, batch, [layout])
        if isinstance(documents, UnprintableTextError):
            assert documents.candidate in {slip.full_name for slip in batch.papillons}
            return
        assert list(renderer.render(batch, [layout])) == documents
        found = self.slips_of(documents[0], layout)
        assert len(found) == len(batch.papillons)
        for number, slip in enumerate(batch.papillons):
            places = found if layout.cut_and_stack else found[number : number + 1]
            lost = [_lost(slip, text, with_division=self.has_division) for text in places]
            assert [] in lost, layout.name


def _private(slip: Papillon) -> tuple[str, ...]:
    """Return what stands on the candidate's own slip alone."""
    return slip.family_name, slip.given_names, slip.login, slip.password.reveal()


def _lost(slip: Papillon, text: str, *, with_division: bool) -> list[str]:
    """Return what the slip should show and its text does not hold."""
    parts = (*_private(slip), *([slip.division] if with_division else []))
    return [part for part in parts if squeezed(part) not in squeezed(text)]


def _drawn(
    renderer: PapillonRenderer, batch: PapillonBatch, layouts: Sequence[Layout]
) -> list[bytes] | UnprintableTextError:
    """Return the documents or the refusal; any other exception is a failure, and shows itself as it is."""
    try:
        return list(renderer.render(batch, layouts))
    except UnprintableTextError as refusal:
        return refusal


def _is_refused(renderer: PapillonRenderer, batch: PapillonBatch, layout: Layout, slip: Papillon) -> bool:
    """Tell whether the batch is refused, which names that slip."""
    answer = _drawn(renderer, batch, [layout])
    if isinstance(answer, UnprintableTextError):
        assert answer.candidate == slip.full_name
        return True
    return False
