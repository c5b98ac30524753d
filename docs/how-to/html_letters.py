"""Slips as HTML, one letter each, for a host that prints from a browser."""

from collections.abc import Sequence
from html import escape

from cyclades_accounts.papillons import (
    FRENCH_PAPILLON_TEXTS,
    AnyPapillon,
    DocumentFormat,
    Layout,
    Papillon,
    PapillonBatch,
)

TEXTS = FRENCH_PAPILLON_TEXTS


class HtmlLetters:
    """A :class:`~cyclades_accounts.papillons.PapillonRenderer` whose documents are HTML."""

    format = DocumentFormat("HTML", "text/html", "html")

    def undrawable(self, _text: str) -> str:
        """A browser finds a font for every character."""
        return ""

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
        """Write one document for each layout."""
        return [self._document(batch, layout).encode() for layout in layouts]

    def _document(self, batch: PapillonBatch, layout: Layout) -> str:
        title = f"{TEXTS.title} – {batch.school_name} – {batch.made_on:%d/%m/%Y}"
        letters = "".join(map(self._letter, batch.papillons))
        return f"<!doctype html><html lang=fr class={layout.name}><title>{escape(title)}</title>{letters}</html>"

    def _letter(self, slip: AnyPapillon) -> str:
        shown = {
            TEXTS.candidate_label: slip.full_name,
            TEXTS.division_label: slip.division,
            TEXTS.login_label: slip.login,
        }
        if isinstance(slip, Papillon):
            shown[TEXTS.password_label] = slip.password.reveal()
        else:  # who logs in by e-mail has chosen it, and no school knows it (M8)
            shown[TEXTS.email_password_label] = TEXTS.email_password
        rows = "".join(f"<dt>{escape(label)}<dd>{escape(text)}" for label, text in shown.items())
        return f"<section>{escape(TEXTS.introduction)}<dl>{rows}</dl></section>"
