"""Folding a civil name: what Latin letters become, and what is refused instead of guessed."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.errors import UnfoldableNameError
from cyclades_accounts.logins import fold_name, is_folded_name

LETTERS = [chr(c) for c in range(sys.maxunicode + 1) if unicodedata.category(chr(c))[0] == "L"]
"""Every letter that Python knows."""

LATIN = st.sampled_from([c for c in LETTERS if unicodedata.name(c, "").startswith("LATIN ") and ord(c) < 0x1F00])
NAMES = st.text(LATIN | st.sampled_from(" -'’ʼ,.\u00a0\u0301\u0327") | st.characters(codec="latin-1"), max_size=20)
JOINERS = st.sampled_from(["", "-"])


def _fold(name: str, joiner: str = "") -> str | None:
    """Fold, with ``None`` for a refusal."""
    try:
        return fold_name(name, joiner=joiner)
    except UnfoldableNameError:
        return None


class TestKnownNames:
    """A table of names that other software gets wrong."""

    @pytest.mark.parametrize(
        ("name", "folded"),
        [
            ("Martin", "martin"),
            ("BŒUF", "boeuf"),
            ("Lætitia", "laetitia"),
            ("Strauß", "strauss"),
            ("STRAUẞ", "strauss"),
            ("Øster", "oster"),
            ("ÅRUP", "arup"),
            ("Łukasz", "lukasz"),
            ("Đặng", "dang"),
            ("Đorđe", "dorde"),
            ("Guðrún", "gudrun"),
            ("Þór", "thor"),
            ("Işık", "isik"),
            ("İlknur", "ilknur"),
            ("YILDIRIM", "yildirim"),
            ("Ħamrun", "hamrun"),
            ("Müller", "muller"),
            ("Noël", "noel"),
            ("LŸS", "lys"),
            ("François", "francois"),
            ("Fañch", "fanch"),
            ("Nguyễn", "nguyen"),
            ("Șerban", "serban"),
            ("Ģirts", "girts"),
            ("Ǆ", "dz"),
            ("ŉ", "n"),
            ("ﬁﬂ", "fifl"),
            ("ｊｅａｎ", "jean"),
            ("Ⅷ", "viii"),
            ("Paral·lel", "parallel"),
            ("Para\u0140lel", "parallel"),
            ("Ŋaŋ", "nan"),
            ("Noé2", "noe2"),
            ("²a", "2a"),
            ("Ma\u0323\u0308rtin", "martin"),
        ],
    )
    def test_latin_letters(self, name: str, folded: str) -> None:
        """This test ensures that a Latin letter becomes what CLDR's Latin-ASCII gives it: ü is u, never ue."""
        assert fold_name(name) == folded

    @pytest.mark.parametrize("apostrophe", list("'’‘‛ʼʻʹˈ`´′＇"))
    def test_every_shape_of_apostrophe_parts(self, apostrophe: str) -> None:
        """This test ensures that a name gives one login however its apostrophe was typed."""
        assert fold_name(f"D{apostrophe}Artagnan") == "dartagnan"
        assert fold_name(f"D{apostrophe}Artagnan", joiner="-") == "d-artagnan"

    @pytest.mark.parametrize(
        "name",
        [
            "A--B",
            "A - - B",
            "A B",
            "A-B",
            "A\u2010B",
            "A–B",
            "A\u2011B",
            "A\u00a0B",
            " A\tB ",
            "-A-B-",
            "A, B",
            "A.B",
            "A/B",
        ],
    )
    def test_every_shape_of_hyphen_and_space_parts(self, name: str) -> None:
        """This test ensures that a double family name gives one login however its parts are joined."""
        assert fold_name(name) == "ab"
        assert fold_name(name, joiner="-") == "a-b"

    @pytest.mark.parametrize("name", ["Paral·lel", "Para\u0140lel", "Paral\u2022lel"])
    def test_a_point_inside_a_word_does_not_part_a_name(self, name: str) -> None:
        """This test ensures that the Catalan l·l stays one word, in each of its spellings."""
        assert fold_name(name, joiner="-") == "parallel"

    def test_a_decomposed_letter_does_not_part_a_name(self) -> None:
        """This test ensures that a mark belongs to its letter even where no composed letter exists."""
        assert fold_name("Ma\u0323\u0330ri", joiner="-") == "mari"


class TestRefusals:
    """A clear refusal instead of a guess."""

    @pytest.mark.parametrize(
        ("name", "characters"),
        [
            ("Иван", "Иван"),
            ("محمد", "محد"),
            ("李小龍", "李小龍"),
            ("たなか", "たなか"),
            ("Ελένη", "Ελένη"),
            ("Jeаn", "а"),
            ("Łukasz Ж", "Ж"),
        ],
    )
    def test_other_scripts_are_refused_and_named(self, name: str, characters: str) -> None:
        """This test ensures that each foreign letter is named once, in order, and the Latin ones are not."""
        with pytest.raises(UnfoldableNameError) as caught:
            fold_name(name)
        assert caught.value == UnfoldableNameError(name, characters)

    @pytest.mark.parametrize("name", ["", " ", "-", "'", "12", "1 2", ".", "٣", "🙂", "\u0301"])
    def test_a_name_without_letter_is_refused(self, name: str) -> None:
        """This test ensures that digits and signs alone make no login."""
        with pytest.raises(UnfoldableNameError) as caught:
            fold_name(name)
        assert caught.value == UnfoldableNameError(name, "")

    @pytest.mark.parametrize("letter", ["ʔ", "ʕ", "ꜣ"])
    def test_a_latin_letter_without_ascii_form_is_refused(self, letter: str) -> None:
        """This test ensures that a letter of the Latin blocks which no ASCII letter stands for is not dropped."""
        with pytest.raises(UnfoldableNameError) as caught:
            fold_name(f"A{letter}a")
        assert caught.value.characters == letter

    @pytest.mark.parametrize("letter", list("々ーゝـ"))
    def test_a_modifier_letter_of_another_script_is_refused(self, letter: str) -> None:
        """This test ensures that only apostrophe-like modifier letters part a name; others belong to a script."""
        with pytest.raises(UnfoldableNameError):
            fold_name(f"Mar{letter}tin")


class TestLaws:
    """What holds for every name."""

    def test_no_letter_is_dropped(self) -> None:
        """This test ensures that each letter Python knows leaves something in the result, or refuses the name.

        The spacing modifier letters (U+02B0 to U+02FF) are the exception: they serve as apostrophes and part the name.
        """
        letters = {
            c for letter in LETTERS for c in unicodedata.normalize("NFKC", letter) if unicodedata.category(c)[0] == "L"
        }
        proper = {c for c in letters if not "\u02b0" <= c <= "\u02ff"}
        dropped = [c for c in proper if _fold(f"a{c}b") == "ab"]
        assert dropped == []

    def test_only_latin_letters_are_folded(self) -> None:
        """This test ensures that a letter is folded only if it, or what it is a form of, is Latin."""
        for letter in LETTERS:
            forms = [c for c in unicodedata.normalize("NFKC", letter) if unicodedata.category(c) in {"Ll", "Lu", "Lo"}]
            if forms and _fold(f"a{letter}") is not None:
                assert all(unicodedata.name(c).startswith("LATIN ") for c in forms)

    def test_the_case_of_a_letter_does_not_count(self) -> None:
        """This test ensures that every Latin letter folds as its upper and lower case do, where these are Latin too."""
        for letter in LETTERS:
            for other in (letter.upper(), letter.lower(), letter.title()):
                if all(unicodedata.name(c, "").startswith("LATIN ") for c in letter + other):
                    assert _fold(f"a{letter}") == _fold(f"a{other}")

    @given(NAMES, JOINERS)
    def test_folding_twice_is_folding_once(self, name: str, joiner: str) -> None:
        """This test ensures that a folded name stays as it is."""
        folded = _fold(name, joiner)
        assert folded is None or fold_name(folded, joiner=joiner) == folded

    @given(NAMES, JOINERS)
    def test_only_the_allowed_characters_come_out(self, name: str, joiner: str) -> None:
        """This test ensures that a result is made of a-z and 0-9 and the joiner between parts, and has a letter."""
        folded = _fold(name, joiner)
        if folded is not None:
            assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789" + joiner)
            assert all(folded.split(joiner) if joiner else [folded])
            assert any(c.isalpha() for c in folded)
            assert is_folded_name(folded, joiner=joiner)

    @given(st.text(max_size=15), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), JOINERS)
    def test_normal_forms_fold_alike(self, name: str, form: str, joiner: str) -> None:
        """This test ensures that a name typed on another system gives the same login."""
        assert _fold(name, joiner) == _fold(unicodedata.normalize(form, name), joiner)  # type: ignore[arg-type]  # a str

    @given(NAMES)
    def test_case_does_not_count(self, name: str) -> None:
        """This test ensures that LÉA and Léa are the same login."""
        assert _fold(name) == _fold(name.upper()) == _fold(name.lower())

    @given(NAMES)
    def test_the_joiner_only_joins(self, name: str) -> None:
        """This test ensures that the joiner changes nothing but what stands between the parts."""
        joined = _fold(name, "-")
        assert _fold(name) == (joined and joined.replace("-", ""))

    @given(st.text(max_size=15), JOINERS)
    def test_any_text_is_folded_or_refused(self, name: str, joiner: str) -> None:
        """This test ensures that no text at all gives another error, and that a refusal names letters of the name."""
        if _fold(name, joiner) is not None:
            assert is_folded_name(fold_name(name, joiner=joiner), joiner=joiner)
            return
        with pytest.raises(UnfoldableNameError) as refused:
            fold_name(name, joiner=joiner)
        assert refused.value.name == name
        assert set(refused.value.characters) <= set(unicodedata.normalize("NFKC", name))
        assert len(set(refused.value.characters)) == len(refused.value.characters)

    @given(st.text("abz019-. é", max_size=6), JOINERS)
    def test_asking_agrees_with_folding(self, text: str, joiner: str) -> None:
        """This test ensures that a text is a folded name exactly when folding leaves it as it is."""
        assert is_folded_name(text, joiner=joiner) == (_fold(text, joiner) == text)


@pytest.mark.parametrize(
    ("text", "joiner", "folded"),
    [
        ("boeuf", "", True),
        ("noe2", "", True),
        ("12", "", False),
        ("", "", False),
        ("Boeuf", "", False),
        ("bœuf", "", False),
        ("a-b", "", False),
        ("a-b", "-", True),
        ("a--b", "-", False),
        ("-a", "-", False),
        ("a-", "-", False),
        ("1-2", "-", False),
        ("a\n", "", False),
        ("٣a", "", False),
    ],
)
def test_what_is_a_folded_name(text: str, joiner: str, *, folded: bool) -> None:
    """This test ensures that the question knows the alphabet, the joiner and that a letter is needed."""
    assert is_folded_name(text, joiner=joiner) is folded
