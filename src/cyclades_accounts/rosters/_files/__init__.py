"""Files: from bytes, a path or a zip to text, from text to records, from a cell to what it means."""
