"""What a desk does with documents, slips and the journal (M9, M16)."""
