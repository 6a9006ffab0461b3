"""A text that is the same for equal values, so that results of different processes can be compared without unpickling what
measured code produced. Types count: 1, 1.0 and True differ. Dictionaries and sets ignore order."""

import hashlib

LONGEST = 20_000_000
WHOLE = 100_000


class Incomparable(Exception):
    pass


def canonical(value):
    seen = {}
    constants = {}
    length = 0

    def text(part):
        nonlocal length
        length += len(part)
        if length > LONGEST:
            raise Incomparable("The result is too large to compare.")
        return part

    def sequence(items):
        return f"{text(type(items).__name__)}[{','.join(visit(each) for each in items)}]"

    def unordered(items):
        return f"{text(type(items).__name__)}{{{','.join(sorted(visit(each) for each in items))}}}"

    def visit(item):
        if item is None or isinstance(item, (bool, int, float, complex, str, bytes, bytearray)):
            return text(repr(item))
        if id(item) in constants:
            return text(constants[id(item)])
        if id(item) in seen:
            return text(f"<seen {seen[id(item)]}>")
        if isinstance(item, (tuple, frozenset)):
            before = len(seen)
            whole = sequence(item) if isinstance(item, tuple) else unordered(item)
            # With nothing in it that can change it is the same wherever it stands: a constant is one object where equals
            # that are computed are several.
            if len(seen) == before:
                constants[id(item)] = whole
            else:
                seen[id(item)] = len(seen)
            return whole
        seen[id(item)] = len(seen)
        name = type(item).__name__
        if isinstance(item, list):
            return sequence(item)
        if isinstance(item, dict):
            return f"{name}{{{','.join(sorted(f'{visit(key)}:{visit(item[key])}' for key in item))}}}"
        if isinstance(item, set):
            return unordered(item)
        if isinstance(item, BaseException):
            return text(f"{name}({item})")
        fields = getattr(item, "__dict__", None)
        if type(item).__module__ == "measured" and fields is not None:
            return f"{name}({','.join(f'{key}={visit(fields[key])}' for key in sorted(fields))})"
        if type(item).__repr__ is not object.__repr__ and type(item).__module__ in COMPARABLE:
            return text(repr(item))
        raise Incomparable(f"a value of type {name} cannot be compared")

    return visit(value)


# Types of the standard library whose `repr` says all there is.
COMPARABLE = {"builtins", "datetime", "decimal", "fractions", "uuid", "pathlib", "collections", "array", "enum"}


def whole(text):
    """The text itself where it is short enough, as the host counts: in units of UTF-16."""
    return {"text": text} if len(text.encode("utf-16-le", "surrogatepass")) <= 2 * WHOLE else {}


def describe(text):
    return {"digest": hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest(), "preview": text[:2000]}
