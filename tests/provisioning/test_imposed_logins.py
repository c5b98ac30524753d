"""A host that migrates imposes the logins that its pupils know."""

from collections.abc import Callable, Mapping

import pytest
from attrs import evolve

from cyclades_accounts import Criteria, Generation, Provisioning, Renew
from cyclades_accounts.errors import InvalidValueError, LoginPolicyFailedError, RunIdReusedError, ServiceNotGrantedError
from cyclades_accounts.identifiers import Login
from cyclades_accounts.logins import PrenomNom
from cyclades_accounts.model import CandidatureStatus, ImposedLogin, Refusal, RefusalReason, School
from tests.support import OTHER_UAI, SESSION, UAI, candidature, desk, ine, make_school, passwords_of, registry


@pytest.fixture
def service() -> Provisioning:
    """A school of three homonyms without account, and one pupil of another school."""
    service = make_school(candidature(1), candidature(2), candidature(3))
    registry(service).register_roster(OTHER_UAI, SESSION, [candidature(9, "ZOLA", "Émile", uai=OTHER_UAI)])
    return service


def impose(service: Provisioning, logins: Mapping[int, str]) -> dict[int, RefusalReason | None]:
    """Impose logins on people by number, and return why each was not."""
    report = desk(service).accounts.impose_logins({ine(number): login for number, login in logins.items()})
    assert report.imposed + report.refused == tuple(sorted(report.logins, key=lambda line: line.refusal is not None))
    return {int(line.candidate_id[:9]): line.refusal.reason if line.refusal else None for line in report.logins}


def created(service: Provisioning, uai: str = UAI) -> dict[int, str | None]:
    """Generate, and return the logins of new accounts by number."""
    return {int(o.candidate_id[:9]): o.login for o in desk(service, uai).generate().created}


class TestImposing:
    """What is imposed is what the account gets."""

    def test_account_bears_it(self, service: Provisioning) -> None:
        """Accounts get the imposed logins, in lower case; the others get theirs from the name; slips show them."""
        report = desk(service).accounts.impose_logins({ine(2): " L.Martin08 ", ine(3): "lea.martin"})
        assert report.logins == (ImposedLogin(ine(2), "l.martin08"), ImposedLogin(ine(3), "lea.martin"))  # type: ignore[arg-type]  # texts, as a host has them
        run = desk(service).generate()
        assert [o.login for o in run.created] == ["lea.martin2", "l.martin08", "lea.martin"]
        assert set(passwords_of(service, run.documents)) == {"lea.martin2", "l.martin08", "lea.martin"}

    def test_plan_shows_it(self, service: Provisioning) -> None:
        """A plan shows imposed logins, and what is imposed afterwards makes it stale."""
        impose(service, {1: "first"})
        assert [o.login for o in desk(service).plan().created] == ["first", "lea.martin", "lea.martin2"]

    def test_refused_candidature_keeps_it(self) -> None:
        """Who gets no account yet keeps the imposed login until there is one."""
        service = make_school(candidature(1, email=None))
        impose(service, {1: "mine"})
        assert created(service) == {}
        registry(service).register_roster(UAI, SESSION, [candidature(1)])
        assert created(service) == {1: "mine"}

    def test_name_that_folds_to_nothing(self) -> None:
        """A login can be imposed where the name cannot become one."""
        service = make_school(candidature(1, "Иванов", "Иван"))
        impose(service, {1: "ivan.ivanov"})
        assert created(service) == {1: "ivan.ivanov"}

    def test_never_issued_to_another(self, service: Provisioning) -> None:
        """A homonym of another school steps over a login that is imposed, and over one that was used."""
        impose(service, {1: "emile.zola"})
        assert created(service, OTHER_UAI) == {9: "emile.zola2"}
        assert created(service)[1] == "emile.zola"
        desk(service).accounts.close(ine(1))
        registry(service).register_roster(OTHER_UAI, SESSION, [candidature(8, "ZOLA", "Émile", uai=OTHER_UAI)])
        assert created(service, OTHER_UAI) == {8: "emile.zola3"}

    def test_many_numbers_are_stepped_over(self, service: Provisioning) -> None:
        """Numbers that the former application gave are never given again, however many."""
        pupils = [candidature(number, "ROUX", "Tom") for number in range(100, 160)]
        registry(service).register_roster(UAI, SESSION, pupils)
        impose(service, {number: f"tom.roux{number - 98}" for number in range(100, 159)})
        assert created(service)[159] == "tom.roux"
        registry(service).register_roster(UAI, SESSION, [candidature(160, "ROUX", "Tom")])
        assert created(service) == {160: "tom.roux61"}

    def test_account_that_exists(self, service: Provisioning) -> None:
        """An account keeps its login until a regeneration is asked for a new one; only then the imposed one counts."""
        created(service)
        assert impose(service, {1: "lea.martin", 2: "deuxieme"}) == {1: None, 2: None}
        assert [o.login for o in desk(service).generate(Generation(renew=Renew.ALL)).renewed] == [
            "lea.martin",
            "lea.martin2",
            "lea.martin3",
        ]
        run = desk(service).regenerate(Criteria(), lift_limit=True, new_login=True)
        assert [(o.login, o.former_login) for o in run.renewed] == [
            ("lea.martin", None),
            ("deuxieme", "lea.martin2"),
            ("lea.martin3", None),
        ]

    def test_imposed_again(self, service: Provisioning) -> None:
        """A slip of the pen is corrected: the login goes to the one it was meant for; two people can swap."""
        impose(service, {1: "a", 2: "b"})
        assert impose(service, {1: "b", 2: "a"}) == {1: None, 2: None}
        assert impose(service, {1: "c"}) == {1: None}
        assert impose(service, {3: "b"}) == {3: None}
        assert created(service) == {1: "c", 2: "a", 3: "b"}

    def test_own_login_forgets_another_imposed_one(self, service: Provisioning) -> None:
        """Imposing the login that the account has takes back another one that was waiting."""
        created(service)
        impose(service, {1: "other"})
        impose(service, {1: "lea.martin"})
        run = desk(service).regenerate(Criteria(candidates=[ine(1)]), new_login=True)
        assert [o.login for o in run.renewed] == ["lea.martin"]
        assert impose(service, {2: "other"}) == {2: None}

    @pytest.mark.parametrize(("lost", "kept"), [(1, 2), (2, 1)])
    def test_merged_keys(self, service: Provisioning, lost: int, kept: int) -> None:
        """What was imposed on either key is imposed on the person; the key that stays goes first."""
        impose(service, {1: "a"})
        desk(service).accounts.rekey(ine(lost), ine(kept))
        assert created(service)[kept] == "a"

    def test_merged_keys_with_two_logins(self, service: Provisioning) -> None:
        """Where both keys had one, that of the key that stays counts and the other is free."""
        impose(service, {1: "a", 2: "b"})
        desk(service).accounts.rekey(ine(1), ine(2))
        assert impose(service, {3: "a"}) == {3: None}
        assert created(service) == {2: "b", 3: "a"}

    def test_lost_key(self, service: Provisioning) -> None:
        """A file that bears a merged key means the person."""
        desk(service).accounts.rekey(ine(1), ine(2))
        assert impose(service, {1: "a"}) == {2: None}
        assert created(service)[2] == "a"

    def test_retry(self, service: Provisioning) -> None:
        """A known run id returns its report; with other logins it is refused."""
        report = desk(service).accounts.impose_logins({ine(1): "a"}, run_id="i")
        desk(service).accounts.impose_logins({ine(1): "b"})
        assert (
            desk(service).accounts.impose_logins({ine(1): "a"}, run_id="i")
            == report
            == desk(service).documents.report("i")
        )
        assert created(service)[1] == "b"
        with pytest.raises(RunIdReusedError):
            desk(service).accounts.impose_logins({ine(1): "c"}, run_id="i")


class _Broken:
    """A policy that fails when it is asked what it reserves."""

    spec = "broken"
    stem_of, login = PrenomNom.stem_of, PrenomNom.login

    @property
    def reserved(self) -> frozenset[Login]:
        """Fail."""
        raise OSError


class TestRefusals:
    """What cannot be imposed is reported with its reason, and the rest is imposed."""

    def test_a_login_that_was_reserved_later_stays(self, service: Provisioning) -> None:
        """Whoever has a login that the policy reserves since keeps it, and can have it imposed again."""
        impose(service, {1: "administrateur"})
        created(service)
        stricter = evolve(service, login_policy=PrenomNom(reserved=frozenset({Login("administrateur")})))
        assert impose(stricter, {1: "administrateur", 2: "administrateur"}) == {
            1: RefusalReason.LOGIN_TWICE,
            2: RefusalReason.LOGIN_TWICE,
        }
        assert impose(stricter, {1: "administrateur"}) == {1: None}
        assert impose(stricter, {2: "administrateur"}) == {2: RefusalReason.LOGIN_RESERVED}

    def test_a_policy_that_fails(self, service: Provisioning) -> None:
        """A host's policy that cannot say what is reserved stops the batch: nothing is imposed."""
        with pytest.raises(LoginPolicyFailedError):
            impose(evolve(service, login_policy=_Broken()), {1: "mine"})
        assert created(service)[1] == "lea.martin"

    @pytest.mark.parametrize(
        ("number", "login", "reason"),
        [
            (9, "a", RefusalReason.NOT_A_PUPIL),
            (7, "a", RefusalReason.NOT_A_PUPIL),
            (1, "léa", RefusalReason.NOT_A_LOGIN),
            (1, "", RefusalReason.NOT_A_LOGIN),
            (1, "a b", RefusalReason.NOT_A_LOGIN),
            (1, "x" * 255, RefusalReason.NOT_A_LOGIN),
            (1, "lea@example.org", RefusalReason.NOT_A_LOGIN),
            (1, "x" * 65, RefusalReason.NOT_A_LOGIN),
            (1, "lea..martin", RefusalReason.NOT_A_LOGIN),
            (1, ".martin", RefusalReason.NOT_A_LOGIN),
            (1, "lea.martin-", RefusalReason.NOT_A_LOGIN),
            (1, "=cmd|'/c calc'!a1", RefusalReason.NOT_A_LOGIN),
            (1, "<b>lea</b>", RefusalReason.NOT_A_LOGIN),
            (1, "lea.martin\u200b", RefusalReason.NOT_A_LOGIN),
            (1, "a" * 64 + ".", RefusalReason.NOT_A_LOGIN),
            (1, "administrateur", RefusalReason.LOGIN_RESERVED),
            (1, " ADMINISTRATEUR ", RefusalReason.LOGIN_RESERVED),
            (1, "x" * 64, None),
            (1, "lmartin_08", None),
            (1, "emile.zola", RefusalReason.LOGIN_TAKEN),
            (1, "waiting", RefusalReason.LOGIN_TAKEN),
        ],
    )
    def test_one_by_one(self, service: Provisioning, number: int, login: str, reason: RefusalReason | None) -> None:
        """Another school's pupil, what no policy of ours can issue, what is reserved, and what is somebody else's."""
        service = evolve(service, login_policy=PrenomNom(reserved=frozenset({Login("administrateur")})))
        created(service, OTHER_UAI)
        impose(service, {3: "waiting"})
        assert impose(service, {number: login, 2: "fine"}) == {number: reason, 2: None}
        assert created(service)[2] == "fine"

    @pytest.mark.parametrize("spelling", [str.lower, lambda key: f" {key}", lambda key: f"{key.lower()}\t"])
    def test_one_key_in_two_spellings(self, service: Provisioning, spelling: Callable[[str], str]) -> None:
        """One INE in two spellings is one person twice: the error names both lines, and no login is imposed."""
        logins = {ine(3): "b", ine(1): "a", ine(2): "c", spelling(ine(1)): "a"}
        with pytest.raises(InvalidValueError, match="items 2 and 4 have one key") as caught:
            desk(service).accounts.impose_logins(logins)
        assert (caught.value.field, caught.value.value) == ("logins", spelling(ine(1)))
        assert ine(1).lower() not in str(caught.value).lower()
        assert created(service)[3] == "lea.martin3"

    def test_twice_in_the_file(self, service: Provisioning) -> None:
        """One login for two people goes to none of them; two logins for one person neither, under any of the keys."""
        twice = RefusalReason.LOGIN_TWICE
        assert impose(service, {1: "a", 2: "A ", 3: "b"}) == {1: twice, 2: twice, 3: None}
        desk(service).accounts.rekey(ine(1), ine(2))
        report = desk(service).accounts.impose_logins({ine(1): "x", ine(2): "y"})
        assert [line.refusal and line.refusal.reason for line in report.logins] == [twice, twice]

    def test_one_person_under_two_keys_with_one_login(self, service: Provisioning) -> None:
        """The same login under both keys of a person is one wish."""
        desk(service).accounts.rekey(ine(1), ine(2))
        report = desk(service).accounts.impose_logins({ine(1): "x", ine(2): "x"})
        assert report.refused == ()
        assert created(service)[2] == "x"

    def test_account_by_email(self, service: Provisioning) -> None:
        """An account that the candidate made keeps its e-mail login (M8)."""
        service.candidates.register_email_account(ine(1), "lea@example.org")
        report = desk(service).accounts.impose_logins({ine(1): "a"})
        assert report.logins == (
            ImposedLogin(
                report.logins[0].candidate_id, "a", Refusal(RefusalReason.EMAIL_LOGIN, {"login": "lea@example.org"})
            ),
        )

    def test_whoever_keeps_a_login_stands_in_the_way(self, service: Provisioning) -> None:
        """Where a change is refused, whoever waited for the login it would have freed is refused too, and so on."""
        impose(service, {1: "a", 2: "b", 3: "c"})
        assert impose(service, {1: "é", 2: "a", 3: "b"}) == {
            1: RefusalReason.NOT_A_LOGIN,
            2: RefusalReason.LOGIN_TAKEN,
            3: RefusalReason.LOGIN_TAKEN,
        }
        assert created(service) == {1: "a", 2: "b", 3: "c"}

    def test_a_chain_of_wishes(self, service: Provisioning) -> None:
        """Each wants the login of the next one, and the last one keeps theirs: all are refused, in one pass."""
        chain = [candidature(number, f"N{number:03}") for number in range(100, 400)]
        registry(service).register_roster(UAI, SESSION, chain)
        logins: dict[str, str] = {one.candidate_id: f"login.{one.candidate.family_name.lower()}" for one in chain}
        assert desk(service).accounts.impose_logins(logins).refused == ()
        wishes = dict(zip(logins, [*list(logins.values())[1:], "a,b"], strict=True))
        report = desk(service).accounts.impose_logins(wishes)
        reasons = [one.refusal.reason for one in report.refused if one.refusal]
        assert reasons == [*[RefusalReason.LOGIN_TAKEN] * 299, RefusalReason.NOT_A_LOGIN]

    def test_misuse(self, service: Provisioning) -> None:
        """A key that is none, and a school without the service, are refused as a whole."""
        with pytest.raises(InvalidValueError):
            desk(service).accounts.impose_logins({" ": "a"})
        registry(service).register_school(School(UAI, "Collège", manages_candidates=False))
        with pytest.raises(ServiceNotGrantedError):
            desk(service).accounts.impose_logins({ine(1): "a"})

    def test_nothing_to_impose(self, service: Provisioning) -> None:
        """An empty file imposes nothing."""
        assert desk(service).accounts.impose_logins({}).logins == ()


def test_state_does_not_matter() -> None:
    """A login can be imposed on a pupil whose candidature gets no account yet."""
    service = make_school(candidature(1, status=CandidatureStatus.EN_COURS))
    assert impose(service, {1: "a"}) == {1: None}
