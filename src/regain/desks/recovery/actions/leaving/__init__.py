"""Whatever leaves the house towards a customer in writing."""
