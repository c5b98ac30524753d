"""What policies demand, in words: French and English, as values that a host may replace."""

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen

from cyclades_accounts.passwords._strength import CnilCase, cnil_case, floor_bits
from cyclades_accounts.passwords._violations import PasswordDemand, PasswordRule


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

    def demand(self, demand: PasswordDemand) -> str:
        """Say what is demanded; also what a violation asks for."""
        facts = dict(demand.facts)
        if "name" in facts:
            facts["name"] = self.names.get(facts["name"], facts["name"])
        same = demand.rule is PasswordRule.LENGTH and facts["shortest"] == facts["longest"]
        return (self.exact_length if same else self.demands[demand.rule]).format_map(facts)

    def explain(self, demands: Iterable[PasswordDemand], count: int, *, throttled: bool) -> tuple[str, ...]:
        """Say all demands, the exact entropy (cut, not rounded, to two decimals) and the case of CNIL 2022-100."""
        case = cnil_case(count)
        bits = f"{floor_bits(count):.2f}".replace(".", self.decimal)
        strength = self.strength.format(bits=bits, case=case.value if case else "-")
        needs_throttle = throttled and case is not CnilCase.CASE_1
        return (*map(self.demand, demands), strength, *([self.throttled] if needs_throttle else []))


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
