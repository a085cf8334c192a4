"""Small tests of the parts that need no data: `python -m unittest`."""

import unittest

import numpy as np

import dataset
import evaluate
import lemmas
import names
import trees
from conllu import Sentence


class Lemmas(unittest.TestCase):
    def test_scripts_give_the_lemma_back(self):
        for form, lemma in [("Talks", "talk"), ("went", "go"), ("NATO", "NATO"), ("THE", "the"), ("paris", "Paris"), ("is", "be"),
                            ("Philippines", "Philippines"), (";", ";"), ("unhappier", "unhappy"), ("’s", "'s")]:
            self.assertEqual(lemmas.apply(lemmas.script(form, lemma), form), lemma)

    def test_script_that_drops_too_much_does_not_apply(self):
        self.assertIsNone(lemmas.apply("l;2;;2;", "abc"))


class Trees(unittest.TestCase):
    def test_best_tree_among_all(self):
        rng = np.random.default_rng(4)
        for _ in range(60):
            n = int(rng.integers(1, 6))
            arc = rng.normal(size=(n, n + 1)).round(2)
            heads = trees.decode(arc)
            self.assertAlmostEqual(arc[np.arange(n), heads].sum(), self.best(arc), places=6)

    @staticmethod
    def best(arc):
        n, best = len(arc), -1e9
        for code in range((n + 1) ** n):
            heads = [code // (n + 1) ** i % (n + 1) for i in range(n)]
            if heads.count(0) == 1 and all(Trees.reaches_root(heads, i) for i in range(n)):
                best = max(best, sum(arc[i, h] for i, h in enumerate(heads)))
        return best

    @staticmethod
    def reaches_root(heads, i):
        for _ in heads:
            if heads[i] == 0:
                return True
            i = heads[i] - 1
        return False


class Names(unittest.TestCase):
    def test_spans_and_tags(self):
        tags = names.bilou(5, [(0, 0, "LOC"), (2, 4, "ORG")])
        self.assertEqual(tags, ["U-LOC", "O", "B-ORG", "I-ORG", "L-ORG"])
        self.assertEqual(names.spans(tags), [(0, 0, "LOC"), (2, 4, "ORG")])

    def test_decoding_is_well_formed(self):
        scores = np.random.default_rng(1).normal(size=(9, len(names.TAGS)))
        tags = evaluate.viterbi(scores, names.TAGS)
        self.assertEqual(names.bilou(9, names.spans(tags)), tags)


class Shapes(unittest.TestCase):
    def test_letter_case(self):
        words = {"talks": "lower", "Talks": "title", "NATO": "upper", "U.N.": "upper", "McKay": "mixed", "A": "initial", "14": "no_letters", "iPhone": "mixed", "S.": "initial"}
        for word, name in words.items():
            self.assertEqual(dataset.SHAPES[dataset.shape(word)], name)

    def test_kind_is_of_the_smallest_entity(self):
        s = Sentence("", ["the", "king", "of", "Spain"], heads=[2, 0, 4, 2], entities=[(0, 3, "person"), (3, 3, "place")])
        self.assertEqual(dataset.kinds(s), ["O", "person", "O", "place"])


if __name__ == "__main__":
    unittest.main()
