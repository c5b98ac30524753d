"""Schools, candidates and candidatures."""

from datetime import date

from hypothesis import strategies as st

from cyclades_accounts.identifiers import CandidateId, SessionId, Uai
from cyclades_accounts.model import Candidate, Candidature, CandidatureStatus, School
from cyclades_accounts.testing.strategies._keys import candidate_ids, session_ids, uais
from cyclades_accounts.testing.strategies._words import emails, family_names, given, given_names, labels, texts


def schools(*, uai: st.SearchStrategy[Uai] | None = None) -> st.SearchStrategy[School]:
    """A school, with the service of M1 or without."""
    return st.builds(School, uai=given(uai, uais()), name=texts(), manages_candidates=st.booleans())


def candidates(*, id: st.SearchStrategy[CandidateId] | None = None) -> st.SearchStrategy[Candidate]:  # noqa: A002  # the field's name
    """A person."""
    return st.builds(
        Candidate,
        id=given(id, candidate_ids()),
        family_name=family_names(),
        given_names=given_names(),
        birth_date=st.none() | st.dates(date(1900, 1, 1)),
        usage_name=st.none() | family_names(),
        former_schools=st.frozensets(uais(), max_size=3),
    )


def candidatures(
    *,
    candidate: st.SearchStrategy[Candidate] | None = None,
    school: st.SearchStrategy[Uai] | None = None,
    session: st.SearchStrategy[SessionId] | None = None,
    status: st.SearchStrategy[CandidatureStatus] | None = None,
) -> st.SearchStrategy[Candidature]:
    """A candidature in any state, with and without e-mail, série, division, qualification and number."""
    return st.builds(
        Candidature,
        candidate=given(candidate, candidates()),
        school=given(school, uais()),
        session=given(session, session_ids()),
        status=given(status, st.sampled_from(CandidatureStatus)),
        email=st.none() | emails(),
        serie=labels(),
        division=labels(),
        qualification=labels(),
        category=st.sampled_from(["SCOLAIRE", "SCOLAIRE (CLASSE DE 3EME)", "INDIVIDUEL"]),
        number=st.none() | st.from_regex("[0-9]{10}", fullmatch=True),
    )
