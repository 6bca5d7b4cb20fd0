"""The tasks (pytask) and the strict papermill runner."""
