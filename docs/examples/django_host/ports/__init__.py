"""The six ports, one module each."""
