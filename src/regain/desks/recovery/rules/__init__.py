"""How a cycle is decided: the period, the segments, the draw, the decisions. No rows, no clock."""
