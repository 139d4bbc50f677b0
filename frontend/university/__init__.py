"""The university's desk: patents, listings, and what its licenses bring."""
