"""Erasing a person: all that tells of them goes, and their logins are still never issued again (RGPD, article 17)."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve

from cyclades_accounts import Criteria, Generation, LoginVerdict, Provisioning, Registry, Renew
from cyclades_accounts.errors import (
    ErasureKeyError,
    LoginTakenError,
    PseudonymizerFailedError,
    PurgedDocumentError,
    RendererFailedError,
    UnknownCandidateError,
    UnknownSchoolError,
)
from cyclades_accounts.identifiers import RunId
from cyclades_accounts.model import PAPILLON_DE_CONNEXION, Activity, RefusalReason, ReprintReport, RunReport
from cyclades_accounts.papillons import ONE_PER_PAGE, DocumentFormat, Layout, PapillonBatch
from cyclades_accounts.provisioning import ERASED
from cyclades_accounts.retention import OlderThan
from cyclades_accounts.sealing import HmacPseudonymizer, KeyRing
from tests.provisioning.worlds import HostsPeople, World, in_memory
from tests.support import (
    NOW,
    OTHER_UAI,
    SESSION,
    UAI,
    TextRenderer,
    candidature,
    desk,
    ine,
    make_school,
    read_slips,
    registry,
    slips_of,
    whole,
)

PSEUDONYMS = HmacPseudonymizer(KeyRing.generate("erased"))
BORN = date(2010, 3, 9)
LATER = NOW + timedelta(days=7)


class Letters(TextRenderer):
    """A renderer whose slips are letters."""

    format = DocumentFormat("HTML", "text/html", "html")


def a_school(**changes: Any) -> Provisioning:
    """Return a school whose two pupils, homonyms, have accounts."""
    service = make_school(
        candidature(1), candidature(2), candidature(3, "ZOLA"), **{"pseudonymizer": PSEUDONYMS, **changes}
    )
    desk(service).generate(run_id="first")
    return service


def everything(service: Provisioning) -> Iterator[object]:
    """Yield whatever the store still gives of both schools."""
    numbers = range(1, 5)
    with service.store.reading() as unit:
        for uai in (UAI, OTHER_UAI):
            yield unit.people.of_school(uai, SESSION.id)
            yield unit.documents.of_school(uai, SESSION.id, skip=0, limit=99)
            yield unit.journal.of_school(uai, skip=0, limit=99)
        ids = [candidature(number).candidate.id for number in numbers]
        yield unit.people.of_candidates(ids)
        yield unit.holders.of(ids)
        yield unit.holders.merged(ids)
        yield unit.accounts.standing(ids)
        yield unit.logins.imposed(ids)
        yield unit.journal.naming([*ids, "lea.zola", "emilia.future", "ZOLA Léa"])


def hosts(world: World) -> HostsPeople:
    """Return the people of the host of a world."""
    assert world.people
    return world.people


class TestErased:
    """What is left of a person: nothing that tells."""

    def test_nothing_tells_of_the_person(self) -> None:
        """This test ensures that neither key, name nor login of the person is left in anything the store gives."""
        service = a_school()
        registry(service).rename(UAI, ine(3), given_names="Emilia", family_name="ZOLAROUGON")
        desk(service).regenerate(Criteria(candidates=[ine(3)]), new_login=True, title="Emilia", run_id="second")
        password = slips_of(service, "second")[0].password.reveal()
        service.candidates.change_password("emilia.zolarougon", password, "une phrase de passe", run_id="change")
        desk(service).accounts.impose_logins({ine(3): "emilia.future"})
        report = desk(service, actor="DPO", now=LATER).accounts.erase(ine(3), run_id="erase")
        left = whole(list(everything(service)), desk(service).documents.report("change"))
        for telling in (ine(3), "ZOLA", "Emilia", "emilia", "lea.zola"):
            assert telling not in left
        assert ERASED in left
        assert (report.accounts, report.logins, report.papillons) == (1, 2, 2)
        assert (report.run.activity, report.run.actor, report.run.uai) == (Activity.ERASE, "DPO", UAI)
        assert ine(3) not in whole(report)

    def test_others_are_untouched(self) -> None:
        """This test ensures that the accounts, passwords and reports of the others stay what they were."""
        service = a_school()
        before = {str(slip.login): slip for slip in slips_of(service, "first")}
        first = desk(service).documents.report("first")
        assert isinstance(first, RunReport)
        desk(service).accounts.erase(ine(3))
        for login in ("lea.martin", "lea.martin2"):
            assert (
                service.candidates.check_login(login, before[login].password.reveal()).verdict is LoginVerdict.ACCEPTED
            )
        after = desk(service).documents.report("first")
        assert isinstance(after, RunReport)
        assert after.outcomes[:2] == first.outcomes[:2]
        assert after.outcomes[2].candidate_id.startswith("erased-")
        assert len(after.created) == 3

    def test_the_login_opens_nothing(self) -> None:
        """This test ensures that an erased person's slip is refused like any unknown login."""
        service = a_school()
        slip = next(slip for slip in slips_of(service, "first") if slip.login == "lea.zola")
        desk(service).accounts.erase(ine(3))
        assert service.candidates.check_login(slip.login, slip.password.reveal()).verdict is LoginVerdict.REFUSED

    def test_their_documents_are_drawn_anew(self) -> None:
        """This test ensures that no document shows the person, and that the classmates keep theirs, byte by byte."""
        service = a_school()
        before = desk(service).documents.page().items
        slips = {str(slip.login): slip.password.reveal() for slip in slips_of(service, "first")}
        report = desk(service, now=LATER).accounts.erase(ine(3))
        assert report.documents == ()
        assert set(report.redrawn) == {one.id for one in before}
        for document in before:
            opened = desk(service).documents.open(document.id)
            shown = read_slips(opened.content)
            assert shown == {login: slips[login] for login in ("lea.martin", "lea.martin2")}
            assert opened.content.startswith(document.layout.encode())
            assert opened.document == evolve(document, size=len(opened.content), papillons=2)
            assert len(opened.holding) == 2
        again = desk(service).documents.reprint(report.redrawn[0])
        assert len(again.printed) == 2

    def test_a_document_without_other_slips_is_purged(self) -> None:
        """This test ensures that what showed the person alone is gone."""
        service = a_school()
        second = desk(service).regenerate(Criteria(candidates=[ine(3)]), title="Pour Léa", run_id="second")
        report = desk(service, now=LATER).accounts.erase(ine(3))
        assert report.documents == second.documents
        assert len(report.redrawn) == 2
        with pytest.raises(PurgedDocumentError):
            desk(service).documents.open(second.documents[0])

    def test_a_title_that_names_the_person_goes(self) -> None:
        """This test ensures that a document that is drawn anew keeps its title, unless it has a word of the person."""
        titles = ["Classe de 3A", "Zola et les autres", "Pour lea.ZOLA", f"{ine(3)} !", "Léonie"]
        service = a_school()
        for number, title in enumerate(titles, 1):
            given = Generation(renew=Renew.ALL, layouts=[ONE_PER_PAGE])
            desk(service, now=NOW + timedelta(hours=number)).generate(given, title=title)
        assert len(desk(service).accounts.erase(ine(3)).redrawn) == 7
        told = [one.title for one in desk(service).documents.page().items]
        assert told == ["Léonie", *[PAPILLON_DE_CONNEXION] * 3, "Classe de 3A", *[PAPILLON_DE_CONNEXION] * 2]

    def test_a_former_name_goes(self) -> None:
        """The names that runs told before a change of name go from reports of others and from titles too."""
        alike = [candidature(n, "ZOLA", email="zola@example.org", birth_date=BORN) for n in (3, 4)]
        service = make_school(candidature(1), *alike, pseudonymizer=PSEUDONYMS)
        first = desk(service).generate(title="Pour Zola")
        assert [one.refusal and one.refusal.fact("other") for one in first.refused] == ["ZOLA Léa"]
        registry(service).rename(UAI, ine(3), family_name="Nana")
        desk(service, now=LATER).generate(Generation(renew=Renew.ALL), title="Pour Nana")
        registry(service).rename(UAI, ine(3), family_name="Future")
        registry(service).rename(UAI, ine(4), family_name="Autre")
        desk(service).accounts.erase(ine(3))
        for word in ("Zola", "Nana", "ZOLA Léa"):
            reports = [whole(one) for one in desk(service).documents.journal().items]
            titles = [one.title for one in desk(service).documents.page().items]
            assert not [text for text in (*titles, *reports) if word in text and ine(4) not in text]
        with service.store.reading() as unit:
            assert unit.journal.naming(["ZOLA Léa"]) == ()

    def test_a_name_under_a_mistyped_key_stays(self) -> None:
        """What a line of another person under the key was called is no former name: titles keep it."""
        world = World(in_memory, own_people=True)
        service = world.service(pseudonymizer=PSEUDONYMS)
        world.register(service, SESSION, candidature(1), candidature(3, "ZOLA"))
        desk(service).generate()
        mistyped = Registry(evolve(service, store=hosts(world).tables), actor="Mme Roux")
        mistyped.register_roster(OTHER_UAI, SESSION, [candidature(3, "DURAND", "Tom", uai=OTHER_UAI)])
        desk(service, OTHER_UAI).generate()
        mistyped.withdraw(OTHER_UAI, SESSION, ine(3))
        desk(service).generate(Generation(renew=Renew.ALL, layouts=[ONE_PER_PAGE]), title="Chez Durand")
        desk(service).accounts.erase(ine(3))
        assert "Chez Durand" in [one.title for one in desk(service).documents.page().items]

    def test_a_reprint_that_left_them_out(self) -> None:
        """Why a reprint left a slip out goes, names and classes of two rows too; what it says of others stays."""
        world = World(in_memory, own_people=True)
        service = world.service(pseudonymizer=PSEUDONYMS)
        world.register(service, SESSION, candidature(1), candidature(3, "ZOLA"))
        made = desk(service).generate()
        twice = [candidature(1, division="3B"), candidature(3, "ZOLA", division="3B")]
        hosts(world).broken += [(UAI, SESSION.id, one) for one in twice]  # type: ignore[misc]  # a second row each
        reprint = desk(service).documents.reprint(made.documents[0], as_of_today=True)
        assert [one.refusal and one.refusal.reason for one in reprint.left_out] == [RefusalReason.TWO_CANDIDATURES] * 2
        hosts(world).broken.clear()
        desk(service).accounts.erase(ine(3))
        (left,) = [one for one in desk(service).documents.journal().items if one.run.id == reprint.run.id]
        assert "ZOLA" not in whole(left)
        assert isinstance(left, ReprintReport)
        assert [one.refusal and one.refusal.fact("names") for one in left.left_out] == [
            reprint.left_out[0].refusal and reprint.left_out[0].refusal.fact("names"),
            ERASED,
        ]

    @pytest.mark.parametrize("name", ["a-pile-of-ours", "one-per-page"])
    def test_a_layout_of_the_host(self, name: str) -> None:
        """This test ensures that a document whose layout is not known is purged, and its slips can be drawn again."""
        service = make_school(candidature(1), candidature(3, "ZOLA"), pseudonymizer=PSEUDONYMS)
        run = desk(service).generate(Generation(layouts=[evolve(ONE_PER_PAGE, name=name)]))
        report = desk(service).accounts.erase(ine(3))
        assert (report.documents, report.redrawn) in {(run.documents, ()), ((), run.documents)}
        assert bool(report.redrawn) is (name == "one-per-page")
        assert len(desk(service).documents.reprint(run.documents[0]).printed) == 1

    def test_another_format(self) -> None:
        """This test ensures that a document of another format than the renderer's is purged: it says what it is."""
        service = a_school()
        before = desk(service).documents.page().items
        letters = evolve(service, renderer=Letters())
        assert set(desk(letters).accounts.erase(ine(3)).documents) == {one.id for one in before}

    def test_damaged_slips_do_not_stand_in_the_way(self) -> None:
        """This test ensures that a document that can neither be opened nor drawn anew is purged, as are its slips."""
        service = a_school()
        with service.store.writing() as unit:
            slip = unit.documents.slips(runs=[RunId("first")])[0]
            unit.documents.reseal({}, [evolve(slip, sealed=b"damaged")])
        report = desk(service).accounts.erase(ine(3))
        assert (len(report.documents), report.redrawn) == (2, ())

    def test_a_document_some_of_whose_slips_are_gone(self) -> None:
        """This test ensures that nobody's slip goes unsaid from a document: it is purged where not all are kept."""
        service = a_school()
        with service.store.writing() as unit:
            unit.documents.drop([], unit.documents.slips(runs=[RunId("first")])[:1])
        report = desk(service).accounts.erase(ine(3))
        assert (len(report.documents), report.redrawn) == (2, ())

    def test_a_renderer_that_is_away_leaves_everything(self) -> None:
        """This test ensures that nothing is half erased where the documents cannot be drawn now."""

        class Away(TextRenderer):
            def render(self, batch: PapillonBatch, layouts: Sequence[Layout]) -> Sequence[bytes]:
                raise ConnectionError

        service = a_school()
        with pytest.raises(RendererFailedError):
            desk(evolve(service, renderer=Away())).accounts.erase(ine(3))
        assert desk(service).coverage().with_account == 3

    def test_a_person_of_two_keys_goes_whole(self) -> None:
        """This test ensures that the account a merge closed, and the key it left, go with the person."""
        service = a_school()
        desk(service).accounts.rekey(ine(2), ine(1))
        report = desk(service).accounts.erase(ine(2))
        assert (report.accounts, report.logins) == (2, 2)
        left = whole(list(everything(service)))
        assert ine(1) not in left
        assert ine(2) not in left
        assert "lea.martin" not in left

    def test_a_former_school_forgets_too(self) -> None:
        """This test ensures that the reports of a school that the pupil has left name them no more."""
        service = a_school()
        registry(service).move(UAI, SESSION, ine(3), to=OTHER_UAI)
        desk(service, OTHER_UAI).accounts.erase(ine(3))
        assert ine(3) not in whole(list(everything(service)))

    def test_a_purged_document_keeps_no_title_of_theirs(self) -> None:
        """This test ensures that a title which named the person goes even where the content went before."""
        service = a_school()
        desk(service).regenerate(Criteria(candidates=[ine(3)]), title="Pour Zoé ZOLA", run_id="second")
        desk(service).regenerate(Criteria(candidates=[ine(3)]), title="Encore ZOLA", run_id="third")
        desk(service, now=LATER).documents.purge(OlderThan(0))
        report = desk(service, now=LATER + timedelta(days=1)).accounts.erase(ine(3))
        assert report.documents == ()
        assert {one.purged_at for one in desk(service).documents.page().items} == {LATER}
        assert "ZOLA" not in whole(desk(service).documents.page())

    def test_who_has_no_account_can_be_erased(self) -> None:
        """This test ensures that a candidature without account goes too."""
        service = make_school(candidature(1), pseudonymizer=PSEUDONYMS)
        report = desk(service).accounts.erase(ine(1))
        assert (report.accounts, report.logins, report.documents, report.redrawn) == (0, 0, (), ())
        assert desk(service).coverage().candidates == 0

    def test_many_reports(self) -> None:
        """This test ensures that a journal longer than a page is gone through to its end."""
        service = a_school()
        for number in range(105):
            registry(service).rename(UAI, ine(3), given_names=f"Léa{number}")
        assert desk(service).accounts.erase(ine(3)).reports == 107
        assert ine(3) not in whole(list(everything(service)))


class TestNeverAgain:
    """The login of an erased person is nobody's ever after."""

    def test_a_homonym_gets_another_login(self) -> None:
        """This test ensures that neither a run, nor imposing, nor an e-mail account issues an erased login again."""
        service = a_school()
        desk(service).accounts.erase(ine(3))
        registry(service).register_roster(UAI, SESSION, [candidature(4, "ZOLA"), candidature(5, "AUTRE")])
        imposed = desk(service).accounts.impose_logins({ine(5): "lea.zola"})
        assert [one.refusal and one.refusal.reason for one in imposed.logins] == [RefusalReason.LOGIN_TAKEN]
        report = desk(service).generate()
        assert sorted(str(outcome.login) for outcome in report.created) == ["lea.autre", "lea.zola2"]

    def test_an_address_is_not_used_again(self) -> None:
        """This test ensures that an erased person's e-mail login is nobody else's."""
        service = make_school(candidature(1), candidature(2), pseudonymizer=PSEUDONYMS)
        service.candidates.register_email_account(ine(1), "lea@example.org")
        desk(service).accounts.erase(ine(1))
        with pytest.raises(LoginTakenError):
            service.candidates.register_email_account(ine(2), "lea@example.org")

    def test_who_comes_back_is_somebody_new(self) -> None:
        """This test ensures that a person whom a later roster brings back gets an account and another login."""
        service = a_school()
        desk(service).accounts.erase(ine(3))
        registry(service).register_roster(UAI, SESSION, [candidature(3, "ZOLA")])
        (outcome,) = desk(service).generate().created
        assert outcome.login == "lea.zola2"

    def test_without_the_key_no_login_is_issued(self) -> None:
        """This test ensures that a service which cannot recognise erased logins issues none (M1: nothing is done)."""
        service = a_school()
        desk(service).accounts.erase(ine(3))
        registry(service).register_roster(UAI, SESSION, [candidature(4, "ZOLA")])
        for pseudonymizer in (None, HmacPseudonymizer(KeyRing.generate("another"))):
            blind = evolve(service, pseudonymizer=pseudonymizer)
            with pytest.raises(ErasureKeyError) as caught:
                desk(blind).generate()
            assert caught.value == ErasureKeyError(("erased",))
            assert "erased" in str(caught.value)

    def test_keys_rotate(self) -> None:
        """This test ensures that what was erased under an old key is recognised while the ring holds it."""
        service = a_school()
        desk(service).accounts.erase(ine(3))
        ring = KeyRing("newer", {**PSEUDONYMS.ring.keys, **KeyRing.generate("newer").keys})
        rotated = evolve(service, pseudonymizer=HmacPseudonymizer(ring))
        desk(rotated).accounts.erase(ine(2))
        registry(rotated).register_roster(UAI, SESSION, [candidature(4, "ZOLA"), candidature(5)])
        logins = sorted(str(outcome.login) for outcome in desk(rotated).generate().created)
        assert logins == ["lea.martin3", "lea.zola2"]

    def test_a_stem_that_others_bear_keeps_its_number(self) -> None:
        """This test ensures that the last of two homonyms leaves no gap that a third falls into."""
        service = a_school()
        desk(service).accounts.erase(ine(2))
        desk(service).accounts.erase(ine(1))
        registry(service).register_roster(UAI, SESSION, [candidature(4), candidature(5)])
        logins = sorted(str(outcome.login) for outcome in desk(service).generate().created)
        assert logins == ["lea.martin3", "lea.martin4"]


class TestRefusals:
    """What stands in the way."""

    def test_it_needs_a_pseudonymizer(self) -> None:
        """This test ensures that nobody is erased where the login could be issued again."""
        service = evolve(a_school(), pseudonymizer=None)
        with pytest.raises(ErasureKeyError) as caught:
            desk(service).accounts.erase(ine(3))
        assert caught.value == ErasureKeyError()
        assert "needs a pseudonymizer" in str(caught.value)
        assert desk(service).coverage().with_account == 3

    def test_a_key_that_was_lost(self) -> None:
        """This test ensures that the next one is not erased under a key beside one that is gone."""
        service = a_school()
        desk(service).accounts.erase(ine(3))
        with pytest.raises(ErasureKeyError):
            desk(evolve(service, pseudonymizer=HmacPseudonymizer(KeyRing.generate("another")))).accounts.erase(ine(2))
        assert desk(service).coverage().with_account == 2

    def test_a_failing_pseudonymizer_leaves_everything(self) -> None:
        """This test ensures that a key service that is away is a typed error, and nobody is half erased."""

        class Away(HmacPseudonymizer):
            """Knows its keys, and makes no digest but of persons' keys."""

            def digest(self, text: str) -> str:
                if text.startswith("lea."):
                    raise ConnectionError
                return super().digest(text)

            def digests(self, text: str) -> tuple[str, ...]:
                raise ConnectionError

        service = a_school()
        away = evolve(service, pseudonymizer=Away(PSEUDONYMS.ring))
        with pytest.raises(PseudonymizerFailedError):
            desk(away).accounts.erase(ine(3))
        assert desk(service).coverage().with_account == 3
        registry(away).register_roster(UAI, SESSION, [candidature(4, "ZOLA")])
        with pytest.raises(PseudonymizerFailedError):
            desk(away).generate()

    def test_it_is_done_where_the_person_is(self) -> None:
        """This test ensures that a school erases its own pupils, and that a wrong UAI is refused."""
        service = a_school()
        with pytest.raises(UnknownCandidateError):
            desk(service, OTHER_UAI).accounts.erase(ine(3))
        with pytest.raises(UnknownSchoolError):
            desk(service, "0350003N").accounts.erase(ine(3))

    def test_it_does_not_depend_on_the_service_of_m1(self) -> None:
        """This test ensures that the right to be erased outlives the grant."""
        service = a_school()
        with service.store.reading() as unit:
            school = unit.people.school(UAI)
        assert school
        registry(service).register_school(evolve(school, manages_candidates=False))
        assert desk(service).accounts.erase(ine(3)).accounts == 1

    def test_a_retry_is_harmless(self) -> None:
        """This test ensures that a known run id returns its report, though the person is no longer known."""
        service = a_school()
        report = desk(service).accounts.erase(ine(3), run_id="erase")
        assert desk(service).accounts.erase(ine(3), run_id="erase") == report
        assert desk(service).documents.report(RunId("erase")) == report
