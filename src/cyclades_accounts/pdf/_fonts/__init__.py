"""Fonts: files read once per process, and texts as characters that a font of a typeface has."""
