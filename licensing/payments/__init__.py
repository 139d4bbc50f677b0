"""Transfers, their confirmation, and invoices. Money goes from payer to receiver, never through the platform."""
