"""YAML files as checked models, with complaints that name their place."""
