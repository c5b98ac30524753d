"""Fonts of the host's own: by path, checked when the renderer is made, each glyph from the first font that has it."""

import io
import shutil
import struct
from importlib import resources
from pathlib import Path

import pytest
from attrs import evolve
from pypdf import PdfReader

from cyclades_accounts.errors import InvalidValueError, UnprintableTextError
from cyclades_accounts.papillons import FRENCH_PAPILLON_TEXTS, ONE_PER_PAGE
from cyclades_accounts.pdf import (
    JETBRAINS_MONO,
    NOTO_SANS,
    FontFile,
    MissingFileError,
    PapillonStyle,
    ReportlabRenderer,
    UnusableFontError,
)
from tests.pdf.reading import VERA, batch, read_slips, slip


def renderer(*text_fonts: FontFile) -> ReportlabRenderer:
    """Return a renderer that prints text and names with these fonts."""
    return ReportlabRenderer(style=PapillonStyle(text_fonts=text_fonts, strong_fonts=text_fonts))


def test_a_font_of_the_host(tmp_path: Path) -> None:
    """This test ensures that a host's font prints, and that the bytes do not tell where the host keeps it."""
    moved = Path(shutil.copy(VERA, tmp_path / "Charte.ttf"))
    first, second = (renderer(FontFile.at(path)).render(batch(), [ONE_PER_PAGE]) for path in (VERA, moved))
    assert first == second
    (found,) = read_slips(first[0], ONE_PER_PAGE)
    assert found.name == "AUBINAntoine"
    assert any("CycladesAccounts-BitstreamVeraSans" in fragment.font for fragment in found.own)
    assert str(tmp_path).encode() not in second[0]


def test_a_font_for_passwords(tmp_path: Path) -> None:
    """This test ensures that a host's monospaced font prints login and password, exactly as they are."""
    file = resources.files(JETBRAINS_MONO.package).joinpath(*JETBRAINS_MONO.path.split("/"))
    (tmp_path / "mono.ttf").write_bytes(file.read_bytes())
    (content,) = ReportlabRenderer(style=PapillonStyle(code_fonts=[FontFile.at(tmp_path / "mono.ttf")])).render(
        batch(), [ONE_PER_PAGE]
    )
    assert "5ds<JsXkby" in PdfReader(io.BytesIO(content)).pages[0].extract_text()
    with pytest.raises(InvalidValueError, match="code_fonts"):
        ReportlabRenderer(style=PapillonStyle(code_fonts=[FontFile.at(VERA)]))


def test_a_missing_glyph_names_the_candidate() -> None:
    """This test ensures that a name that the host's font lacks is refused with the candidate, or falls back."""
    one = slip("NGUYỄN", "Léa")
    with pytest.raises(UnprintableTextError) as caught:
        renderer(FontFile.at(VERA)).render(batch(slip(), one), [ONE_PER_PAGE])
    assert caught.value == UnprintableTextError("NGUYỄN Léa", "family_name", "Ễ")
    (content,) = renderer(FontFile.at(VERA), NOTO_SANS).render(batch(one), [ONE_PER_PAGE])
    assert read_slips(content, ONE_PER_PAGE)[0].name == "NGUYỄNLéa"


def test_a_missing_glyph_names_the_text() -> None:
    """This test ensures that a text of the slips themselves is named, where the font lacks a character of it."""
    texts = evolve(FRENCH_PAPILLON_TEXTS, lost_note="Voyez Mme Nguyễn.")
    with pytest.raises(UnprintableTextError, match="lost_note") as caught:
        evolve(renderer(FontFile.at(VERA)), texts=texts).render(batch(), [ONE_PER_PAGE])
    assert (caught.value.field, caught.value.character) == ("lost_note", "ễ")


def test_missing_files(tmp_path: Path) -> None:
    """This test ensures that a font that is not there, or is a folder, is named when the renderer is made."""
    for path in (tmp_path / "none.ttf", tmp_path):
        with pytest.raises(MissingFileError, match="cannot be read") as caught:
            renderer(FontFile.at(path))
        assert caught.value.path == str(path)
        assert caught.value.code == "MISSING_FILE"
        assert "Check the path" in caught.value.cure


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not a TTF file"),
        (b"%PDF-1.7 a letter", "Not a recognized TrueType font"),
        (b"OTTO" + bytes(100), "postscript outlines are not supported"),
        (VERA.read_bytes()[:30_000], "damaged"),
        (VERA.read_bytes()[:200], "Table Directory"),
    ],
)
def test_files_that_are_no_fonts(content: bytes, why: str, tmp_path: Path) -> None:
    """This test ensures that what is no TrueType font, or half of one, is refused before any slip is asked for."""
    (tmp_path / "font.ttf").write_bytes(content)
    with pytest.raises(UnusableFontError, match=why) as caught:
        renderer(FontFile.at(tmp_path / "font.ttf"))
    assert caught.value.path == str(tmp_path / "font.ttf")
    assert "TrueType" in caught.value.cure


def test_a_font_that_forbids_embedding(tmp_path: Path) -> None:
    """This test ensures that a font whose licence bits forbid embedding is refused, as PDF/UA wants it (7.21.4.1)."""
    content = bytearray(VERA.read_bytes())
    at = table(content, b"OS/2")
    struct.pack_into(">H", content, at + 8, 0x0002)  # fsType: restricted licence
    (tmp_path / "font.ttf").write_bytes(content)
    with pytest.raises(UnusableFontError, match="embedding"):
        renderer(FontFile.at(tmp_path / "font.ttf"))


def test_a_first_font_without_letters(tmp_path: Path) -> None:
    """This test ensures that a font of signs alone cannot stand first, and can stand behind another."""
    content = bytearray(VERA.read_bytes())
    cmap = table(content, b"cmap")
    for number in range(struct.unpack_from(">H", content, cmap + 2)[0]):
        at = cmap + struct.unpack_from(">I", content, cmap + 4 + 8 * number + 4)[0]
        if struct.unpack_from(">H", content, at)[0] == 4:  # segments: of each, the last character alone stays
            size = struct.unpack_from(">H", content, at + 6)[0]
            content[at + 16 + size : at + 16 + 2 * size] = content[at + 14 : at + 14 + size]
    (tmp_path / "signs.ttf").write_bytes(content)
    signs = FontFile.at(tmp_path / "signs.ttf")
    assert renderer(FontFile.at(VERA), signs).render(batch(), [ONE_PER_PAGE])
    with pytest.raises(InvalidValueError, match="text_fonts") as caught:
        renderer(signs, FontFile.at(VERA))
    assert caught.value.value == signs.path
    with pytest.raises(InvalidValueError, match="strong_fonts"):
        ReportlabRenderer(style=PapillonStyle(strong_fonts=[signs]))


def table(font: bytearray, tag: bytes) -> int:
    """Return where a table of a TrueType font begins (OpenType 1.9, table directory)."""
    entry = font.index(tag, 12)
    offset: int = struct.unpack_from(">I", font, entry + 8)[0]
    return offset
