"""What every customer is worth, in this life and the next, with the evidence for it.

Nouns: Worth (of the living), Departure (of the departed: second LTV, chance of return, maximum spend),
Backtest. Verbs: value_customers. Questions: `queries.customers`, `queries.departures`, `queries.backtest`.

The only bridge to the numeric library. What is computed for every customer is the warehouse table `values`.
"""
