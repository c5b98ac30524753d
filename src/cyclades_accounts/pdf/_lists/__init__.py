"""Lists on paper: a list as tagged tables over pages."""
