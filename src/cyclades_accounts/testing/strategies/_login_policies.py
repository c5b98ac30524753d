"""Login policies: ``prenom.nom`` with every option that it takes."""

import string

from hypothesis import strategies as st

from cyclades_accounts.identifiers import Login
from cyclades_accounts.logins import CONSONANTS, Homonyms, Letters, Numbers, PrenomNom, RandomLetters
from cyclades_accounts.testing.strategies._keys import login_stems
from cyclades_accounts.testing.strategies._values import values


def login_policies(*, homonyms: st.SearchStrategy[Homonyms] | None = None) -> st.SearchStrategy[PrenomNom]:
    """A policy with any options: each is legal with all others."""
    return values(
        PrenomNom,
        joiner=st.sampled_from(["", "-"]),
        separator=st.sampled_from([".", "-", "_", ""]),
        max_length=st.integers(16, 64),
        homonyms=homonyms,
        reserved=st.frozensets(login_stems().map(Login), max_size=3),
        fallback=st.none() | _fallbacks(),
    )


_MARKS = st.sampled_from(["", ".", "-", "_"])


def numbers() -> st.SearchStrategy[Numbers]:
    """Homonyms told apart by a number."""
    return st.builds(Numbers, mark=_MARKS)


def letters() -> st.SearchStrategy[Letters]:
    """Homonyms told apart by letters in their order."""
    return st.builds(Letters, mark=_MARKS)


def random_letters() -> st.SearchStrategy[RandomLetters]:
    """Homonyms told apart by letters that look random."""
    shuffles = st.permutations(string.ascii_lowercase)
    alphabets = st.builds(lambda shuffled, size: "".join(shuffled[:size]), shuffles, st.integers(10, 26))
    return values(
        RandomLetters,
        length=st.integers(2, 6),
        alphabet=st.just(CONSONANTS) | alphabets,
        mark=_MARKS,
    )


def homonyms() -> st.SearchStrategy[Homonyms]:
    """Any way to tell homonyms apart."""
    return numbers() | letters() | random_letters()


def _fallbacks() -> st.SearchStrategy[str]:
    """Return patterns that fit the shortest logins, the number of six digits in the place of ``<number>``."""
    words = st.text(string.ascii_lowercase, min_size=1, max_size=4)
    behind = st.builds("{}<number>".format, st.builds("{}{}".format, words, _MARKS))
    between = st.builds("{}{}<number>{}{}".format, words, _MARKS, st.sampled_from([".", "-"]), words)
    return st.just("candidat.<number>") | behind | between
