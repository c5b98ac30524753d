"""Slips and batches of slips."""

from hypothesis import strategies as st

from cyclades_accounts.identifiers import Login, parse_login
from cyclades_accounts.model import Group, Grouping
from cyclades_accounts.papillons import AnyPapillon, EmailPapillon, Papillon, PapillonBatch
from cyclades_accounts.testing.strategies._accounts import passwords
from cyclades_accounts.testing.strategies._keys import account_ids, logins, uais
from cyclades_accounts.testing.strategies._words import emails, family_names, given, given_names, moments

_DIVISIONS = ("", "3A", "3B", "3 PREPA-METIERS", "Troisième européenne 2")


def papillons(*, login: st.SearchStrategy[Login] | None = None) -> st.SearchStrategy[Papillon]:
    """A slip with names of :data:`FAMILY_NAMES`, :data:`GIVEN_NAMES` or Latin letters, in a class or in none."""
    divisions = st.sampled_from(_DIVISIONS)
    return st.builds(
        Papillon,
        account_id=account_ids(),
        credential_version=st.integers(1, 1_000),
        family_name=family_names(),
        given_names=given_names(),
        birth_date=st.none() | st.dates(),
        group=st.builds(Group, st.just(Grouping.DIVISION), st.tuples(divisions)),
        division=divisions,
        login=given(login, logins()),
        password=passwords(),
        expires_at=moments(),
    )


def email_papillons() -> st.SearchStrategy[EmailPapillon]:
    """A slip of a candidate who logs in by e-mail."""
    divisions = st.sampled_from(_DIVISIONS)
    return st.builds(
        EmailPapillon,
        account_id=account_ids(),
        family_name=family_names(),
        given_names=given_names(),
        birth_date=st.none() | st.dates(),
        group=st.builds(Group, st.just(Grouping.DIVISION), st.tuples(divisions)),
        division=divisions,
        login=emails().map(parse_login),
        last_day=st.dates(),
    )


def papillon_batches(
    *, papillon: st.SearchStrategy[AnyPapillon] | None = None, max_size: int = 5
) -> st.SearchStrategy[PapillonBatch]:
    """One to ``max_size`` slips of one school; no two have the same login. Without ``papillon`` all have a password."""
    return st.builds(
        PapillonBatch,
        uai=uais(),
        school_name=st.sampled_from(["Collège Anita Conti", "Collège « L'Île » <& Co>"]),
        session=st.sampled_from(["DNB 2025", "DNB 2026"]),
        last_day=st.dates(),
        made_on=st.dates(),
        papillons=st.lists(
            given(papillon, papillons()), min_size=1, max_size=max_size, unique_by=lambda slip: slip.login
        ).map(tuple),
    )
