"""What a secretary reads: every reason has its words, and the words hold the facts."""

import copy
import pickle
import string
from datetime import UTC, date, datetime

import attrs
import pytest

from cyclades_accounts.identifiers import CandidateId, Login, RunId
from cyclades_accounts.messages import FRENCH_MESSAGES, Counted, Messages, NoticeText, RefusalText
from cyclades_accounts.model import (
    Activity,
    LoginExplanation,
    LoginOrigin,
    LoginStep,
    LoginStepKind,
    Notice,
    NoticeReason,
    OutcomeKind,
    PapillonState,
    Phase,
    Refusal,
    RefusalReason,
    Shortfall,
    ShortfallReason,
    Standing,
    end_of_day,
)
from tests.support import NOW, SESSION

FACTS: dict[RefusalReason, dict[str, str]] = {
    RefusalReason.NOT_SCOLAIRE: {"category": "INDIVIDUEL"},
    RefusalReason.NOT_REGISTERED: {"status": "Démissionnaire"},
    RefusalReason.NO_CATEGORY: {},
    RefusalReason.NO_STATUS: {},
    RefusalReason.UNKNOWN_STATUS: {"status": "Foo", "known": "Inscrit, Pré-inscrit, Radié"},
    RefusalReason.NO_EMAIL: {},
    RefusalReason.UNFOLDABLE_NAME: {"name": "Жанна", "characters": "Жан"},
    RefusalReason.UNPRINTABLE: {"field": "given_names", "character": "😀", "code_point": "U+1F600"},
    RefusalReason.OTHER_PERSON: {"other": "MARTIN Léa", "login": "lea.martin"},
    RefusalReason.OTHER_PERSON_ELSEWHERE: {"uai": "0350002M"},
    RefusalReason.PERHAPS_KNOWN: {"other": "MARTIN Léa", "login": "lea.martin"},
    RefusalReason.PERHAPS_KNOWN_ELSEWHERE: {"uai": "0350002M"},
    RefusalReason.TWO_CANDIDATURES: {"names": "MARTIN Léa (3A), MARTIN Léa (3B)"},
    RefusalReason.NO_CANDIDATURE: {"why": "prénom non renseigné"},
    RefusalReason.EMAIL_LOGIN: {"login": "lea@example.org"},
    RefusalReason.OTHER_SCHOOL: {"school": "Collège Ada", "uai": "0442286W"},
    RefusalReason.ACCOUNT_CLOSED: {"login": "lea.martin", "closed_on": "2025-03-02"},
    RefusalReason.NOT_A_PUPIL: {},
    RefusalReason.NO_ACCOUNT: {},
    RefusalReason.NOT_A_LOGIN: {"value": "Léa MARTIN"},
    RefusalReason.LOGIN_RESERVED: {"login": "lea.martin"},
    RefusalReason.LOGIN_TAKEN: {"login": "lea.martin"},
    RefusalReason.LOGIN_TWICE: {"login": "lea.martin"},
}
"""The facts of each reason, as :class:`RefusalReason` promises them."""

NOTICE_FACTS: dict[NoticeReason, dict[str, str]] = {
    NoticeReason.LOOK_ALIKE_LOGINS: {"logins": "a.martin1, a.martinl"},
    NoticeReason.SAME_NAME_AND_BIRTH_DATE: {"name": "MARTIN Léa", "birth_date": "2010-03-02"},
    NoticeReason.TRANSFERRED: {"person": "MARTIN Léa", "school": "Collège Ada", "uai": "0442286W"},
    NoticeReason.IN_TWO_SCHOOLS: {"person": "MARTIN Léa", "school": "Collège Ada", "uai": "0442286W"},
    NoticeReason.TWO_ROWS: {"names": "MARTIN Léa (3A), MARTIN Léa (3B)"},
    NoticeReason.TYPING_SLIP: {"name": "MARTIN Mathis", "former": "MARTIN Mathys"},
    NoticeReason.SLIPS_OF_TODAY: {},
    NoticeReason.SAME_EMAIL: {"email": "martin@example.org"},
}
"""The facts of each reason, as :class:`NoticeReason` promises them."""

TWO = (CandidateId("0123456789A"), CandidateId("0123456789B"))

FOLDINGS = {LoginStepKind.FOLD_GIVEN_NAME, LoginStepKind.FOLD_FAMILY_NAME}
"""The steps that change letters."""

COUNTS: dict[str, set[str]] = {
    "complete": {"count"},
    "created": {"count"},
    "incomplete": {"count", "expected"},
    "to_create": {"count"},
    "blocked": {"reasons"},
    "held_back": {"reasons"},
    "out_of_scope": {"reasons"},
    "expired": {"count"},
    "ends_early": {"count", "last_day"},
    "documents": {"count"},
    "no_document": set(),
    "nothing_to_create": set(),
    "page": {"first", "last", "total"},
    "no_account": set(),
}
"""The blanks of every other text."""


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_reason_has_words() -> None:
    """This test ensures that no refusal can come out of a run without a French sentence."""
    assert set(FRENCH_MESSAGES.refusals) == set(RefusalReason) - {RefusalReason.OF_HOST} == set(FACTS)


@pytest.mark.parametrize("reason", FACTS)
class TestEveryReason:
    """What holds for the words of every refusal."""

    def test_the_words_ask_for_no_other_fact(self, reason: RefusalReason) -> None:
        """This test ensures that sentence and cure can be filled in from the facts that the reason carries."""
        text = FRENCH_MESSAGES.refusals[reason]
        assert _blanks(text.sentence) | _blanks(text.cure) <= set(FACTS[reason])

    def test_the_sentence_is_filled_in(self, reason: RefusalReason) -> None:
        """This test ensures that the reader sees facts, never a brace."""
        refusal = Refusal(reason, FACTS[reason])
        for words in (FRENCH_MESSAGES.refusal(refusal), FRENCH_MESSAGES.cure(refusal)):
            assert words
            assert not set("{}") & set(words)

    def test_the_cure_is_a_sentence_and_the_sentence_goes_into_one(self, reason: RefusalReason) -> None:
        """This test ensures that a cure stands alone, and that the reason can follow a name: « MARTIN Léa : … »."""
        text = FRENCH_MESSAGES.refusals[reason]
        assert text.cure.endswith(".")
        assert text.cure[0].isupper()
        assert not text.sentence.endswith(".")
        assert text.sentence[0].islower()

    def test_the_short_form_needs_no_fact(self, reason: RefusalReason) -> None:
        """This test ensures that the short form can stand behind a count of many."""
        assert _blanks(FRENCH_MESSAGES.refusals[reason].short) == set()
        assert FRENCH_MESSAGES.refusals[reason].short


def test_short_forms_tell_reasons_apart() -> None:
    """This test ensures that two reasons never look the same behind a count."""
    assert len({text.short for text in FRENCH_MESSAGES.refusals.values()}) == len(FACTS)


def test_a_host_s_own_refusal_brings_its_words() -> None:
    """This test ensures that no table has to know a host's reason, and that braces in its words are only text."""
    words = {"sentence": "copie d'écran {manquante}", "cure": "Demandez-la.", "short": "sans copie d'écran"}
    refusal = Refusal.of_host(code="SANS_COPIE", **words)
    bare = Messages(refusals={})
    assert [bare.refusal(refusal), bare.cure(refusal), bare.short(refusal)] == list(words.values())


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        (RefusalReason.NOT_SCOLAIRE, ["INDIVIDUEL"]),
        (RefusalReason.NOT_REGISTERED, ["« Démissionnaire »"]),
        (RefusalReason.UNKNOWN_STATUS, ["« Foo »"]),
        (RefusalReason.UNFOLDABLE_NAME, ["« Жанна »"]),
        (RefusalReason.UNPRINTABLE, ["dans les prénoms", "« 😀 »", "U+1F600"]),
        (RefusalReason.EMAIL_LOGIN, ["lea@example.org"]),
        (RefusalReason.OTHER_SCHOOL, ["Collège Ada", "0442286W"]),
        (RefusalReason.ACCOUNT_CLOSED, ["lea.martin"]),
        (RefusalReason.NOT_A_LOGIN, ["« Léa MARTIN »"]),
        (RefusalReason.LOGIN_RESERVED, ["lea.martin"]),
        (RefusalReason.LOGIN_TAKEN, ["lea.martin"]),
        (RefusalReason.LOGIN_TWICE, ["lea.martin"]),
    ],
)
def test_the_facts_stand_in_the_sentence(reason: RefusalReason, shown: list[str]) -> None:
    """This test ensures that the secretary reads which state, login or school it is about."""
    sentence = FRENCH_MESSAGES.refusal(Refusal(reason, FACTS[reason]))
    assert all(text in sentence for text in shown)


def test_the_day_an_account_was_closed_reads_as_french_days_do() -> None:
    """This test ensures that people read 02/03/2025, as on the slips; the fact itself stays ISO 8601."""
    sentence = FRENCH_MESSAGES.refusal(Refusal(RefusalReason.ACCOUNT_CLOSED, FACTS[RefusalReason.ACCOUNT_CLOSED]))
    assert "02/03/2025" in sentence


def test_braces_in_a_fact_are_only_text() -> None:
    """This test ensures that a name from a file is never read as a template."""
    refusal = Refusal(RefusalReason.UNFOLDABLE_NAME, {"name": "{characters}{0.__class__}", "characters": "x"})
    assert "{characters}{0.__class__}" in FRENCH_MESSAGES.refusal(refusal)


def test_every_notice_step_and_origin_has_words() -> None:
    """This test ensures that no notice and no explanation can come without a French sentence."""
    assert set(FRENCH_MESSAGES.notices) == set(NoticeReason) == set(NOTICE_FACTS)
    assert set(FRENCH_MESSAGES.steps) == set(LoginStepKind)
    assert set(FRENCH_MESSAGES.origins) == set(LoginOrigin)


@pytest.mark.parametrize(
    ("standing", "sentence"),
    [
        (Standing(PapillonState.HOLDS), "Mot de passe toujours valable."),
        (
            Standing(PapillonState.SUPERSEDED, NOW, RunId("r2")),
            "Mot de passe remplacé le 14/01/2025 : ce papillon n'ouvre plus rien.",
        ),
        (
            Standing(PapillonState.CHANGED, NOW),
            "Mot de passe changé par le candidat le 14/01/2025 : ce papillon n'ouvre plus rien.",
        ),
        (
            Standing(PapillonState.EXPIRED, end_of_day(date(2025, 2, 13))),
            "Mot de passe valable jusqu'au 13/02/2025 : ce papillon n'ouvre plus rien, régénérez-le.",
        ),
        (
            Standing(PapillonState.REVOKED, NOW),
            "Mot de passe révoqué le 14/01/2025 : ce papillon n'ouvre plus rien, régénérez-le.",
        ),
        (Standing(PapillonState.CLOSED, NOW), "Compte fermé le 14/01/2025 : ce papillon n'ouvre plus rien."),
    ],
)
def test_what_became_of_a_slip_reads_well(standing: Standing, sentence: str) -> None:
    """This test ensures that a secretary reads what became of a slip, since when, and what to do."""
    assert FRENCH_MESSAGES.standing(standing) == sentence
    assert set(FRENCH_MESSAGES.standings) == set(PapillonState)


def test_a_host_may_name_the_run() -> None:
    """This test ensures that a replaced sentence can say which run superseded a slip."""
    named = Messages(standings={PapillonState.SUPERSEDED: "remplacé par {run}"})
    assert named.standing(Standing(PapillonState.SUPERSEDED, NOW, RunId("r2"))) == "remplacé par r2"


def test_every_activity_has_words() -> None:
    """This test ensures that a journal can be shown in French, whatever is in it."""
    assert set(FRENCH_MESSAGES.activities) == set(Activity)
    assert set(FRENCH_MESSAGES.phases) == set(Phase)
    assert len(set(FRENCH_MESSAGES.activities.values())) == len(Activity)


@pytest.mark.parametrize("reason", NoticeReason)
class TestEveryNotice:
    """What holds for the words of every notice."""

    def test_the_words_ask_for_no_other_fact(self, reason: NoticeReason) -> None:
        """This test ensures that sentence and cure can be filled in from the facts, and the keys of the people."""
        text = FRENCH_MESSAGES.notices[reason]
        assert _blanks(text.sentence) | _blanks(text.cure) <= {*NOTICE_FACTS[reason], "candidates", "count"}

    def test_both_are_sentences(self, reason: NoticeReason) -> None:
        """This test ensures that sentence and cure can stand one after the other, alone on a line."""
        text = FRENCH_MESSAGES.notices[reason]
        for words in (text.sentence, text.cure):
            assert words.endswith(".")
            assert words.removeprefix("« ")[0] in string.ascii_uppercase + "{"

    def test_the_sentence_is_filled_in(self, reason: NoticeReason) -> None:
        """This test ensures that the reader sees facts, never a brace."""
        assert not set("{}") & set(FRENCH_MESSAGES.notice(Notice(reason, TWO, NOTICE_FACTS[reason])))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            NoticeReason.LOOK_ALIKE_LOGINS,
            (
                "Les identifiants a.martin1, a.martinl se ressemblent. Montrez la différence à ces élèves en leur "
                "remettant leur papillon."
            ),
        ),
        (
            NoticeReason.SAME_NAME_AND_BIRTH_DATE,
            (
                "« MARTIN Léa », date de naissance 02/03/2010, figure sous plusieurs clés : 0123456789A, 0123456789B. "
                "S'il s'agit d'une seule personne, fusionnez ses dossiers avant de générer les comptes."
            ),
        ),
        (
            NoticeReason.SAME_EMAIL,
            (
                "L'adresse martin@example.org figure sur plusieurs candidatures : 0123456789A, 0123456789B. C'est "
                "normal pour une fratrie ; sinon, corrigez l'adresse ou fusionnez les dossiers."
            ),
        ),
    ],
)
def test_a_notice_says_what_to_look_at_and_what_to_do(reason: NoticeReason, words: str) -> None:
    """This test ensures that the secretary reads whom a notice is about, with French days, and then the cure."""
    assert FRENCH_MESSAGES.notice(Notice(reason, TWO, NOTICE_FACTS[reason])) == words


@pytest.mark.parametrize("kind", LoginStepKind)
def test_a_step_has_the_blanks_it_promises(kind: LoginStepKind) -> None:
    """This test ensures that every step shows what it makes, and foldings alone show letters."""
    blanks = _blanks(FRENCH_MESSAGES.steps[kind])
    assert {"after"} <= blanks <= {"before", "after", "letters"}
    assert ("letters" in blanks) == (kind in FOLDINGS)
    assert FRENCH_MESSAGES.steps[kind].endswith(".")


@pytest.mark.parametrize("origin", LoginOrigin)
def test_an_origin_has_the_blanks_it_promises(origin: LoginOrigin) -> None:
    """This test ensures that every origin shows the login and its day; only one announces steps."""
    text = FRENCH_MESSAGES.origins[origin]
    assert _blanks(text) == {"login", "issued_on"}
    assert text.endswith(":" if origin is LoginOrigin.NAME else ".")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (
            LoginStep(LoginStepKind.FOLD_FAMILY_NAME, "BŒUF-LŸS", "boeuflys", (("Œ", "oe"), ("Ÿ", "y"))),
            "Nom en lettres de a à z : « boeuflys » (Œ → oe, Ÿ → y).",
        ),
        (LoginStep(LoginStepKind.FOLD_GIVEN_NAME, "Lea", "lea"), "Prénom en lettres de a à z : « lea »."),
        (
            LoginStep(LoginStepKind.NUMBER, "lea.martin", "lea.martin2"),
            "« lea.martin » était déjà pris : « lea.martin2 ».",
        ),
    ],
)
def test_a_step_shows_what_changed(step: LoginStep, words: str) -> None:
    """This test ensures that a step reads as a sentence, with the letters that became others where there are any."""
    assert FRENCH_MESSAGES.step(step) == words


def _explanation(origin: LoginOrigin, *steps: LoginStep) -> LoginExplanation:
    return LoginExplanation(TWO[0], Login("lea.boeuf"), origin, NOW, RunId("r1"), steps)


def test_an_explanation_is_its_origin_and_its_steps() -> None:
    """This test ensures that « why is this my login? » is answered line by line, from the name to the login."""
    steps = (
        LoginStep(LoginStepKind.FIRST_GIVEN_NAME, "Léa Marie", "Léa"),
        LoginStep(LoginStepKind.JOIN, "lea boeuf", "lea.boeuf"),
    )
    assert FRENCH_MESSAGES.explanation(_explanation(LoginOrigin.NAME, *steps)) == (
        "L'identifiant lea.boeuf, attribué le 14/01/2025, vient du nom :",
        "Premier prénom de « Léa Marie » : « Léa ».",
        "Assemblés : « lea.boeuf ».",
    )
    assert FRENCH_MESSAGES.explanation(_explanation(LoginOrigin.IMPOSED)) == (
        (
            "L'identifiant lea.boeuf, attribué le 14/01/2025, a été fixé par l'établissement ou par l'application d'où "
            "viennent les comptes."
        ),
    )


def test_braces_in_notices_and_steps_are_only_text() -> None:
    """This test ensures that no name or key from a file is read as a template, in a notice or in a step."""
    trap = "{before}{0.__class__}{candidates}"
    notice = Notice(NoticeReason.SAME_EMAIL, (CandidateId(trap), TWO[0]), {"email": trap})
    assert FRENCH_MESSAGES.notice(notice).count(trap) == 2
    step = LoginStep(LoginStepKind.FOLD_GIVEN_NAME, trap, trap, ((trap, trap),))
    assert FRENCH_MESSAGES.step(step).count(trap) == 3


def test_a_host_replaces_notices_steps_and_origins() -> None:
    """This test ensures that the other sentences can be replaced one by one too, and are copied."""
    notices = {**FRENCH_MESSAGES.notices, NoticeReason.SAME_EMAIL: NoticeText("{email}: {candidates}.", "Hinsehen.")}
    steps = {**FRENCH_MESSAGES.steps, LoginStepKind.JOIN: "{before}, verbunden: {after}"}
    origins = {**FRENCH_MESSAGES.origins, LoginOrigin.NAME: "{login} ({issued_on})"}
    messages = Messages(notices=notices, steps=steps, origins=origins, date_format="%d.%m.%Y")
    for mine in (notices, steps, origins):
        mine.clear()
    notice = Notice(NoticeReason.SAME_EMAIL, TWO, {"email": "a@example.org"})
    assert messages.notice(notice) == "a@example.org: 0123456789A, 0123456789B. Hinsehen."
    step = LoginStep(LoginStepKind.JOIN, "lea boeuf", "lea.boeuf")
    assert messages.explanation(_explanation(LoginOrigin.NAME, step)) == (
        "lea.boeuf (14.01.2025)",
        "lea boeuf, verbunden: lea.boeuf",
    )
    other = LoginStep(LoginStepKind.FAMILY_NAME, "BŒUF", "BŒUF")
    assert messages.step(other) == FRENCH_MESSAGES.step(other)


def test_a_host_replaces_what_it_wants() -> None:
    """This test ensures that one sentence can be replaced and the others stay."""
    own = RefusalText("keine Adresse", "Adresse eintragen.", "ohne Adresse")
    messages = Messages(refusals={**FRENCH_MESSAGES.refusals, RefusalReason.NO_EMAIL: own}, no_account="kein Konto")
    assert messages.refusal(Refusal(RefusalReason.NO_EMAIL)) == "keine Adresse"
    assert messages.cure(Refusal(RefusalReason.NO_EMAIL)) == "Adresse eintragen."
    assert messages.no_account == "kein Konto"
    other = Refusal(RefusalReason.NOT_SCOLAIRE, {"category": "X"})
    assert messages.refusal(other) == FRENCH_MESSAGES.refusal(other)


def test_a_cure_may_name_the_facts_too() -> None:
    """This test ensures that a host's cure is filled in like its sentence."""
    own = RefusalText("{school}", "Écrivez à l'établissement {uai}.", "ailleurs")
    messages = Messages(refusals={RefusalReason.OTHER_SCHOOL: own})
    refusal = Refusal(RefusalReason.OTHER_SCHOOL, FACTS[RefusalReason.OTHER_SCHOOL])
    assert messages.cure(refusal) == "Écrivez à l'établissement 0442286W."


def test_a_value_keeps_its_own_copy() -> None:
    """This test ensures that what a host does to its dictionary later, or to its own value, changes no other value."""
    mine = dict(FRENCH_MESSAGES.refusals)
    messages = Messages(refusals=mine)
    mine.clear()
    assert messages == FRENCH_MESSAGES == Messages()
    assert messages.refusals is not FRENCH_MESSAGES.refusals
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(FRENCH_MESSAGES, "no_account", "x")  # noqa: B010  # what a type checker would refuse


def test_the_words_travel_to_another_process() -> None:
    """This test ensures that a host can hand its messages to worker processes, copy them and use them as a key."""
    travelled = pickle.loads(pickle.dumps(FRENCH_MESSAGES))  # noqa: S301  # our own bytes
    assert travelled == copy.deepcopy(FRENCH_MESSAGES) == FRENCH_MESSAGES
    assert hash(travelled) == hash(FRENCH_MESSAGES)


@pytest.mark.parametrize(("name", "blanks"), COUNTS.items())
def test_the_other_texts_have_the_blanks_they_promise(name: str, blanks: set[str]) -> None:
    """This test ensures that a host's translation knows what can be filled in."""
    text = getattr(FRENCH_MESSAGES, name)
    for form in (text.one, text.many) if isinstance(text, Counted) else (text,):
        assert _blanks(form) == blanks


@pytest.mark.parametrize(("count", "words"), [(0, "0 compte"), (1, "1 compte"), (2, "2 comptes")])
def test_a_counted_text_agrees(count: int, words: str) -> None:
    """This test ensures that nothing and one take the singular, as in French."""
    assert Counted("{count} compte", "{count} comptes").of(count) == words


@pytest.mark.parametrize("counted", ["done", "planned"])
def test_every_kind_is_counted(counted: str) -> None:
    """This test ensures that a plan and a report can be told whatever came out of them."""
    assert set(getattr(FRENCH_MESSAGES, counted)) == set(OutcomeKind)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (
            ShortfallReason.REVOKED,
            "compte déjà créé, mais son papillon ne l’ouvre plus (mot de passe désactivé le 30/06/2025)",
        ),
        (
            ShortfallReason.EXPIRED,
            "compte déjà créé, mais son papillon ne l’ouvre plus (mot de passe valable jusqu’au 29/06/2025)",
        ),
        (
            ShortfallReason.ENDS_EARLY,
            ("compte déjà créé, mais son mot de passe expire le 29/06/2025, avant la fin de la session (31/12/2025)"),
        ),
    ],
)
def test_what_falls_short_is_said(reason: ShortfallReason, sentence: str) -> None:
    """This test ensures that the secretary reads the last day of a password, and the day on which one was revoked."""
    said, cure = FRENCH_MESSAGES.shortfall(Shortfall(reason, datetime(2025, 6, 30, 12, tzinfo=UTC)), SESSION)
    assert said == sentence
    assert cure.endswith(".")
    assert set(FRENCH_MESSAGES.kept) == set(ShortfallReason)


def test_the_memo_is_quoted_to_the_letter() -> None:
    """This test ensures that the two texts the memo prints are the memo's (M13, M16)."""
    assert FRENCH_MESSAGES.no_account == "Pas de compte candidat Cyclades"
    assert FRENCH_MESSAGES.page.format(first=1, last=1, total=1) == "Affichage de l'élément 1 à 1 sur 1 élément(s)"
