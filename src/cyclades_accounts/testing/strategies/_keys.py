"""Keys and logins: the values that say "already checked"."""

import string
from datetime import date

from hypothesis import strategies as st

from cyclades_accounts.identifiers import (
    LOGIN_MAX_LENGTH,
    AccountId,
    CandidateId,
    DocumentId,
    Ine,
    Login,
    RunId,
    SessionId,
    TimeZone,
    Uai,
    parse_candidate_id,
    uai_key_letter,
)
from cyclades_accounts.model import LABEL_MAX_LENGTH, ExamSession
from cyclades_accounts.testing.strategies._words import emails


def uais() -> st.SearchStrategy[Uai]:
    """A code UAI with the right check letter."""
    digits = st.integers(0, 9_999_999).map(lambda number: f"{number:07d}")
    return digits.map(lambda text: Uai(text + uai_key_letter(text)))


def time_zones() -> st.SearchStrategy[TimeZone]:
    """A time zone of French schools."""
    return st.sampled_from(["Europe/Paris", "Indian/Reunion", "Pacific/Noumea", "Pacific/Tahiti"]).map(TimeZone)


def ines() -> st.SearchStrategy[Ine]:
    """An INE in each of its three forms."""
    forms = ["[0-9]{11}", "[0-9]{10}[A-Z]", "[0-9]{9}[A-Z]{2}"]
    return st.sampled_from(forms).flatmap(lambda form: st.from_regex(form, fullmatch=True)).map(Ine)


def candidate_ids() -> st.SearchStrategy[CandidateId]:
    """The key of a person: an INE, or whatever a host's resolver gives."""
    visible = st.characters(exclude_categories=["C", "Z"])
    return (ines() | st.text(visible, min_size=1, max_size=20)).map(parse_candidate_id)


def login_stems() -> st.SearchStrategy[str]:
    """What a login policy makes of a name, for example ``zoe.le-goff``."""
    part = st.text(string.ascii_lowercase, min_size=1, max_size=10)
    return st.builds("{}.{}".format, part, part)


def logins() -> st.SearchStrategy[Login]:
    """A login: ``prenom.nom``, the same with a number, an e-mail address, or the longest there is."""
    numbered = st.builds("{}{}".format, login_stems(), st.integers(2, 99))
    longest = st.just("x" * LOGIN_MAX_LENGTH)
    return (login_stems() | numbered | emails().map(str.lower) | longest).map(Login)


def account_ids() -> st.SearchStrategy[AccountId]:
    """An opaque key of an account."""
    return st.uuids().map(str).map(AccountId)


def run_ids() -> st.SearchStrategy[RunId]:
    """The key of a run."""
    return st.uuids().map(str).map(RunId)


def document_ids() -> st.SearchStrategy[DocumentId]:
    """An opaque key of a document."""
    return st.uuids().map(str).map(DocumentId)


def exam_sessions() -> st.SearchStrategy[ExamSession]:
    """A session of an exam, with and without a turn and a label of its own."""
    return st.builds(
        ExamSession.of,
        st.sampled_from(["DNB", "CFG", "BAC PRO", "Baccalauréat général"]),
        st.integers(2000, 2999),
        st.dates(date(2000, 1, 1), date(2999, 12, 31)),
        turn=st.sampled_from(["", "septembre", "2e tour"]),
        label=st.sampled_from(["", "DNB, session de juin", "x" * LABEL_MAX_LENGTH]),
    )


def session_ids() -> st.SearchStrategy[SessionId]:
    """The key of a session."""
    return exam_sessions().map(lambda session: session.id)
