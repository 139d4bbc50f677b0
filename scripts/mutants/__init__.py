"""Mutation test of the pure engines: name the small changes of their code that no test notices."""
