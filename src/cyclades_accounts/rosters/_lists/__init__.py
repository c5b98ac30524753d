"""Lists: what a school prints or opens about its accounts, and their files."""
