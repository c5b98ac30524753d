"""The renderer: checks and encodes every slip once, then stamps all documents."""

from collections.abc import Sequence

from attrs import evolve, field, frozen
from attrs.validators import instance_of

from cyclades_accounts.errors import InvalidValueError, UnprintableTextError
from cyclades_accounts.papillons import FRENCH_PAPILLON_TEXTS, Layout, Papillon, PapillonBatch, PapillonTexts
from cyclades_accounts.pdf._composing import plan_slip
from cyclades_accounts.pdf._document import Document
from cyclades_accounts.pdf._fonts import Faces
from cyclades_accounts.pdf._ink import inks
from cyclades_accounts.pdf._sheet import places
from cyclades_accounts.pdf._slip import SlipPlan
from cyclades_accounts.pdf._style import PapillonStyle
from cyclades_accounts.pdf._wording import Wording


@frozen
class ReportlabRenderer:
    """Draws slips on A4 with reportlab; a :class:`~cyclades_accounts.papillons.PapillonRenderer`.

    Same input, same bytes, in every process, given the same reportlab and zlib. Safe to share between threads. It
    holds no slip and no password after a call.

    Raises:
        InvalidValueError: a font of :attr:`PapillonStyle.code_fonts` is not monospaced (a password is never printed in
            a proportional face).
        ModuleNotFoundError: a font's package is not installed.
        FileNotFoundError: a font's package has no such file.
    """

    texts: PapillonTexts = field(default=FRENCH_PAPILLON_TEXTS, validator=instance_of(PapillonTexts))
    """What slips say; ``{last_day}`` and ``{made_on}`` stand for the batch's dates in any of them."""
    style: PapillonStyle = field(default=PapillonStyle(), validator=instance_of(PapillonStyle))
    """How slips look."""

    def __attrs_post_init__(self) -> None:
        """Read the fonts, so that a host learns at its start what is wrong with them."""
        for file, font in zip(self.style.code_fonts, Faces.of(self.style).code.fonts, strict=True):
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
        pile = inks(batch, wording, faces, self.texts.date_format)
        plans = [self._plan(wording, layout) for layout in layouts]
        return tuple(
            Document(wording, self.style, faces, plan, layout).draw(pile)
            for plan, layout in zip(plans, layouts, strict=True)
        )

    def _plan(self, wording: Wording, layout: Layout) -> SlipPlan:
        def plan(rows: int) -> SlipPlan | None:
            place = places(evolve(layout, rows=rows))[0]
            if min(place.width, place.height) <= 0:
                return None
            return plan_slip(wording, self.style, place.width, place.height, is_label=layout.is_label)

        found = plan(layout.rows)
        if found:
            return found
        fits = [rows for rows in range(1, layout.rows) if plan(rows)]
        expected = f"1 to {fits[-1]} with these texts and this style" if fits else "shorter texts or a smaller style"
        raise InvalidValueError("rows", str(layout.rows), expected)


def _check_shared(wording: Wording, faces: Faces, first: Papillon) -> None:
    for name, text in wording.printed():
        if missing := faces.missing(text):
            raise UnprintableTextError(first.full_name, name, missing)
