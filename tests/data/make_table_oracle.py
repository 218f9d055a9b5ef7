"""Writes table_oracle.json: what pandas reads from small files, and what it makes of their columns.

    python3 tests/data/make_table_oracle.py > tests/data/table_oracle.json
"""

import io
import json

import pandas as pd

TEXTS = {
    "comma": "a,b,label\n1,2.5,yes\n3,-4e-2,no\n5,6,yes\n",
    "semicolon with CRLF": "a;b;label\r\n1;2.5;yes\r\n3;4;no\r\n",
    "tab without header": "1\t2\t0\n3\t4\t1\n5\t6\t1\n",
    "quotes, commas and line ends in cells": '"the a","b ""x""",label\n1,2,"one, two"\n3,4,"three\nfour"\n',
    "byte order mark": "\ufeffa,b\n1,2\n3,4\n",
    "missing cells": "a,b,c\n1,,x\nNA,2,y\n3,4,\n5,6,x\n7,null,y\n",
    "one column of many numbers": "x,y\n" + "".join(f"{n / 7},{n * n}\n" for n in range(300)),
    "numbers that become texts late": "a,b\n" + "".join(f"{n},{n}\n" for n in range(80)) + "80,eighty\n",
    "no line end at the end": "a,b\n1,2\n3,4",
    "large and small numbers": "a,b\n1e308,5e-324\n-1.7976931348623157e308,0.1\n+2,.5\n",
    "empty lines": "a,b\n\n1,2\n\n3,4\n\n",
}

SEPARATORS = {"semicolon with CRLF": ";", "tab without header": "\t"}


def case(name, text):
    header = None if name == "tab without header" else 0
    table = pd.read_csv(
        io.StringIO(text.removeprefix("\ufeff")), sep=SEPARATORS.get(name, ","), header=header
    )
    columns = []
    for n, column in enumerate(table):
        cells = table[column]
        is_number = pd.api.types.is_numeric_dtype(cells)
        values = [None if pd.isna(x) else (float(x) if is_number else str(x)) for x in cells]
        of = {"name": f"column {n + 1}" if header is None else str(column), "number": is_number, "cells": values}
        of["missing"] = int(cells.isna().sum())
        if is_number:
            of["mean"] = float(cells.mean()) if cells.abs().max() < 1e300 else None
        columns.append(of)
    return {"name": name, "text": text, "separator": SEPARATORS.get(name, ","), "columns": columns}


def main():
    print(json.dumps({"pandas": pd.__version__, "cases": [case(*item) for item in TEXTS.items()]}, indent=1))


main()
