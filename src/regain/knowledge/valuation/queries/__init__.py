"""Questions about worth: what the past taught, what each customer is worth, and how good the numbers are."""
