"""Policies that we ship by name. All but the first are our choice of options that schools asked other software for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cyclades_accounts.logins._homonyms import Letters, RandomLetters
from cyclades_accounts.logins._prenom_nom import DNB_2024, FamilyName, GivenNames, PrenomNom

PROFILES: Final[Mapping[str, PrenomNom]] = MappingProxyType(
    {
        "dnb-2024": DNB_2024,
        "all given names": PrenomNom(given_names=GivenNames.ALL),
        "usage name": PrenomNom(family_name=FamilyName.USAGE),
        "hyphenated": PrenomNom(joiner="-"),
        "letters": PrenomNom(homonyms=Letters()),
        "random letters": PrenomNom(homonyms=RandomLetters()),
        "short": PrenomNom(max_length=20),
        "nobody refused": PrenomNom(fallback="candidat.<number>"),
    }
)
"""``dnb-2024``, the default, and one policy for each option; the robustness tests run over all of them."""
