"""Percentages of a few, ages and anniversaries, values told by rank."""

from __future__ import annotations

import pytest
from linted import said
