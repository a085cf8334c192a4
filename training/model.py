"""The analyser: one MiniLM encoder, one pass, a head per layer, biaffine arcs and labels (Dozat & Manning 2017)."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import BertModel

from dataset import SHAPES


class Mix(nn.Module):
    """Learned weighted mean of the encoder's layers (Peters et al. 2018)."""

    def __init__(self, layers):
        super().__init__()
        start = torch.zeros(layers)
        start[-1] = 3.0  # begin near the last layer
        self.weights, self.scale = nn.Parameter(start), nn.Parameter(torch.ones(1))

    def forward(self, hidden):
        w = self.weights.softmax(0) * self.scale
        return sum(w[i] * h.float() for i, h in enumerate(hidden))


class Dropout(nn.Module):
    """Dropout that cuts its masks out of one pool of random numbers: drawing fresh ones was a fifth of the time."""

    POOL = 1 << 22

    def __init__(self, p):
        super().__init__()
        self.p, self.pool = p, {}

    def forward(self, x):
        if not self.training or self.p == 0:
            return x
        if x.dtype not in self.pool:
            kept = torch.rand(self.POOL) >= self.p
            self.pool[x.dtype] = (kept / (1 - self.p)).to(x.dtype)
        pool, n = self.pool[x.dtype], x.numel()
        if n > self.POOL:
            return F.dropout(x, self.p)
        start = int(torch.randint(0, self.POOL - n + 1, (1,)))
        return x * pool[start : start + n].view(x.shape)


class Analyser(nn.Module):
    """Word classes, name tags, entity kinds, arc scores and label parts of a batch of sentences."""

    def __init__(self, encoder, sizes, arc=320, rel=128, hidden=256, dropout=0.0, head_dropout=0.3):
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        encoder.config.hidden_dropout_prob = dropout
        for layer in encoder.modules():
            if isinstance(getattr(layer, "dropout", None), nn.Dropout) and hasattr(layer, "LayerNorm"):
                layer.dropout = Dropout(dropout)
        layers = encoder.config.num_hidden_layers + 1
        self.tag_mix, self.tree_mix, self.name_mix = Mix(layers), Mix(layers), Mix(layers)
        self.upos = nn.Linear(width, sizes["upos"])
        self.feats = nn.Linear(width, sizes["feats"])
        self.lemma = nn.Linear(width, sizes["lemma"])
        self.name_hidden = nn.Linear(width, hidden)
        self.names = nn.Linear(hidden, sizes["names"])
        self.kind_hidden = nn.Linear(width, hidden)
        self.kind = nn.Linear(hidden, sizes["kind"])
        self.arc_dep, self.arc_head = nn.Linear(width, arc), nn.Linear(width, arc)
        self.rel_dep, self.rel_head = nn.Linear(width, rel), nn.Linear(width, rel)
        self.arc = nn.Parameter(torch.zeros(arc + 1, arc))
        self.rel = nn.Parameter(torch.zeros(sizes["deprel"], rel + 1, rel + 1))
        self.drop = Dropout(head_dropout)

    @staticmethod
    def start(folder, sizes, attention="eager", **options):
        """From the published encoder; its token-type rows become one row per letter case."""
        encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation=attention,
                                            attention_probs_dropout_prob=0.0)
        return Analyser(Analyser._with_shapes(encoder), sizes, **options)

    @staticmethod
    def _with_shapes(encoder):
        rows = encoder.embeddings.token_type_embeddings.weight.data[:1].repeat(len(SHAPES), 1)
        encoder.embeddings.token_type_embeddings = nn.Embedding.from_pretrained(rows, freeze=False)
        encoder.config.type_vocab_size = len(SHAPES)
        return encoder

    def _pool(self, hidden, word_of_piece, words):
        """Mean of each word's pieces, after the [CLS] vector as word 0 (the root)."""
        owner = (words[:, 1:, None] == word_of_piece[:, None, :]).to(hidden.dtype)
        mean = owner / owner.sum(-1, keepdim=True).clamp(min=1.0)
        return torch.cat([hidden[:, :1], mean @ hidden], 1)

    def forward(self, input_ids, shape_ids, attention_mask, word_of_piece, words):
        """Everything but the labels: upos, feats, lemma, names, kind, arc, rel_dep, rel_head."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):  # twice as fast; the heads stay exact
            hidden = self.encoder(input_ids=input_ids, token_type_ids=shape_ids, attention_mask=attention_mask,
                                  output_hidden_states=True).hidden_states
        pooled = lambda mix: self.drop(self._pool(mix(hidden), word_of_piece, words))
        tags, tree, name = pooled(self.tag_mix)[:, 1:], pooled(self.tree_mix), pooled(self.name_mix)[:, 1:]
        dep = tree[:, 1:]
        part = lambda layer, x: self.drop(F.gelu(layer(x)))
        one = lambda x: torch.cat([x, torch.ones_like(x[..., :1])], -1)
        arc = one(part(self.arc_dep, dep)) @ self.arc @ part(self.arc_head, tree).transpose(1, 2)
        return (self.upos(tags), self.feats(tags), self.lemma(tags), self.names(part(self.name_hidden, name)),
                self.kind(part(self.kind_hidden, name)), arc, one(part(self.rel_dep, dep)), one(part(self.rel_head, tree)))

    def labels(self, rel_dep, rel_head, heads):
        """Label scores [B,W,classes] of each word under the head given for it (0 = root)."""
        index = heads.unsqueeze(-1).expand(-1, -1, rel_head.shape[-1])
        chosen = torch.gather(rel_head, 1, index)
        classes, size, _ = self.rel.shape
        left = (rel_dep @ self.rel.permute(1, 0, 2).reshape(size, classes * size)).view(*rel_dep.shape[:2], classes, size)
        return (left * chosen.unsqueeze(2)).sum(-1)
