"""Tables of anyone's, read without a codebook."""
