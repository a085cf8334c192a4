"""The teacher: the coder's heads over a large encoder (all-mpnet-base-v2). Only used in training."""

import torch
import torch.nn as nn
from tokenizers import Tokenizer
from transformers import AutoModel

import coding
import pairs
from model import Dropout


class Teacher(coding.Coder):
    """As `coding.Coder`; letter case is in the encoder's own word pieces, and only its last layer is read."""

    def __init__(self, folder, head_dropout=0.3):
        nn.Module.__init__(self)
        self.encoder = AutoModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.marks = nn.Embedding(pairs.MARKS, width)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.marks.weight.data[0].zero_()
        self.query, self.hidden = nn.Linear(width, 1), nn.Linear(4 * width, 384)
        self.kind, self.mode, self.status = (nn.Linear(384, n) for n in (len(pairs.TYPES), len(pairs.MODES), len(pairs.STATUS)))
        self.drop = Dropout(head_dropout)
        self.heads = coding.Heads(width)
        self.mix = self.sentence_mix = lambda states: states[-1]

    def _states(self, input_ids, shape_ids, mark_ids, attention_mask):
        vectors = self.encoder.embeddings.word_embeddings(input_ids) + self.marks(mark_ids)
        return [self.encoder(inputs_embeds=vectors, attention_mask=attention_mask).last_hidden_state]


class Pieces:
    """Word pieces of the teacher, a word at a time."""

    def __init__(self, folder):
        self.tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        of = self.tokenizer.token_to_id
        self.cls, self.sep, self.unk, self.mask = of("<s>"), of("</s>"), of("[UNK]"), of("<mask>")
        self.known = {}

    def of(self, word):
        if word not in self.known:
            self.known[word] = self.tokenizer.encode(word[:40], add_special_tokens=False).ids[:8] or [self.unk]
        return self.known[word]


def start(folder, checkpoint=None):
    """(model, pieces), from the published encoder or a checkpoint of `teach.py`."""
    model = Teacher(folder)
    if checkpoint:
        model.load_state_dict(torch.load(checkpoint, map_location="cpu"))
    return model, Pieces(folder)
