"""Checks U3M files against the published JSON schema: validate_u3m.py SCHEMA.json FILE.u3m ...

Beside the schema, every picture that a file names must lie beside it."""

import json
import os
import sys

import jsonschema


def pictures(value):
    if isinstance(value, dict):
        if isinstance(value.get("path"), str):
            yield value["path"]
        for part in value.values():
            yield from pictures(part)
    elif isinstance(value, list):
        for part in value:
            yield from pictures(part)


def problems(path, validator):
    with open(path, encoding="utf-8") as file:
        material = json.load(file)
    found = [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(material)]
    folder = os.path.dirname(path)
    return found + [f"{name} is missing" for name in pictures(material) if not os.path.exists(os.path.join(folder, name))]


def main(schema, paths):
    with open(schema, encoding="utf-8") as file:
        rules = json.load(file)
    validator = jsonschema.validators.validator_for(rules)(rules)
    bad = 0
    for path in paths:
        found = problems(path, validator)
        bad += bool(found)
        print(f"{path}: {'; '.join(found) or 'valid U3M'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
