"""Why a line was not taken: one sentence for each reason, counted by reason and shown beside the line."""

from types import MappingProxyType

from regain.knowledge.warehouse.rules.catalogue import Kind

DEFECTS = MappingProxyType(
    {
        "missing": "There is no {label}.",
        "too long": "The {label} is longer than 200 characters.",
        "control": "The {label} contains a control character.",
        "choice": "The {label} must be one of: {choices}.",
        "code": "The {label} must be a code of three letters, such as EUR.",
        "unreadable number": "The {label} cannot be read as a number; check the decimal mark and the thousands mark.",
        "not finite": "The {label} is not a finite number.",
        "too large": "The {label} is too large.",
        "unreadable date": "The {label} is not written in the declared date format ({dates}).",
        "impossible": "The {label} is not a date that exists.",
        "too early": "The {label} is before 1900.",
        "too late": "The {label} is more than a day in the future.",
        "gap": "The {label} is an hour that does not exist in its time zone: the clocks went forward over it.",
    }
)

LINES = MappingProxyType(
    {
        "line:columns": "The line has another number of columns than the first line.",
        "line:quote": "A quotation mark is opened and never closed.",
        "line:after quote": "There is text after a closing quotation mark.",
        "line:return": "There is a carriage return in the middle of the line.",
        "line:nul": "The line contains a NUL character.",
        "line:bytes": "The line cannot be read in the declared encoding ({encoding}).",
        "line:long": "The line is longer than a million characters.",
        "line:split": "The line cannot be split into columns.",
    }
)

EXTRAS = MappingProxyType(
    {
        "no rate": "The amount is in another currency than the company's, and there is no exchange rate for that day:"
        " import exchange rates first.",
        "own rate": "The company's own currency needs no exchange rate.",
        "rate sign": "The rate must be greater than zero.",
        "ends before": "The contract ends before it starts.",
    }
)


def sentences(kind: Kind, *, dates: str, encoding: str) -> dict[str, str]:
    """Give the sentence of each reason code (`field:defect`, `line:…` or a word of its own) for one kind of file."""
    told = {code: text.format(encoding=encoding) for code, text in LINES.items()}
    told |= EXTRAS
    for field in kind.fields:
        choices = ", ".join(f"“{choice}”" if choice else "empty" for choice in field.choices)
        for defect, text in DEFECTS.items():
            told[f"{field.name}:{defect}"] = text.format(label=field.label, choices=choices, dates=dates)
    return told
