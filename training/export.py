#!/usr/bin/env python3
"""Writes a checkpoint as the model file that Readout embeds: export.py CHECKPOINT CORPORA OUT.model.zst

The file is zstd over a sequence of arrays: u32 count, then for each a name (u16 length, UTF-8), a type (u8: 0 f32, 1 i8, 3 UTF-8 text),
the number of dimensions (u8), the dimensions (u32 each) and the values, all little-endian. Embeddings and matrices become 8-bit integers with a scale
a row; what is small or summed in floats stays as it is.
"""

import collections
import pathlib
import struct
import sys

import numpy as np
import torch
import zstandard

import data
import model as m
from features import TABLES

TYPES = {np.dtype("<f4"): 0, np.dtype("i1"): 1}


def rows(matrix):
    """(8-bit integers, scale a row)."""
    scale = np.maximum(np.abs(matrix).max(1), 1e-8) / 127
    return np.round(matrix / scale[:, None]).astype("i1"), scale.astype("<f4")


def lexicon(corpora):
    """Lines `form TAB xpos TAB lemma` of the forms whose lemma is not the form itself, most frequent first; then every lemma."""
    counts = collections.defaultdict(collections.Counter)
    lemmas = collections.Counter()
    for name in ("en_ewt-ud-train.conllu.gz", "en_gum-ud-train.conllu.gz"):
        with data.open_text(corpora / "treebank" / name) as lines:
            for line in lines:
                c = line.rstrip("\n").split("\t")
                if len(c) == 10 and c[0].isdigit() and c[7] != "goeswith" and c[3] not in ("X", "PUNCT", "SYM", "NUM"):
                    form = c[1] if c[3] == "PROPN" else c[1].lower()
                    counts[form, c[4]][c[2]] += 1
                    if c[3] in ("VERB", "NOUN", "ADJ", "ADV"):
                        lemmas[c[2].lower()] += 1
    pairs = []
    for (form, xpos), found in sorted(counts.items()):
        lemma, n = found.most_common(1)[0]
        if n * 2 > sum(found.values()) and "\t" not in form:
            pairs.append(f"{form}\t{xpos}\t{lemma}")
    return "\n".join(p for p in pairs if p.split("\t")[0] != p.split("\t")[2]), "\n".join(sorted(lemmas))


def main():
    checkpoint, corpora, out = map(pathlib.Path, sys.argv[1:])
    saved = torch.load(checkpoint, weights_only=False)
    state = {k: v.numpy() for k, v in saved["state"].items()}
    arrays = {}

    def text(name, value):
        raw = value.encode()
        arrays[name] = (3, (len(raw),), raw)

    def array(name, value):
        value = np.ascontiguousarray(value)
        arrays[name] = (TYPES[value.dtype], value.shape, value.tobytes())

    def embedding(name, value):
        q, scale = rows(value)
        array(name, q)
        array(name + ".scale", scale)

    def linear(name, weight, bias):
        embedding(name, weight)
        array(name + ".bias", bias.astype("<f4"))

    text("vocabulary", "\n".join(saved["vocabulary"]))
    array("pretrained", saved["table"])
    array("pretrained.scale", np.array([saved["scale"]], "<f4"))
    text("vector.words", "\n".join(saved["vector_words"]))
    array("vectors", saved["vectors"])
    array("vectors.scale", np.array([saved["vector_scale"]], "<f4"))
    for k, (name, _, _) in enumerate(TABLES):
        embedding(f"table.{name}", state[f"tables.{k}.weight"])
    array("conv", state["conv.weight"].astype("<f4"))
    array("conv.bias", state["conv.bias"].astype("<f4"))
    for k in range(2):
        linear(f"layer.{k}", state[f"layers.{k}.linear.weight"], state[f"layers.{k}.linear.bias"])
    heads = ["tags", "ner", "cue", "arc_dep", "arc_head", "label_dep", "label_head", "frame_word"]
    linear("heads", np.concatenate([state[f"{h}.weight"] for h in heads]), np.concatenate([state[f"{h}.bias"] for h in heads]))
    for name in ("arc.weight", "arc_prior.weight", "arc_root", "label_root", "offset", "frame_cue.weight", "frame_cue.bias", "frame_position.weight"):
        array(name, state[name].astype("<f4"))
    linear("label", state["label.weight"], state["label.bias"])
    linear("frame_rnn", state["frame_rnn.linear.weight"], state["frame_rnn.linear.bias"])
    linear("frame_role", state["frame_role.weight"], state["frame_role.bias"])
    for name, labels in (("upos", m.UPOS), ("xpos", m.XPOS), ("deprel", m.DEPREL), ("ner", m.NER), ("role", m.ROLE)):
        text(f"labels.{name}", "\n".join(labels))
    pairs, lemmas = lexicon(corpora)
    text("lexicon", pairs)
    text("lemmas", lemmas)

    blob = struct.pack("<I", len(arrays))
    for name, (kind, shape, raw) in arrays.items():
        blob += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BB", kind, len(shape)) + struct.pack(f"<{len(shape)}I", *shape) + raw
    out.write_bytes(zstandard.ZstdCompressor(level=19).compress(blob))
    print(f"{out}: {len(blob):,} bytes, {out.stat().st_size:,} compressed")


if __name__ == "__main__":
    main()
