"""Requests, deals, duties, money and subsidies. Inside, imports point one way: subsidy to requests."""
