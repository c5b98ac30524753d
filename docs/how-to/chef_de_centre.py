"""An eligibility policy of a host: the memo's rules, and a candidature that the chef de centre has validated."""

from attrs import frozen

from cyclades_accounts.eligibility import MEMO_RULES, Rules
from cyclades_accounts.model import Candidature, Refusal


@frozen
class ChefDeCentre:
    """Who is refused by the rules is refused; of the others, who is not validated yet is refused too, and awaited."""

    validated: frozenset[str]
    """Keys of the candidates whom the chef de centre has validated."""
    rules: Rules = MEMO_RULES

    @property
    def spec(self) -> str:
        """Name and options in one line."""
        return f"ChefDeCentre({sorted(self.validated)}, {self.rules.spec})"

    def refuse(self, candidature: Candidature) -> Refusal | None:
        """Ask the rules first, then the list."""
        refusal = self.rules.refuse(candidature)
        if refusal is None and candidature.candidate.id not in self.validated:
            return Refusal.of_host(
                code="CHEF_DE_CENTRE",
                sentence="candidature à valider par le chef de centre",
                cure="Demandez la validation au chef de centre, puis relancez la génération.",
                short="à valider par le chef de centre",
            )
        return refusal

    def refuse_renewal(self, candidature: Candidature) -> Refusal | None:
        """Renew passwords as the rules do."""
        return self.rules.refuse_renewal(candidature)

    def is_awaited(self, candidature: Candidature) -> bool:
        """Await whom the rules await."""
        return self.rules.is_awaited(candidature)
