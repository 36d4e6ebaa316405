"""Floor 5: assembles the doors by asking the rooms; lists none of them."""
