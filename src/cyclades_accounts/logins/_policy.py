"""The rule that makes a login of a name. The memo gives the shape « prénom.nom » (M10); all else is our choice."""

import enum
from typing import Final, Protocol

from attrs import field, frozen
from attrs.validators import ge, in_, instance_of, le

from cyclades_accounts.errors import UnfoldableNameError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.logins._fold import fold_name
from cyclades_accounts.model import Candidate

SUFFIX_ROOM: Final = 6
"""Characters of the maximum length kept free for the number of a homonym: up to 999,999 of one stem."""


class LoginPolicy(Protocol):
    """How a host makes logins: a stem from the candidate, then one login for each homonym of the stem.

    Pure: which logins are taken is not its business. Two policies with the same :attr:`spec` give the same logins.
    """

    @property
    def spec(self) -> str:
        """Name and options of the policy in one line; part of what a plan is bound to."""
        ...

    def stem_of(self, candidate: Candidate) -> str:
        """Return the stem: what the login is before homonyms are told apart.

        Raises:
            UnfoldableNameError: the name cannot become a login.
        """
        ...

    def login(self, stem: str, number: int) -> Login:
        """Return the login of the homonym ``number`` of ``stem``, from 1; another one for each number."""
        ...


class GivenNames(enum.Enum):
    """Which given names go into the login."""

    FIRST = "first"
    """Up to the first space or comma, which separate given names in civil-registry order (INSEE). A hyphen does not."""
    ALL = "all"


class FamilyName(enum.Enum):
    """Which name stands for the family."""

    FAMILY = "family"
    """« Nom de famille »: it does not change with a marriage."""
    USAGE = "usage"
    """« Nom d'usage » where there is one."""


@frozen
class PrenomNom:
    """``prenom.nom``, homonyms told apart by a number from 2: ``lea.martin``, ``lea.martin2``."""

    given_names: GivenNames = field(default=GivenNames.FIRST, validator=instance_of(GivenNames))
    family_name: FamilyName = field(default=FamilyName.FAMILY, validator=instance_of(FamilyName))
    joiner: str = field(default="", validator=in_(("", "-")))
    """Between the parts of a compound name; none by default, as in the memo's single example."""
    max_length: int = field(default=64, validator=[instance_of(int), ge(16), le(64)])
    """Longest login, in characters: the local part of an e-mail address (RFC 5321, 4.5.3.1.1). The stem is cut to leave
    :data:`SUFFIX_ROOM` free, so that a number never makes the login too long; of two long parts each keeps half."""

    @property
    def spec(self) -> str:
        """Name and options of the policy in one line."""
        return (
            f"PrenomNom(given_names={self.given_names.value}, family_name={self.family_name.value}, "
            f"joiner={self.joiner!r}, max_length={self.max_length})"
        )

    def stem(self, given_names: str, family_name: str) -> str:
        """Return the stem of a name: ``stem("Léa Marie", "BŒUF")`` gives ``lea.boeuf``.

        Raises:
            UnfoldableNameError: one of the two has no letter, or one that is not Latin.
        """
        given = given_names if self.given_names is GivenNames.ALL else _first(given_names)
        first, last = fold_name(given, joiner=self.joiner), fold_name(family_name, joiner=self.joiner)
        room = self.max_length - SUFFIX_ROOM - 1
        first = first[: max(room // 2, room - len(last))].rstrip("-")
        return f"{first}.{last[: room - len(first)]}".rstrip("-")

    def stem_of(self, candidate: Candidate) -> str:
        """Return the stem for a candidate.

        Raises:
            UnfoldableNameError: the given or the family name has no letter, or one that is not Latin.
        """
        family = candidate.family_name
        if self.family_name is FamilyName.USAGE and candidate.usage_name:
            family = candidate.usage_name
        return self.stem(candidate.given_names, family)

    def login(self, stem: str, number: int) -> Login:
        """Return the stem for number 1, else the stem and the number."""
        return Login(stem if number == 1 else f"{stem}{number}")


def _first(given_names: str) -> str:
    """Return what stands before the first space or comma, a stray hyphen or apostrophe apart."""
    for name in given_names.replace(",", " ").split():
        if name[0].isalnum() or any(map(str.isalnum, name)):
            return name
    raise UnfoldableNameError(given_names, "")


DNB_2024: Final = PrenomNom()
"""The default: the shape of the memo of 12/09/2024 (M10) with our readings of what it leaves open."""
