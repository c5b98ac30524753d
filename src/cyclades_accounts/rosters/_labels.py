"""Labels of columns and states compare as people read them: case, accents and punctuation do not count."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=1024)  # a file repeats its few labels on every line
def fold_label(text: str) -> str:
    """Return what counts of a label: its letters and digits, folded, words apart by one space.

    ``N° Candidat`` gives ``n candidat``, ``Prénom(s)`` gives ``prenom s``; ``Nom d’usage`` and ``NOM D'USAGE`` give the
    same.
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = (char for char in folded if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in bare).split())
