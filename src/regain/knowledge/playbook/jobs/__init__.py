"""What the playbook does later; each part has its own file."""
