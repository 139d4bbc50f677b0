"""Dated configuration that people edit: working-day tables, the bureau's switches, the demo's clock."""
