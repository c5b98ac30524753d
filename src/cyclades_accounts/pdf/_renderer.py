"""The renderer: checks and encodes every slip once, then stamps all documents."""

from collections.abc import Sequence

from attrs import evolve, field, frozen
from attrs.validators import instance_of

from cyclades_accounts.errors import InvalidValueError, UnprintableTextError
from cyclades_accounts.papillons import (
    FRENCH_PAPILLON_TEXTS,
    AnyPapillon,
    EmailPapillon,
    Layout,
    PapillonBatch,
    PapillonTexts,
)
from cyclades_accounts.pdf._document import FIRST_LIFTED, Document
from cyclades_accounts.pdf._fonts import Faces
from cyclades_accounts.pdf._ink import inks
from cyclades_accounts.pdf._letterhead import Lifted, load_letterhead
from cyclades_accounts.pdf._planning import Kind, plan_slip
from cyclades_accounts.pdf._sheet import places
from cyclades_accounts.pdf._slip import SlipPlan
from cyclades_accounts.pdf._style import PapillonStyle
from cyclades_accounts.pdf._text import tidy
from cyclades_accounts.pdf._wording import Wording


@frozen
class ReportlabRenderer:
    """Draws slips on A4 with reportlab; a :class:`~cyclades_accounts.papillons.PapillonRenderer`.

    Same input, same bytes, in every process, given the same reportlab and zlib. Safe to share between threads. It
    holds no slip and no password after a call.

    Raises:
        InvalidValueError: a font of :attr:`PapillonStyle.code_fonts` is not monospaced (a password is never printed in
            a proportional face), or the first font of a typeface lacks letters or digits.
        MissingFileError: a font or letterhead of the host's own cannot be read.
        UnusableFontError: it is no TrueType file that may be embedded.
        UnusableLetterheadError: the letterhead cannot stand under a slip.
        ModuleNotFoundError: a font's package is not installed.
        FileNotFoundError: a font's package has no such file.
    """

    texts: PapillonTexts = field(default=FRENCH_PAPILLON_TEXTS, validator=instance_of(PapillonTexts))
    """What slips say; ``{last_day}`` and ``{made_on}`` stand for the batch's dates in any of them."""
    style: PapillonStyle = field(default=PapillonStyle(), validator=instance_of(PapillonStyle))
    """How slips look."""

    def __attrs_post_init__(self) -> None:
        """Read fonts and letterhead, so that a host learns at its start what is wrong with them."""
        _ = self._letterhead
        faces = Faces.of(self.style)
        for name, files, face in (
            ("text_fonts", self.style.text_fonts, faces.text),
            ("strong_fonts", self.style.strong_fonts, faces.strong),
        ):
            if not face.fonts[0].has_letters_and_digits:
                raise InvalidValueError(name, files[0].path, "a first font that has letters and digits")
        for file, font in zip(self.style.code_fonts, faces.code.fonts, strict=True):
            if not font.is_monospaced:
                raise InvalidValueError("code_fonts", file.path, "monospaced fonts that have all of visible ASCII")

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> tuple[bytes, ...]:
        """Return one PDF for each layout, in the same order; see the port.

        The last page of a document, or of a group, may have empty places. The documents are tagged (PDF/UA-1). Their
        title is the texts' title, the school and the day; the metadata hold nothing else of the batch.

        Raises:
            UnprintableTextError: a text holds a character that no font of its typeface has; raised before anything is
                drawn. A text that all slips share is reported with the first candidate's name, a password without its
                character.
            InvalidValueError: a layout has more rows than a slip can be low, or a text asks for something else than
                ``{last_day}`` and ``{made_on}``; raised before anything is drawn.
        """
        faces = Faces.of(self.style)
        wording = Wording.of(self.texts, batch)
        _check_shared(wording, faces, batch.papillons[0])
        _check_spelled(batch, self.style, faces)
        pile = inks(batch, wording, faces, self.texts.date_format)
        kinds = _kinds(batch)
        if any(layout.cover_at_group for layout in layouts):
            _check_groups(batch, faces)
        plans = [
            self._plans(wording, layout, [*kinds, *([Kind.COVER] if layout.cover_at_group else [])])
            for layout in layouts
        ]
        return tuple(
            Document(wording, self.style, faces, plan, layout, self._letterhead).draw(pile)
            for plan, layout in zip(plans, layouts, strict=True)
        )

    @property
    def _letterhead(self) -> Lifted | None:
        return load_letterhead(self.style.letterhead, FIRST_LIFTED) if self.style.letterhead else None

    def _plans(self, wording: Wording, layout: Layout, kinds: Sequence[Kind]) -> dict[Kind, SlipPlan]:
        """Plan each kind of slip; none is larger than that with a password, so that a pile looks like one."""
        first = self._plan(wording, layout, Kind.PASSWORD, None)
        return {Kind.PASSWORD: first} | {kind: self._plan(wording, layout, kind, first.scale) for kind in kinds}

    def _plan(self, wording: Wording, layout: Layout, kind: Kind, largest: float | None) -> SlipPlan:
        def plan(rows: int) -> SlipPlan | None:
            place = places(evolve(layout, rows=rows))[0]
            if min(place.width, place.height) <= 0:
                return None
            return plan_slip(
                wording, self.style, place.width, place.height, is_label=layout.is_label, kind=kind, largest=largest
            )

        found = plan(layout.rows)
        if found:
            return found
        fits = [rows for rows in range(1, layout.rows) if plan(rows)]
        fitting = f"1 to {fits[-1]} rows" if fits else "no row"
        expected = (
            f"{fitting} for the layout {layout.name} with these texts and this style: choose other layouts, shorten "
            "the texts, or take a smaller style or letterhead"
        )
        raise InvalidValueError("rows", str(layout.rows), expected)


def _kinds(batch: PapillonBatch) -> list[Kind]:
    """Return the kinds of slips in the batch besides that of slips that show a password."""
    return [Kind.EMAIL] if any(isinstance(papillon, EmailPapillon) for papillon in batch.papillons) else []


def _check_spelled(batch: PapillonBatch, style: PapillonStyle, faces: Faces) -> None:
    """Check the names of characters, and letters of passwords in the face of running text; only the former are told."""
    if style.spelling is None:
        return
    names = (style.spelling.separator, *(name for _, name in style.spelling.names))
    missing = faces.text.missing("".join((style.spelling.upper, style.spelling.lower, *names)))
    if missing:
        raise UnprintableTextError(batch.papillons[0].full_name, "spelling", missing)
    for papillon in batch.with_password:
        if faces.text.missing(style.spelling.spell(papillon.password.reveal())):
            raise UnprintableTextError(papillon.full_name, "password", "")


def _check_groups(batch: PapillonBatch, faces: Faces) -> None:
    for papillon in batch.papillons:
        if missing := faces.strong.missing(tidy(papillon.group.label)):
            raise UnprintableTextError(papillon.full_name, "group", missing)


def _check_shared(wording: Wording, faces: Faces, first: AnyPapillon) -> None:
    for name, text in wording.printed():
        if missing := faces.missing(text):
            raise UnprintableTextError(first.full_name, name, missing)
