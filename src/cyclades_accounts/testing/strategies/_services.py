"""Keys, sealers, and the activities themselves: what a host puts together, with ports that cost next to nothing."""

from hypothesis import strategies as st

from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.papillons import PapillonRenderer
from cyclades_accounts.passwords import TESTS_ONLY, Argon2idHasher
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.provisioning import Desk, Provisioning, Registry, Upkeep
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from cyclades_accounts.testing.strategies._eligibility import eligibility_rules
from cyclades_accounts.testing.strategies._keys import exam_sessions, uais
from cyclades_accounts.testing.strategies._login_policies import login_policies
from cyclades_accounts.testing.strategies._passwords import chosen_password_policies, password_policies
from cyclades_accounts.testing.strategies._values import values
from cyclades_accounts.testing.strategies._words import family_names

_KEY_BYTES = 32


def key_rings() -> st.SearchStrategy[KeyRing]:
    """One to three keys, one of which seals."""
    ids = st.from_regex("[a-z0-9]{1,8}", fullmatch=True)
    keys = st.dictionaries(ids, st.binary(min_size=_KEY_BYTES, max_size=_KEY_BYTES), min_size=1, max_size=3)
    return keys.flatmap(lambda some: st.builds(KeyRing, st.sampled_from(sorted(some)), st.just(some)))


def services(*, renderer: PapillonRenderer | None = None) -> st.SearchStrategy[Provisioning]:
    """The activities over an empty store in memory, with any policies and hashes that cost next to nothing."""
    return st.builds(
        lambda sealer, rules, logins, issued, chosen: Provisioning(
            store=InMemoryStore(),
            renderer=renderer or ReportlabRenderer(),
            sealer=sealer,
            hasher=Argon2idHasher(TESTS_ONLY),
            weak_hasher_for_tests=True,
            eligibility=rules,
            login_policy=logins,
            password_policy=issued,
            chosen_policy=chosen,
            hash_workers=1,
        ),
        values(AesGcmSealer),
        eligibility_rules(),
        login_policies(),
        password_policies(),
        chosen_password_policies(),
    )


def desks() -> st.SearchStrategy[Desk]:
    """A desk of any school and session, over an empty store in memory."""
    return st.builds(
        lambda service, uai, session, actor: service.desk(uai, session, actor=actor),
        services(),
        uais(),
        exam_sessions(),
        family_names(),
    )


def registries() -> st.SearchStrategy[Registry]:
    """An empty registry in memory."""
    return st.builds(lambda service, actor: Registry(service, actor=actor), services(), family_names())


def upkeeps() -> st.SearchStrategy[Upkeep]:
    """What a host does for itself, over an empty store in memory."""
    return st.builds(lambda service, actor: service.upkeep(actor=actor), services(), family_names())
