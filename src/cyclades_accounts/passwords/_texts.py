"""What people read about passwords, as values that a host may replace: what policies demand, and characters by name."""

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import field, frozen

from cyclades_accounts.model import facts
from cyclades_accounts.passwords._rules import PasswordDemand, PasswordRule
from cyclades_accounts.passwords._strength import CnilCase, cnil_case, floor_bits


@frozen
class PolicyTexts:
    """Demands in one language. ``{…}`` is filled in from the facts of a demand."""

    demands: Mapping[PasswordRule, str]
    """A sentence for each rule: what it demands."""
    exact_length: str
    """Instead of that of ``LENGTH`` where shortest and longest are the same."""
    names: Mapping[str, str]
    """The fact ``name`` of our own classes and rules in this language; any other name stays as it is."""
    strength: str
    """Takes ``{bits}`` and ``{case}``."""
    throttled: str
    """Added where the policy relies on limited tries."""
    decimal: str
    """Between units and tenths."""

    def demand(self, demand: PasswordDemand) -> str:
        """Say what is demanded; also what a violation asks for."""
        filled_in = dict(demand.facts)
        if "name" in filled_in:
            filled_in["name"] = self.names.get(filled_in["name"], filled_in["name"])
        same = demand.rule is PasswordRule.LENGTH and filled_in["shortest"] == filled_in["longest"]
        return (self.exact_length if same else self.demands[demand.rule]).format_map(filled_in)

    def explain(self, demands: Iterable[PasswordDemand], count: int, *, throttled: bool) -> tuple[str, ...]:
        """Say all demands, the exact entropy (cut, not rounded, to two decimals) and the case of CNIL 2022-100."""
        case = cnil_case(count)
        bits = f"{floor_bits(count):.2f}".replace(".", self.decimal)
        strength = self.strength.format(bits=bits, case=case.value if case else "-")
        needs_throttle = throttled and case is not CnilCase.CASE_1
        return (*map(self.demand, demands), strength, *([self.throttled] if needs_throttle else []))


@frozen
class Spelling:
    """How characters are called, in one language. It can be compared and hashed, so that a style may hold it."""

    names: tuple[tuple[str, str], ...] = field(converter=facts)
    """The name of each digit and sign; a character without one stands for itself. Given as a mapping or as pairs."""
    upper: str
    """A capital; takes ``{letter}``."""
    lower: str
    """A small letter; takes ``{letter}``."""
    separator: str = ", "
    """Between two characters."""

    def spell(self, password: str, *, space: str = " ") -> str:
        """Return what somebody reads out: « S majuscule, cinq, d minuscule, signe inférieur ».

        It is as secret as the password. ``space`` stands between the words of a name: one that does not break keeps a
        name on one line.
        """
        names = dict(self.names)
        spelled = [names.get(character) or self._letter(character) for character in password]
        return self.separator.join(name.replace(" ", space) for name in spelled)

    def _letter(self, character: str) -> str:
        if character.isupper():
            return self.upper.format(letter=character)
        return self.lower.format(letter=character) if character.islower() else character


FRENCH_POLICY_TEXTS: Final = PolicyTexts(
    {
        PasswordRule.LENGTH: "De {shortest} à {longest} caractères.",
        PasswordRule.ALPHABET: "Uniquement ces caractères : {characters}",
        PasswordRule.CLASS: "Au moins un caractère de la catégorie « {name} ».",
        PasswordRule.GROUPS: "Des groupes de {size} caractères séparés par « {separator} ».",
        PasswordRule.FORBIDDEN_CHARACTER: "Aucun caractère {name} : {characters}",
        PasswordRule.FORBIDDEN_START: "Ne commence pas par un caractère {name} : {characters}",
        PasswordRule.BLOCKED: "Ne figure pas dans la liste {name}.",
        PasswordRule.OWNER_NAME: "Ne contient aucune partie du nom, du prénom ou de l'identifiant d'au moins "
        "{shortest} caractères.",
        PasswordRule.WORDS: "{words} mots d'une liste de {list}, séparés par « {separator} ».",
        PasswordRule.CONTAINS_LOGIN: "Ne contient pas l'identifiant de connexion.",
        PasswordRule.UNCHANGED: "N'est pas le mot de passe actuel.",
    },
    exact_length="Exactement {shortest} caractères.",
    names={
        "lower-case letter": "minuscule",
        "upper-case letter": "majuscule",
        "digit": "chiffre",
        "symbol": "symbole",
        "lower-case letter or digit": "minuscule ou chiffre",
        "look-alike": "facile à confondre avec un autre",
        "hard to type on AZERTY": "difficile à taper sur un clavier AZERTY",
        "formula": "qui ouvre une formule de tableur",
        "zxcvbn": "des mots de passe les plus fréquents",
    },
    strength="Entropie : {bits} bits, cas {case} de la délibération CNIL 2022-100.",
    throttled="Le site doit limiter les tentatives.",
    decimal=",",
)
"""French."""

ENGLISH_POLICY_TEXTS: Final = PolicyTexts(
    {
        PasswordRule.LENGTH: "{shortest} to {longest} characters.",
        PasswordRule.ALPHABET: "Only these characters: {characters}",
        PasswordRule.CLASS: "At least one {name}.",
        PasswordRule.GROUPS: 'Groups of {size} characters separated by "{separator}".',
        PasswordRule.FORBIDDEN_CHARACTER: "No character that is {name}: {characters}",
        PasswordRule.FORBIDDEN_START: "Does not begin with a character that is {name}: {characters}",
        PasswordRule.BLOCKED: "Not in the list {name}.",
        PasswordRule.OWNER_NAME: "No part of the names or the login that has at least {shortest} characters.",
        PasswordRule.WORDS: '{words} words of a list of {list}, separated by "{separator}".',
        PasswordRule.CONTAINS_LOGIN: "Does not contain the login.",
        PasswordRule.UNCHANGED: "Another password than the present one.",
    },
    exact_length="Exactly {shortest} characters.",
    names={"look-alike": "a look-alike", "formula": "the start of a formula", "zxcvbn": "of frequent passwords"},
    strength="Entropy: {bits} bits, case {case} of CNIL 2022-100.",
    throttled="The host must limit tries.",
    decimal=".",
)
"""English."""

FRENCH_SPELLING: Final = Spelling(
    {
        "0": "zéro",
        "1": "un",
        "2": "deux",
        "3": "trois",
        "4": "quatre",
        "5": "cinq",
        "6": "six",
        "7": "sept",
        "8": "huit",
        "9": "neuf",
        "!": "point d'exclamation",
        '"': "guillemet droit",
        "#": "dièse",
        "$": "dollar",
        "%": "pour cent",
        "&": "et commercial",
        "'": "apostrophe",
        "(": "parenthèse ouvrante",
        ")": "parenthèse fermante",
        "*": "astérisque",
        "+": "signe plus",
        ",": "virgule",
        "-": "tiret",
        ".": "point",
        "/": "barre oblique",
        ":": "deux-points",
        ";": "point-virgule",
        "<": "signe inférieur",
        "=": "signe égal",
        ">": "signe supérieur",
        "?": "point d'interrogation",
        "@": "arobase",
        "[": "crochet ouvrant",
        "\\": "barre oblique inverse",
        "]": "crochet fermant",
        "^": "accent circonflexe",
        "_": "tiret bas",
        "`": "accent grave",
        "{": "accolade ouvrante",
        "|": "barre verticale",
        "}": "accolade fermante",
        "~": "tilde",
        " ": "espace",
    },
    upper="{letter} majuscule",
    lower="{letter} minuscule",
)
"""The names we ship: every visible character of ASCII, and so of every policy we ship, has one."""
