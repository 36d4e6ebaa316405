"""What is asked about training: who may call, how practice went, what waits to be heard."""
