"""The ledger of issued logins."""

from collections.abc import Collection, Mapping, Sequence

from cyclades_accounts.errors import LoginTakenError
from cyclades_accounts.identifiers import AccountId, CandidateId, Login
from cyclades_accounts.model import IssuedLogin
from django_host import models
from django_host.ports.base import Port
from django_host.values import issued_row, issued_value


class IssuedLogins(Port):
    """:class:`cyclades_accounts.repositories.IssuedLoginRepository`: a writing unit locks the stems it reads."""

    def numbers(self, stems: Collection[str]) -> Mapping[str, int]:
        """Return the highest number ever issued for every stem asked."""
        if self.writes:  # a row that is not there cannot be locked
            fresh = [models.Stem(stem=stem) for stem in sorted(set(stems))]
            self.rows(models.Stem).bulk_create(fresh, ignore_conflicts=True)
        found = {row.stem: row.last for row in self.locked(self.rows(models.Stem).filter(pk__in=stems))}
        if self.writes and not found.keys() >= set(stems):
            return self.numbers(stems)  # another unit forgot a stem while this one waited for it
        return dict.fromkeys(stems, 0) | found

    def taken(self, logins: Collection[Login]) -> frozenset[Login]:
        """Return those of these logins that were ever issued, or are imposed on somebody."""
        return frozenset(Login(row.login) for row in self.rows(models.IssuedLogin).filter(pk__in=logins))

    def lines(self, logins: Collection[Login]) -> Mapping[Login, IssuedLogin]:
        """Return the lines of those of these logins that were ever issued."""
        found = self.rows(models.IssuedLogin).filter(pk__in=logins, imposed_on=None)
        return {Login(row.login): issued_value(row) for row in found}

    def of_accounts(self, account_ids: Collection[AccountId]) -> tuple[IssuedLogin, ...]:
        """Return every line of these accounts, sorted by login."""
        found = map(issued_value, self.rows(models.IssuedLogin).filter(account__in=account_ids))
        return tuple(sorted(found, key=lambda line: line.login))

    def erase(self, digests: Mapping[Login, str]) -> None:
        """Put a digest in the place of each line, and forget the stems that no line bears any more."""
        lines = list(self.rows(models.IssuedLogin).filter(pk__in=digests, imposed_on=None))
        new = sorted(digests[Login(line.login)] for line in lines)
        self.rows(models.ErasedLogin).bulk_create(
            [models.ErasedLogin(digest, digest.rpartition(":")[0]) for digest in new], ignore_conflicts=True
        )
        self.rows(models.IssuedLogin).filter(pk__in=[line.login for line in lines]).delete()
        # A unit that issues a login of the same stem goes first: what it adds must be seen by what is deleted here.
        stems = self.rows(models.Stem).filter(pk__in=[line.stem for line in lines if line.stem is not None])
        held = [row.stem for row in self.locked(stems)]
        borne = self.rows(models.IssuedLogin).filter(stem__in=held).values_list("stem", flat=True)
        self.rows(models.Stem).filter(pk__in=set(held) - set(borne)).delete()

    def erased(self, digests: Collection[str]) -> frozenset[str]:
        """Return those of these digests that stand in the place of a line."""
        return frozenset(row.digest for row in self.rows(models.ErasedLogin).filter(pk__in=digests))

    def erasure_keys(self) -> frozenset[str]:
        """Return the ids of the keys under which lines were erased."""
        return frozenset(self.rows(models.ErasedLogin).values_list("key_id", flat=True).distinct())

    def add(self, issued: Sequence[IssuedLogin]) -> None:
        """Add lines and raise the numbers of their stems."""
        rows = [issued_row(line) for line in sorted(issued, key=lambda line: line.login)]
        self.write_unless(
            lambda: self._refuse([line.login for line in issued]),
            lambda: self.rows(models.IssuedLogin).bulk_create(rows),
        )
        highest = dict(self.numbers([line.stem for line in issued if line.stem is not None]))
        for line in issued:
            if line.stem is not None and line.number is not None:
                highest[line.stem] = max(line.number, highest[line.stem])
        self.rows(models.Stem).bulk_create(
            [models.Stem(stem=stem, last=last) for stem, last in sorted(highest.items())],
            update_conflicts=True,
            unique_fields=["stem"],
            update_fields=["last"],
        )

    def imposed(self, candidate_ids: Collection[CandidateId]) -> Mapping[CandidateId, Login]:
        """Return the logins that are imposed on these people."""
        found = self.rows(models.IssuedLogin).filter(imposed_on__in=candidate_ids)
        return {CandidateId(str(row.imposed_on_id)): Login(row.login) for row in found}

    def impose(self, logins: Mapping[CandidateId, Login | None]) -> None:
        """Impose a login on each person, in place of the one imposed before; ``None`` forgets that one."""
        new = sorted((login, key) for key, login in logins.items() if login is not None)
        # Units that impose on one person follow each other: what the first put there, the second must replace.
        list(self.locked(self.rows(models.Candidate).filter(pk__in=logins)))
        self.rows(models.IssuedLogin).filter(imposed_on__in=logins).delete()
        self.write_unless(
            lambda: self._refuse([login for login, _ in new]),
            lambda: self.rows(models.IssuedLogin).bulk_create(
                [models.IssuedLogin(login=login, imposed_on_id=key) for login, key in new]
            ),
        )

    def _refuse(self, logins: Sequence[Login]) -> None:
        seen = set(self.taken(logins))
        for login in logins:
            if login in seen:
                raise LoginTakenError(login)
            seen.add(login)
