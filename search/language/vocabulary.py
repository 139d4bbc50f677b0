"""Words that a query may leave out, and words that mean the same. Both act on the query only, never on the index."""

from __future__ import annotations

from typing import Final

from search.language.analyser import fold

STOP_WORDS: Final = frozenset(
    """
    的 地 得 了 着 过 在 是 和 与 及 或 而 且 并 从 对 将 把 被 使 让 由 于 以 为 其 该 此 这 那 个 种 之 等 有 能 可
    可以 能够 一种 一个 本发明 实用新型 本实用新型 所述 上述 包括 包含 涉及 公开 提供 以及 用于 通过 进行 具有 其中
    如何 怎么 怎样 什么 需要 想要 寻找 希望 解决 问题 我们 我 请问 有没有 哪些
    """.split()  # noqa: SIM905 - Seventy quoted words would not be read by anybody.
)

# Each row is one meaning. A whole term of a query that stands in a row is searched as any of the row.
_ROWS: Final = (
    ("5g", "第五代移动通信"),
    ("led", "发光二极管"),
    ("plc", "可编程控制器", "可编程逻辑控制器"),
    ("pcb", "印刷电路板", "印制电路板"),
    ("pet", "聚对苯二甲酸乙二醇酯"),
    ("pvc", "聚氯乙烯"),
    ("agv", "自动导引车", "自动导引运输车"),
    ("uav", "无人机", "无人驾驶飞行器"),
    ("mems", "微机电系统"),
    ("igbt", "绝缘栅双极型晶体管"),
)
_SYNONYMS: Final = {word: row for row in _ROWS for word in row}


def synonyms(term: str) -> tuple[str, ...]:
    """Give the other words for a whole term, in the order of their row; most terms have none."""
    folded = fold(term)
    return tuple(other for other in _SYNONYMS.get(folded, ()) if other != folded)
