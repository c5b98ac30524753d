"""What a school should look at again, and what stops nothing."""

from datetime import date, timedelta

import pytest

from cyclades_accounts import Generation, Renew
from cyclades_accounts.model import Candidature, Notice, NoticeReason
from tests.support import NOW, SESSION, UAI, candidature, desk, ine, make_school, registry

DAY = date(2010, 8, 10)


def reasons(*notices: Notice) -> list[tuple[NoticeReason, list[int]]]:
    """Return the reason of each notice and the numbers of the people."""
    return [(notice.reason, [int(key[:9]) for key in notice.candidates]) for notice in notices]


def of_roster(*roster: Candidature) -> list[tuple[NoticeReason, list[int]]]:
    """Return what registering a roster says."""
    return reasons(*registry(make_school()).register_roster(UAI, SESSION, roster).notices)


class TestDoubles:
    """Lines of a roster that may be one person."""

    def test_same_folded_name_and_birth_date(self) -> None:
        """Case, accents, and further given names do not hide a double; another birth date or name does."""
        notices = of_roster(
            candidature(1, "LE GOFF", "Léa Marie", birth_date=DAY),
            candidature(2, "Le-Goff", "LEA", birth_date=DAY),
            candidature(3, "LE GOFF", "Léa", birth_date=date(2010, 8, 11)),
            candidature(4, "LE GOFF", "Tom", birth_date=DAY),
            candidature(5, "LE GOFF", "Léa"),
            candidature(6, "LE GOFF", "Léa"),
        )
        assert notices == [(NoticeReason.SAME_NAME_AND_BIRTH_DATE, [1, 2])]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("TE\N{MODIFIER LETTER TURNED COMMA}URA", "TEURA"),
            ("D\N{MODIFIER LETTER APOSTROPHE}HERVÉ", "D'HERVÉ"),
            ("ƏLIYEV", "ELIYEV"),
            ("DUPOŊ", "DUPON"),
        ],
    )
    def test_letters_and_signs_of_one_login(self, one: str, other: str) -> None:
        """Names that would make one login are alike, whatever sign or letter a file writes."""
        found = of_roster(candidature(1, one, birth_date=DAY), candidature(2, other, birth_date=DAY))
        assert found == [(NoticeReason.SAME_NAME_AND_BIRTH_DATE, [1, 2])]

    def test_names_that_make_no_login(self) -> None:
        """Names in another script are compared too."""
        notices = of_roster(
            candidature(1, "ИВАНОВ", "Иван", birth_date=DAY),
            candidature(2, "Иванов", "ИВАН", birth_date=DAY),
            candidature(3, "Иванов", "Пётр", birth_date=DAY),
        )
        assert notices == [(NoticeReason.SAME_NAME_AND_BIRTH_DATE, [1, 2])]

    def test_same_email(self) -> None:
        """One address on several candidatures is shown, whatever its case; none is no address."""
        notices = of_roster(
            candidature(1, email="Zoe@example.org"),
            candidature(2, "ROUX", email="zoe@example.org"),
            candidature(3, "ZOLA", email=None),
            candidature(4, "NOIR", email=""),
        )
        assert notices == [(NoticeReason.SAME_EMAIL, [1, 2])]

    def test_the_roster_is_registered_all_the_same(self) -> None:
        """A notice stops nothing, and reads in French."""
        service = make_school()
        report = registry(service).register_roster(
            UAI, SESSION, [candidature(1, birth_date=DAY), candidature(2, birth_date=DAY, email="famille1@example.org")]
        )
        assert report.registered == 2
        same_person, same_email = map(service.messages.notice, report.notices)
        assert same_person == (
            f"« MARTIN Léa », date de naissance 10/08/2010, figure sous plusieurs clés : {ine(1)}, {ine(2)}. "
            "S'il s'agit d'une seule personne, fusionnez ses dossiers avant de générer les comptes."
        )
        assert same_email == (
            f"L'adresse famille1@example.org figure sur plusieurs candidatures : {ine(1)}, {ine(2)}. "
            "C'est normal pour une fratrie ; sinon, corrigez l'adresse ou fusionnez les dossiers."
        )


class TestRuns:
    """What a run says about the accounts it creates."""

    def test_logins_that_look_alike(self) -> None:
        """Logins of one run that look alike on paper are shown, in the plan and in the report."""
        service = make_school(candidature(1, "MARTINL", "A"), candidature(2, "MARTIN1", "A"), candidature(3, "ROUX"))
        plan = desk(service).plan()
        report = desk(service).generate()
        assert plan.notices == report.notices
        (notice,) = report.notices
        assert dict(notice.facts) == {"logins": "a.martin1, a.martinl"}
        assert reasons(notice) == [(NoticeReason.LOOK_ALIKE_LOGINS, [2, 1])]
        assert service.messages.notice(notice).startswith("Les identifiants a.martin1, a.martinl se ressemblent.")

    def test_an_account_that_was_there(self) -> None:
        """A new login is compared with those of the accounts that the run keeps."""
        service = make_school(candidature(1, "BERNARD", "A"))
        desk(service).generate()
        registry(service).register_roster(UAI, SESSION, [candidature(2, "BEMARD", "A")])
        assert reasons(*desk(service).generate().notices) == [(NoticeReason.LOOK_ALIKE_LOGINS, [2, 1])]

    def test_what_was_there_is_not_said_again(self) -> None:
        """A run that creates nothing says nothing of it, renewals included."""
        service = make_school(candidature(1, birth_date=DAY), candidature(2, birth_date=DAY))
        assert reasons(*desk(service).generate().notices) == [(NoticeReason.SAME_NAME_AND_BIRTH_DATE, [1, 2])]
        tomorrow = desk(service, now=NOW + timedelta(days=1))
        assert tomorrow.generate(Generation(renew=Renew.ALL)).notices == ()

    def test_journal_keeps_them(self) -> None:
        """The report in the journal has them too."""
        service = make_school(candidature(1, birth_date=DAY), candidature(2, birth_date=DAY))
        report = desk(service).generate(run_id="r")
        assert desk(service).documents.report("r") == report
        assert report.notices
