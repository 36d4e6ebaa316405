"""Lives and departures: who is a customer, who left, who came back — as of any date.

Nouns: Life, Month (customers at start + new + returned − left = customers at end), Patience, Rule; Return (somebody
says a customer is back; a later sale makes it true), Measured (what attempts did beside a control group).
Verbs: record_return, withdraw_return, match_returns, keep_measured. Lives follow from the facts and need none.
Questions: `queries.census`, `queries.patience`, `queries.lives_of`, `queries.returns.came_back`.

A life is one unbroken relationship. Three rules say when it is broken: the customer's own rhythm, a fixed
number of silent days, or the end of a contract. Everything is computed from the facts in the warehouse for
every customer at once, one SQL file a question.
"""
