"""Checks: what is wrong with a file that was read, and what a generation would meet."""
