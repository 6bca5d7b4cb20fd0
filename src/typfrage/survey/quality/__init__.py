"""Quality of a wave held against the last one."""
