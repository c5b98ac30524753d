"""How texts are written inside a document: one byte a character, in fixed subsets of a font.

The base subset holds the space, visible ASCII, and the letters and signs of French. Their codes are those of
Windows-1252, but for the parentheses and the backslash: a PDF string would have to escape these three, so they have
codes that Windows-1252 leaves free. An encoded text therefore goes into a PDF as it is, and one call of C encodes it.
The other characters are in subsets of 64 consecutive code points.
"""

import codecs
from typing import Final

_MOVED: Final = {"(": 0x81, ")": 0x8D, "\\": 0x8F}
_FRENCH: Final = "ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŸŒàâäæçèéêëîïôöùûüÿœ«»’‘“”–—…·•°€§ÁÍÑÓÚÃÕÅØáíñóúãõåøß"

BASE_CODES: Final = {
    character: _MOVED.get(character) or character.encode("cp1252")[0]
    for character in (*map(chr, range(0x20, 0x7F)), *_FRENCH)
}
"""Characters of the base subset, and the code of each."""

BASE: Final = -1
"""The base subset."""

SEPARATOR: Final = "\0"
"""Its code is itself: put it between several texts to encode them in one call. No text holds it."""

_SIZE: Final = 64  # code points in a subset that is not the base subset
_FIRST: Final = 0x80  # code of the first of them: from here on no code needs an escape

_DECODING: Final = {code: character for character, code in BASE_CODES.items()}
_ENCODING: Final = codecs.charmap_build(SEPARATOR + "".join(_DECODING.get(code, "\ufffe") for code in range(1, 256)))


def encode_base(text: str) -> str:
    """Return a text of the base subset as it stands between the parentheses of a PDF string, code points under 256.

    Raises:
        UnicodeEncodeError: a character is not in the base subset. The error holds the text, which may be a password:
            check the characters before the call.
    """
    return codecs.charmap_encode(text, "strict", _ENCODING)[0].decode("latin-1")


def encode(subset: int, text: str) -> str:
    """Return a text whose characters are all in ``subset`` as it stands between the parentheses of a PDF string."""
    if subset == BASE:
        return encode_base(text)
    return "".join(chr(_FIRST + ord(character) % _SIZE) for character in text)


def subset_of(character: str) -> int:
    """Return the number of the subset that holds the character."""
    return BASE if character in BASE_CODES else ord(character) // _SIZE


def codes_of(subset: int) -> dict[int, str]:
    """Return the characters of a subset by code, whether a font has them or not."""
    if subset == BASE:
        return _DECODING
    return {_FIRST + index: chr(subset * _SIZE + index) for index in range(_SIZE)}
