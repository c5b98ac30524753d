"""Reading: from the records of a file to candidatures, or to everything that is wrong with a line."""
