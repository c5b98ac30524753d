"""The migrations, as ``makemigrations`` wrote them."""
