"""Logins: folding a civil name to ASCII, the ``prenom.nom`` policy, homonyms. Pure."""

from cyclades_accounts.logins._allocate import Allocation, allocate
from cyclades_accounts.logins._fold import fold_name, is_folded_name
from cyclades_accounts.logins._policy import (
    DNB_2024,
    SUFFIX_ROOM,
    FamilyName,
    GivenNames,
    LoginPolicy,
    PrenomNom,
)

__all__ = [
    "DNB_2024",
    "SUFFIX_ROOM",
    "Allocation",
    "FamilyName",
    "GivenNames",
    "LoginPolicy",
    "PrenomNom",
    "allocate",
    "fold_name",
    "is_folded_name",
]
