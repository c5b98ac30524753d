"""What slips say, in French: the wording of M10 is the memo's, the rest is ours."""

from typing import Final

from attrs import field, frozen
from attrs.validators import matches_re

from cyclades_accounts.model import PAPILLON_DE_CONNEXION


@frozen
class PapillonTexts:
    """The fixed texts of a slip, in French unless the host gives others.

    In each text ``{last_day}`` and ``{made_on}`` stand for the dates of the batch; a brace that is printed is doubled.
    """

    title: str = PAPILLON_DE_CONNEXION
    """First part of the title of the document; not printed."""
    heading: str = "Votre compte Cyclades"
    introduction: str = "Identifiez-vous avec le compte qui vous a été attribué :"
    """M10, the memo's words."""
    login_label: str = "Votre identifiant de connexion :"
    """M10, the memo's words."""
    password_label: str = "Votre mot de passe (*) :"  # a label, not a password
    """M10, the memo's words."""
    candidate_label: str = "Candidat :"
    division_label: str = "Classe :"
    school_label: str = "Établissement :"
    session_label: str = "Session :"
    usage: str = (
        "Avec ce compte, vous récupérez les documents de votre inscription et, le jour venu, vous consultez vos "
        "résultats."
    )
    """M17."""
    password_note: str = (
        "(*) Mot de passe provisoire, valable jusqu'au {last_day} inclus. Recopiez-le exactement : majuscules, "
        "minuscules et signes comptent."
    )
    """M10; ``{last_day}`` is a date such as 31/12/2025."""
    first_login_note: str = (
        "À votre première connexion, nous vous conseillons de le changer : choisissez un mot de passe que vous ne "
        "donnez à personne. Si ce papillon se perd ensuite, personne ne pourra s'en servir."
    )
    """What to do at the first login (M11)."""
    spelling_label: str = "Se lit :"
    """Before the password spelled out, which is printed only if the style asks for it."""
    cover_count: str = "{count} papillon(s)"
    """On the cover of a group. ``{count}`` is the number of slips that follow, and the only ``{…}`` of this text."""
    lost_note: str = (
        "Papillon perdu ou mot de passe oublié : adressez-vous au secrétariat de votre établissement. Ne prêtez ce "
        "papillon à personne."
    )
    issued_note: str = "Édité le {made_on}"
    label_note: str = "(*) Provisoire, jusqu'au {last_day}. À changer dès la première connexion."
    """The one explanation on a label (M10, M11)."""
    birth_date_label: str = "Né(e) le"
    """Before the birth date, which is printed only on slips of the same class that have the same name."""
    site_url: str = field(default="", validator=matches_re(r"(https?://[!-~]+)?"))
    """Address of the site where candidates log in, with ``https://``; the host gives it. It is printed as text and as a
    QR code, but not on labels, which have no room for it. Empty: no address is printed."""
    site_label: str = "Adresse du site :"
    site_code_alt: str = "Code QR de l'adresse du site"
    """What a screen reader reads for the QR code."""
    email_introduction: str = (
        "Vous avez créé votre compte vous-même, avec votre adresse électronique. Connectez-vous avec elle :"
    )
    """On the slip of a candidate who logs in by e-mail. The wording of this text and of the next ones is ours."""
    email_password_label: str = "Votre mot de passe :"
    email_password: str = "celui que vous avez choisi"
    """Printed where other slips show the password."""
    email_recovery_note: str = (
        "Mot de passe oublié : demandez-en un nouveau sur le site, là où l'on se connecte. Un message arrive à cette "
        "adresse ; regardez aussi dans les courriers indésirables. Votre établissement ne connaît pas ce mot de passe "
        "et ne peut pas le changer."
    )
    email_help_note: str = (
        "Cette adresse n'est plus la vôtre, ou aucun message n'arrive : adressez-vous au secrétariat de votre "
        "établissement."
    )
    email_label_note: str = "Oublié ? Demandez-en un nouveau sur le site, ou voyez le secrétariat."
    """How to recover the password and whom to ask, on a label."""
    date_format: str = "%d/%m/%Y"
    """How dates are written, in the notation of :meth:`datetime.date.strftime`."""


FRENCH_PAPILLON_TEXTS: Final = PapillonTexts()
"""The texts that we ship."""
