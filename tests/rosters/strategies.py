"""Candidatures as nasty as a file may hold them."""

import re
import unicodedata
from datetime import date

from hypothesis import strategies as st

from cyclades_accounts import Candidate, Candidature, CandidatureStatus
from cyclades_accounts.identifiers import parse_login
from cyclades_accounts.model import RosterLine, cleaned
from cyclades_accounts.rosters import CATEGORY_LABELS, NOTHING
from cyclades_accounts.rosters._files.cells import fold_label
from cyclades_accounts.rosters._reading.meanings import BadTextError, Labels, is_strange, meanings
from tests.rosters.samples import SCHOOL
from tests.support import SESSION

NASTY = (
    "-", "--", "'", "''", "'3A'", "3A", "2e5", "'2e5'", "'2e5", "001", "0", "10/08/2010", "3-4", "123456789012",
    "=1+1", "'=1+1", "''=1+1", "+33", "@x", "-5", "'-", "-;'", '"', '""', '"x"y', ";", "a;b", "'T HOOFT", '="001"',
    "D'HERVÉ", "BŒUF", "Łukasz", "MARTIN--DUPONT", "Marie,  Anne", "Inscrit", "INE", "(0350001L)", "\ufeffx", "é", "é",
    "a,=1+1", "a, \u00a0@x", "a,'=1", "a\t+3", "a\n-5", "a\n\f=1", ',"\u2009=', "a|=1", "a;=1", ",,''=1", "1,-2",
)  # fmt: skip

texts = st.sampled_from(NASTY) | st.text(max_size=20) | st.text("'\"=+-@;|\t\r\n 0123e.,A", max_size=8)
"""Texts of every kind, NUL included."""

writable_texts = texts.filter(lambda text: re.search("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]", text) is None)
"""Texts that a file carries exactly, and those that a candidature takes: controls that are no space stand in none."""

ines = st.from_regex(r"[0-9]{11}|[0-9]{10}[A-Z]|[0-9]{9}[A-Z]{2}", fullmatch=True)


def _without_signs(text: str) -> str:
    """Return a text without what stands in no name, as a reader gives it back."""
    text = unicodedata.normalize("NFKC", "".join(char for char in text if not is_strange(char)))
    return "" if fold_label(text) in {fold_label(word) for word in NOTHING} else text


def _stands_in_a_name(text: str) -> bool:
    """Whether a reader takes a text as a name as it is."""
    try:
        return bool(cleaned(text)) and meanings(NOTHING)["family_name"][text] == cleaned(text)
    except BadTextError:
        return False


def _says_something(text: str) -> bool:
    """Whether a text says something where a label stands, and is left as it is."""
    return not text or (any(map(str.isalnum, text)) and meanings(NOTHING)["serie"][text] == cleaned(text))


def candidatures_of(text: st.SearchStrategy[str]) -> st.SearchStrategy[Candidature]:
    """Build candidatures whose texts come from a strategy; their keys are INEs."""
    names = text.map(_without_signs).map(lambda name: name if _stands_in_a_name(name) else "D'HERVÉ")
    text = text.map(lambda label: label if _says_something(label) else "")
    known = Labels(CATEGORY_LABELS, by_first_words=True)
    categories = text.map(lambda label: label if label and known[label] in {None, label} else "SCOLAIRE")
    candidates = st.builds(
        Candidate,
        id=ines,
        family_name=names,
        given_names=names,
        birth_date=st.none() | st.dates(min_value=date(1900, 1, 1), max_value=date(2024, 12, 31)),
        usage_name=st.none() | names,
    )
    return st.builds(
        Candidature,
        candidate=candidates,
        uai=st.just(SCHOOL),
        session_id=st.just(SESSION.id),
        status=st.sampled_from(CandidatureStatus),
        email=st.none() | text,
        serie=text,
        division=text,
        qualification=text,
        category=categories,
        number=st.none() | text,
    )


visible = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)
logins = st.none() | visible.filter(_says_something).map(parse_login)
"""Logins with a letter or a digit, and no words for nothing: to a reader, a cell with these is an empty one."""


def lines_of(text: st.SearchStrategy[str]) -> st.SearchStrategy[list[RosterLine]]:
    """Build lines of the « Liste détaillée » whose texts come from a strategy."""
    return st.lists(st.builds(RosterLine, candidatures_of(text), logins), max_size=5)
