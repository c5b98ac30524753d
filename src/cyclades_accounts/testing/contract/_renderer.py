"""The contract of a renderer.

Every sentence of :class:`~cyclades_accounts.papillons.PapillonRenderer` has a test here, or in the two parts that it
is made of.
"""

# ruff: noqa: S101  # a contract speaks through assert

import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

import pytest
from attrs import evolve
from hypothesis import given as each
from hypothesis import strategies as st

from cyclades_accounts.errors import UnprintableTextError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.papillons import AnyPapillon, DocumentFormat, Layout, Papillon, PapillonBatch, PapillonRenderer
from cyclades_accounts.testing import strategies
from cyclades_accounts.testing._hard_names import HARD_NAMES
from cyclades_accounts.testing.contract._base import laws
from cyclades_accounts.testing.contract._renderer_fixtures import (
    CHARACTERS,
    LONGEST,
    MARKUP,
    MEMO_PASSWORD,
    UNUSUAL,
    batch_of,
    email_sample,
    private,
    sample,
    samples,
    secret_of,
    squeezed,
)
from cyclades_accounts.testing.contract._renderer_memory import RendererMemory
from cyclades_accounts.testing.contract._renderer_order import RendererOrder
from cyclades_accounts.testing.contract._threads import at_once

_BATCHES: Final = strategies.papillon_batches(
    papillon=strategies.papillons(login=strategies.logins().map(lambda login: Login(login[:LONGEST])))
)


class PapillonRendererContract(RendererOrder, RendererMemory):
    """What every renderer must do. Inherit it in a test module, under a name that starts with ``Test``.

    ::

        class TestMyLetters(PapillonRendererContract):
            has_metadata = has_pages = False

            @pytest.fixture
            def renderer(self):
                return MyLetters()

            def slips_of(self, document, layout):
                return [html.unescape(part) for part in document.decode().split("<hr>")]

    A PDF is read by :class:`PdfReading`: ``class TestMyRenderer(PdfReading, PapillonRendererContract)``. A format
    without pages says ``has_pages = False``.
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

    def test_login_and_password_together(self, renderer: PapillonRenderer) -> None:
        """The slip that shows a login shows the password of that account, and of no other."""
        for layout in self.layouts:
            batch = samples(layout.places + 1)
            found = self.read(renderer, batch, layout)
            for slip in batch.papillons:
                (text,) = [text for text in found if slip.login in text]
                secrets = [other.login for other in batch.papillons if any(map(text.__contains__, secret_of(other)))]
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
                owners = {slip.login for slip in batch.papillons for own in private(slip) if squeezed(own) in text}
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

    def test_email_slips(self, renderer: PapillonRenderer) -> None:
        """A candidate who logs in by e-mail has a slip in its place, with name, class and address, and no password.

        A renderer that has no such slip raises; it never leaves one out.
        """
        slips: list[AnyPapillon] = list(samples(5).papillons)
        for number, place in ((700, 0), (701, 3), (702, 7)):
            slips.insert(place, email_sample(number))
        if not self.has_email_papillons:
            with pytest.raises(Exception):  # noqa: B017, PT011  # whatever it raises, provisioning makes it typed
                renderer.render(batch_of(slips), self.layouts)
            return
        secrets = [secret for slip in slips for secret in secret_of(slip)]
        for layout in self.layouts:
            found = self.read(renderer, batch_of(slips), layout)
            assert len(found) == len(slips), layout.name
            order = [slip.login for text in map(squeezed, found) for slip in slips if squeezed(slip.login) in text]
            if not layout.cut_and_stack:
                assert order == [slip.login for slip in slips], layout.name
            for slip in slips:
                (text,) = [text for text in found if squeezed(slip.login) in squeezed(text)]
                assert _lost(slip, text, with_division=self.has_division) == [], layout.name
                shown = [secret for secret in secrets if secret in text]
                assert shown == list(secret_of(slip)), layout.name

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

    def test_what_it_makes_is_told(self, renderer: PapillonRenderer) -> None:
        """``format`` says what the documents are: they are listed, named and sent so (M16)."""
        assert isinstance(renderer.format, DocumentFormat)

    def test_what_cannot_be_drawn_is_told_before(self, renderer: PapillonRenderer) -> None:
        """``undrawable`` finds characters in exactly the texts that ``render`` refuses.

        What it does not tell would stop a whole school; what it tells wrongly leaves a pupil without account.
        """
        assert not renderer.undrawable("")
        assert not renderer.undrawable(CHARACTERS)
        texts = [text for names in HARD_NAMES for text in names] + [f"MARTIN {character}" for character in UNUSUAL]
        for text in texts:
            told = renderer.undrawable(text)
            assert set(told) <= {*text, *unicodedata.normalize("NFC", text)}
            for slip in (evolve(sample(1), family_name=text), evolve(sample(1), given_names=text, division=text)):
                refused = isinstance(_drawn(renderer, batch_of([slip]), self.layouts[:1]), UnprintableTextError)
                assert refused == bool(told), text

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

    def test_metadata_are_private(self, renderer: PapillonRenderer) -> None:
        """What a document says outside its slips names no candidate, login or password."""
        batch = samples(3)
        for document in renderer.render(batch, self.layouts) if self.has_metadata else ():
            said = self.metadata_of(document)
            assert not [slip.login for slip in batch.papillons for own in private(slip) if own in said]

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


def _lost(slip: AnyPapillon, text: str, *, with_division: bool) -> list[str]:
    """Return what the slip should show and its text does not hold."""
    parts = (*private(slip), *([slip.division] if with_division else []))
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
