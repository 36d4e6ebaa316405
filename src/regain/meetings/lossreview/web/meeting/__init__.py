"""The doors of the meeting: the screen and its beat, how it goes, what it decides, how it ranks."""
