import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.highlighter import highlight, terms_of
from search.language.parser import Mode, read


def marked(text, query, mode=Mode.ALL, **more):
    fragment = highlight("abstract", text, terms_of(read(query, mode).tree), **more)
    return "".join(f"[{part}]" if is_marked else part for part, is_marked in fragment.parts)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("一种燃料电池的电极", "电池", "一种燃料[电池]的电极"),
        ("一种燃料电池的电极", "电", "一种燃料[电]池的[电]极"),
        ("一种燃料电池的电极", "燃料电池 电池的", "一种[燃料电池的]电极"),
        ("温度为80℃，面积3㎡的Al₂O₃", "80℃ Al2O3 3m2", "温度为[80℃]，面积[3㎡]的[Al₂O₃]"),
        ("ＰＬＣ控制器与plc", "plc", "[ＰＬＣ]控制器与[plc]"),
        ("废旧PET材料", '"废旧pet材"', "[废旧PET材]料"),
        ("直径18.18mm", "18mm", "直径18.[18mm]"),
        ("直径18.18mm", "18*", "直径[18].[18]mm"),
        ("电池与锂", "电池 -锂", "[电池]与锂"),
        ("用于5G基站", "5G", "用于[5G]基站"),
        ("没有", "电池", "没有"),
        ("", "电池", ""),
    ],
)
def test_marks_what_was_found_in_the_original(text, query, expected):
    assert marked(text, query) == expected


def test_marks_the_words_of_a_need():
    text = "本发明提供一种锅炉烟气余热回收装置"

    assert marked(text, "降低锅炉余热损失的装置", Mode.NEED) == "本发明提供一种[锅炉]烟气[余热]回收[装置]"


def test_shows_the_window_with_most_distinct_terms():
    text = "电池。" + "一二三四五，" * 20 + "所述电池的隔膜由陶瓷制成。" + "六七八九十，" * 20

    shown = marked(text, "电池 隔膜 陶瓷", width=40)

    assert shown.startswith("所述[电池]的[隔膜]由[陶瓷]制成。六七八九十，")


def test_says_which_terms_stand_in_the_window():
    terms = terms_of(read("电池 隔膜 没有", Mode.ALL).tree)

    assert highlight("abstract", "电池的隔膜", terms).terms == {0, 1}


LETTERS = st.text(st.one_of(st.sampled_from("电池阀aA1.-℃㎡ﬁ，。́ "), st.characters()), max_size=150)


@given(text=LETTERS, query=LETTERS, width=st.integers(10, 60))
def test_gives_back_a_piece_of_the_text_whatever_is_written(text, query, width):
    fragment = highlight("abstract", text, terms_of(read(query, Mode.ALL).tree), width=width)

    assert "".join(part for part, _ in fragment.parts) == fragment.text
    assert fragment.text in text
    assert all(0 <= start < end <= len(fragment.text) for start, end in fragment.marks)
    assert list(fragment.marks) == sorted(fragment.marks)
    assert all(one[1] < other[0] for one, other in zip(fragment.marks, fragment.marks[1:], strict=False))
