"""What a document says outside its pages, whatever is on them: nothing of anybody."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from attrs import evolve
from pypdf import PdfReader
from pypdf.generic import StreamObject

from cyclades_accounts import Criteria, Provisioning
from cyclades_accounts.lists import ListTable
from cyclades_accounts.papillons import FRENCH_PAPILLON_TEXTS, LAYOUTS, ONE_PER_PAGE, TWO_PER_PAGE, Layout
from cyclades_accounts.passwords import FRENCH_SPELLING
from cyclades_accounts.pdf import LARGE_PRINT, ListGroups, PapillonStyle, PdfListWriter, ReportlabRenderer
from tests.pdf.reading import batch, email_slip, slip
from tests.support import NOW, SCHOOL, candidature, desk, ine, make_school, slips_of

SLIPS = (
    slip("QUÉMÉNER", "Gwenaëlle", login="gwenaelle.quemener", password="kZ7<qWx2(p"),
    slip("NGUYỄN", "Ngọc Ánh", login="ngoc-anh.nguyen", password="W" * 60, division=""),
    email_slip("ŁUKASIEWICZ", "Żaneta", login="zaneta@example.org"),
)
PRIVATE = (
    *("QUÉMÉNER", "Gwenaëlle", "gwenaelle", "kZ7<qWx2(p"),
    *("NGUYỄN", "Ngọc", "ngoc-anh", "W" * 60),
    *("ŁUKASIEWICZ", "Żaneta", "zaneta@"),
)
WITH_SITE = ReportlabRenderer(evolve(FRENCH_PAPILLON_TEXTS, site_url="https://comptes.example.org"))
DAY = "14/01/2025"


def draw(layout: Layout, renderer: ReportlabRenderer = WITH_SITE) -> Callable[[], bytes]:
    """Return a function that draws the slips."""
    return lambda: renderer.render(batch(*SLIPS), [layout])[0]


def print_list() -> bytes:
    """Print the slips as a list to sign."""
    rows = [(one.division, one.full_name, one.login, "") for one in SLIPS]
    subject = [SCHOOL.name, f"Fait le {DAY}"]
    table = ListTable("Remise des papillons", subject, ["Classe", "Nom et prénoms", "Identifiant", "Signature"], rows)
    return PdfListWriter(ListGroups.UNDER_HEADINGS).write(table)


DOCUMENTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    **{layout.name: ("Papillon de connexion", draw(layout)) for layout in LAYOUTS},
    "large-print": ("Papillon de connexion", draw(ONE_PER_PAGE, evolve(WITH_SITE, style=LARGE_PRINT))),
    "spelled": (
        "Papillon de connexion",
        draw(ONE_PER_PAGE, evolve(WITH_SITE, style=PapillonStyle(spelling=FRENCH_SPELLING))),
    ),
    "covers": ("Papillon de connexion", draw(evolve(TWO_PER_PAGE, cover_at_group=True))),
    "list": ("Remise des papillons", print_list),
}
"""Every document, with its fixed text."""


@pytest.mark.parametrize("name", DOCUMENTS)
class TestEveryDocument:
    """What holds for each."""

    def test_title(self, name: str) -> None:
        """This test ensures that the title is fixed text, school and day, in the dictionary and in XMP alike."""
        fixed, drawn = DOCUMENTS[name]
        reader = PdfReader(io.BytesIO(drawn()))
        assert reader.metadata
        assert reader.xmp_metadata
        title = str(reader.metadata.title)
        assert title in {f"{fixed} – {SCHOOL.name} – {DAY}", f"{fixed} – {SCHOOL.name} – Fait le {DAY}"}
        assert reader.xmp_metadata.dc_title == {"x-default": title}
        assert set(reader.metadata) == {"/Title", "/Creator", "/Producer"}
        assert reader.metadata.creator == reader.metadata.producer == "cyclades_accounts"

    def test_nobody_outside_the_pages(self, name: str) -> None:
        """This test ensures that no object but what pages show holds a name, a login or a password, however encoded."""
        content = DOCUMENTS[name][1]()
        outside = list(objects_outside(content))
        assert len(outside) > 20
        for encoding in ("utf-8", "latin-1", "utf-16-be"):
            for private in PRIVATE:
                searched = private.encode(encoding, "replace")
                assert not [one for one in outside if searched in one or searched.hex().encode() in one]

    def test_the_search_finds(self, name: str) -> None:
        """This test ensures that the search sees what it looks for: the title's own words are found."""
        searched = "connexion" if name != "list" else "Remise"
        assert [one for one in objects_outside(DOCUMENTS[name][1]()) if searched.encode() in one]


def objects_outside(content: bytes) -> Iterator[bytes]:
    """Give every object of a file as bytes, decompressed, but for the operators of its pages."""
    reader = PdfReader(io.BytesIO(content))
    shown: set[int] = set()
    for page in reader.pages:
        contents: Any = page.raw_get("/Contents")
        for part in contents if isinstance(contents, list) else [contents]:
            shown.add(part.idnum)
    for number in sorted(numbers for generation in reader.xref.values() for numbers in generation):
        if number in shown:
            continue
        found: Any = reader.get_object(number)
        yield repr(found).encode()
        if isinstance(found, StreamObject):
            yield found.get_data()


class TestFiles:
    """Names of files."""

    @staticmethod
    def names(service: Provisioning) -> list[str]:
        """Return the names and titles of all documents."""
        return [f"{one.name} {one.title}" for one in desk(service).documents.page().items]

    def test_names_and_titles_in_the_list(self) -> None:
        """This test ensures that neither the name of a file nor its title in the list tells whose slip it is."""
        service = make_school(candidature(1, "QUÉMÉNER", "Gwenaëlle"))
        generated = desk(service, now=NOW).generate(run_id="first")
        desk(service, now=NOW).regenerate(Criteria(candidates=[ine(1)]), run_id="again")
        (one,) = slips_of(service, generated.run.id)
        said = " ".join(self.names(service)).casefold()
        assert len(self.names(service)) == 3
        for private in (one.family_name, "quemener", one.given_names, "gwenaelle", one.login, one.password.reveal()):
            assert private.casefold() not in said
