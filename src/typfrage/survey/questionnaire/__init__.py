"""The codebook, what it says on a day, and what changed between two days."""
