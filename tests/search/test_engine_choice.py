from search.engines import engine
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.sqlite.engine import SqliteEngine


def test_is_the_one_the_settings_name(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.SEARCH_URL = "sqlite://"
    embedded = engine()
    settings.SEARCH_URL = f"sqlite:///{tmp_path}/named.sqlite3"
    named = engine()
    settings.SEARCH_URL = "http://127.0.0.1:9"
    settings.SEARCH_INDEX_PREFIX = "city"
    server = engine()

    assert isinstance(embedded, SqliteEngine)
    assert (embedded.files.link, named.files.link) == (tmp_path / "search.sqlite3", tmp_path / "named.sqlite3")
    assert isinstance(server, ElasticsearchEngine)
    assert server.alias == "city-listings"
    assert engine() is server
