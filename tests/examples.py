"""How many examples a random test tries.

By default a share of them, new ones in each run. `pytest --hypothesis-profile thorough` tries all.
`pytest --hypothesis-profile few` tries few, the same ones each time, and does not look for smaller
ones: enough to notice a programme that was broken on purpose.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, settings

FEW, THOROUGH = "few", "thorough"
LEAST = 10
"""So many examples are tried in any case, where a test has them."""

settings.register_profile(
    FEW,
    max_examples=15,
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
settings.register_profile(THOROUGH)


def share(most: int) -> int:
    """How many out of so many examples are tried in this run."""
    profile = settings.get_current_profile_name()
    if profile == THOROUGH:
        return most
    if profile == FEW:
        return min(most, settings.get_profile(FEW).max_examples)
    return max(min(most, LEAST), most * 2 // 5)


def examples(most: int, **more: Any) -> settings:
    """Settings for a share of so many examples; ``more`` of them as hypothesis names them."""
    parent = settings.get_profile(FEW) if settings.get_current_profile_name() == FEW else None
    common = {"deadline": None, "suppress_health_check": list(HealthCheck)}
    return settings(parent, max_examples=share(most), **common, **more)
