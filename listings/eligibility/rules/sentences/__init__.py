"""
The sentences of the rules, in Chinese and English, by rule, result, reason and ground.

Names in braces are values that the rule worked out; ``ANY`` stands for every rule that has no sentence of its own.
"""

from __future__ import annotations

from typing import Final

from listings.eligibility.rules.sentences.burdens import BURDENS
from listings.eligibility.rules.sentences.declarations import DECLARATIONS
from listings.eligibility.rules.sentences.owners import OWNERS
from listings.eligibility.rules.sentences.right import RIGHT
from listings.eligibility.rules.sentences.sentence import ANY, GENERAL, Key, Sentence
from listings.eligibility.rules.sentences.use import USE
from listings.eligibility.rules.sentences.value import VALUE
from listings.eligibility.rules.sentences.words import TOPIC_OF_LICENSES, WORDS

__all__ = ["ANY", "SENTENCES", "TOPIC_OF_LICENSES", "WORDS", "Key", "Sentence"]

SENTENCES: Final[dict[Key, Sentence]] = {
    **GENERAL,
    **RIGHT,
    **BURDENS,
    **OWNERS,
    **DECLARATIONS,
    **USE,
    **VALUE,
}
