"""How long people are kept, what is told of them, and who saw their passwords (RGPD, articles 5, 15 and 17)."""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from attrs import evolve

from cyclades_accounts import Criteria, ExamSession, LoginVerdict, Provisioning
from cyclades_accounts.errors import (
    ErasureKeyError,
    InvalidValueError,
    OtherPersonError,
    OtherSchoolError,
    UnknownCandidateError,
    UnknownSchoolError,
)
from cyclades_accounts.identifiers import CandidateId, RunId, SessionId, Uai
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import (
    AccountLine,
    Activity,
    Candidature,
    ImposedLogin,
    LeftOut,
    Notice,
    NoticeReason,
    RefusalReason,
    RunReport,
    School,
)
from cyclades_accounts.pdf import Letterhead, ReportlabRenderer
from cyclades_accounts.provisioning import ERASED, Upkeep
from cyclades_accounts.records import personal_data_to_json
from cyclades_accounts.repositories import RegistryUnit
from cyclades_accounts.retention import KEPT_FOR_A_YEAR, OlderThan, SessionOver
from cyclades_accounts.sealing import HmacPseudonymizer, KeyRing
from tests.provisioning.histories import NEXT_SESSION
from tests.support import (
    NOW,
    OTHER_SCHOOL,
    OTHER_UAI,
    SCHOOL,
    SESSION,
    UAI,
    candidature,
    desk,
    ine,
    make_school,
    make_service,
    read_slips,
    registry,
    slips_of,
    whole,
)

PSEUDONYMS = HmacPseudonymizer(KeyRing.generate("erased"))
AFTER = SESSION.ends_at + timedelta(days=365)
EVERYBODY = [candidature(1), candidature(2, "PETIT"), candidature(3, "ZOLA")]


class OwnPeople:
    """The people of a host."""

    def __init__(self) -> None:
        self.rows = list(EVERYBODY)

    def school(self, uai: Uai) -> School | None:
        """Return the school."""
        return {UAI: SCHOOL, OTHER_UAI: OTHER_SCHOOL}.get(uai)

    def of_school(self, uai: Uai, session: SessionId) -> Iterable[Candidature]:
        """Return the rows of the school for the session."""
        return [row for row in self.rows if (row.uai, row.session_id) == (uai, session)]

    def of_candidates(self, ids: Collection[CandidateId]) -> Iterable[Candidature]:
        """Return the candidatures of these people."""
        return [row for row in self.rows if row.candidate_id in ids]


class StoreOverPeople(InMemoryStore):
    """A store over a host's own people."""

    def __init__(self) -> None:
        self.own = OwnPeople()
        super().__init__(people=self.own)


def upkeep(service: Provisioning, now: datetime = AFTER) -> Upkeep:
    """Return what the host does for itself."""
    return service.upkeep(actor="DPO", now=now)


def brought(service: Provisioning, *rows: Candidature, session: ExamSession = SESSION) -> None:
    """Have these candidatures besides, in the registry or in the host's own people."""
    if isinstance(service.store, StoreOverPeople):
        service.store.own.rows += rows
    else:
        registry(service).register_roster(rows[0].uai, session, rows)


def gone(service: Provisioning, *numbers: int) -> None:
    """Have no candidature of these people any more."""
    keys = {CandidateId(ine(number)) for number in numbers}
    if isinstance(service.store, StoreOverPeople):
        service.store.own.rows = [row for row in service.store.own.rows if row.candidate_id not in keys]
        return
    with service.store.writing() as unit:
        cast("RegistryUnit", unit).registry.remove(list(unit.people.of_candidates(keys)))


@pytest.fixture(params=["registry", "own people"])
def service(request: pytest.FixtureRequest) -> Provisioning:
    """Return a service with three pupils, who have accounts."""
    if request.param == "registry":
        made = make_school(*EVERYBODY, pseudonymizer=PSEUDONYMS)
    else:
        made = make_service(store=StoreOverPeople(), pseudonymizer=PSEUDONYMS)
    desk(made).generate(run_id="first")
    return made


def left(service: Provisioning, *keys: str) -> str:
    """Return all that the library still tells: journals of both schools, accounts and holders of these people."""
    with service.store.reading() as unit:
        ids = [CandidateId(key) for key in keys]
        found = [unit.accounts.standing(ids), unit.holders.of(ids), unit.journal.named("", 99)]
        return repr([found, *(unit.journal.of_school(uai, skip=0, limit=99) for uai in (UAI, OTHER_UAI))])


class TestHostErases:
    """The host erases whomever, whichever school holds them."""

    def test_whom_a_school_holds(self, service: Provisioning) -> None:
        """Without a school, nothing is left that names the person, and the neighbours' slips open and read right."""
        slips = {str(slip.login): slip.password.reveal() for slip in slips_of(service, "first")}
        report = upkeep(service, NOW).erase(ine(3), run_id="erase")
        assert (report.uai, report.people, report.accounts, report.documents) == (None, 1, 1, ())
        assert ine(3) not in left(service, ine(3)) + repr(report)
        assert "zola" not in left(service, ine(3)).lower()
        for document in report.redrawn:
            shown = read_slips(desk(service).documents.open(document).content)
            assert shown == {login: slips[login] for login in ("lea.martin", "lea.petit")}
        check = service.candidates.check_login("lea.petit", slips["lea.petit"])
        assert check.verdict is LoginVerdict.ACCEPTED
        assert upkeep(service, NOW).erase(ine(3), run_id="erase") == report

    def test_reports_of_other_schools_too(self, service: Provisioning) -> None:
        """No INE is left in the journal of a school where the person never was, but which heard of them."""
        login = "lea.zola"
        brought(service, candidature(9, "AUTRE", uai=OTHER_UAI))
        desk(service, OTHER_UAI).accounts.impose_logins({ine(9): login})
        assert login in whole(desk(service, OTHER_UAI).documents.journal())
        upkeep(service).erase(ine(3))
        assert login not in whole(desk(service, OTHER_UAI).documents.journal())

    def test_a_whole_school_in_one_pass(self, service: Provisioning) -> None:
        """Many are erased together; a key twice or merged counts once."""
        if service.store.keeps_people:
            desk(service).accounts.rekey(ine(2), ine(1))
        report = upkeep(service).erase(ine(1), ine(2), ine(3), ine(3))
        assert report.people == (2 if service.store.keeps_people else 3)
        assert len(report.documents) == 2
        first = desk(service).documents.report("first")
        assert isinstance(first, RunReport)
        assert {outcome.name for outcome in first.outcomes} == {ERASED}

    def test_whom_only_a_report_names(self, service: Provisioning) -> None:
        """A pupil who was refused, and whose row is gone, is erased from the reports."""
        brought(service, candidature(7, "SANS", email=None))
        desk(service).generate(run_id="second")
        gone(service, 7)
        assert upkeep(service).erase(ine(7)).reports >= 1
        assert "SANS" not in left(service)

    def test_nobody(self, service: Provisioning) -> None:
        """Somebody of whom nothing is kept is unknown, and the others named with them stay."""
        with pytest.raises(UnknownCandidateError):
            upkeep(service).erase(ine(1), ine(9))
        assert desk(service).coverage().with_account == 3
        with pytest.raises(ErasureKeyError):
            upkeep(evolve(service, pseudonymizer=None)).erase(ine(1))


class TestPeopleGo:
    """A rule purges people whom no session concerns any more."""

    def test_when_the_year_is_over(self, service: Provisioning) -> None:
        """A year after the session all is gone that names them, and no login is issued again."""
        assert upkeep(service, AFTER - timedelta(microseconds=1)).purge_people().people == 0
        report = upkeep(service).purge_people(run_id="purge")
        assert (report.people, report.accounts, report.logins, report.papillons) == (3, 3, 3, 3)
        assert report.rule == KEPT_FOR_A_YEAR.spec
        told = left(service, *map(ine, range(1, 4)))
        assert not [name for name in (ine(1), ine(2), ine(3), "ZOLA", "zola", "PETIT") if name in told]
        assert upkeep(service).purge_people(run_id="purge") == report
        assert upkeep(service).purge_people().people == 0
        brought(service, candidature(8, "ZOLA", session_id=NEXT_SESSION.id), session=NEXT_SESSION)
        [outcome] = desk(service, session=NEXT_SESSION).generate().created
        assert outcome.login == "lea.zola2"

    def test_who_comes_back_stays(self, service: Provisioning) -> None:
        """Whoever has a candidature in a session that is not over stays, with the account and in the reports."""
        brought(service, candidature(3, "ZOLA", uai=OTHER_UAI, session_id=NEXT_SESSION.id), session=NEXT_SESSION)
        desk(service, OTHER_UAI, NEXT_SESSION).generate()
        report = upkeep(service).purge_people(SessionOver(1))
        assert report.people == 2
        assert len(report.redrawn) == 2
        assert desk(service, OTHER_UAI, NEXT_SESSION).coverage().with_account == 1
        shown = read_slips(desk(service).documents.open(report.redrawn[0]).content)
        assert shown.keys() == {"lea.zola"}

    def test_a_session_that_nobody_kept_is_not_over(self, service: Provisioning) -> None:
        """A candidature for a session of which the store knows no last day holds the person."""
        if isinstance(service.store, StoreOverPeople):
            brought(service, candidature(3, "ZOLA", session_id="AUTRE"))
        else:
            with service.store.writing() as unit:
                cast("RegistryUnit", unit).registry.put([candidature(3, "ZOLA", session_id="AUTRE")])
        assert upkeep(service).purge_people().people == 2

    def test_so_many_at_a_time(self, service: Provisioning) -> None:
        """A call erases as many as it was told, and calls go on where the last one stopped."""
        found = [upkeep(service).purge_people(limit=2).people for _ in range(3)]
        assert found == [2, 1, 0]

    def test_those_of_one_report_go_together(self, service: Provisioning) -> None:
        """People of one school are erased at once, whatever stands between their keys."""
        brought(service, candidature(2, "PETIT", uai=OTHER_UAI), candidature(0, "AUTRE", uai=OTHER_UAI))
        desk(service, OTHER_UAI).generate(run_id="other")
        upkeep(service).purge_people(limit=2)
        first, other = desk(service).documents.report("first"), desk(service, OTHER_UAI).documents.report("other")
        assert isinstance(first, RunReport)
        assert isinstance(other, RunReport)
        assert {one.name for one in other.outcomes} == {ERASED}
        assert [one.name for one in first.outcomes] == ["MARTIN Léa", ERASED, "ZOLA Léa"]

    def test_who_has_no_candidature_any_more(self, service: Provisioning) -> None:
        """The account tells how long: until its password expires, or since it was chosen."""
        gone(service, 1, 2)
        slip = slips_of(service, "first")[0]
        service.candidates.change_password(slip.login, slip.password.reveal(), "une phrase de passe")
        at = NOW + timedelta(days=365)
        assert upkeep(service, at - timedelta(seconds=1)).purge_people().people == 0
        assert upkeep(service, at).purge_people().people == 1
        assert upkeep(service).purge_people().people == 2

    def test_accounts_without_password_and_people_without_account(self, service: Provisioning) -> None:
        """An e-mail account counts from its creation; who has no account and no candidature goes at once."""
        brought(service, candidature(6, "COURRIEL"), candidature(7, "SANS", email=None))
        service.candidates.register_email_account(ine(6), "courriel@example.org")
        desk(service).generate()
        gone(service, 6, 7)
        assert upkeep(service, NOW).purge_people().people == 1
        assert upkeep(service, NOW + timedelta(days=365)).purge_people().people == 1

    @pytest.mark.parametrize("broken", [Letterhead("moved.png"), Letterhead("logo.png", content=b"no image")], ids=repr)
    def test_a_broken_letterhead_stops_nobody_else(self, broken: Letterhead) -> None:
        """Documents of a school whose letterhead cannot be used are purged, its slips stay, and all are erased."""
        letterheads: dict[str, Letterhead] = {}
        service = make_school(
            *EVERYBODY, pseudonymizer=PSEUDONYMS, renderer=ReportlabRenderer(letterhead_of=letterheads.get)
        )
        brought(service, candidature(6, "SIX", uai=OTHER_UAI), candidature(7, "SEPT", uai=OTHER_UAI))
        run = desk(service, OTHER_UAI).generate()
        brought(service, candidature(7, "SEPT", uai=OTHER_UAI, session_id=NEXT_SESSION.id), session=NEXT_SESSION)
        letterheads[OTHER_UAI] = broken
        report = upkeep(service).purge_people()
        assert (report.people, report.redrawn) == (4, ())
        assert set(report.documents) == set(run.documents)
        letterheads.clear()
        assert len(desk(service, OTHER_UAI).documents.reprint(run.documents[0]).printed) == 1

    @pytest.mark.parametrize("wrong", [0, 10_001, True, "5", 1.0])
    def test_wrong_bounds(self, service: Provisioning, wrong: Any) -> None:
        """A limit that is none, and another rule than one about sessions, are refused."""
        with pytest.raises(InvalidValueError):
            upkeep(service).purge_people(limit=wrong)
        with pytest.raises(InvalidValueError):
            upkeep(service).purge_people(cast("Any", OlderThan(1)))


class TestAccess:
    """A person is told all that is kept about them, and that they were told stands in the journal."""

    def test_all_that_is_kept(self, service: Provisioning) -> None:
        """Keys, candidatures, accounts without hash, logins, documents, reports without the others, who saw what."""
        documents = desk(service).documents.page().items
        desk(service, actor="Mme Petit", now=NOW + timedelta(days=1)).documents.open(documents[0].id)
        desk(service, now=NOW + timedelta(days=1)).accounts.impose_logins({ine(3): "zola.lea"})
        data = desk(service, actor="DPO", now=NOW + timedelta(days=2)).accounts.export(ine(3))
        assert (data.candidate_id, data.merged_keys, data.imposed_login) == (ine(3), (), "zola.lea")
        assert [one.candidate_id for one in data.candidatures] == [ine(3)]
        assert data.holder
        assert data.holder.uai == UAI
        [account] = data.accounts
        assert account.credential
        assert account.credential.password_hash == ""
        assert [line.login for line in data.logins] == ["lea.zola"]
        assert {one.id for one in data.documents} == {one.id for one in documents}
        done = [one.activity for one in data.runs if one.activity is not Activity.REGISTER_ROSTER]
        assert done == [Activity.GENERATE, Activity.IMPOSE_LOGINS, Activity.EXPORT]
        assert [one.login for one in data.outcomes] == ["lea.zola"]
        assert [(one.run.activity, one.run.actor) for one in data.sights] == [
            (Activity.GENERATE, "Mme Roux"),
            (Activity.OPEN_DOCUMENT, "Mme Petit"),
        ]
        assert data.sights[1].documents == (documents[0].id,)
        told = json.loads(personal_data_to_json(data))
        assert told["candidatures"][0]["candidate"]["family_name"] == "ZOLA"
        for other in (ine(1), ine(2), "MARTIN", "lea.petit", "argon2"):
            assert other not in repr(data) + personal_data_to_json(data)
        [line] = [one for one in desk(service).documents.journal().items if one.run.activity is Activity.EXPORT]
        assert line.run.actor == "DPO"

    def test_what_reports_tell_besides(self) -> None:
        """Former addresses, typed logins and refusals of the person are told, and of the others nothing."""
        service = make_school(*EVERYBODY)
        both = [candidature(number, name, email="former@example.org") for number, name in ((1, "MARTIN"), (2, "PETIT"))]
        registry(service).register_roster(UAI, SESSION, both)
        registry(service).register_roster(UAI, SESSION, EVERYBODY[:2])
        desk(service).accounts.impose_logins({ine(1): "nickname.l", ine(2): "nickname.1", ine(3): "Zola Secret"})
        made = desk(service).generate()
        assert {one.reason for one in made.notices} == {NoticeReason.LOOK_ALIKE_LOGINS}
        desk(service).accounts.revoke(ine(1), ine(3))
        told = {number: upkeep(service).export(ine(number)).told for number in (1, 2, 3)}
        kinds = [Counter(type(one) for one in told[number]) for number in (1, 2, 3)]
        assert kinds[0] == {Notice: 2, ImposedLogin: 1, AccountLine: 1}
        assert kinds[1:] == [{Notice: 2, ImposedLogin: 1}, {ImposedLogin: 1, AccountLine: 1}]
        assert "former@example.org" in whole(told[2])
        assert "nickname.1" in whole(told[2])
        assert "zola secret" in whole(told[3])
        assert not [word for word in (ine(1), ine(3), "nickname.l") if word in whole(told[2])]

    def test_why_a_reprint_left_them_out(self) -> None:
        """What a reprint tells of a person, by the account alone, is told; what it tells of another is not."""
        store = StoreOverPeople()
        service = make_service(store=store)
        made = desk(service).generate()
        store.own.rows += [candidature(1, division="3B"), candidature(2, "PETIT", division="3C")]
        desk(service).documents.reprint(made.documents[0], as_of_today=True)
        [left_out] = upkeep(service).export(ine(1)).told
        assert isinstance(left_out, LeftOut)
        assert left_out.refusal
        assert left_out.refusal.reason is RefusalReason.TWO_CANDIDATURES
        assert "PETIT" not in whole(left_out)
        assert upkeep(service).export(ine(3)).told == ()

    def test_what_is_told_under_a_mistyped_key(self) -> None:
        """What another school tells of its own pupil, under the key of the person, is no part of the export."""
        service = make_school(candidature(3, "ZOLA", birth_date=NOW.date()))
        desk(service).generate()
        tom = candidature(3, "DURAND", "Tom", birth_date=AFTER.date(), email="tom@example.org", uai=OTHER_UAI)
        brother = candidature(4, "DURAND", "Ali", email="tom@example.org", uai=OTHER_UAI)
        brought(service, tom, brother)
        report = desk(service, OTHER_UAI).generate()
        assert "DURAND" in whole(report.refused)
        data = upkeep(service).export(ine(3))
        assert report.run in data.runs
        assert not [word for word in ("DURAND", "Tom", "tom@") if word in whole(data)]

    def test_what_was_done_under_keys_that_went(self) -> None:
        """Reports under a merged key are the person's, over several merges."""
        service = make_school(*EVERYBODY, pseudonymizer=PSEUDONYMS)
        desk(service).generate()
        desk(service).accounts.revoke(ine(1))
        desk(service).accounts.rekey(ine(1), ine(2))
        desk(service).accounts.rekey(ine(2), ine(3))
        data = upkeep(service).export(ine(1))
        assert (data.candidate_id, data.merged_keys) == (ine(3), (ine(1), ine(2)))
        assert Activity.REVOKE in {one.activity for one in data.runs}
        assert len(data.accounts) == 3

    def test_who_may_ask(self, service: Provisioning) -> None:
        """A school asks for pupils whom it holds, the host for all; a roster line is no authority (article 32)."""
        if service.store.keeps_people:
            brought(service, candidature(1, uai=OTHER_UAI))
            with pytest.raises(OtherSchoolError):
                desk(service, OTHER_UAI).accounts.export(ine(1))
            assert desk(service, OTHER_UAI).accounts.sights(ine(1)) == ()
        with pytest.raises(UnknownCandidateError):
            desk(service, OTHER_UAI).accounts.export(ine(3))
        with pytest.raises(UnknownCandidateError):
            upkeep(service).export(ine(9))
        assert upkeep(service).export(ine(3)).candidate_id == ine(3)

    def test_of_a_pupil_who_moved(self, service: Provisioning) -> None:
        """The former school reads who saw its own slips, the present one all; a school with neither reads nothing."""
        if not service.store.keeps_people:
            gone(service, 3)
        else:
            desk(service).accounts.close(ine(3))
            upkeep(service, NOW).transfer(ine(3), to=OTHER_UAI)
            gone(service, 3)
        brought(service, candidature(3, "ZOLA", uai=OTHER_UAI))
        made = [sight.run.id for sight in desk(service).accounts.sights(ine(3))]
        assert made == ["first"]
        if service.store.keeps_people:
            desk(service, OTHER_UAI).accounts.reopen(ine(3))
        desk(service, OTHER_UAI).regenerate(Criteria(candidates=[ine(3)]), run_id="second")
        assert [sight.run.id for sight in desk(service, OTHER_UAI).accounts.sights(ine(3))] == ["first", "second"]
        assert [sight.run.id for sight in desk(service).accounts.sights(ine(3))] == ["first"]
        gone(service, 2)
        with pytest.raises(UnknownCandidateError):
            desk(service, OTHER_UAI).accounts.sights(ine(2))
        with pytest.raises(UnknownSchoolError):
            desk(service, "0290001U").accounts.sights(ine(3))

    def test_of_another_person(self) -> None:
        """A key that the host gave to somebody else tells nothing of the one who had it."""
        store = StoreOverPeople()
        service = make_service(store=store)
        desk(service).generate()
        store.own.rows = [candidature(3, "AUTRE", "Paul")]
        for ask in (desk(service).accounts.export, desk(service).accounts.sights):
            with pytest.raises(OtherPersonError):
                ask(ine(3))

    def test_who_saw_a_password(self, service: Provisioning) -> None:
        """Made, opened and drawn again, by whom and when; other pupils' documents do not count."""
        desk(service).regenerate(Criteria(candidates=[ine(1)]), run_id="second")
        documents = desk(service).documents.page(size=9).items
        [one] = [document.id for document in documents if document.run_id == RunId("second")]
        desk(service, actor="Mme Petit", now=NOW + timedelta(days=1)).documents.open(one)
        made = desk(service, actor="M. Grand", now=NOW + timedelta(days=2)).documents.reprint(one)
        assert [(sight.run.actor, sight.documents) for sight in desk(service).accounts.sights(ine(1))][-2:] == [
            ("Mme Petit", (one,)),
            ("M. Grand", tuple(sorted([one, *made.documents]))),
        ]
        [sight] = desk(service).accounts.sights(ine(2))
        assert (sight.run.id, len(sight.documents)) == (RunId("first"), 2)


class TestWholeJournal:
    """The host reads every line: of the schools, of the candidates and its own."""

    def test_every_line_newest_first(self, service: Provisioning) -> None:
        """What names no school stands in no school's journal, and in the host's; the school is told of it."""
        upkeep(service, AFTER).set_session(NEXT_SESSION, run_id="session")
        upkeep(service, AFTER + timedelta(days=1)).erase(ine(3), run_id="erase")
        found = upkeep(service).journal(size=99)
        erase, told, session = found.items[:3]
        assert [one.run.id for one in (erase, session)] == ["erase", "session"]
        assert [one.run.uai for one in (erase, told, session)] == [None, UAI, None]
        schools = [desk(service, uai).documents.journal(size=99).items for uai in (UAI, OTHER_UAI)]
        assert {one.run.id for one in found.items} == {"erase", "session"} | {
            one.run.id for theirs in schools for one in theirs
        }
        second = upkeep(service).journal(page=2, size=1)
        assert (second.items, second.first, second.total) == (found.items[1:2], 2, found.total)
        assert upkeep(service).journal(page=99).items == ()
