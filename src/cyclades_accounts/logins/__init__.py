"""Logins: folding a civil name to ASCII, the ``prenom.nom`` policy, homonyms, look-alikes. Pure."""

from cyclades_accounts.logins._allocate import Allocation, Allocations, allocate
from cyclades_accounts.logins._explain import SelfExplaining, explain
from cyclades_accounts.logins._fold import fold_name, is_folded_name
from cyclades_accounts.logins._homonyms import (
    CONSONANTS,
    MAX_HOMONYMS,
    Homonyms,
    Letters,
    Numbers,
    RandomLetters,
)
from cyclades_accounts.logins._look_alikes import look_alikes, skeleton
from cyclades_accounts.logins._policy import LoginPolicy
from cyclades_accounts.logins._prenom_nom import (
    DNB_2024,
    FamilyName,
    GivenNames,
    PrenomNom,
    first_given_name,
)
from cyclades_accounts.logins._profiles import PROFILES

__all__ = [
    "CONSONANTS",
    "DNB_2024",
    "MAX_HOMONYMS",
    "PROFILES",
    "Allocation",
    "Allocations",
    "FamilyName",
    "GivenNames",
    "Homonyms",
    "Letters",
    "LoginPolicy",
    "Numbers",
    "PrenomNom",
    "RandomLetters",
    "SelfExplaining",
    "allocate",
    "explain",
    "first_given_name",
    "fold_name",
    "is_folded_name",
    "look_alikes",
    "skeleton",
]
