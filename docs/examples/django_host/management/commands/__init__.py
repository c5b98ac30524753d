"""The commands of this host."""
