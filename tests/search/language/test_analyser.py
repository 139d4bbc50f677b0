import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.analyser import LONGEST_TOKEN, bigrams, fold, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("基于5G的PLC控制器", "基于 于 5g 的 plc 控制 制器 器"),
        ("Al2O3涂层18.18mm", "al2o3 涂层 层 18.18mm 18 18mm"),
        ("C08L23/06", "c08l23/06 c08l23 06"),
        ("201910123456.7", "201910123456.7 201910123456 7"),
        ("Al₂O₃ Ⅱ型 ＰＬＣ", "al2o3 ii 型 plc"),
        ("80℃的α‑淀粉酶", "80°c 80 c 的 α 淀粉 粉酶 酶"),
        ("DC－DC、DC—DC", "dc-dc dc dc dc-dc dc dc"),
        ("Al2(SO4)3溶液", "al2(so4)3 al2 so4 3 溶液 液"),
        ("一。二", "一 二"),
        ("50%~60%", "50 60"),
        ("a...b", "a b"),
        ("", ""),
        ("，。_ \x00", ""),
    ],
)
def test_gives_bigrams_and_codes(text, expected):
    assert " ".join(bigrams(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("基于5G的PLC控制器", "基于 5g 的 plc 控制器"),
        ("质子交换膜燃料电池", "质子 交换 膜 燃料电池"),
        ("C08L23/06", "c08l23/06 c08l23 06"),
    ],
)
def test_gives_dictionary_words(text, expected):
    assert " ".join(words(text)) == expected


def test_cuts_tokens_that_one_engine_would_cut_and_the_other_not():
    assert bigrams("a" * 300) == words("a" * 300) == ["a" * LONGEST_TOKEN]


@given(st.text(max_size=60))
def test_places_every_token_where_it_stands(text):
    folded = fold(text)

    for token in tokens(folded):
        assert folded[token.start : token.end][:LONGEST_TOKEN] == token.text


@given(st.text(max_size=60))
def test_gives_tokens_without_white_space_or_quotes(text):
    for token in [*bigrams(text), *words(text)]:
        assert token
        assert not any(char.isspace() or char in "\"'*¦" for char in token)


@given(st.text(st.sampled_from("电池阀a1.- "), max_size=30))
def test_words_of_a_text_are_its_characters(text):
    assert "".join(word for word in words(text) if not word.isascii()) == "".join(c for c in text if c in "电池阀")
