"""Reads the corpora into sentences of word types with labels. Texts are cut into words by Readout itself (`cargo xtask segment`),
so that training sees what analysis will see; treebanks keep their own words."""

import bisect
import gzip
import json

import numpy as np

import model as m
from features import Pieces, hashed, normal

IGNORE = -100


def open_text(path):
    return gzip.open(path, "rt", encoding="utf-8") if str(path).endswith(".gz") else open(path, encoding="utf-8")


class Words:
    """Numbers word types and keeps their features."""

    def __init__(self, vocabulary, vector_words):
        self.pieces = Pieces(vocabulary)
        self.vector_of = {word: i for i, word in enumerate(vector_words)}
        self.index, self.hashed, self.piece_ids, self.vector_ids = {}, [], [], []

    def id(self, word):
        if word not in self.index:
            self.index[word] = len(self.hashed)
            self.hashed.append(hashed(word))
            self.piece_ids.append(self.pieces.of(word))
            self.vector_ids.append(self.vector_of.get(normal(word), -1))
        return self.index[word]

    def pretrained(self, table, vectors):
        """The fixed features of each word type: the mean of its pieces, then its vector (zero for a word without one)."""
        pieces = np.stack([table[ids].mean(0) for ids in self.piece_ids])
        vectors = np.concatenate([vectors, np.zeros_like(vectors[:1])])[self.vector_ids]
        return np.concatenate([pieces, vectors], 1).astype(np.float32)


def treebank(path, words):
    """A list of documents: lists of sentences {words, upos, xpos, head, deprel}."""
    docs, cur = [], []
    upos = {t: i for i, t in enumerate(m.UPOS)}
    xpos = {t: i for i, t in enumerate(m.XPOS)}
    deprel = {t: i for i, t in enumerate(m.DEPREL)}

    def close():
        if cur and len(cur) <= 160:
            docs[-1].append({
                "words": [words.id(c[1].replace(" ", "")) for c in cur], "upos": [upos.get(c[3], IGNORE) for c in cur],
                "xpos": [xpos.get(c[4], IGNORE) for c in cur], "head": [int(c[6]) for c in cur],
                "deprel": [deprel.get(c[7], deprel[c[7].split(":")[0]]) for c in cur]})
        cur.clear()

    with open_text(path) as lines:
        for line in lines:
            if line.startswith("# newdoc") or not docs:
                docs.append([])
            if line == "\n":
                close()
            elif line[0] != "#":
                c = line.rstrip("\n").split("\t")
                if "-" not in c[0] and "." not in c[0]:
                    cur.append(c)
    close()
    return [d for d in docs if d]


def names(documents, segmented, words):
    """documents: (id, text, {(start, end, type)}) as the scorer reads them; segmented: their words."""
    label = {t: i for i, t in enumerate(m.NER)}
    docs = []
    for (_, text, gold), seg in zip(documents, segmented):
        sentences = []
        for sent in seg["s"]:
            tags = [0] * len(sent)
            starts = [s for s, _ in sent]
            for s, e, kind in gold:
                a, b = bisect.bisect_left(starts, s), bisect.bisect_left(starts, e)
                if a < len(sent) and starts[a] == s and b > a:
                    for k in range(a, b):
                        tags[k] = label[("S" if b - a == 1 else "B" if k == a else "E" if k == b - 1 else "I") + "-" + kind]
            sentences.append({"words": [words.id(text[s:e]) for s, e in sent], "ner": tags})
        docs.append(sentences)
    return docs


def attributions(path, segmented, words):
    """Documents with flat words, sentence starts, cue tags and frames (cue range, source and content tokens)."""
    docs = []
    with open_text(path) as lines:
        for line, seg in zip(lines, segmented):
            doc = json.loads(line)
            text = doc["text"]
            flat = [t for s in seg["s"] for t in s]
            starts, ends = [t[0] for t in flat], [t[1] for t in flat]
            first = np.cumsum([0] + [len(s) for s in seg["s"]])

            def tokens(spans):
                found = []
                for s, e in spans:
                    found.append((bisect.bisect_right(ends, s), bisect.bisect_left(starts, e)))
                return [(a, b) for a, b in found if b > a]

            cue = [0] * len(flat)
            frames = []
            for a in doc["attributions"]:
                c = tokens(a["cue"])
                if not c:
                    continue
                c = c[0]
                if not any(cue[c[0]:c[1]]):
                    cue[c[0]:c[1]] = [1] + [2] * (c[1] - c[0] - 1)
                frames.append((c, tokens(a["source"]), tokens(a["content"])))
            docs.append({"id": doc["id"], "words": [words.id(text[s:e]) for s, e in flat], "first": first, "cue": cue, "frames": frames})
    return docs
