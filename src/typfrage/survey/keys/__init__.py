"""Municipality keys: repaired where there is no doubt, and checked against their structure."""
