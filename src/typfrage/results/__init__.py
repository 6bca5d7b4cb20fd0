"""The store: the one door through which figures, tables and numbers reach the book."""
