"""A study on disk and its waves: their files, their order, their sources."""
