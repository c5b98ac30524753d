"""The part of the contract of a renderer that is about the order of the slips, on the pile and on the pages."""

# ruff: noqa: S101  # a contract speaks through assert

from collections.abc import Iterator, Sequence
from itertools import groupby

from attrs import evolve

from cyclades_accounts.model import Group, Grouping
from cyclades_accounts.papillons import Layout, Papillon, PapillonBatch, PapillonRenderer
from cyclades_accounts.testing.contract._renderer_fixtures import (
    RendererFixtures,
    batch_of,
    private,
    sample,
    samples,
    squeezed,
)


class RendererOrder(RendererFixtures):
    """The order of the slips."""

    def test_order_is_kept(self, renderer: PapillonRenderer) -> None:
        """Slips stand in the order of the batch, which no field gives: the host has sorted them, not the renderer.

        Of a layout that is cut and stacked it is the order of the pile: cut, and stacked place after place.
        """
        for layout in self.layouts:
            batch = samples(layout.places + 2)
            asked = [slip.login for slip in batch.papillons]
            (document,) = renderer.render(batch, [layout])
            found = list(self.slips_of(document, layout))
            if self.has_pages:
                pages = self.pages_of(document, layout)
                assert [slip for page in pages for slip in page] == found, layout.name
                found = list(_stacked(_logins(pages, batch), batch, layout))
            assert [login for text in found for login in asked if login in text] == asked, layout.name

    def test_pages_are_full(self, renderer: PapillonRenderer) -> None:
        """A document has as many pages as its slips need and no blank one; a group apart begins one of its own."""
        for layout in self.layouts if self.has_pages else ():
            for sizes in ((1,), (layout.places + 1, 2)):
                batch = _grouped(sizes)
                (document,) = renderer.render(batch, [layout])
                pages = _logins(self.pages_of(document, layout), batch)
                needed = sizes if layout.new_page_at_group else (sum(sizes),)
                assert len(pages) == sum(-(-size // layout.places) for size in needed), layout.name
                assert all(pages), layout.name
                groups = {str(slip.login): slip.group for slip in batch.papillons}
                if layout.new_page_at_group:
                    assert all(len({groups[login] for login in page}) == 1 for page in pages), layout.name
                asked = [slip.login for slip in batch.papillons]
                assert list(_stacked(pages, batch, layout)) == asked, layout.name

    def test_covers(self, renderer: PapillonRenderer) -> None:
        """A cover stands before the slips of its group, says which and how many, and nothing of a candidate."""
        if not self.covered:
            return
        sizes = (3, 1, 2)
        batch = _grouped(sizes)
        (document,) = renderer.render(batch, [self.covered])
        found = list(self.slips_of(document, self.covered))
        logins = [next((slip.login for slip in batch.papillons if slip.login in text), None) for text in found]
        asked = [slip.login for slip in batch.papillons]
        assert logins == [None, *asked[:3], None, *asked[3:4], None, *asked[4:]]
        covers = [text for text, login in zip(found, logins, strict=True) if login is None]
        for number, (size, text) in enumerate(zip(sizes, covers, strict=True)):
            assert f"3{number}" in text
            assert str(size) in text
            assert not [own for slip in batch.papillons for own in private(slip) if squeezed(own) in squeezed(text)]


def _grouped(sizes: Sequence[int]) -> PapillonBatch:
    """Return a batch of groups of these sizes, one after the other."""
    slips: list[Papillon] = []
    for number, size in enumerate(sizes):
        group = Group(Grouping.DIVISION, (f"3{number}",))
        slips += [evolve(sample(len(slips) + place), group=group, division=group.label) for place in range(size)]
    return batch_of(slips)


def _logins(pages: Sequence[Sequence[str]], batch: PapillonBatch) -> list[list[str]]:
    """Return the logins of each page in reading order."""
    return [[slip.login for text in page for slip in batch.papillons if slip.login in text] for page in pages]


def _stacked(pages: Sequence[Sequence[str]], batch: PapillonBatch, layout: Layout) -> Iterator[str]:
    """Cut the pages where the layout says so, and give the logins of the pile from top to bottom."""
    groups = {str(slip.login): slip.group for slip in batch.papillons}

    def section(page: Sequence[str]) -> Group | None:
        return groups[page[0]] if layout.new_page_at_group and page else None

    for _, found in groupby(pages, section):
        stack = list(found)
        if layout.cut_and_stack:
            yield from (page[place] for place in range(layout.places) for page in stack if place < len(page))
        else:
            yield from (login for page in stack for login in page)
