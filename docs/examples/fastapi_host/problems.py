"""Errors become answers of the form ``application/problem+json`` (RFC 9457): a code and a cure, never a secret."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from cyclades_accounts.errors import CycladesAccountsError, ErrorKind, PeopleFailedError

log = logging.getLogger(__name__)

STATUSES = {
    ErrorKind.UNKNOWN: 404,
    ErrorKind.CONFLICT: 409,
    ErrorKind.REFUSED: 403,
    ErrorKind.INVALID: 422,
    ErrorKind.OURS: 503,
}
"""What the client is told, by who can do something about the error."""


def problem(status: int, code: str, detail: str) -> JSONResponse:
    """Return the answer."""
    content = {"type": f"/problems/{code}", "title": code, "status": status, "detail": detail}
    return JSONResponse(content, status, media_type="application/problem+json")


def refused(_: Request, error: CycladesAccountsError) -> JSONResponse:
    """Answer with what the library says; what failed inside the house is for the log alone."""
    status = STATUSES[error.kind]
    if error.kind is not ErrorKind.OURS:
        return problem(status, error.code, str(error))
    log.error("%s", error)
    if isinstance(error, PeopleFailedError):  # a row or a statement of the host itself: trying again does not help
        return problem(500, error.code, "Nothing was done. The service must be mended.")
    return problem(status, error.code, "Nothing was done. Try again with the same Idempotency-Key.")


def failed(_: Request, error: SQLAlchemyError) -> JSONResponse:
    """Answer for the host's own database, whose commit may fail too. Its message may print a row: log the class."""
    log.error("%s", type(getattr(error, "orig", error)).__name__)
    return problem(503, "DATABASE_FAILED", "Try again with the same Idempotency-Key.")


def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    """Answer which part of the request is wrong, without what stood there."""
    places = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return problem(422, "INVALID_REQUEST", "; ".join(places))


def denied(_: Request, error: HTTPException) -> JSONResponse:
    """Answer what the host itself refuses."""
    return problem(error.status_code, HTTPStatus(error.status_code).name, error.detail)


def install(app: FastAPI) -> None:
    """Teach the application to answer for these errors."""
    app.exception_handler(CycladesAccountsError)(refused)
    app.exception_handler(SQLAlchemyError)(failed)
    app.exception_handler(RequestValidationError)(invalid)
    app.exception_handler(HTTPException)(denied)
