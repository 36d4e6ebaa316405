"""What happens later, and by itself."""
