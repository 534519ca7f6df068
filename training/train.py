#!/usr/bin/env python3
"""Trains the network on the corpora and writes `checkpoint.pt`; `export.py` turns that into the model that is embedded.

train.py CORPORA MINILM SEGMENTED VECTORS OUT [--minutes N] [--seed N]
  CORPORA    the corpora folder (treebank/, names/, attribution/)
  MINILM     folder of all-MiniLM-L6-v2 (model.safetensors, tokenizer.json); its input table is the fixed part of the word features
  SEGMENTED  folder written by `cargo xtask segment CORPORA SEGMENTED`
  VECTORS    word vectors by vectors.py
  OUT        folder for checkpoints and the log

The learning rate falls along a cosine over the given time; the weights that are kept are a running average.
"""

import argparse
import copy
import json
import pathlib
import random
import struct
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
import model as m
from features import PRETRAINED_DIM, TABLES, reduce

BATCH_WORDS = 2000
WINDOW_BEFORE, WINDOW_AFTER, WINDOW_WORDS = 1, 3, 200


def minilm_table(folder):
    """(vocabulary, word embedding table [30522, 384]) of a BERT checkpoint in safetensors."""
    raw = (folder / "model.safetensors").read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + size])
    entry = next(v for k, v in header.items() if k.endswith("embeddings.word_embeddings.weight"))
    a, b = entry["data_offsets"]
    table = np.frombuffer(raw[8 + size + a:8 + size + b], dtype={"F32": np.float32, "F16": np.float16}[entry["dtype"]]).reshape(entry["shape"])
    vocabulary = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    return [w for w, _ in sorted(vocabulary.items(), key=lambda x: x[1])], table.astype(np.float32)


class Features:
    def __init__(self, words):
        self.ids = torch.tensor(words.hashed)

    def of(self, types):
        t = torch.tensor(types)
        return t, self.ids[t]


def edges(lengths):
    n = sum(lengths)
    start, last = np.zeros(n, bool), np.zeros(n, bool)
    ends = np.cumsum(lengths)
    start[np.r_[0, ends[:-1]]] = True
    last[ends - 1] = True
    return start, last


def encode(net, feats, sentences):
    lengths = [len(s) for s in sentences]
    types, ids = feats.of([w for s in sentences for w in s])
    return net.encode(types, ids, *edges(lengths)), lengths


def tree_scores(net, x, lengths):
    """Padded scores [S, L, L + 1] of dependents by heads (0 the root), and the label parts."""
    dep, head, ldep, lhead = net.arcs(x)
    S, L = len(lengths), max(lengths)
    index = torch.zeros(S, L, dtype=torch.long)
    mask = torch.zeros(S, L, dtype=torch.bool)
    at = 0
    for i, n in enumerate(lengths):
        index[i, :n] = torch.arange(at, at + n)
        mask[i, :n] = True
        at += n
    d = dep[index]
    h = torch.cat([torch.tanh(net.arc_root).expand(S, 1, -1), head[index]], 1)
    scores = net.arc(d) @ h.transpose(1, 2) + net.arc_prior(h).transpose(1, 2)
    pos = torch.arange(L)
    offset = (pos[None, :] - pos[:, None]).clamp(-m.MAX_OFFSET, m.MAX_OFFSET) + m.MAX_OFFSET
    scores = scores + torch.cat([torch.zeros(L, 1), net.offset[offset]], 1)
    valid = torch.cat([torch.ones(S, 1, dtype=torch.bool), mask], 1)
    scores = scores.masked_fill(~valid[:, None, :], -1e4)
    scores = scores.masked_fill(torch.cat([torch.zeros(L, 1, dtype=torch.bool), torch.eye(L, dtype=torch.bool)], 1)[None], -1e4)
    return scores, mask, index, ldep, lhead


def label_scores(net, ldep, lhead, index, heads, mask):
    S = heads.shape[0]
    h = torch.where((heads > 0)[..., None], lhead[index.gather(1, (heads - 1).clamp(min=0))], net.label_root.expand(S, heads.shape[1], -1))
    return net.label(torch.tanh(ldep[index] + h))[mask]


def tree_loss(net, feats, batch):
    x, lengths = encode(net, feats, [s["words"] for s in batch])
    tags = net.tags(x)
    flat = lambda k: torch.tensor([v for s in batch for v in s[k]])
    loss = F.cross_entropy(tags[:, :17], flat("upos"), ignore_index=data.IGNORE, label_smoothing=0.03)
    loss = loss + F.cross_entropy(tags[:, 17:], flat("xpos"), ignore_index=data.IGNORE, label_smoothing=0.03)
    scores, mask, index, ldep, lhead = tree_scores(net, x, lengths)
    heads = torch.zeros(mask.shape, dtype=torch.long)
    heads[mask] = flat("head")
    loss = loss + F.cross_entropy(scores[mask], heads[mask], label_smoothing=0.0)
    return loss + F.cross_entropy(label_scores(net, ldep, lhead, index, heads, mask), flat("deprel"), label_smoothing=0.03)


def ner_loss(net, feats, batch):
    x, _ = encode(net, feats, [s["words"] for s in batch])
    return F.cross_entropy(net.ner(x), torch.tensor([v for s in batch for v in s["ner"]]), label_smoothing=0.02)


def window(first, cue):
    """Token range around a cue, and for each token its position class."""
    first = list(first)
    here = int(np.searchsorted(first, cue[0], "right")) - 1
    lo, hi = max(0, here - WINDOW_BEFORE), min(len(first) - 2, here + WINDOW_AFTER)
    a, b = first[lo], first[hi + 1]
    a, b = max(a, cue[0] - WINDOW_WORDS // 2), min(b, cue[0] + WINDOW_WORDS)
    sentence = np.searchsorted(first, np.arange(a, b), "right") - 1 - here
    distance = [t - cue[0] if t < cue[0] else max(0, t - cue[1] + 1) for t in range(a, b)]
    return a, b, [m.position(d, s) for d, s in zip(distance, sentence)]


def frame_inputs(docs, cues):
    """cues: a list of (document index, cue range). Index tensors for Network.frame."""
    offsets = np.cumsum([0] + [len(d["words"]) for d in docs])
    ranges, index, cue_of, position, lengths, spans = [], [], [], [], [], []
    for k, (d, cue) in enumerate(cues):
        a, b, p = window(docs[d]["first"], cue)
        o = offsets[d]
        ranges.append((cue[0] + o, cue[1] + o))
        index.extend(range(a + o, b + o))
        cue_of.extend([k] * (b - a))
        position.extend(p)
        lengths.append(b - a)
        spans.append((a, b))
    return torch.tensor(ranges), torch.tensor(index), torch.tensor(cue_of), torch.tensor(position), lengths, spans


def sentences_of(doc):
    return [doc["words"][a:b] for a, b in zip(doc["first"], doc["first"][1:])]


def false_cues(net, x, docs, threshold):
    """Words that the network takes for cues and the annotators did not."""
    with torch.no_grad():
        p = (1 - torch.softmax(net.cue(x), 1)[:, 0]).tolist()
    found, at = [], 0
    for d, doc in enumerate(docs):
        for t in range(len(doc["words"])):
            if p[at + t] > threshold and not doc["cue"][t]:
                found.append((d, (t, t + 1)))
        at += len(doc["words"])
    return found


def attribution_loss(net, feats, docs):
    x, _ = encode(net, feats, [s for d in docs for s in sentences_of(d)])
    gold = torch.tensor([c for d in docs for c in d["cue"]])
    loss = F.cross_entropy(net.cue(x), gold, label_smoothing=0.02)
    cues = [(d, f[0]) for d, doc in enumerate(docs) for f in doc["frames"]]
    roles = [f[1:] for doc in docs for f in doc["frames"]]
    wrong = false_cues(net, x, docs, 0.3)
    random.shuffle(wrong)
    wrong = wrong[:len(cues) // 4 + 1]
    cues, roles = cues + wrong, roles + [([], [])] * len(wrong)
    if not cues:
        return loss
    ranges, index, cue_of, position, lengths, spans = frame_inputs(docs, cues)
    logits = net.frame(x, ranges, index, cue_of, position, *edges(lengths))
    target = []
    for (a, b), (source, content) in zip(spans, roles):
        tags = [0] * (b - a)
        for pieces, label in ((content, 3), (source, 1)):
            for s, e in pieces:
                for t in range(max(s, a), min(e, b)):
                    tags[t - a] = label if t == max(s, a) else label + 1
        target.extend(tags)
    return loss + F.cross_entropy(logits, torch.tensor(target), label_smoothing=0.02) * 1.5


def batches(items, size_of, rng):
    items = items[:]
    rng.shuffle(items)
    out, cur, n = [], [], 0
    for item in items:
        k = size_of(item)
        if cur and n + k > BATCH_WORDS:
            out.append(cur)
            cur, n = [], 0
        cur.append(item)
        n += k
    return out + ([cur] if cur else [])


@torch.no_grad()
def evaluate_trees(net, feats, docs):
    right = total = uas = las = 0
    for batch in batches([s for d in docs for s in d], lambda s: len(s["words"]), random.Random(0)):
        x, lengths = encode(net, feats, [s["words"] for s in batch])
        flat = lambda k: torch.tensor([v for s in batch for v in s[k]])
        right += (net.tags(x)[:, :17].argmax(1) == flat("upos")).sum().item()
        scores, mask, index, ldep, lhead = tree_scores(net, x, lengths)
        heads = scores.argmax(2)
        labels = label_scores(net, ldep, lhead, index, heads, mask).argmax(1)
        base = torch.tensor([m.DEPREL.index(r.split(":")[0]) for r in m.DEPREL])
        ok = heads[mask] == flat("head")
        uas += ok.sum().item()
        las += (ok & (base[labels] == base[flat("deprel")])).sum().item()
        total += len(ok)
    return {"upos": 100 * right / total, "uas": 100 * uas / total, "las": 100 * las / total}


def entities(tags):
    found, start = set(), None
    for i, t in enumerate([m.NER[t] for t in tags] + ["O"]):
        if start is not None and (t == "O" or t[0] in "BS" or t[2:] != kind):
            found.add((start, i, kind))
            start = None
        if t != "O" and start is None:
            start, kind = i, t[2:]
        if t[0] in "ES" and start is not None:
            found.add((start, i + 1, kind))
            start = None
    return found


@torch.no_grad()
def evaluate_names(net, feats, docs):
    right = gold = pred = 0
    for batch in batches([s for d in docs for s in d], lambda s: len(s["words"]), random.Random(0)):
        x, lengths = encode(net, feats, [s["words"] for s in batch])
        tags = net.ner(x).argmax(1).split(lengths)
        for s, t in zip(batch, tags):
            g, p = entities(s["ner"]), entities(t.tolist())
            right, gold, pred = right + len(g & p), gold + len(g), pred + len(p)
    return {"names": 200 * right / max(1, gold + pred)}


@torch.no_grad()
def evaluate_attribution(net, feats, docs, gold_path, segmented, score, threshold=0.4):
    predicted = {}
    for doc, seg in zip(docs, segmented):
        x, _ = encode(net, feats, sentences_of(doc))
        p = torch.softmax(net.cue(x), 1)
        cues, flat = [], [t for s in seg["s"] for t in s]
        t, n = 0, len(flat)
        while t < n:
            if p[t, 0] < 1 - threshold:
                e = t + 1
                while e < n and p[e, 2] > max(p[e, 0], p[e, 1]):
                    e += 1
                cues.append((0, (t, e)))
                t = e
            else:
                t += 1
        statements = []
        if cues:
            ranges, index, cue_of, position, lengths, spans = frame_inputs([doc], cues)
            roles = net.frame(x, ranges, index, cue_of, position, *edges(lengths)).argmax(1).split(lengths)
            for (a, _), tags in zip(spans, roles):
                pieces, before = {1: [], 3: []}, 0
                for t, r in enumerate(tags.tolist()):
                    kind = {0: 0, 1: 1, 2: 1, 3: 3, 4: 3}[r]
                    if kind:
                        if before == kind and r != kind:
                            pieces[kind][-1][1] = flat[a + t][1]
                        else:
                            pieces[kind].append(list(flat[a + t]))
                    before = kind
                if pieces[3]:
                    statements.append({"source": {"span": pieces[1][0] if pieces[1] else None}, "content": pieces[3]})
        predicted[doc["id"]] = {"statements": statements}
    r = score.score(score.read_jsonl(gold_path), predicted)
    return {f"attr_{k}_{x}": r[k][x][2] for k, x in [("all", "e2e"), ("all", "span"), ("all", "exact"), ("quoted", "e2e"), ("indirect", "e2e")]}


def widened(state, net):
    """A checkpoint whose network knew fewer fixed features of a word: what is new begins at zero."""
    old, new = state["conv.weight"], torch.zeros_like(net.conv.weight)
    fixed = sum(dim for _, _, dim in TABLES)
    before, now = old.shape[1] // 3, new.shape[1] // 3
    for place in range(3):
        new[:, place * now:place * now + before - fixed] = old[:, place * before:place * before + before - fixed]
        new[:, (place + 1) * now - fixed:(place + 1) * now] = old[:, (place + 1) * before - fixed:(place + 1) * before]
    return state | {"conv.weight": new}


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("corpora", type=pathlib.Path)
    args.add_argument("minilm", type=pathlib.Path)
    args.add_argument("segmented", type=pathlib.Path)
    args.add_argument("vectors", type=pathlib.Path)
    args.add_argument("out", type=pathlib.Path)
    args.add_argument("--minutes", type=float, default=60)
    args.add_argument("--start", type=pathlib.Path, help="checkpoint to go on from")
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--rate", type=float, default=2.5e-3)
    args.add_argument("--threads", type=int, default=2)
    args.add_argument("--limit", type=int, default=0, help="steps an epoch at most, for a trial")
    args.add_argument("--scorers", type=pathlib.Path, default=None)
    a = args.parse_args()
    torch.set_num_threads(a.threads)
    random.seed(a.seed), torch.manual_seed(a.seed), np.random.seed(a.seed)
    rng = random.Random(a.seed)
    a.out.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(a.scorers or a.corpora.parent / "score"))
    import attribution as score
    from names import documents

    vocabulary, table = minilm_table(a.minilm)
    table, scale = reduce(table, PRETRAINED_DIM)
    vectors = np.load(a.vectors)
    words = data.Words(vocabulary, vectors["words"])
    read = lambda name: [json.loads(line) for line in open(a.segmented / name)]
    trees = [d for name in ("en_ewt-ud-train.conllu.gz", "en_gum-ud-train.conllu.gz") for d in data.treebank(a.corpora / "treebank" / name, words)]
    tree_dev = data.treebank(a.corpora / "treebank/en_ewt-ud-dev.conllu", words)
    ner = data.names(documents(a.corpora / "names/en_worldwide.train.conll.gz"), read("names.train.jsonl"), words)
    ner_dev = data.names(documents(a.corpora / "names/en_worldwide.dev.conll"), read("names.dev.jsonl"), words)
    attr = data.attributions(a.corpora / "attribution/polnear.train.jsonl.gz", read("attribution.train.jsonl"), words)
    attr_dev_seg = read("attribution.dev.jsonl")
    attr_dev = data.attributions(a.corpora / "attribution/polnear.dev.jsonl", attr_dev_seg, words)
    pretrained = torch.from_numpy(words.pretrained(table * np.float32(scale), vectors["vectors"] * np.float32(vectors["scale"])))
    feats = Features(words)
    net = m.Network(pretrained)
    if a.start:
        net.load_state_dict(widened(torch.load(a.start, weights_only=False)["state"], net))
    print(f"{len(words.hashed)} word types, {sum(p.numel() for p in net.parameters())} weights", flush=True)

    ema = copy.deepcopy(net)
    decay = [p for k, p in net.named_parameters() if p.dim() > 1 and not k.startswith("tables")]
    rest = [p for k, p in net.named_parameters() if not (p.dim() > 1 and not k.startswith("tables"))]
    opt = torch.optim.AdamW([{"params": decay, "weight_decay": 0.01}, {"params": rest, "weight_decay": 0.0}], lr=a.rate, betas=(0.9, 0.98), eps=1e-8, fused=True)

    def epoch_steps():
        # The treebanks are the smallest of the three and the hardest: they come twice.
        steps = [(tree_loss, b) for _ in range(2) for b in batches([s for d in trees for s in d], lambda s: len(s["words"]), rng)]
        steps += [(ner_loss, b) for b in batches([s for d in ner for s in d], lambda s: len(s["words"]), rng)]
        steps += [(attribution_loss, b) for b in batches(attr, lambda d: len(d["words"]), rng)]
        rng.shuffle(steps)
        return steps[:a.limit] if a.limit else steps

    step, epoch, begin, done = 0, 0, time.time(), 0.0
    log = open(a.out / "log.jsonl", "a")
    while done < 1:
        net.train()
        sums = {}
        for loss_of, batch in epoch_steps():
            done = (time.time() - begin) / (60 * a.minutes)
            if done >= 1:
                break
            rate = a.rate * min(1, (step + 1) / 200) * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * done)))
            for g in opt.param_groups:
                g["lr"] = rate
            loss = loss_of(net, feats, batch)
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            opt.step()
            step += 1
            if step % 5 == 0:
                k = min(0.995, (step + 5) / (step + 50))
                with torch.no_grad():
                    for p, q in zip(ema.parameters(), net.parameters()):
                        p.lerp_(q, 1 - k)
            s = sums.setdefault(loss_of.__name__, [0, 0])
            s[0], s[1] = s[0] + loss.item(), s[1] + 1
            if step % 100 == 0:
                print(f"step {step} {time.time() - begin:.0f}s " + " ".join(f"{n} {v / c:.3f}" for n, (v, c) in sums.items()), flush=True)
        epoch += 1
        ema.eval()
        result = {"epoch": epoch, "seconds": round(time.time() - begin)}
        result |= evaluate_trees(ema, feats, tree_dev) | evaluate_names(ema, feats, ner_dev)
        result |= evaluate_attribution(ema, feats, attr_dev, a.corpora / "attribution/polnear.dev.jsonl", attr_dev_seg, score)
        result = {k: round(v, 2) for k, v in result.items()}
        print(json.dumps(result), flush=True)
        log.write(json.dumps(result) + "\n")
        log.flush()
        torch.save({"state": ema.state_dict(), "vocabulary": vocabulary, "table": table, "scale": scale,
                    "vector_words": vectors["words"], "vectors": vectors["vectors"], "vector_scale": vectors["scale"], "result": result, "seed": a.seed}, a.out / "checkpoint.pt")


if __name__ == "__main__":
    main()
