#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""All that is valid Python up to 3.14, in one file."""

from __future__ import annotations

import a.b, c as d
from . import e
from ..f.g import (h as i, j,)
from .k import *

# PEP 617: parentheses around `with` items
with (open("a") as a1, open("b") as b1,):
    pass
with (open("a")):
    pass
with (yield_ := open("a")) as c1, open("b"):
    pass

# PEP 654: exception groups
try:
    pass
except* (OSError, ValueError) as group:
    raise group from None
except* KeyError:
    pass
else:
    pass
finally:
    pass

# PEP 758: no parentheses around exception types
try:
    pass
except OSError, ValueError:
    pass

# PEP 634: patterns
match command.split(), 1:
    case ["go", ("north" | "south") as direction, *rest], 1 if rest:
        pass
    case {"key": value, "other": [1, 2.0, -3, 1 + 2j, None, True, "a" "b"], **others}:
        pass
    case Point(x=0, y=0) | module.Point(0, 0):
        pass
    case Color.RED | (1 | 2):
        pass
    case [Point(x=0), *_] as points:
        pass
    case str() | b"bytes":
        pass
    case first, *others:
        pass
    case []:
        pass
    case ():
        pass
    case _:
        pass

match = case = type = _ = 1
match[0], case(1), type.x
print(match)
type(match)

# PEP 695 and 696: type parameters
type Alias = int
type Pair[T, *Ts, **P] = tuple[T, *Ts]


class Box[T: (int, str), U](Base[T], metaclass=Meta, flag=True):
    value: T
    other: "U" = 1
    __slots__ = ("value",)


def identity[T: Hashable](value: T, /, *args: *Ts, key: int = 0, **kwargs: P.kwargs) -> T | None: ...


def defaults[T = int, *Ts = *tuple[int, ...], **P = [int]](value: T) -> T: ...


# PEP 750 and 701: template strings, and anything inside f-strings
t"hello {name!r:>{width}}"
rt'{a}' tr"""{b}"""
f"{f"{f"{1 + 1}"}"} {'\n'.join(x)} {x = } {x!s:{w}.{p}f} {{literal}} {lambda_(lambda: 1)}"
f'''{
    a["b"]  # a comment
}'''
rb"bytes" b'' u"text" if 0 else R"raw\d" "joined" f"{a}"

# numbers
1_000 + 0xFF_FF + 0b1_0 + 0o17 + 1e10 + 1.5j + .5 + 5. + 1_0.0_1e-1_0

# expressions
x = y = (z := 1)
x: int
x: int = 1
(x): int = 1
self.x: list[int] = []
x, *y = *a, b
[x, (y, z)] = a
x = yield_, *b
a[1:2, ::3, ..., *b]
a if b else c if d else e
not a and b or c is not d not in e < f <= g != h
lambda: (yield)
lambda a, /, b=1, *c, d, e=2, **f: (a, b)
lambda *, a: a
[x async for x in y if await z if w for v in x]
{k: v for k, v in a}, {*a, *b}, {**a, "b": 1}, {k for k in a}
f(*a, b, *c, d=1, **e, f=2)
f(x for x in y)
f(a)(b)[c].d
a @ b // c ** -d >> 1 << 2 & 3 | 4 ^ ~5
a @= b; a //= c; a **= d; a >>= 1; a <<= 2; a &= 3; a |= 4; a ^= 5; a %= 6
print(*a, sep="")
exec("a")
...

# statements
@decorator
@decorator.attribute(1)[0]
@(lambda f: f)
async def f(a, b: int = 1, *args, c, **kwargs) -> None:
    global g1, g2
    async with a as b, c:
        await d
    async for e, f in g:
        continue
    else:
        return
    yield
    x = yield 1
    await asyncio.sleep(1); return


def generator(self, *, a, b=1):
    x = yield from y
    nonlocal_ = 1
    def inner():
        nonlocal nonlocal_
        del nonlocal_, a[0], (b, c)
    return *a, b


class Empty: pass
class Derived(Empty, object): x = 1; y: int = 2


for x in *a, b: break
for x, in a:
    pass
for (x, y), [z] in a: pass
while (line := read()):
    pass
else: pass
if a: pass
elif b: pass
else: pass
assert a, "message"
raise
raise E
raise E(1) from e
del a
del (a, b), c[0]
pass; pass
import \
    a.b
if True:
	pass
über = "ä" + '\N{BULLET}' + "😀"
async_ = [await_ for await_ in a]
return_ = a if b else (
    c
)
