"""A Django project whose ORM keeps the accounts: the tables, the six ports, and a command that runs a generation."""
