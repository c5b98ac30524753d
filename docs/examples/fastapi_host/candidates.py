"""The login page. Passwords come in the body alone, and go into the library alone."""

from typing import Final

from fastapi import APIRouter, HTTPException, Response
from pydantic import BaseModel, SecretStr

from cyclades_accounts import LoginVerdict
from cyclades_accounts.passwords import FRENCH_POLICY_TEXTS
from fastapi_host.desks import Candidates
from fastapi_host.problems import problem

router = APIRouter()

REFUSALS: Final = {
    LoginVerdict.REFUSED: (401, "Identifiant ou mot de passe incorrect."),
    LoginVerdict.EXPIRED: (403, "Mot de passe expiré : adressez-vous à votre établissement."),
}
"""One answer for all causes: it must not say whether login, password or account was wrong."""


class LoginIn(BaseModel):
    """What a candidate typed."""

    login: str
    password: SecretStr


class PasswordIn(LoginIn):
    """The same, and the password that is to replace the present one."""

    chosen: SecretStr


class LoginOut(BaseModel):
    """Who logged in. A real host begins a web session here."""

    candidate: str
    must_change: bool
    """Whether the site asks for another password first (M11)."""


@router.post("/login")
def log_in(*, typed: LoginIn, candidates: Candidates) -> LoginOut:
    """Check login and password. A real host limits the tries before it calls."""
    check = candidates.check_login(typed.login, typed.password.get_secret_value())
    if check.candidate_id is None or check.verdict in REFUSALS:
        raise HTTPException(*REFUSALS[check.verdict])
    return LoginOut(candidate=check.candidate_id, must_change=check.must_change)


@router.post("/password", status_code=204, response_class=Response)
def change_password(*, typed: PasswordIn, candidates: Candidates) -> Response:
    """Replace the password. No run id: under a known one the present password would not be checked."""
    change = candidates.change_password(typed.login, typed.password.get_secret_value(), typed.chosen.get_secret_value())
    if change.verdict in REFUSALS:
        raise HTTPException(*REFUSALS[change.verdict])
    if change.violations:
        return problem(422, "PASSWORD_REFUSED", " ".join(map(FRENCH_POLICY_TEXTS.demand, change.violations)))
    return Response(status_code=204)
