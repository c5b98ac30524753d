"""How texts break into lines: nothing is added, nothing is lost, nothing is wider than it may be."""

from hypothesis import given
from hypothesis import strategies as st

from cyclades_accounts.pdf import PapillonStyle
from cyclades_accounts.pdf._setting.text import break_login, break_password, fit, tidy, wrap, wrap_evenly
from cyclades_accounts.pdf._slips.style import Faces

FACES = Faces.of(PapillonStyle())
texts = st.text("aiWÉŁễ -' ", max_size=120).map(tidy)
codes = st.text("aW.@_+-0", min_size=1, max_size=254)
widths = st.floats(1.5, 40)


@given(texts, widths)
def test_wrapped_text_keeps_every_character(text: str, width: float) -> None:
    """Lines together are the text, spaces at the breaks apart, and each is at most as wide as asked."""
    for breaker in (wrap, wrap_evenly):
        lines = breaker(FACES.strong, text, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(FACES.strong.width(line) <= width + 1e-9 for line in lines)
        assert not any(line.startswith(" ") or line.endswith(" ") for line in lines)


@given(codes, widths)
def test_broken_codes_keep_every_character(code: str, width: float) -> None:
    """Lines together are the login or the password, and each is at most as wide as asked."""
    for breaker in (break_login, break_password):
        lines = breaker(FACES.code, code, width)
        assert "".join(lines) == code
        assert all(FACES.code.width(line) <= width + 1e-9 for line in lines)


def test_words_break_only_when_they_must() -> None:
    """A break stands at a space or after hyphens where there is one, inside a word where there is none."""
    assert wrap(FACES.text, "LE GOFF--QUÉMÉNER", 7) == ["LE GOFF--", "QUÉMÉNER"]
    assert wrap(FACES.text, "iiiiiiiiii", FACES.text.width("iiii")) == ["iiii", "iiii", "ii"]


def test_no_word_alone_on_the_last_line() -> None:
    """An evenly wrapped paragraph has no more lines than a plain one, and a longer last one."""
    text = "Ne prêtez ce papillon à personne, et surtout pas à un voisin qui le perdrait aussitôt."
    width = FACES.text.width(text) * 0.93
    assert wrap(FACES.text, text, width)[1] == "aussitôt."
    plain, even = wrap(FACES.text, text, width), wrap_evenly(FACES.text, text, width)
    assert len(plain) == len(even) == 2
    assert len(even[1]) > len(plain[1])


def test_even_lines_never_cost_a_line() -> None:
    """Where a narrower paragraph would take a line more, it stays as wide as it was."""
    text = "aaaaaaaaaaaa aaaaaaaaaaaa c"
    width = FACES.text.width("aaaaaaaaaaaa") + 0.01
    assert wrap(FACES.text, text, width) == ["aaaaaaaaaaaa", "aaaaaaaaaaaa", "c"]
    assert wrap_evenly(FACES.text, text, width) == ["aaaaaaaaaaaa", "aaaaaaaaaaaa", "c"]


@given(codes, st.floats(20, 400), st.floats(10, 60))
def test_fitted_text_is_inside_its_box(code: str, width: float, height: float) -> None:
    """Whatever the length, the size is at most the largest and the lines stay inside."""
    largest = height / 1.25
    size, lines = fit(
        FACES.code, code, break_login, width=width, height=height, largest=largest, one_line_from=largest / 2
    )
    assert 0 < size <= largest
    assert "".join(lines) == code
    assert len(lines) * size * 1.25 <= height + 1e-9
    assert all(FACES.code.width(line) * size <= width + 1e-9 for line in lines)


def test_tidy_ties_punctuation() -> None:
    """White space becomes single spaces; a colon or a guillemet never begins or ends a line alone."""
    assert tidy(" a \n\t b\u00a0: «  c » ; d ?\u2028") == "a b\u00a0: «\u00a0c\u00a0»\u00a0; d\u00a0?"
    assert tidy(tidy("mot de passe (*) :")) == tidy("mot de passe (*) :") == "mot de passe (*)\u00a0:"
