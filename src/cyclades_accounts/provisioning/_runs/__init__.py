"""Runs: what is asked, the plan, and how it is carried out (M4, M6, M7, M9, M14)."""
