"""Joining an organization, and its administration: who may do what for it."""
