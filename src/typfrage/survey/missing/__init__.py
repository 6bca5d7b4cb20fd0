"""Why answers are missing, counted before and after cleaning."""
