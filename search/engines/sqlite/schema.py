"""
Tables of the embedded index.

The full-text table holds tokens only (``content=''``) and is append only: removing a row would need its old values,
and wrong ones are accepted silently and spoil the statistics for good. Every writing of a document takes a new row;
``search_doc.fts`` names the live one.
"""

from __future__ import annotations

from typing import Final

from search.engines.contract import NUMBERS
from search.language.analyser import ANALYSER_VERSION
from search.language.segmenter import DICTIONARY

SCHEMA_VERSION: Final = 1
BUILT_WITH: Final = f"schema {SCHEMA_VERSION}, analyser {ANALYSER_VERSION}, {DICTIONARY}"

# One weight for each column: titles first, then codes; words above bigrams, which decide but say less.
COLUMNS: Final = {"t_b": 5, "x_b": 1.5, "c_b": 0.5, "n_b": 2, "v_b": 2, "codes": 8, "t_w": 10, "x_w": 2}
RANK: Final = f"bm25(search_fts, {', '.join(str(weight) for weight in COLUMNS.values())})"

SCHEMA: Final = f"""
create virtual table search_fts using fts5({", ".join(COLUMNS)}, content='',
    tokenize="ascii tokenchars './+-_&%:()'");
create table search_doc(
    doc integer primary key,
    id text not null unique,
    version integer not null,
    digest text not null,
    fts integer unique,
    is_public integer not null,
    organization text not null,
    {", ".join(f"{name} integer" for name in NUMBERS)}
);
create index search_doc_of_organization on search_doc(organization);
create table search_text(doc integer primary key, shown text not null);
create table search_val(id integer primary key, dim integer not null, val text not null, unique(dim, val));
create table search_fv(doc integer not null, val integer not null, primary key(doc, val)) without rowid;
create table search_vf(val integer not null, doc integer not null, primary key(val, doc)) without rowid;
create table search_meta(name text primary key, value text not null);
"""
