"""What a desk does with single accounts (M7, M8)."""
