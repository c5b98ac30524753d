"""What a candidate may choose (M11)."""

from attrs import field, frozen
from attrs.validators import ge, instance_of, le

from cyclades_accounts.errors import ImpossiblePolicyError, MissingExtraError
from cyclades_accounts.identifiers import PASSWORD_MAX_LENGTH
from cyclades_accounts.model import Password
from cyclades_accounts.passwords._owner import Owner, normalize_password
from cyclades_accounts.passwords._rules import Blocklist, NoOwnerNames, PasswordDemand, PasswordRule, PasswordViolation
from cyclades_accounts.passwords._texts import FRENCH_POLICY_TEXTS, PolicyTexts
from cyclades_accounts.settings import Setting


@frozen
class ChosenPasswordPolicy(Setting):
    """What a candidate may choose: a length, not the login; no composition rule (NIST SP 800-63B-4, ASVS 5.0 6.2)."""

    min_length: int = field(default=12, validator=[instance_of(int), ge(8)])
    """Shortest, in characters: the length of CNIL 2022-100's first example; never fewer than 8 (ASVS 5.0 6.2.1). Blanks
    around count for nothing, and several in a row for one: a password of blanks is too short."""
    max_length: int = field(default=128, validator=[instance_of(int), ge(64), le(PASSWORD_MAX_LENGTH)])
    """Longest, in characters: a maximum must exist (CNIL 2022-100), and 64 must be accepted (ASVS 5.0 6.2.9). A text of
    more than 512 code points (:data:`~cyclades_accounts.identifiers.PASSWORD_MAX_LENGTH`) is not looked at."""
    blocklist: Blocklist | None = None
    """Frequent passwords, such as :func:`frequent_passwords` gives (CNIL 2022-100; ASVS 5.0 6.2.4)."""
    names: NoOwnerNames | None = None
    """Whether parts of the candidate's names are refused too (ASVS 5.0 6.2.11)."""

    def __attrs_post_init__(self) -> None:
        """Refuse a policy that nothing meets."""
        if self.min_length > self.max_length:
            raise ImpossiblePolicyError(
                "chosen", f"the shortest length is {self.min_length}, the longest {self.max_length}."
            )

    @property
    def demands(self) -> tuple[PasswordDemand, ...]:
        """All that the policy demands, as data; :class:`PolicyTexts` puts it into words."""
        length = {"shortest": str(self.min_length), "longest": str(self.max_length)}
        rules = [rule.demand for rule in (self.blocklist, self.names) if rule]
        return (PasswordDemand(PasswordRule.LENGTH, length), PasswordDemand(PasswordRule.CONTAINS_LOGIN), *rules)

    def explain(self, texts: PolicyTexts = FRENCH_POLICY_TEXTS) -> tuple[str, ...]:
        """Say what the policy demands, a sentence each: for the form where a candidate chooses."""
        return tuple(map(texts.demand, self.demands))

    def violations(
        self, password: Password, *, login: str, names: tuple[str, ...] = ()
    ) -> tuple[PasswordViolation, ...]:
        """List the rules that a chosen password breaks; case does not count in comparisons.

        It is judged as it will be hashed, in NFKC: full-width letters pass no list, and a letter with a decomposed
        accent is one character.

        Args:
            password: what the candidate typed.
            login: the candidate's login.
            names: the candidate's names, where the policy has a rule about them.

        Raises:
            InvalidValueError: a login or a name that is too long to be one.
        """
        length, has_login, *_ = self.demands
        if password.is_too_long:
            return (PasswordViolation(length.rule, length.facts),)
        owner, text = Owner(names, login), normalize_password(password.reveal())
        shown = "".join(character if character.isprintable() else " " for character in text)
        met = {
            length: self.min_length <= len(" ".join(shown.split())) and len(text) <= self.max_length,
            has_login: not login or login.casefold() not in text.casefold(),
            **{rule.demand: rule.accepts(text, owner) for rule in (self.blocklist, self.names) if rule},
        }
        return tuple(PasswordViolation(d.rule, d.facts) for d in self.demands if not met[d])


def frequent_passwords() -> Blocklist:
    """Return the 30,000 frequent passwords of the package ``zxcvbn`` (MIT), ASVS 5.0 6.2.4 asking for 3,000.

    Raises:
        MissingExtraError: the extra ``blocklists`` is not installed.
    """
    try:
        from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]  # noqa: PLC0415  # an extra without types
    except ImportError:
        raise MissingExtraError("blocklists", "zxcvbn") from None
    return Blocklist("zxcvbn", FREQUENCY_LISTS["passwords"])
