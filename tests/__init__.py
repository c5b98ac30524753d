"""Tests; where a new one goes is in README.md."""
