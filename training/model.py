"""The network: one encoder, shared by all heads.

word features (features.py) → convolution of three words, tanh → two layers of bidirectional QRNN with fo-pooling
(Bradbury et al. 2017) → heads: tags, names, attribution cues (linear), trees (biaffine, Dozat & Manning 2017), and for each
cue one more QRNN over the sentences around it that labels source and content.

Batches are flat: words of all sentences one after another, with masks where the recurrence starts anew. All activations lie
in [-1, 1], so that the weights and activations can be integers at run time.
"""

import numba
import numpy as np
import torch
from torch import nn

from features import INPUT_DIM, TABLES

EMBED, HIDDEN, ARC, LABEL, FRAME = 160, 128, 80, 64, 64
MAX_OFFSET = 24  # the arc bias knows distances up to this
POSITIONS = 34  # where a word stands to the cue: see `position`
UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
XPOS = ("ADD AFX CC CD DT EX FW GW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP "
        "VBZ WDT WP WP$ WRB XX $ '' `` , -LRB- -RRB- . :").split()
DEPREL = ("acl acl:relcl advcl advcl:relcl advmod amod appos aux aux:pass case cc cc:preconj ccomp compound compound:prt conj cop csubj csubj:outer "
          "csubj:pass dep det det:predet discourse dislocated expl fixed flat goeswith iobj list mark nmod nmod:desc nmod:poss nmod:unmarked nsubj "
          "nsubj:outer nsubj:pass nummod obj obl obl:agent obl:unmarked orphan parataxis punct reparandum root vocative xcomp").split()
NER = ["O"] + [f"{b}-{k}" for k in ("person", "organisation", "place", "group") for b in "BIES"]
CUE = ["O", "B", "I"]
ROLE = ["O", "B-source", "I-source", "B-content", "I-content"]


@numba.njit(fastmath=False, cache=True)
def scan_forward(f, z, start, reverse, c):
    n, h = f.shape
    half = h // 2
    prev = np.zeros(h, dtype=np.float32)
    for t in range(n):
        if start[t]:
            prev[:half] = 0
        for k in range(half):
            prev[k] = f[t, k] * prev[k] + (1 - f[t, k]) * z[t, k]
            c[t, k] = prev[k]
    for t in range(n - 1, -1, -1):
        if reverse[t]:
            prev[half:] = 0
        for k in range(half, h):
            prev[k] = f[t, k] * prev[k] + (1 - f[t, k]) * z[t, k]
            c[t, k] = prev[k]


@numba.njit(fastmath=False, cache=True)
def scan_backward(f, z, c, start, reverse, g, gf, gz):
    n, h = f.shape
    half = h // 2
    acc = np.zeros(h, dtype=np.float32)
    for t in range(n - 1, -1, -1):
        for k in range(half):
            a = g[t, k] + acc[k]
            before = 0.0 if start[t] else c[t - 1, k]
            gf[t, k] = a * (before - z[t, k])
            gz[t, k] = a * (1 - f[t, k])
            acc[k] = 0.0 if start[t] else a * f[t, k]
    for t in range(n):
        for k in range(half, h):
            a = g[t, k] + acc[k]
            before = 0.0 if reverse[t] else c[t + 1, k]
            gf[t, k] = a * (before - z[t, k])
            gz[t, k] = a * (1 - f[t, k])
            acc[k] = 0.0 if reverse[t] else a * f[t, k]


class Scan(torch.autograd.Function):
    """c = f * c before + (1 - f) * z; the first half of the columns left to right, the second right to left."""

    @staticmethod
    def forward(ctx, f, z, start, last):
        c = torch.empty_like(f)
        scan_forward(f.numpy(), z.numpy(), start, last, c.numpy())
        ctx.save_for_backward(f, z, c)
        ctx.masks = start, last
        return c

    @staticmethod
    def backward(ctx, g):
        f, z, c = ctx.saved_tensors
        gf, gz = torch.empty_like(f), torch.empty_like(f)
        scan_backward(f.numpy(), z.numpy(), c.numpy(), *ctx.masks, g.contiguous().numpy(), gf.numpy(), gz.numpy())
        return gf, gz, None, None


class Qrnn(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.hidden = hidden
        self.linear = nn.Linear(inputs, 6 * hidden)
        nn.init.xavier_uniform_(self.linear.weight, gain=1.4)
        with torch.no_grad():
            self.linear.bias.zero_()
            self.linear.bias[2 * hidden:4 * hidden] = torch.linspace(-1, 3, 2 * hidden)[torch.randperm(2 * hidden)]

    def forward(self, x, start, last):
        z, f, o = self.linear(x).split(2 * self.hidden, 1)
        f = torch.sigmoid(f)
        c = Scan.apply(f.contiguous(), torch.tanh(z).contiguous(), start, last)
        return torch.sigmoid(o) * c


class Drop(nn.Module):
    """Dropout by way of a comparison, which is faster on a processor than torch's own."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or not self.p:
            return x
        return x * (torch.rand_like(x) > self.p) / (1 - self.p)


class Network(nn.Module):
    def __init__(self, pretrained):
        """`pretrained` [word types, PRETRAINED_DIM + VECTOR_DIM]: the fixed part of each word's features."""
        super().__init__()
        self.register_buffer("pretrained", pretrained, persistent=False)
        self.tables = nn.ModuleList(nn.Embedding(size, dim) for _, size, dim in TABLES)
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.1)
        self.conv = nn.Linear(3 * INPUT_DIM, EMBED)
        self.layers = nn.ModuleList([Qrnn(EMBED, HIDDEN), Qrnn(2 * HIDDEN, HIDDEN)])
        width = 2 * HIDDEN
        self.drop = Drop(0.2)
        self.tags = nn.Linear(width, len(UPOS) + len(XPOS))
        self.ner = nn.Linear(width, len(NER))
        self.cue = nn.Linear(width, len(CUE))
        self.arc_dep, self.arc_head = nn.Linear(width, ARC), nn.Linear(width, ARC)
        self.label_dep, self.label_head = nn.Linear(width, LABEL), nn.Linear(width, LABEL)
        self.arc = nn.Linear(ARC, ARC, bias=False)
        self.arc_prior = nn.Linear(ARC, 1, bias=False)
        self.arc_root = nn.Parameter(torch.zeros(ARC))
        self.label_root = nn.Parameter(torch.zeros(LABEL))
        self.offset = nn.Parameter(torch.zeros(2 * MAX_OFFSET + 1))
        self.label = nn.Linear(LABEL, len(DEPREL))
        self.frame_word = nn.Linear(width, FRAME)
        self.frame_cue = nn.Linear(width, FRAME)
        self.frame_position = nn.Embedding(POSITIONS, FRAME)
        self.frame_rnn = Qrnn(FRAME, FRAME)
        self.frame_role = nn.Linear(2 * FRAME, len(ROLE))

    def embed(self, types, ids):
        """types [n]: word types; ids [n, tables]: their buckets."""
        parts = [self.pretrained[types]]
        for k, table in enumerate(self.tables):
            e = table(ids[:, k])
            if k == 0 and self.training:
                e = e * (torch.rand(e.shape[0], 1) > 0.25)
            parts.append(e)
        x = torch.cat(parts, 1)
        if self.training:
            x = x * (torch.rand(x.shape[0], 1) > 0.03)
        return self.drop(x)

    def encode(self, types, ids, start, last):
        x = self.embed(types, ids)
        s, l = torch.from_numpy(~start).unsqueeze(1), torch.from_numpy(~last).unsqueeze(1)
        before = torch.cat([torch.zeros_like(x[:1]), x[:-1]]) * s
        after = torch.cat([x[1:], torch.zeros_like(x[:1])]) * l
        x = torch.tanh(self.conv(torch.cat([before, x, after], 1)))
        for layer in self.layers:
            x = layer(self.drop(x), start, last)
        return self.drop(x)

    def arcs(self, x):
        tanh = torch.tanh
        return tanh(self.arc_dep(x)), tanh(self.arc_head(x)), self.label_dep(x), self.label_head(x)

    def frame(self, x, cue, index, cue_of, position, start, last):
        """x [n, width]; cue [m, 2] token ranges; for every window word its token, its cue and its position."""
        words = self.frame_word(x)
        sums = torch.cat([torch.zeros_like(x[:1]), x.cumsum(0)])
        mean = (sums[cue[:, 1]] - sums[cue[:, 0]]) / (cue[:, 1:] - cue[:, :1])
        cues = self.frame_cue(mean)
        h = torch.tanh(words[index] + cues[cue_of] + self.frame_position(position))
        h = self.frame_rnn(self.drop(h), start, last)
        return self.frame_role(self.drop(h))


def position(distance, sentence):
    """Class of a word that stands `distance` words from the cue (0 inside), `sentence` sentences from the cue's."""
    if sentence < 0:
        return 30
    if sentence > 0:
        return 30 + min(sentence, 3)
    if distance == 0:
        return 0
    d = abs(distance)
    step = d if d <= 6 else 7 if d <= 8 else 8 if d <= 11 else 9 if d <= 15 else 10 if d <= 20 else 11 if d <= 28 else 12 if d <= 40 else 13
    return step if distance < 0 else 14 + step
