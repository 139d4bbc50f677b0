"""Patents and listings in the API: what is known, and one address per step of the lifecycle."""
