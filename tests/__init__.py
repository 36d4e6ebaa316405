"""What belongs to no single room: the cast, journeys, architecture, the browser."""
