"""What the network knows of a word from its letters alone. `crates/readout-language/src/features.rs` is the same in Rust;
`cargo test -p readout-language features` compares the two on a fixed list of words."""

import unicodedata

import numpy as np

# Name, number of buckets, dimensions.
TABLES = [("word", 32768, 48), ("prefix3", 4096, 24), ("suffix2", 1024, 16), ("suffix3", 4096, 32), ("suffix4", 8192, 32), ("shape", 2048, 24)]
PRETRAINED_DIM = 256
VECTOR_DIM = 64
INPUT_DIM = PRETRAINED_DIM + VECTOR_DIM + sum(dim for _, _, dim in TABLES)
MAX_PIECES = 12
QUOTES = {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"}


def fnv1a(text):
    h = 0x811C9DC5
    for byte in text.encode():
        h = ((h ^ byte) * 0x01000193) & 0xFFFFFFFF
    return h ^ (h >> 15)


def normal(word):
    """Lower case, digits as 0, one kind of quotation mark and dash."""
    return "".join("0" if c.isascii() and c.isdigit() else QUOTES.get(c, c) for c in word.lower())


def shape(word):
    """Upper X, lower x, digit d, other characters themselves; runs no longer than three."""
    out = []
    for c in word:
        c = QUOTES.get(c, c)
        k = "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isascii() and c.isdigit() else c
        if len(out) < 3 or not (out[-1] == out[-2] == out[-3] == k):
            out.append(k)
    return "".join(out[:16])


def hashed(word):
    """The bucket of each table of TABLES."""
    n = normal(word)
    parts = [n, n[:3], n[-2:], n[-3:], n[-4:], shape(word)]
    return [fnv1a(part) % size for part, (_, size, _) in zip(parts, TABLES)]


class Pieces:
    """WordPiece over the vocabulary of MiniLM: runs of letters and digits longest piece first, other characters alone."""

    def __init__(self, vocabulary):
        self.ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.unknown = self.ids["[UNK]"]

    def of(self, word):
        word = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        found, i = [], 0
        while i < len(word) and len(found) < MAX_PIECES:
            if not word[i].isalnum():
                found.append(self.ids.get(word[i], self.unknown))
                i += 1
                continue
            j = i
            while j < len(word) and word[j].isalnum():
                j += 1
            start = i
            while i < j and len(found) < MAX_PIECES:
                prefix = "##" if i > start else ""
                for end in range(min(j, i + 24), i, -1):
                    piece = self.ids.get(prefix + word[i:end])
                    if piece is not None:
                        found.append(piece)
                        i = end
                        break
                else:
                    found.append(self.unknown)
                    break
            i = j
        return found or [self.unknown]


def reduce(table, dim):
    """The embedding table on its first `dim` principal components, as int8 and a scale."""
    centred = table - table[1000:].mean(0)
    _, _, axes = np.linalg.svd(centred[1000::3], full_matrices=False)
    reduced = centred @ axes[:dim].T
    # Between whitening (all components count the same) and none.
    reduced /= np.sqrt(reduced[1000:].std(0))
    reduced *= 0.5 / reduced[1000:, :96].std()
    scale = 2.5 / 127
    return np.clip(np.round(reduced / scale), -127, 127).astype(np.int8), scale
