"""When an e-mail is usually answered: by the mails before it, what such mails took lately, and the calendar. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import NormalDist
from zoneinfo import ZoneInfo

import msgspec

from handoff.calibration import HIGH, LOW, Range, alike, weighted_quantile
from handoff.hours import Hours, after, closes_at, opens_at
