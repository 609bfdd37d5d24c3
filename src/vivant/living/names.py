"""What the effects are called in a plan: known without loading any."""

from __future__ import annotations

from vivant.living.air.kinds import KINDS
from vivant.living.light.lighting import LIGHTINGS

LIGHT = frozenset({*LIGHTINGS, "light_dims", "light_brightens", "light_change", "cloud_shadows"})
LIGHT -= {"lightning", "storm", "overcast"}
"""Names of light."""

AIR = frozenset({*KINDS, "mist", "smoke", "storm", "lightning", "god_rays", "clouds", "wind"})
"""Names of what is in the air."""

ACTIONS = frozenset({
    "blink", "bob", "breathe", "crash", "dance", "drift", "fall", "flicker", "float", "flow", "flutter",
    "fly", "hover", "look", "move", "nod", "ripple", "rise", "run", "spin", "sway", "swing", "swirl", "turn",
    "turn_head", "wave", "wink",
})  # fmt: skip
"""Names of what things can be made to do, some of them only on some kinds of things."""
