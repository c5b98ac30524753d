"""The renderer: checks every slip once, plans each kind of slip, then stamps one document after the other."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from attrs import evolve, field, frozen
from attrs.validators import instance_of

from cyclades_accounts.errors import InvalidValueError
from cyclades_accounts.identifiers import Uai
from cyclades_accounts.papillons import (
    FRENCH_PAPILLON_TEXTS,
    PDF,
    DocumentFormat,
    EmailPapillon,
    Layout,
    PapillonBatch,
    PapillonTexts,
)
from cyclades_accounts.pdf._setting.text import tidy
from cyclades_accounts.pdf._slips.checking import check_groups, check_shared, check_slips
from cyclades_accounts.pdf._slips.letterhead import LoadedLetterhead, load_letterhead
from cyclades_accounts.pdf._slips.places import places
from cyclades_accounts.pdf._slips.plan import SlipKind, SlipPlan
from cyclades_accounts.pdf._slips.planning import plan_slip
from cyclades_accounts.pdf._slips.stamping import Stamper
from cyclades_accounts.pdf._slips.style import Faces, Letterhead, PapillonStyle
from cyclades_accounts.pdf._slips.wording import Wording


@frozen
class ReportlabRenderer:
    """Draws slips on A4 with reportlab; a :class:`~cyclades_accounts.papillons.PapillonRenderer`.

    Same input, same bytes, in every process, with the same versions of reportlab and zlib. Threads may share it. It
    keeps no slip and no password after a call.

    Raises:
        InvalidValueError: a font of :attr:`PapillonStyle.code_fonts` is not monospaced (a password is never printed in
            a proportional face), or the first font of a typeface lacks letters or digits.
        MissingFileError: a font or letterhead of the host's own cannot be read.
        UnusableFontError: a font of the host's own is no TrueType file that may be embedded.
        UnusableLetterheadError: the letterhead cannot stand under a slip.
        ModuleNotFoundError: a font's package is not installed.
        FileNotFoundError: a font's package has no such file.
    """

    format: ClassVar[DocumentFormat] = PDF
    """What it makes."""
    texts: PapillonTexts = field(default=FRENCH_PAPILLON_TEXTS, validator=instance_of(PapillonTexts))
    """What slips say; ``{last_day}`` and ``{made_on}`` stand for the batch's dates in any of them."""
    style: PapillonStyle = field(default=PapillonStyle(), validator=instance_of(PapillonStyle))
    """How slips look."""
    letterhead_of: Callable[[Uai], Letterhead | None] | None = None
    """Gives the letterhead of a school, or ``None`` for none. It is asked for every document, in place of the style's
    letterhead, so that a new one counts at once."""

    def __attrs_post_init__(self) -> None:
        """Read fonts and letterhead, so that a host learns at its start what is wrong with them."""
        _loaded(self.style)
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

    def undrawable(self, text: str) -> str:
        """Return the characters of ``text`` that the fonts of running text, or those of names, do not have."""
        faces = Faces.of(self.style)
        return "".join(c for c in tidy(text) if not (faces.strong.font_of(c) and faces.text.font_of(c)))

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> tuple[bytes, ...]:
        """Return one PDF for each layout, in the same order.

        Every document holds every slip of the batch once, in the order of the batch, as the layout stacks it. The last
        page of a document, or of a group, may have empty places. The documents are tagged (PDF/UA-1). Their title is
        the texts' title, the school and the day; the metadata hold nothing else of the batch.

        Raises:
            UnprintableTextError: a text holds a character that no font of its typeface has; raised before anything is
                drawn. A text that all slips share is reported with the first candidate's name, a password without its
                character.
            InvalidValueError: a layout has so many rows that a slip does not fit in, or a text asks for something else
                than ``{last_day}`` and ``{made_on}``; raised before anything is drawn.
            MissingFileError, UnusableLetterheadError: the letterhead of the school, as above.
        """
        style = evolve(self.style, letterhead=self.letterhead_of(batch.uai)) if self.letterhead_of else self.style
        faces, wording, letterhead = Faces.of(style), Wording.of(self.texts, batch), _loaded(style)
        check_shared(batch, wording, style)
        pile = check_slips(batch, wording, faces, self.texts.date_format)
        kinds = [SlipKind.EMAIL] if any(isinstance(papillon, EmailPapillon) for papillon in batch.papillons) else []
        if any(layout.cover_at_group for layout in layouts):
            check_groups(batch, faces)
        plans = [
            _plans(style, wording, layout, [*kinds, *([SlipKind.COVER] if layout.cover_at_group else [])])
            for layout in layouts
        ]
        return tuple(
            Stamper(wording, style, plan, layout, letterhead).document(pile)
            for plan, layout in zip(plans, layouts, strict=True)
        )


def _loaded(style: PapillonStyle) -> LoadedLetterhead | None:
    return load_letterhead(style.letterhead) if style.letterhead else None


def _plans(
    style: PapillonStyle, wording: Wording, layout: Layout, kinds: Sequence[SlipKind]
) -> dict[SlipKind, SlipPlan]:
    """Plan each kind of slip; none is larger than that with a password, so that a pile looks like one."""
    first = _plan(style, wording, layout, SlipKind.PASSWORD, None)
    return {SlipKind.PASSWORD: first} | {kind: _plan(style, wording, layout, kind, first.scale) for kind in kinds}


def _plan(style: PapillonStyle, wording: Wording, layout: Layout, kind: SlipKind, largest: float | None) -> SlipPlan:
    def plan(rows: int) -> SlipPlan | None:
        place = places(evolve(layout, rows=rows))[0]
        if min(place.width, place.height) <= 0:
            return None
        return plan_slip(
            wording, style, place.width, place.height, is_label=layout.is_label, kind=kind, largest=largest
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
