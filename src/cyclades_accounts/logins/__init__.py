"""Logins: folding a civil name to ASCII, the ``prenom.nom`` policy, homonyms, look-alikes. Pure."""

from cyclades_accounts.logins._characters import fold_name, is_folded_name, look_alikes, skeleton
from cyclades_accounts.logins._homonyms import (
    CONSONANTS,
    MAX_HOMONYMS,
    Allocation,
    Allocations,
    Homonyms,
    Letters,
    Numbers,
    RandomLetters,
    allocate,
)
from cyclades_accounts.logins._policy import LoginPolicy, SelfExplaining, explain
from cyclades_accounts.logins._prenom_nom import (
    DNB_2024,
    PROFILES,
    FamilyName,
    GivenNames,
    PrenomNom,
    first_given_name,
)

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
