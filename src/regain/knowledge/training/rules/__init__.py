"""What is decided about training: how a practice call is judged, what a certificate takes, how coaching goes on."""
