"""Work that happens later: queued in the database, leased by a worker, run again if the worker dies.

Nouns: Job. Verbs: cancel_job, retry_job. Other rooms write `@task` functions in their `jobs` module and
call `.enqueue(...)` inside a verb; the job is queued when the verb's transaction commits.
A job may run more than once, so it must be harmless to repeat.
"""
