"""The engine for more than one host: Elasticsearch 8.19 or 9, without plugins, tokens made by us."""
