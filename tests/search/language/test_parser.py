from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.parser import DEEPEST, MOST_LEAVES, Mode, read
from search.language.tree import And, Code, DateRange, Everything, Need, Not, Nothing, Or, Phrase


def shown(node):
    """Give a tree in one line."""
    if isinstance(node, Phrase):
        field = f"{node.field}:" if node.field else ""
        return f"{field}{'_'.join(node.tokens)}{'*' if node.prefix else ''}"
    if isinstance(node, Code):
        return f"<{node.value}{'*' if node.prefix else ''}>"
    if isinstance(node, DateRange):
        ends = ["" if day is None else date.fromordinal(day).isoformat() for day in (node.first, node.last)]
        return f"{node.field}[{'..'.join(ends)}]"
    if isinstance(node, Need):
        return f"{node.minimum} of {'/'.join(node.words)}"
    if isinstance(node, Not):
        return f"!{shown(node.child)}"
    if isinstance(node, And | Or):
        return "(" + (" & " if isinstance(node, And) else " | ").join(shown(one) for one in node.children) + ")"
    return type(node).__name__


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", "Everything"),
        ("  ，。 ", "Everything"),
        ("电池", "电池"),
        ("燃料电池", "燃料_料电_电池"),
        ("阀", "阀*"),
        ("电池 电极", "(电池 & 电极)"),
        ("电池，电极、隔膜", "(电池 & 电极 & 隔膜)"),
        ("电池 AND 电极", "(电池 & 电极)"),
        ("电池 OR 电极 隔膜", "(电池 | (电极 & 隔膜))"),
        ("电池|电极", "(电池 | 电极)"),
        ("(电池 OR 电极) 隔膜", "((电池 | 电极) & 隔膜)"),
        ("（电池｜电极）隔膜", "((电池 | 电极) & 隔膜)"),
        ("电池 -锂", "(电池 & !锂*)"),
        ("电池 NOT 锂离子", "(电池 & !锂离_离子)"),
        ("-电池", "!电池"),
        ("--电池", "电池"),
        ("NOT NOT NOT 电池", "!电池"),
        ("锂-空气", "锂_空气"),
        ("DC-DC", "dc-dc_dc_dc"),
        ('"燃料 电池"', "燃料_料_电池"),
        ("“燃料电池”", "燃料_料电_电池"),
        ("al2*", "al2*"),
        ("涂层18.1*", "涂层_层_18.1*"),
        ("电池*", "电池"),
        ("Al2(SO4)3 foo(bar)", "(al2(so4)3_al2_so4_3 & foo & bar)"),
        ("标题:电池", "title:电池"),
        ("标题：(电池 OR 阀)", "(title:电池 | title:阀*)"),
        (
            "ti:电池 ab:电极 clm:步骤 pa:大学 in:张三",
            "(title:电池 & text:电极 & claims:步骤 & owners:大学 & inventors:张三)",
        ),
        ("TI:电池", "title:电池"),
        ("分类号:H01M10/052", "<ic:h01m10/052>"),
        ("ic:h", "<ic:h>"),
        ("分类号:H01M10/0*", "<ic:h01m10/0*>"),
        ("分类号:电池", "Nothing"),
        ("H01M", "(h01m | <ic:h01m>)"),
        ("H01M 10/052", "(h01m10/052_h01m10_052 | <ic:h01m10/052>)"),
        ("申请号:201710601862.3", "<an:2017106018623>"),
        ("申请号:2017*", "<an:2017*>"),
        ("公开号:CN107123456B", "<pn:107123456>"),
        ("申请日:[2010 TO 2015-06]", "filing_date[2010-01-01..2015-06-30]"),
        ("ad:[20100315 TO *]", "filing_date[2010-03-15..]"),
        ("ad:2012-12", "filing_date[2012-12-01..2012-12-31]"),
        ("授权日：2020", "grant_date[2020-01-01..2020-12-31]"),
        ("5g", "(5g | 第五_五代_代移_移动_动通_通信)"),
        ('"5g"', "5g"),
        ("一种 电池", "电池"),
        ("一种 所述", "(一种 & 所述)"),
        ("标题:一种 电池", "(title:一种 & 电池)"),
        ("比例:电池", "比例_例_电池"),
    ],
)
def test_reads_as(text, tree):
    assert shown(read(text, Mode.ALL).tree) == tree


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("电池", Mode.ALL),
        ("质子交换膜燃料电池电极", Mode.ALL),
        ("一种质子交换膜燃料电池的电极", Mode.NEED),
        ("一种质子交换膜燃料电池的电极 OR 阀", Mode.ALL),
        ('"一种质子交换膜燃料电池的电极"', Mode.ALL),
        ("标题:一种质子交换膜燃料电池的电极", Mode.ALL),
        ("a long English sentence stays a list of words", Mode.ALL),
        ("201710601862.3", Mode.NUMBER),
        ("201710601862", Mode.NUMBER),
        ("201710601862.4", Mode.ALL),
        ("CN101000319", Mode.NUMBER),
        ("hlj-l-2026-000456", Mode.NUMBER),
        ("12345", Mode.ALL),
    ],
)
def test_chooses_how_to_read(text, mode):
    assert read(text).mode is mode


def test_a_need_counts_its_twelve_longest_words():
    tree = read("我们工厂需要一种能够降低锅炉烟气余热损失的回收装置", Mode.NEED).tree

    assert shown(tree) == "3 of 工厂/降低/锅炉/烟气/余热/损失/回收/装置"
    assert "锅炉" in tree.bigrams
    assert "的回" in tree.bigrams

    long = read("零一 " + " ".join(f"word{'x' * number}" for number in range(20)), Mode.NEED).tree
    assert long.words == tuple(f"word{'x' * number}" for number in range(19, 7, -1))
    assert long.minimum == 5


def test_a_need_of_stop_words_only_is_looked_for_all_the_same():
    assert shown(read("我们需要什么", Mode.NEED).tree) == "2 of 我们/需要/什么"
    assert read("？！", Mode.NEED).tree == Everything()


def test_no_number_is_found_where_a_number_was_asked_for():
    assert read("电池", Mode.NUMBER).tree == Nothing()


def leaves_and_depth(node):
    if isinstance(node, And | Or):
        below = [leaves_and_depth(one) for one in node.children]
        return sum(leaves for leaves, _ in below), 1 + max(depth for _, depth in below)
    if isinstance(node, Not):
        leaves, depth = leaves_and_depth(node.child)
        return leaves, depth + 1
    return 1, 0


PIECES = ["电池", "阀", "5g", "H01M", " ", "ti:", "ad:", "2010", " OR ", " AND ", " NOT ", *"()[]|*-", '"']
SOUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=120).map("".join)


@given(SOUP, st.sampled_from(Mode))
def test_never_fails_and_keeps_its_bounds(text, mode):
    reading = read(text, mode)

    leaves, depth = leaves_and_depth(reading.tree)
    assert reading.mode is not Mode.AUTO
    # One term may mean a phrase, its synonyms, a class and numbers: at most five leaves.
    assert leaves <= 5 * MOST_LEAVES
    assert depth <= 3 * (DEEPEST + 1)
    assert len(set(reading.notes)) == len(reading.notes)
