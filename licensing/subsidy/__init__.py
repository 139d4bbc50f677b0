"""Subsidies: rules as data, claims, rounds, recovery."""
