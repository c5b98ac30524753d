"""The policy ``prenom.nom``. The memo gives the shape (M10); each option is our choice, with its reason."""

import enum
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from attrs import field, frozen
from attrs.validators import ge, in_, instance_of, le, optional

from cyclades_accounts.errors import InvalidValueError, UnfoldableNameError
from cyclades_accounts.identifiers import Login, parse_login, several_texts
from cyclades_accounts.logins._characters import fold_name, folded_letters
from cyclades_accounts.logins._homonyms import MAX_HOMONYMS, Homonyms, Letters, Numbers, RandomLetters
from cyclades_accounts.model import Candidate, LoginStep, LoginStepKind
from cyclades_accounts.settings import Setting

_FALLBACK: Final = re.compile(r"(?=.*[a-z])[a-z0-9]+(?:[._-][a-z0-9]+)*")

NUMBER: Final = "<number>"
"""Where a fallback puts the number."""


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


def _logins(values: Iterable[str]) -> frozenset[Login]:
    return frozenset(map(parse_login, several_texts("reserved", values, "logins")))


def _checked(number: int) -> int:
    if 1 <= number <= MAX_HOMONYMS:
        return number
    raise InvalidValueError("number", str(number), f"1 to {MAX_HOMONYMS}")


def _fits(instance: "PrenomNom", _attribute: object, value: str | None) -> None:
    if value is None:
        return
    longest = value.replace(NUMBER, str(MAX_HOMONYMS), 1)
    if longest == value or len(longest) > instance.max_length or not _FALLBACK.fullmatch(longest):
        words = "words of a to z and 0 to 9, parted by . - or _"
        expected = f"{NUMBER} once among {words}; with the number at most {instance.max_length} characters"
        raise InvalidValueError("fallback", value, expected)


@frozen
class PrenomNom(Setting):
    """``prenom.nom``, homonyms told apart by a number from 2: ``lea.martin``, ``lea.martin2``.

    Frozen, comparable, hashable, and a :class:`~cyclades_accounts.settings.Setting`.

    Raises:
        InvalidValueError: a reserved text that is no login, or a fallback that makes none.
    """

    given_names: GivenNames = field(default=GivenNames.FIRST, validator=instance_of(GivenNames))
    family_name: FamilyName = field(default=FamilyName.FAMILY, validator=instance_of(FamilyName))
    joiner: str = field(default="", validator=in_(("", "-")))
    """Between the parts of a compound name, ``""`` or ``"-"``; none by default, as in the memo's single example."""
    separator: str = field(default=".", validator=in_((".", "-", "_", "")))
    """Between given and family name; the memo writes « prénom.nom » (M10)."""
    max_length: int = field(default=64, validator=[instance_of(int), ge(16), le(64)])
    """Longest login, in characters: the local part of an e-mail address (RFC 5321, 4.5.3.1.1). The stem is cut to leave
    room for what tells homonyms apart, so that it never makes the login too long; of two long parts each keeps half."""
    homonyms: Homonyms = field(factory=Numbers, validator=instance_of((Numbers, Letters, RandomLetters)))
    """What the second, third … of a stem gets. Our choice: no public source says what CYCLADES does."""
    reserved: frozenset[Login] = field(default=frozenset[Login](), converter=_logins)
    """Logins that nobody ever gets, such as ``test.test``."""
    fallback: str | None = field(default=None, validator=[optional(instance_of(str)), _fits])
    """For a name that folds to nothing or holds letters that are not Latin. ``None`` refuses it: the school then enters
    the name as a French civil registry writes it. A pattern such as ``candidat.<number>`` numbers these people from
    1."""
    _room: int = field(init=False, repr=False, eq=False)
    """Characters for given and family name together."""
    _takes_first: bool = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        # Worked out once: a national session asks 850,000 times.
        room = self.max_length - len(self.homonyms.suffix("", MAX_HOMONYMS)) - len(self.separator)
        object.__setattr__(self, "_room", room)
        object.__setattr__(self, "_takes_first", self.given_names is GivenNames.FIRST)

    def stem(self, given_names: str, family_name: str) -> str:
        """Return the stem of a name: ``stem("Léa Marie", "BŒUF")`` gives ``lea.boeuf``.

        Raises:
            UnfoldableNameError: one of the two has no letter, or one that is not Latin, and there is no fallback.
        """
        try:
            first, last = fold_name(self._given(given_names), self.joiner), fold_name(family_name, self.joiner)
        except UnfoldableNameError:
            if self.fallback is None:
                raise
            return self.fallback
        if len(first) + len(last) > self._room:
            first, last = self._cut(first, last)
        return f"{first}{self.separator}{last}"

    def stem_of(self, candidate: Candidate) -> str:
        """Return the stem for a candidate.

        Raises:
            UnfoldableNameError: the name cannot become a login, and there is no fallback.
        """
        return self.stem(candidate.given_names, self._family(candidate))

    def login(self, stem: str, number: int) -> Login:
        """Return the stem for number 1, else the stem and what tells the homonym apart.

        Raises:
            InvalidValueError: the number is not from 1 to :data:`MAX_HOMONYMS`.
        """
        if stem == self.fallback:
            return Login(stem.replace(NUMBER, str(_checked(number))))
        return Login(stem) if number == 1 else Login(stem + self.homonyms.suffix(stem, _checked(number)))

    def explain(self, candidate: Candidate, *, number: int = 1) -> tuple[LoginStep, ...]:
        """Return the steps from the name of a candidate to the login of the homonym ``number``.

        Each step starts from what earlier ones made; the last one makes the login.

        Raises:
            UnfoldableNameError: the name cannot become a login, and there is no fallback.
            InvalidValueError: the number is not from 1 to :data:`MAX_HOMONYMS`.
        """
        stem = self.stem_of(candidate)
        if stem == self.fallback:
            login = self.login(stem, number)
            return (LoginStep(LoginStepKind.FALL_BACK, candidate.full_name, login),)
        names, family = candidate.given_names, self._family(candidate)
        given = self._given(names)
        first, last = fold_name(given, self.joiner), fold_name(family, self.joiner)
        whole = f"{first}{self.separator}{last}"
        kind = LoginStepKind
        given_kind = kind.FIRST_GIVEN_NAME if self._takes_first else kind.ALL_GIVEN_NAMES
        family_kind = kind.FAMILY_NAME if family == candidate.family_name else kind.USAGE_NAME
        steps = [
            LoginStep(given_kind, names, given),
            LoginStep(kind.FOLD_GIVEN_NAME, given, first, folded_letters(given)),
            LoginStep(family_kind, candidate.family_name, family),
            LoginStep(kind.FOLD_FAMILY_NAME, family, last, folded_letters(family)),
            LoginStep(kind.JOIN, f"{first} {last}", whole),
        ]
        if whole != stem:
            steps.append(LoginStep(kind.SHORTEN, whole, stem))
        if number > 1:
            steps.append(LoginStep(kind.NUMBER, stem, self.login(stem, number)))
        return tuple(steps)

    def _given(self, names: str) -> str:
        return first_given_name(names) if self._takes_first else names

    def _cut(self, first: str, last: str) -> tuple[str, str]:
        first = first[: max(self._room // 2, self._room - len(last))].rstrip("-")
        return first, last[: self._room - len(first)].rstrip("-")

    def _family(self, candidate: Candidate) -> str:
        if self.family_name is FamilyName.USAGE and candidate.usage_name:
            return candidate.usage_name
        return candidate.family_name


def first_given_name(given_names: str) -> str:
    """Return what stands before the first space or comma, a stray hyphen or apostrophe apart.

    Raises:
        UnfoldableNameError: there is no letter and no digit in it.
    """
    if given_names.isalpha():
        return given_names
    for name in given_names.replace(",", " ").split():
        if name[0].isalnum() or any(map(str.isalnum, name)):
            return name
    raise UnfoldableNameError(given_names, "")


DNB_2024: Final = PrenomNom()
"""The default: the shape of the memo of 12/09/2024 (M10) with our readings of what it leaves open."""

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
"""Policies by name: ``dnb-2024``, the default, and one for each option that schools asked other software for (our
choice). The robustness tests run over all of them."""
