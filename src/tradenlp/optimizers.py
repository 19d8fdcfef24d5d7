"""An optimizer with a rate of its own for pretrained encoders, for spaCy's training configurations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.util import registry
from thinc.api import Optimizer

NAME = "tradenlp.Adam.v1"
"""The optimizer's name in the registry."""


class TwoRates(Optimizer):
    """AdamW (Loshchilov and Hutter 2019) with a lower rate for the parameters of PyTorch modules.

    Scaling an encoder's gradients, which a listener's ``grad_factor`` does, changes nothing under Adam; its rate has to
    be another (discriminative fine-tuning, Howard and Ruder 2018).

    Args:
        encoder_factor: rate of the encoder's parameters as a part of that of the others.
        settings: as for ``thinc.api.Optimizer``.
    """

    __slots__ = ["encoder_factor"]

    def __init__(self, *, encoder_factor: float, **settings: Any) -> None:
        super().__init__(**settings)
        self.encoder_factor = encoder_factor

    def __call__(self, key: tuple[int, str], weights: Any, gradient: Any, *, lr_scale: float = 1.0) -> Any:
        """Make one step with one parameter; returns it with its gradient emptied."""
        # PyTorch names parameters by their path in the module, with dots between
        factor = self.encoder_factor if "." in key[1] else 1.0
        return super().__call__(key, weights, gradient, lr_scale=lr_scale * factor)


@registry.optimizers(NAME)
def make_optimizer(
    learn_rate: float | list[float] | Iterator[float] = 0.002,
    encoder_factor: float = 0.04,
    L2: float = 0.0001,  # noqa: N803 (thinc's name)
) -> TwoRates:
    """Return the optimizer.

    Args:
        learn_rate: of all parameters that PyTorch does not hold; a number or a schedule.
        encoder_factor: rate of those that PyTorch holds, as a part of it.
        L2: decay of the weights.
    """
    return TwoRates(
        encoder_factor=encoder_factor,
        learn_rate=learn_rate,
        L2=L2,
        L2_is_weight_decay=True,
        grad_clip=1.0,
        use_averages=False,
    )


__all__ = ["NAME", "TwoRates", "make_optimizer"]
