"""What is asked about people: who signed in, who is here, what each may do."""
