"""Who the types are: shares with intervals, and the disclosure rules."""
