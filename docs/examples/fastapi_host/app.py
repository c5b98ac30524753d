"""The service. Every endpoint is a plain function: FastAPI runs it in a thread, and hashing uses every core."""

from fastapi import FastAPI

from fastapi_host import candidates, managers, problems, secretaries
from fastapi_host.desks import Host


def create_app(host: Host) -> FastAPI:
    """Return the application."""
    app = FastAPI(title="Comptes des candidats")
    app.state.host = host
    problems.install(app)
    for page in (managers, secretaries, candidates):
        app.include_router(page.router)
    return app
