"""Formats: how the columns of each kind of file are called, and how its cells are written."""
