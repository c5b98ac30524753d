"""Slips: what each one says and where, checked, laid out, and stamped on the pages of a document."""
