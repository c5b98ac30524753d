"""A web service on FastAPI and SQLAlchemy that owns the transaction; the library writes inside it."""
