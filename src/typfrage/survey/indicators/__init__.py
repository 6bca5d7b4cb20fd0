"""What the types are described by."""
