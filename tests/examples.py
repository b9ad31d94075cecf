"""How many examples a property test tries.

`pytest --hypothesis-profile few` tries few, the same ones each time, and does not look for smaller
ones: enough to notice a programme that was broken on purpose.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

FEW = "few"

settings.register_profile(
    FEW,
    max_examples=15,
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def examples(most: int) -> settings:
    """Settings for so many examples, or for few where few are asked for."""
    few = settings.get_profile(FEW)
    if settings.get_current_profile_name() == FEW:
        return settings(few, max_examples=min(most, few.max_examples))
    return settings(max_examples=most, deadline=None, suppress_health_check=list(HealthCheck))
