"""The file: objects, pages and tags as the bytes of a PDF."""
