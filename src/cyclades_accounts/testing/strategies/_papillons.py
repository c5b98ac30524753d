"""Slips and batches of slips."""

from hypothesis import strategies as st

from cyclades_accounts.identifiers import Login, parse_login
from cyclades_accounts.model import Group, Grouping
from cyclades_accounts.papillons import AnyPapillon, EmailPapillon, Papillon, PapillonBatch
from cyclades_accounts.testing.strategies._values import values
from cyclades_accounts.testing.strategies._words import emails, family_names, given, given_names

_DIVISIONS = ("", "3A", "3B", "3 PREPA-METIERS", "Troisième européenne 2")


def papillons(*, login: st.SearchStrategy[Login] | None = None) -> st.SearchStrategy[Papillon]:
    """A slip with names of :data:`FAMILY_NAMES`, :data:`GIVEN_NAMES` or Latin letters, in a class or in none."""
    divisions = st.sampled_from(_DIVISIONS)
    return values(
        Papillon,
        credential_version=st.integers(1, 1_000),
        family_name=family_names(),
        given_names=given_names(),
        group=st.builds(Group, st.just(Grouping.DIVISION), st.tuples(divisions)),
        division=divisions,
        login=login,
    )


def email_papillons() -> st.SearchStrategy[EmailPapillon]:
    """A slip of a candidate who logs in by e-mail."""
    divisions = st.sampled_from(_DIVISIONS)
    return values(
        EmailPapillon,
        family_name=family_names(),
        given_names=given_names(),
        group=st.builds(Group, st.just(Grouping.DIVISION), st.tuples(divisions)),
        division=divisions,
        login=emails().map(parse_login),
    )


def papillon_batches(
    *, papillon: st.SearchStrategy[AnyPapillon] | None = None, max_size: int = 5
) -> st.SearchStrategy[PapillonBatch]:
    """One to ``max_size`` slips of one school; no two have the same login. Without ``papillon`` all have a password."""
    return values(
        PapillonBatch,
        school_name=st.sampled_from(["Collège Anita Conti", "Collège « L'Île » <& Co>"]),
        session=st.sampled_from(["DNB 2025", "DNB 2026"]),
        papillons=st.lists(
            given(papillon, papillons()), min_size=1, max_size=max_size, unique_by=lambda slip: slip.login
        ).map(tuple),
    )
