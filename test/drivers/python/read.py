"""Imports the `main` of the folder that it is run in, and prints what is in effect on its connection.

`main.ask(sql)` gives the first value that a query answers; `main.begin()`, where there is one, the statements that a
transaction of the driver ran.
"""

import json
import os
import sys

from probe import PRAGMAS, begun

sys.path.insert(0, os.getcwd())
import main  # noqa: E402

answer = {"pragmas": {name: main.ask(f"PRAGMA {name}") for name in PRAGMAS}}
if hasattr(main, "begin"):
    mode = begun(main.begin())
    if mode:
        answer["begin"] = mode
print(json.dumps(answer), flush=True)
os._exit(0)
