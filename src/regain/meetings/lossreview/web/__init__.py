"""The pages of the Loss Review."""
