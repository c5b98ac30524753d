"""A host that has people of its own, in tables that nobody made for this library: three methods read them."""
