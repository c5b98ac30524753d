"""Schools, candidates and candidatures."""

from datetime import date

from hypothesis import strategies as st

from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import Candidate, Candidature, NoCandidature, School
from cyclades_accounts.testing.strategies._eligibility import categories, states
from cyclades_accounts.testing.strategies._values import values
from cyclades_accounts.testing.strategies._words import emails, family_names, given, given_names, labels


def schools(*, uai: st.SearchStrategy[Uai] | None = None) -> st.SearchStrategy[School]:
    """A school, with the service of M1 or without, in the time zone of the service or in one of its own."""
    return values(School, uai=uai)


def candidates(*, id: st.SearchStrategy[CandidateId] | None = None) -> st.SearchStrategy[Candidate]:  # noqa: A002  # the field's name
    """A person."""
    return values(
        Candidate,
        id=id,
        family_name=family_names(),
        given_names=given_names(),
        birth_date=st.none() | st.dates(date(1900, 1, 1)),
        usage_name=st.none() | family_names(),
    )


def candidatures(
    *,
    candidate: st.SearchStrategy[Candidate] | None = None,
    uai: st.SearchStrategy[Uai] | None = None,
    session_id: st.SearchStrategy[SessionId] | None = None,
    status: st.SearchStrategy[str] | None = None,
) -> st.SearchStrategy[Candidature]:
    """A candidature in any state, with and without e-mail, série, division, qualification and number."""
    return values(
        Candidature,
        candidate=candidate,
        uai=uai,
        session_id=session_id,
        status=given(status, states()),
        email=st.none() | emails(),
        serie=labels(),
        division=labels(),
        qualification=labels(),
        category=categories(),
        number=st.none() | st.from_regex("[0-9]{10}", fullmatch=True),
    )


def no_candidatures() -> st.SearchStrategy[NoCandidature]:
    """A row that is no candidature, with any reason."""
    return values(
        NoCandidature,
        reason=family_names(),
        name=labels(),
        serie=labels(),
        division=labels(),
        qualification=labels(),
    )
