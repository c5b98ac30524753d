"""The one place that draws: plans and lines in, a PDF out."""

import io
import math
from collections.abc import Iterable
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from cyclades_accounts.papillons import Layout, Papillon
from cyclades_accounts.pdf._composing import PAGE_HEIGHT, PAGE_WIDTH
from cyclades_accounts.pdf._fonts import Faces
from cyclades_accounts.pdf._slip import SlipPlan
from cyclades_accounts.pdf._style import PapillonStyle
from cyclades_accounts.pdf._text import Line

CREATOR: Final = "cyclades_accounts"

_SLIP: Final = "slip"
_CUT: Final = "cut"
_RULE_PT: Final = 0.8
_RULE_GREY: Final = 0.3
_CUT_GREY: Final = 0.4
_FILLED: Final = 0
_FILLED_AND_STROKED: Final = 2


class Drawing:
    """One document in the making; it lives for one call of the renderer, since its canvas holds passwords."""

    def __init__(self, *, title: str, style: PapillonStyle, faces: Faces, plan: SlipPlan, layout: Layout) -> None:
        self._plan = plan
        self._rows = layout.rows
        self._row = 0
        self._file = io.BytesIO()
        faces.register()
        first_font: Any = faces.text.fonts[0].name  # a name, although types-reportlab 5.0 asks for a number
        self._canvas = Canvas(
            self._file,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageCompression=1,
            invariant=1,  # no clock and no random id: same input, same bytes
            initialFontName=first_font,  # else every page asks for a Helvetica that is not embedded
            lang="fr",
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor("")
        self._canvas.setSubject("")
        self._canvas.setCreator(CREATOR)
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._draw_slip_form(style)
        self._draw_cut_form(style)
        self._canvas.setPageCompression(0)  # a page is a few hundred bytes: packing it takes longer than drawing it

    def add(self, papillon: Papillon) -> None:
        """Draw a slip in the next place, on a new page if the present one is full."""
        if self._row == self._rows:
            self._canvas.showPage()
            self._row = 0
        self._row += 1
        self._canvas.saveState()
        self._canvas.translate(0, PAGE_HEIGHT - self._row * self._plan.height)
        self._canvas.doForm(_SLIP)
        if self._row < self._rows:
            self._canvas.doForm(_CUT)
        self._draw(self._plan.lines(papillon))
        self._canvas.restoreState()

    def close(self) -> bytes:
        """Return the document. At least one slip must have been added, or the only page is blank."""
        self._canvas.showPage()
        self._canvas.setPageCompression(1)  # of the fonts, which reportlab writes now
        self._canvas.save()
        return self._file.getvalue()

    def _draw_slip_form(self, style: PapillonStyle) -> None:
        """Draw once what stands on every slip."""
        canvas, plan, box = self._canvas, self._plan, self._plan.box
        canvas.beginForm(_SLIP, 0, 0, math.ceil(PAGE_WIDTH), math.ceil(plan.height))
        canvas.setLineWidth(_RULE_PT)
        canvas.setStrokeGray(_RULE_GREY)
        canvas.line(plan.margin, plan.rule_y, PAGE_WIDTH - plan.margin, plan.rule_y)
        canvas.setFillGray(style.box_grey)
        canvas.roundRect(box.x, box.y, box.width, box.height, plan.radius, stroke=1, fill=1)
        canvas.setFillGray(0)
        self._draw(plan.fixed)
        canvas.endForm()

    def _draw_cut_form(self, style: PapillonStyle) -> None:
        """Draw once the line along which a slip is cut from the one below it."""
        canvas, dash = self._canvas, style.cut_dash_mm * mm
        canvas.beginForm(_CUT, 0, -math.ceil(style.cut_width_pt), math.ceil(PAGE_WIDTH), math.ceil(style.cut_width_pt))
        canvas.setLineWidth(style.cut_width_pt)
        canvas.setStrokeGray(_CUT_GREY)
        canvas.setDash(dash, dash)
        canvas.line(0, 0, PAGE_WIDTH, 0)
        canvas.endForm()

    def _draw(self, lines: Iterable[Line]) -> None:
        canvas = self._canvas
        for line in lines:
            text = canvas.beginText(line.x, line.y)
            if line.grey:
                text.setFillGray(line.grey)
            for run in line.runs:
                thickness = run.font.thickened_by * line.size
                if thickness:
                    canvas.setLineWidth(thickness)
                    canvas.setStrokeGray(line.grey)
                    text.setTextRenderMode(_FILLED_AND_STROKED)
                text.setFont(run.font.name, line.size)
                text.textOut(run.text)
                if thickness:
                    text.setTextRenderMode(_FILLED)
            if line.grey:
                text.setFillGray(0)
            canvas.drawText(text)
            if line.sign_x:
                self._draw_sign(line.sign_x, line.y, line.size)

    def _draw_sign(self, x: float, y: float, size: float) -> None:
        """Draw « this goes on below »: an arrow around the corner, and not a character that one might type."""
        canvas, half = self._canvas, min(0.3 * size, 4.0)
        canvas.setLineWidth(_RULE_PT)
        canvas.setStrokeGray(_RULE_GREY)
        path = canvas.beginPath()
        path.moveTo(x + half, y + 2 * half)
        path.lineTo(x + half, y + half)
        path.lineTo(x - half, y + half)
        path.moveTo(x - half / 4, y + half * 1.75)
        path.lineTo(x - half, y + half)
        path.lineTo(x - half / 4, y + half * 0.25)
        canvas.drawPath(path)
