"""Problems in words: every code has its sentence and its cure, and a host may replace them."""

import string

import pytest
from attrs import evolve

from cyclades_accounts.rosters import (
    FRENCH_ROSTER_TEXTS,
    ProblemCode,
    ProblemText,
    RosterProblem,
)


@pytest.mark.parametrize("code", ProblemCode)
def test_every_code_has_its_words(code: ProblemCode) -> None:
    """Sentence and cure are whole sentences, and name nothing that a problem lacks."""
    text = FRENCH_ROSTER_TEXTS.texts[code]
    for template in (text.sentence, text.cure):
        assert template.endswith((".", "}."))
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        assert names <= {"value", "count", "expected"}
    assert text.cure[0].isupper()


@pytest.mark.parametrize(
    ("problem", "sentence", "cure"),
    [
        (
            RosterProblem(ProblemCode.EMPTY_FILE),
            "Le fichier est vide.",
            "Exportez de nouveau la « Liste détaillée de mes élèves » depuis CYCLADES.",
        ),
        (
            RosterProblem(ProblemCode.CUT_LINE, 12, value="7", expected="19"),
            "Ligne 12 : ligne coupée : 7 cellule(s) au lieu de 19.",
            "Remettez l'élève sur une seule ligne complète, ou reprenez l'export d'origine.",
        ),
        (
            RosterProblem(ProblemCode.BAD_DATE, 12, "Date de Naissance", "31/02/2010"),
            "Ligne 12, colonne « Date de Naissance » : « 31/02/2010 » n'est pas une date possible.",
            "Écrivez la date sous la forme jj/mm/aaaa, par exemple 23/01/2010.",
        ),
        (
            RosterProblem(ProblemCode.UNKNOWN_STATUS, 12, "Etat", "", "Inscrit, Pré-inscrit"),
            "Ligne 12, colonne « Etat » : état de la candidature inconnu : une cellule vide.",
            "États connus : Inscrit, Pré-inscrit. Corrigez l'état, ou indiquez ce que celui-ci veut dire.",
        ),
    ],
)
def test_french(problem: RosterProblem, sentence: str, cure: str) -> None:
    """The school reads where, what and what to do."""
    assert FRENCH_ROSTER_TEXTS.sentence(problem) == sentence
    assert FRENCH_ROSTER_TEXTS.cure(problem) == cure


def test_long_values_are_shortened() -> None:
    """A sentence repeats the beginning of a long value, on one line; braces in it mean nothing."""
    problem = RosterProblem(ProblemCode.BAD_DATE, 1, "Né(e) {le}", "{value}\n" + "x" * 100)
    assert FRENCH_ROSTER_TEXTS.sentence(problem) == (
        "Ligne 1, colonne « Né(e) {le} » : « {value} " + "x" * 52 + "… » n'est pas une date possible."
    )


def test_words_are_a_value() -> None:
    """A host replaces one text and keeps the others."""
    mine = {**FRENCH_ROSTER_TEXTS.texts, ProblemCode.EMPTY_FILE: ProblemText("Rien !", "Recommencez.")}
    texts = evolve(FRENCH_ROSTER_TEXTS, texts=mine)
    assert texts.sentence(RosterProblem(ProblemCode.EMPTY_FILE)) == "Rien !"
    assert texts.cure(RosterProblem(ProblemCode.NUL_BYTE)) == FRENCH_ROSTER_TEXTS.cure(
        RosterProblem(ProblemCode.NUL_BYTE)
    )
