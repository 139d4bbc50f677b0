"""Deals with their frozen terms, signatures, contract and filing."""
