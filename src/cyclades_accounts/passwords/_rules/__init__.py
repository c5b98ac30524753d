"""The small rules that a policy is made of, one family a file."""
