"""The numbers that random histories are made of: the same for all properties of a file, so that each history is lived once."""

from random import Random

from hypothesis import settings
from hypothesis import strategies as st

# Each property looks at a hundred of them, as it would at any others. `--hypothesis-profile=default` has new ones each time.
_FIRST = 0 if settings.default.derandomize else Random().randrange(10**9)
seeds = st.sampled_from(range(_FIRST, _FIRST + 200))
