"""What the Loss Review decides, in plain Python: agenda, pack, priority, ranking, proof."""
