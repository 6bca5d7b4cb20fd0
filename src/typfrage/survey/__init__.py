"""Codebook, waves, readers of exports, cleaning with its audit, synthesis of waves."""
