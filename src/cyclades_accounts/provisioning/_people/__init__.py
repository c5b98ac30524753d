"""The people of a school: registered and corrected, listed and counted (M1, M5, M12, M13)."""
