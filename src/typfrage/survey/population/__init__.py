"""All municipalities there are, and weights that answer for them."""
