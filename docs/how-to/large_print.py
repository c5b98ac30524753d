"""A renderer of a host: large print, in a face that every PDF reader has."""

import io
import unicodedata
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from cyclades_accounts.errors import UnprintableTextError
from cyclades_accounts.papillons import FRENCH_PAPILLON_TEXTS, PDF, AnyPapillon, Layout, Papillon, PapillonBatch

WIDTH, HEIGHT = 595.2756, 841.8898  # A4 in points


class LargePrint:
    """Name, class, login and password in 32 points, smaller where they are long; for layouts of one column."""

    format = PDF

    def undrawable(self, text: str) -> str:
        """Return what Courier does not have; a plan refuses the candidates whose names hold it."""
        return "".join(character for character in tidy(text) if not is_drawable(character))

    def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> list[bytes]:
        """Check every text before the first document is drawn."""
        for slip in batch.papillons:
            for field in ("family_name", "given_names", "division", "login"):
                for character in self.undrawable(getattr(slip, field)):
                    raise UnprintableTextError(slip.full_name, field, character)
            if not all(map(is_drawable, secret(slip))):
                raise UnprintableTextError(slip.full_name, "password", "")  # not a character of it
        return [draw(batch.papillons, layout.rows) for layout in layouts]


def draw(slips: Sequence[AnyPapillon], rows: int) -> bytes:
    """Draw one document; ``invariant`` keeps date and random id out of it."""
    content = io.BytesIO()
    canvas = Canvas(content, (WIDTH, HEIGHT), invariant=1)
    for number, slip in enumerate(slips):
        y = HEIGHT - HEIGHT / rows * (number % rows)
        for text in (slip.full_name, slip.division, slip.login, secret(slip)):
            y -= 60
            canvas.setFont("Courier-Bold", min(32, 500 / (0.6 * max(len(text), 1))))  # 0.6 em, each character
            canvas.drawString(40, y, tidy(text))
        if number % rows == rows - 1 or number == len(slips) - 1:
            canvas.showPage()
    canvas.save()
    return content.getvalue()


def secret(slip: AnyPapillon) -> str:
    """Return the password, or, for a candidate who logs in by e-mail, whose it is (M8)."""
    return slip.password.reveal() if isinstance(slip, Papillon) else FRENCH_PAPILLON_TEXTS.email_password


def tidy(text: str) -> str:
    """Compose letters with their accents, and make every space a plain one."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_drawable(character: str) -> bool:
    """Tell whether Courier has the character; it has those of Windows-1252."""
    try:
        return bool(character.encode("cp1252")) and character.isprintable()
    except UnicodeEncodeError:
        return False
