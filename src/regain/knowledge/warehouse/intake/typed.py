"""The SQL that reads the fields of a line: for each field type and each class of source column, one expression.

Every field becomes a value and a defect (NULL when there is none). A moment becomes the time as written (`_local`), the
seconds it is ahead of UTC when the source said so (`_shift`), and whether it bears no time of day (`_bare`).
"""

from collections.abc import Callable
from types import MappingProxyType

from regain.knowledge.warehouse.intake.plan import CELL, TEXT, Plan, cell
from regain.knowledge.warehouse.rules.catalogue import Field
from regain.knowledge.warehouse.rules.dates import ISO_SHAPE, Pattern, patterns
from regain.knowledge.warehouse.sql import Sql, compose, identifier, listing, literal

BLANKS = Sql("' ' || chr(9) || chr(10) || chr(13) || chr(160)")
STORED = MappingProxyType({"money": "DECIMAL(18,4)", "price": "DECIMAL(20,8)", "quantity": "DECIMAL(18,8)"})
SCALES = MappingProxyType({"money": 4, "price": 8, "quantity": 8})
MOST = "1000000000000"  # a trillion a line, so that a hundred thousand such lines can be added up
INFINITE = Sql("('nan', 'inf', 'infinity', '∞', '#n/a', '#num!', '#div/0!')")
DATES = ("date", "timestamp", "timestamptz")

TEXTS = MappingProxyType(
    {
        TEXT: "coalesce(trim($c, $blanks), '')",
        "float": "CASE WHEN $c IS NULL THEN '' WHEN $c = trunc($c) AND abs($c) < 1e15"
        " THEN CAST(CAST($c AS BIGINT) AS VARCHAR) ELSE CAST($c AS VARCHAR) END",
        "timestamptz": "coalesce(CAST(make_timestamp(epoch_us($c)) AS VARCHAR), '')",
    }
)
SEEN = MappingProxyType(
    {
        "float": "WHEN NOT isfinite($c) THEN 'not finite'"
        " WHEN abs($c) < 1e10 AND CAST(CAST($c AS DECIMAL(18,4)) AS DOUBLE) = $c THEN 'short' ELSE 'number'",
        "integer": "WHEN abs($c) < 10000000000000 THEN 'short' ELSE 'number'",
        "decimal": "WHEN TRY_CAST($c AS DECIMAL(18,4)) = $c THEN 'short' ELSE 'number'",
    }
)


def texts(plan: Plan) -> Sql:
    """Give the innermost SELECT: line, `<field>_text` of every mapped field (`_typed` of typed cells), and `rest`."""
    parts = [Sql("line")]
    for field in plan.kind.fields:
        column = plan.source(field)
        if column is None:
            continue
        place = cell(plan.places[field.name])
        parts.append(compose("$text AS $name", text=_text(place, column.type), name=_named(field, "text")))
        if column.type != TEXT:
            parts.append(compose("$c AS $name", c=place, name=_named(field, "typed")))
    rest = [
        compose(
            "CASE WHEN $t = '' THEN '' ELSE chr(31) || $name || '=' || $t END",
            t=_text(cell(place), plan.columns[place].type),
            name=literal(name),
        )
        for name, place in plan.rest()
    ]
    parts.append(compose("concat($rest) AS rest", rest=listing(rest or [Sql("''")])))
    return compose("SELECT $parts FROM raw", parts=listing(parts))


def typed(plan: Plan) -> Sql:
    """Give the whole SELECT: every field's value, and its defect.

    It is built in layers, each using the names of the one below, so that no expression is computed twice.
    """
    inner = texts(plan)
    for layer in (SHAPE, READ, ROUND):
        columns = [column for field in plan.kind.fields for column in layer[field.type](field, plan)]
        inner = compose(
            "SELECT *, $columns FROM ($inner)", columns=listing(columns or [Sql("0 AS nothing")]), inner=inner
        )
    parts = [Sql("line"), Sql("rest"), *(column for field in plan.kind.fields for column in JUDGE[field.type](field))]
    return compose("SELECT $parts FROM ($inner)", parts=listing(parts), inner=inner)


def _nothing(field: Field, plan: Plan) -> list[Sql]:
    return []


def _read_text(field: Field, plan: Plan) -> list[Sql]:
    text = _named(field, "text") if field.name in plan.places else Sql("''")
    case = {"word": "lower($t)", "choice": "lower($t)", "code": "upper($t)"}.get(field.type, "$t")
    return [_as(compose(case, t=text), field, "word")]


def _shape_number(field: Field, plan: Plan) -> list[Sql]:
    column = plan.source(field)
    c, t = _named(field, "typed"), _named(field, "text")
    if column is None:
        return [_as(Sql("'missing'"), field, "seen")]
    if column.type in SEEN:
        return [_as(compose("CASE WHEN $c IS NULL THEN 'missing' " + SEEN[column.type] + " END", c=c), field, "seen")]
    form = plan.format
    bare = compose("trim(replace($t, $symbol, ''))", t=t, symbol=literal(form.symbol)) if form.symbol else t
    mark = "\\" + form.decimal
    groups = rf"\d{{1,3}}(?:\x{{{ord(form.thousands):x}}}\d{{3}})+|" if form.thousands else ""
    digits = rf"(?:(?:{groups}\d+)(?:{mark}\d*)?|{mark}\d+)"
    shape = literal(rf"[+-]?{digits}(?:[eE][+-]?\d{{1,3}})?|\({digits}\)")
    short = literal(rf"[+-]?\d{{1,13}}(?:{mark}\d{{0,4}})?")
    seen = compose(
        "CASE WHEN $t = '' THEN 'missing' WHEN regexp_full_match($bare, $short) THEN 'short'"
        " WHEN regexp_full_match($bare, $shape) THEN 'number'"
        " WHEN ltrim(lower($t), '+-') IN $infinite THEN 'not finite' ELSE 'unreadable number' END",
        t=t,
        bare=bare,
        short=short,
        shape=shape,
        infinite=INFINITE,
    )
    return [_as(seen, field, "seen")]


def _read_number(field: Field, plan: Plan) -> list[Sql]:
    """A number of at most four decimals is read as `quick`, any other as `exact`: wide decimals cost far more."""
    column = plan.source(field)
    if column is None:
        return [
            _as(Sql("CAST(NULL AS DECIMAL(18,4))"), field, "quick"),
            _as(Sql("CAST(NULL AS DECIMAL(38,18))"), field, "exact"),
        ]
    form, text = plan.format, _named(field, "text")
    if column.type in SEEN:
        signed, wide = _named(field, "typed"), compose("CAST($c AS VARCHAR)", c=_named(field, "typed"))
    else:
        for mark, meant in ((form.symbol, ""), (form.thousands, ""), (form.decimal, ".")):
            if mark not in ("", meant):
                text = compose("replace($t, $mark, $meant)", t=text, mark=literal(mark), meant=literal(meant))
        signed = compose("CASE WHEN contains($t, '(') THEN '-' || trim($t, ' ()') ELSE trim($t) END", t=text)
        wide = signed
    seen = _named(field, "seen")
    return [
        _as(
            compose("CASE WHEN $s = 'short' THEN TRY_CAST($signed AS DECIMAL(18,4)) END", s=seen, signed=signed),
            field,
            "quick",
        ),
        _as(
            compose("CASE WHEN $s = 'number' THEN TRY_CAST($wide AS DECIMAL(38,18)) END", s=seen, wide=wide),
            field,
            "exact",
        ),
    ]


def _round_number(field: Field, plan: Plan) -> list[Sql]:
    quick, exact = _named(field, "quick"), _named(field, "exact")
    narrow = compose("TRY_CAST($e AS DECIMAL(18,4))", e=exact)
    rounded = half_even(exact, SCALES[field.type])
    return [
        _as(
            compose("coalesce($q, CASE WHEN $e IS NOT NULL AND $n = $e THEN $n END)", q=quick, e=exact, n=narrow),
            field,
            "short",
        ),
        _as(
            compose(
                "CASE WHEN $q IS NOT NULL THEN TRY_CAST($q AS $t) ELSE TRY_CAST($r AS $t) END",
                q=quick,
                r=rounded,
                t=Sql(STORED[field.type]),
            ),
            field,
            "value",
        ),
    ]


def _shape_moment(field: Field, plan: Plan) -> list[Sql]:
    column = plan.source(field)
    c, t = _named(field, "typed"), _named(field, "text")
    if column is None:
        return [_as(Sql("'missing'"), field, "seen")]
    if column.type in DATES:
        seen = compose(
            "CASE WHEN $c IS NULL THEN 'missing' WHEN NOT isfinite($c) THEN 'impossible' ELSE 'moment' END", c=c
        )
        return [_as(seen, field, "seen")]
    shapes = [form.shape for form in patterns(plan.format.dates)]
    if not shapes or column.type == CELL:
        shapes.append(ISO_SHAPE)
    seen = compose(
        "CASE WHEN $t = '' THEN 'missing' WHEN regexp_full_match($t, $shape) THEN 'moment' ELSE 'unreadable date' END",
        t=t,
        shape=literal("|".join(f"(?:{shape})" for shape in shapes)),
    )
    tail = compose(
        r"CASE WHEN length($t) > 16 THEN trim(regexp_extract($t, '(Z|[+-]\d{2}(:?\d{2})?)$$')) ELSE '' END", t=t
    )
    return [_as(seen, field, "seen"), _as(tail, field, "tail")]


def _read_moment(field: Field, plan: Plan) -> list[Sql]:
    column = plan.source(field)
    form = patterns(plan.format.dates)
    if column is None:
        pieces = [Sql("CAST(NULL AS TIMESTAMP)"), Sql("CAST(NULL AS INTEGER)"), Sql("false")]
    elif column.type in DATES:
        pieces = _typed_moment(_named(field, "typed"), column.type)
    elif not form:
        pieces = _iso(field)
    elif column.type == CELL:
        text, shape = _named(field, "text"), literal(ISO_SHAPE)
        pieces = [
            compose(
                "CASE WHEN regexp_full_match($t, $shape) THEN $iso ELSE $own END", t=text, shape=shape, iso=iso, own=own
            )
            for iso, own in zip(_iso(field), _declared(field, form), strict=True)
        ]
    else:
        pieces = _declared(field, form)
    return [_as(piece, field, name) for piece, name in zip(pieces, ("local", "shift", "bare"), strict=True)]


def _typed_moment(c: Sql, kind: str) -> list[Sql]:
    zoned = kind == "timestamptz"
    local = "make_timestamp(epoch_us($c))" if zoned else "CAST($c AS TIMESTAMP)"
    return [
        compose("CASE WHEN isfinite($c) THEN " + local + " END", c=c),
        Sql("CAST(0 AS INTEGER)" if zoned else "CAST(NULL AS INTEGER)"),
        Sql("true" if kind == "date" else "false"),
    ]


def _iso(field: Field) -> list[Sql]:
    text, tail, seen = _named(field, "text"), _named(field, "tail"), _named(field, "seen")
    written = compose("trim(replace(left($t, length($t) - length($tail)), ',', '.'))", t=text, tail=tail)
    hours = "TRY_CAST(substr($tail, 2, 2) AS INTEGER) * 3600"
    minutes = "CASE WHEN length($tail) > 3 THEN TRY_CAST(right($tail, 2) AS INTEGER) * 60 ELSE 0 END"
    shift = compose(
        "CASE WHEN $tail = '' THEN NULL WHEN $tail = 'Z' THEN 0"
        f" ELSE (CASE WHEN starts_with($tail, '-') THEN -1 ELSE 1 END) * ({hours} + {minutes}) END",
        tail=tail,
    )
    local = compose("CASE WHEN $s = 'moment' THEN TRY_CAST($written AS TIMESTAMP) END", s=seen, written=written)
    return [local, shift, compose("length($t) = 10", t=text)]


def _declared(field: Field, forms: tuple[Pattern, ...]) -> list[Sql]:
    text = _named(field, "text")
    local = compose(
        "CASE WHEN $s = 'moment' THEN try_strptime($t, [$texts]) END",
        s=_named(field, "seen"),
        t=text,
        texts=listing(literal(form.text) for form in forms),
    )
    bare = "|".join(f"(?:{form.shape})" for form in forms if form.bare)
    is_bare = compose("regexp_full_match($t, $shape)", t=text, shape=literal(bare)) if bare else Sql("false")
    return [local, Sql("CAST(NULL AS INTEGER)"), is_bare]


def _judge_text(field: Field) -> list[Sql]:
    t = _named(field, "word")
    checks = []
    if field.required:
        checks.append(Sql("WHEN $t = '' THEN 'missing'"))
    if field.type == "id":
        checks += [
            Sql("WHEN length($t) > 200 THEN 'too long'"),
            Sql(r"WHEN regexp_matches($t, '[\x00-\x1f]') THEN 'control'"),
        ]
    if field.type == "code":
        checks.append(Sql("WHEN NOT regexp_full_match($t, '[A-Z]{3}|') THEN 'code'"))
    if field.type == "choice":
        checks.append(
            compose("WHEN $$t NOT IN ($choices) THEN 'choice'", choices=listing(literal(c) for c in field.choices))
        )
    return [
        compose("$t AS $name", t=t, name=identifier(field.name)),
        _defect(field, [compose(check, t=t) for check in checks]),
    ]


def _judge_number(field: Field) -> list[Sql]:
    value, seen = _named(field, "value"), _named(field, "seen")
    cases = [
        compose("WHEN $s IN ('not finite', 'unreadable number') THEN $s", s=seen),
        compose("WHEN $s IN ('short', 'number') AND $v IS NULL THEN 'too large'", s=seen, v=value),
    ]
    if field.required:
        cases.append(compose("WHEN $s = 'missing' THEN 'missing'", s=seen))
    return [compose("$v AS $name", v=value, name=identifier(field.name)), _named(field, "short"), _defect(field, cases)]


def _judge_moment(field: Field) -> list[Sql]:
    seen, local = _named(field, "seen"), _named(field, "local")
    cases = [
        compose("WHEN $s IN ('unreadable date', 'impossible') THEN $s", s=seen),
        compose("WHEN $s = 'moment' AND $v IS NULL THEN 'impossible'", s=seen, v=local),
        compose("WHEN $v < TIMESTAMP '1900-01-01' THEN 'too early'", v=local),
    ]
    if field.required:
        cases.append(compose("WHEN $s = 'missing' THEN 'missing'", s=seen))
    if field.type == "date":
        return [compose("CAST($v AS DATE) AS $name", v=local, name=identifier(field.name)), _defect(field, cases)]
    cases.append(compose("WHEN $v >= TIMESTAMP '9999-01-01' THEN 'too late'", v=local))
    sane = "CASE WHEN $v >= TIMESTAMP '1900-01-01' AND $v < TIMESTAMP '9999-01-01' THEN $v END"
    return [
        _as(compose(sane, v=local), field, "local"),
        _named(field, "shift"),
        _named(field, "bare"),
        _defect(field, cases),
    ]


def half_even(value: Sql, scale: int) -> Sql:
    """Round a DECIMAL to `scale` places, ties to the even digit; NULL beyond what money can hold."""
    return compose(
        "CASE WHEN abs($v) >= $most THEN NULL WHEN abs($v - CAST($v AS DECIMAL(38,$s))) = $half"
        " AND CAST(CAST($v AS DECIMAL(38,$s)) * $unit AS HUGEINT) % 2 <> 0"
        " THEN CAST($v AS DECIMAL(38,$s)) - CAST(sign($v) AS INTEGER) * $step ELSE CAST($v AS DECIMAL(38,$s)) END",
        v=value,
        most=Sql(MOST),
        s=literal(scale),
        unit=literal(10**scale),
        step=Sql("0." + "0" * (scale - 1) + "1"),
        half=Sql("0." + "0" * scale + "5"),
    )


def times(price: Sql, number: Sql, price_short: Sql, number_short: Sql) -> Sql:
    """Multiply exactly, rounding to four places, ties to even; whole numbers of short prices take the quick way."""
    return compose(
        "CASE WHEN abs($p4) < 1000000 AND abs($n4) < 1000000 AND $n4 = CAST($n4 AS DECIMAL(14,0))"
        " THEN $p4 * CAST($n4 AS DECIMAL(14,0)) ELSE TRY_CAST($slow AS DECIMAL(18,4)) END",
        p4=price_short,
        n4=number_short,
        slow=half_even(compose("($p * $n)", p=price, n=number), 4),
    )


def _text(place: Sql, kind: str) -> Sql:
    return compose(
        TEXTS.get(kind, "coalesce(CAST($c AS VARCHAR), '')" if kind != CELL else TEXTS[TEXT]), c=place, blanks=BLANKS
    )


def _defect(field: Field, cases: list[Sql]) -> Sql:
    name = _named(field, "defect")
    if not cases:
        return compose("CAST(NULL AS VARCHAR) AS $name", name=name)
    return compose("CASE $cases END AS $name", cases=listing(cases, " "), name=name)


def _named(field: Field, suffix: str) -> Sql:
    return identifier(f"{field.name}_{suffix}")


def _as(value: Sql, field: Field, suffix: str) -> Sql:
    return compose("$value AS $name", value=value, name=_named(field, suffix))


Layer = MappingProxyType[str, Callable[[Field, Plan], list[Sql]]]
TEXTUAL, NUMERIC, TEMPORAL = (
    ("id", "text", "word", "choice", "code"),
    ("money", "price", "quantity"),
    ("date", "moment"),
)


def _layer(
    text: Callable[[Field, Plan], list[Sql]],
    number: Callable[[Field, Plan], list[Sql]],
    moment: Callable[[Field, Plan], list[Sql]],
) -> Layer:
    return MappingProxyType(
        dict.fromkeys(TEXTUAL, text) | dict.fromkeys(NUMERIC, number) | dict.fromkeys(TEMPORAL, moment)
    )


SHAPE = _layer(_nothing, _shape_number, _shape_moment)
READ = _layer(_read_text, _read_number, _read_moment)
ROUND = _layer(_nothing, _round_number, _nothing)
JUDGE: MappingProxyType[str, Callable[[Field], list[Sql]]] = MappingProxyType(
    dict.fromkeys(TEXTUAL, _judge_text) | dict.fromkeys(NUMERIC, _judge_number) | dict.fromkeys(TEMPORAL, _judge_moment)
)
