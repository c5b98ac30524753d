"""Password policies and what they are made of."""

import string
from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st

from cyclades_accounts.identifiers import PASSWORD_MAX_LENGTH
from cyclades_accounts.passwords import (
    Argon2idHasher,
    Argon2Parameters,
    Blocklist,
    CharacterClass,
    ChosenPasswordPolicy,
    ForbiddenCharacters,
    ForbiddenStarts,
    Groups,
    NoOwnerNames,
    Owner,
    PassphrasePolicy,
    PasswordPolicy,
    PasswordValidity,
    Rule,
)
from cyclades_accounts.testing.strategies._values import values
from cyclades_accounts.testing.strategies._words import texts

_VISIBLE: Final = string.ascii_letters + string.digits + string.punctuation

_LONG_ENOUGH: Final = 30
"""Characters of a policy of ours at least: whatever few characters its rules leave, they make 80 bits."""


def _characters(among: str = _VISIBLE, *, min_size: int = 1, max_size: int = 20) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(among), min_size=min_size, max_size=max_size)


def character_classes() -> st.SearchStrategy[CharacterClass]:
    """A class with a name and up to 20 visible ASCII characters."""
    return values(CharacterClass, characters=_characters())


def forbidden_characters() -> st.SearchStrategy[ForbiddenCharacters]:
    """Up to 20 characters that stand nowhere."""
    return values(ForbiddenCharacters, characters=_characters())


def forbidden_starts() -> st.SearchStrategy[ForbiddenStarts]:
    """Up to 20 characters that begin no password."""
    return values(ForbiddenStarts, characters=_characters())


def character_groups() -> st.SearchStrategy[Groups]:
    """Groups of one size with a separator between them."""
    return st.builds(Groups, st.integers(1, 8), st.sampled_from(string.punctuation))


def owner_name_rules() -> st.SearchStrategy[NoOwnerNames]:
    """No part of the owner's names from some length on."""
    return st.builds(NoOwnerNames, st.integers(3, 8))


def password_rules() -> st.SearchStrategy[Rule]:
    """A rule of each kind that we ship."""
    return st.one_of(forbidden_characters(), forbidden_starts(), character_groups(), blocklists(), owner_name_rules())


def owners() -> st.SearchStrategy[Owner]:
    """Whose password it is: up to four parts of a name, and a login."""
    return values(Owner, names=st.lists(texts(), max_size=4))


def blocklists() -> st.SearchStrategy[Blocklist]:
    """A list of a few passwords, in whatever case and script."""
    return values(Blocklist, entries=st.frozensets(texts(max_size=20), max_size=5))


def password_policies() -> st.SearchStrategy[PasswordPolicy]:
    """A policy that can be met and is strong enough, with classes that overlap, rules, and tries limited or not."""
    letters = _characters(string.ascii_letters, min_size=20, max_size=40)
    others = st.lists(values(CharacterClass, characters=_characters(string.digits)), max_size=2)
    classes = st.builds(
        lambda first, more: (CharacterClass("letter", first), *more), letters, others
    )  # letters that no rule below takes away
    rules: st.SearchStrategy[Sequence[Rule]] = st.lists(
        st.one_of(
            values(ForbiddenCharacters, characters=_characters(string.punctuation)),
            values(ForbiddenStarts, characters=_characters(string.digits + string.punctuation)),
            blocklists(),
            owner_name_rules(),
        ),
        max_size=3,
    )
    return values(
        PasswordPolicy,
        length=st.integers(_LONG_ENOUGH, 128),
        classes=classes,
        also=_characters(string.punctuation, min_size=0),
        rules=rules,
    )


def passphrase_policies() -> st.SearchStrategy[PassphrasePolicy]:
    """Words of a short list, as many as make 80 bits."""
    word = st.text(string.ascii_lowercase, min_size=1, max_size=8)
    return values(
        PassphrasePolicy,
        size=st.just(16),
        words=st.lists(word, min_size=33, max_size=50, unique=True),
        separator=st.sampled_from(string.punctuation + string.digits),
    )


def chosen_password_policies() -> st.SearchStrategy[ChosenPasswordPolicy]:
    """What a candidate may choose, with a blocklist and a rule about names, or without."""
    return values(ChosenPasswordPolicy, min_length=st.integers(8, 64), max_length=st.integers(64, PASSWORD_MAX_LENGTH))


def password_validities() -> st.SearchStrategy[PasswordValidity]:
    """How long a provisional password serves: some days, or until the session ends."""
    return values(PasswordValidity, days=st.none() | st.integers(1, 1_000))


def argon2_parameters() -> st.SearchStrategy[Argon2Parameters]:
    """Costs so small that a test can hash with them."""
    return values(Argon2Parameters, memory_kib=st.integers(16, 64), passes=st.integers(1, 2), lanes=st.just(1))


def hashers() -> st.SearchStrategy[Argon2idHasher]:
    """A hasher that costs next to nothing."""
    return argon2_parameters().map(Argon2idHasher)
