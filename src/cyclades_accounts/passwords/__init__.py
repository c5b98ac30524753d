"""Passwords: policies as data, uniform generation, hashing."""

from cyclades_accounts.passwords._chosen import ChosenPasswordPolicy, frequent_passwords
from cyclades_accounts.passwords._draw import RandomSource
from cyclades_accounts.passwords._generation import SYSTEM_RANDOM, generate_passwords
from cyclades_accounts.passwords._hashing import (
    OWASP_ARGON2ID,
    RFC_9106_HIGH_MEMORY,
    RFC_9106_LOW_MEMORY,
    TESTS_ONLY,
    Argon2idHasher,
    Argon2Parameters,
    PasswordHasher,
    Progress,
    hash_passwords,
)
from cyclades_accounts.passwords._normal import normalize_password
from cyclades_accounts.passwords._owner import NOBODY, Owner
from cyclades_accounts.passwords._passphrase import PassphrasePolicy, french_passphrase
from cyclades_accounts.passwords._policy import IssuedPasswordPolicy, PasswordPolicy
from cyclades_accounts.passwords._profiles import (
    AZERTY_SYMBOLS,
    DIGIT,
    EASY_ON_AZERTY,
    FORMULA_STARTS,
    FOUR_GROUPS,
    HARD_ON_AZERTY,
    LOOK_ALIKES,
    LOWER,
    MEMO_2024,
    NO_FORMULA,
    NO_LOOK_ALIKES,
    SYMBOL,
    UPPER,
)
from cyclades_accounts.passwords._rules._blocklist import Blocklist
from cyclades_accounts.passwords._rules._characters import CharacterClass, ForbiddenCharacters, ForbiddenStarts
from cyclades_accounts.passwords._rules._groups import Groups
from cyclades_accounts.passwords._rules._owner_names import NoOwnerNames
from cyclades_accounts.passwords._rules._rule import Rule
from cyclades_accounts.passwords._spelling import FRENCH_SPELLING, Spelling
from cyclades_accounts.passwords._strength import CNIL_2022_100_CASE_1_BITS, CNIL_2022_100_CASE_2_BITS, CnilCase
from cyclades_accounts.passwords._texts import ENGLISH_POLICY_TEXTS, FRENCH_POLICY_TEXTS, PolicyTexts
from cyclades_accounts.passwords._validity import UNTIL_THE_SESSION_ENDS, PasswordValidity
from cyclades_accounts.passwords._violations import PasswordDemand, PasswordRule, PasswordViolation

__all__ = [
    "AZERTY_SYMBOLS",
    "CNIL_2022_100_CASE_1_BITS",
    "CNIL_2022_100_CASE_2_BITS",
    "DIGIT",
    "EASY_ON_AZERTY",
    "ENGLISH_POLICY_TEXTS",
    "FORMULA_STARTS",
    "FOUR_GROUPS",
    "FRENCH_POLICY_TEXTS",
    "FRENCH_SPELLING",
    "HARD_ON_AZERTY",
    "LOOK_ALIKES",
    "LOWER",
    "MEMO_2024",
    "NOBODY",
    "NO_FORMULA",
    "NO_LOOK_ALIKES",
    "OWASP_ARGON2ID",
    "RFC_9106_HIGH_MEMORY",
    "RFC_9106_LOW_MEMORY",
    "SYMBOL",
    "SYSTEM_RANDOM",
    "TESTS_ONLY",
    "UNTIL_THE_SESSION_ENDS",
    "UPPER",
    "Argon2Parameters",
    "Argon2idHasher",
    "Blocklist",
    "CharacterClass",
    "ChosenPasswordPolicy",
    "CnilCase",
    "ForbiddenCharacters",
    "ForbiddenStarts",
    "Groups",
    "IssuedPasswordPolicy",
    "NoOwnerNames",
    "Owner",
    "PassphrasePolicy",
    "PasswordDemand",
    "PasswordHasher",
    "PasswordPolicy",
    "PasswordRule",
    "PasswordValidity",
    "PasswordViolation",
    "PolicyTexts",
    "Progress",
    "RandomSource",
    "Rule",
    "Spelling",
    "french_passphrase",
    "frequent_passwords",
    "generate_passwords",
    "hash_passwords",
    "normalize_password",
]
