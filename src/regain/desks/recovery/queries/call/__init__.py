"""The guided call as its screen shows it: what stands around every step, and what belongs to one."""
