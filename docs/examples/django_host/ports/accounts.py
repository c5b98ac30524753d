"""Accounts."""

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from cyclades_accounts.errors import AccountExistsError, LoginTakenError, UnknownAccountError
from cyclades_accounts.identifiers import AccountId, CandidateId, Login
from cyclades_accounts.model import Account
from django_host import models
from django_host.ports.base import Port
from django_host.values import account_row, account_value


class Accounts(Port):
    """:class:`cyclades_accounts.repositories.AccountRepository`; a writing unit locks the accounts it reads."""

    def of_candidates(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Account]:
        """Return the account that stands for each of these people."""
        standing = self.rows(models.Account).filter(candidate__in=candidate_ids, replaced_by=None)
        return {account.candidate_id: account for account in self._values(standing)}

    def by_login(self, login: Login) -> Account | None:
        """Return the account with exactly this login, or ``None``."""
        return next(iter(self._values(self.rows(models.Account).filter(login=login))), None)

    def by_ids(self, account_ids: Collection[AccountId]) -> Mapping[AccountId, Account]:
        """Return the accounts with these ids."""
        return {account.id: account for account in self._values(self.rows(models.Account).filter(pk__in=account_ids))}

    def all_of(self, candidate_id: CandidateId) -> tuple[Account, ...]:
        """Return every account of a person, replaced ones too, sorted by id."""
        found = self._values(self.rows(models.Account).filter(candidate=candidate_id))
        return tuple(sorted(found, key=lambda account: account.id))

    def erase(self, account_ids: Collection[AccountId]) -> None:
        """Remove the accounts with these ids."""
        self.rows(models.Account).filter(pk__in=account_ids).delete()

    def add(self, accounts: Sequence[Account]) -> None:
        """Insert new accounts."""
        rows = [account_row(account) for account in sorted(accounts, key=lambda account: account.login)]
        self.write_unless(lambda: self._refuse(accounts), lambda: self.rows(models.Account).bulk_create(rows))

    def replace(self, accounts: Sequence[Account]) -> None:
        """Replace each account by the one given with the same id."""
        before = self.by_ids([account.id for account in accounts])
        for account in accounts:
            if account.id not in before:
                raise UnknownAccountError(account.candidate_id)
        self.write_unless(lambda: self._refuse(accounts), lambda: self._replace(before, accounts))

    def _replace(self, before: Mapping[AccountId, Account], accounts: Sequence[Account]) -> None:
        # A database judges what is unique row by row, and the port the whole batch: where an account takes a place, all
        # leave theirs first. No candidate key starts with a space, so nobody has the place they wait at.
        if any(_place(account) not in {None, _place(before[account.id])} for account in accounts):
            self.rows(models.Account).filter(pk__in=before).update(candidate=Concat(Value(" "), "id"))
        self.rows(models.Account).bulk_create(
            [account_row(account) for account in sorted(accounts, key=lambda account: account.id)],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[field.name for field in models.Account._meta.fields if not field.primary_key],  # noqa: SLF001  # Django's public name
        )

    def _values(self, rows: QuerySet[models.Account]) -> Sequence[Account]:
        return [account_value(row) for row in self.locked(rows)]

    def _refuse(self, accounts: Sequence[Account]) -> None:
        """Raise if the store cannot hold these accounts beside the others."""
        new = {account.id: account for account in accounts}
        places = [place for place in map(_place, accounts) if place]
        rival = Q(login__in=[account.login for account in accounts]) | Q(candidate__in=places, replaced_by=None)
        held = [account_value(row) for row in self.rows(models.Account).filter(rival).exclude(pk__in=new)]
        by_login = {other.login: other for other in held}
        by_place = {_place(other): other for other in held}
        for account in new.values():
            if by_login.setdefault(account.login, account) is not account:
                raise LoginTakenError(account.login)
            place = _place(account)
            if place and by_place.setdefault(place, account) is not account:
                raise AccountExistsError(account.candidate_id, by_place[place].login)


def _place(account: Account) -> CandidateId | None:
    """Return the person for whom the account stands; ``None`` if it was replaced."""
    return account.candidate_id if account.replaced_by is None else None
