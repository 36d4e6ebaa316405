"""Every change about people. Each function is a verb, except where its docstring says why not."""
