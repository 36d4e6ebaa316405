"""Who may do what with the playbook; each part has its own file."""
