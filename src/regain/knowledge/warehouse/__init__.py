"""The warehouse: the facts about customers, imported, kept in a Parquet lake, read by DuckDB.

Nouns: Lake, Snapshot, Source, Mapping, Format, Imports, Result. Verbs: import, resume, undo, read, replace.

Reading facts and writing what is computed for every customer::

    from regain.knowledge.warehouse.lake.store import Lake

    lake = Lake(home / "lake")
    snapshot = lake.current()                      # .number, .facts, .has("days"), .about("lives"), .imports
    with lake.reader(snapshot) as connection:      # a view for each table, nothing else may be touched
        connection.execute("SELECT sum(spent) FROM days WHERE day >= ?", [day]).fetchone()

    with lake.replace("lives", snapshot=snapshot, as_of=day) as writer:
        for number in writer.buckets:              # a customer is wholly in one bucket
            with writer.bucket(number) as connection:
                writer.write(number, connection, "SELECT customer, … FROM days …")

`lake.engine.offer(connection, name, arrays)` makes a table of numpy arrays, to join numeric results back.
Tables and their columns: `rules.tables`. The view `customers` also holds those known only by their sales.

Importing::

    from regain.knowledge.warehouse.intake.job import Company
    from regain.knowledge.warehouse.intake.landing import Imports
    from regain.knowledge.warehouse.intake.source import Limits, Source
    from regain.knowledge.warehouse.rules.mapping import Format, Mapping, from_toml, guess_mapping

    imports = Imports(home / "imports", lake, Company(currency="GBP", zone="Europe/London"))
    result = imports.start(Source(path="sales.csv.gz"), mapping, at=now, progress=lambda stage, done, total: None)
    imports.resume(no)                             # after a kill; imports.unfinished() lists them
    imports.undo(no)                               # the state before it, as a new snapshot

Refusals are `regain.foundation.kit.errors`: Invalid, Conflict, NotFound, each one sentence.
"""
