"""What several activities share: slips on their way to the store, new logins, and who is meant by a key."""
