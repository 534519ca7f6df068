#!/usr/bin/env python3
"""Trains word vectors (skip-gram with negative sampling, Mikolov et al. 2013) on the texts of the corpora: vectors.py OUT.npz TEXTS SEGMENTED [TEXTS SEGMENTED …]

TEXTS is JSONL with `text`, SEGMENTED its words by `cargo xtask segment`. Words are in the normal form of features.py; rare ones are left out.
They tell the network of words that no labelled corpus holds.
"""

import json
import sys

import numpy as np
from gensim.models import Word2Vec

import data
from features import VECTOR_DIM, normal

RARE = 4


def sentences(pairs):
    for texts, segmented in pairs:
        with data.open_text(texts) as a, data.open_text(segmented) as b:
            for line, words in zip(a, b):
                text = json.loads(line)["text"]
                for sentence in json.loads(words)["s"]:
                    yield [normal(text[s:e]) for s, e in sentence]


def main():
    out, *files = sys.argv[1:]
    read = list(sentences(zip(files[::2], files[1::2])))
    print(f"{len(read)} sentences, {sum(map(len, read))} words", flush=True)
    model = Word2Vec(read, vector_size=VECTOR_DIM, window=4, min_count=RARE, sg=1, negative=8, sample=1e-4, epochs=6, workers=1, seed=1)
    vectors = model.wv.vectors
    vectors *= 0.5 / vectors.std()
    scale = 2.5 / 127
    np.savez(out, words=np.array(model.wv.index_to_key), vectors=np.clip(np.round(vectors / scale), -127, 127).astype(np.int8), scale=scale)
    print(len(vectors), "words; near 'moscow':", model.wv.most_similar("moscow", topn=6))


if __name__ == "__main__":
    main()
