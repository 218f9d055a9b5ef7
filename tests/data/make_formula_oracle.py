"""Writes formula_oracle.txt: random formulas with properties computed by mpmath.

    pip install mpmath && python3 make_formula_oracle.py

A line has these fields, separated by |: the formula; value and slope at -1.3; value and slope at 0.7; the smallest and the
largest sampled value from -50 to 50; the largest absolute slope sampled there; the smallest and the largest value sampled
beyond, if they exceed those before; breaks. Exact numbers have seven digits, sampled ones six or five. A missing value is
"-". A break is a point from -6 to 6 where both sides differ in value (j) or only in slope (c). The first four are kept.
"""

import random
import sys
from multiprocessing import Pool

from mpmath import mp, mpf

mp.dps = 30
SEED, COUNT = 7879, 10_000
PLACES = [mpf("-1.3"), mpf("0.7")]
NEAR = [mpf(n) / 4 for n in range(-24, 25)]
WIDE = [mpf(n) for n in (-50, -41, -33, -27, -19, -14, -11, -9, -7.5, 7.5, 9, 11, 14, 19, 27, 33, 41, 50)]
FAR = [mpf(s) * mpf(10) ** n for s in (-1, 1) for n in (2, 3, 6)]
TINY = mpf(10) ** -9


class Gap(Exception):
    """There is no value at this point."""


def sign(a):
    return mpf(0) if a == 0 else mp.sign(a)


def root(a):
    if a < 0:
        raise Gap
    return mp.sqrt(a)


def log(a):
    if a <= 0:
        raise Gap
    return mp.log(a)


def over(a, b):
    if b == 0:
        raise Gap
    return a / b


def exp(a):
    if a > 700:
        raise Gap
    return mp.exp(a)


def sigmoid(a):
    return 1 / (1 + exp(-a)) if a > -700 else mpf(0)


UNARY = {
    "exp": (exp, lambda a: exp(a)),
    "tanh": (mp.tanh, lambda a: mp.sech(a) ** 2 if abs(a) < 1000 else mpf(0)),
    "sin": (mp.sin, mp.cos),
    "cos": (mp.cos, lambda a: -mp.sin(a)),
    "atan": (mp.atan, lambda a: 1 / (1 + a * a)),
    "sigmoid": (sigmoid, lambda a: sigmoid(a) * sigmoid(-a)),
    "erf": (mp.erf, lambda a: 2 / mp.sqrt(mp.pi) * mp.exp(-a * a)),
    "asinh": (mp.asinh, lambda a: 1 / mp.sqrt(1 + a * a)),
    "softplus": (lambda a: a if a > 700 else mp.log1p(mp.exp(a)), sigmoid),
    "abs": (abs, sign),
    "relu": (lambda a: max(a, mpf(0)), lambda a: mpf(1) if a > 0 else mpf(0)),
    "sign": (sign, lambda a: mpf(0)),
    "step": (lambda a: mpf(1) if a >= 0 else mpf(0), lambda a: mpf(0)),
    "floor": (mp.floor, lambda a: mpf(0)),
    "sqrt": (root, lambda a: over(mpf(1) / 2, root(a))),
    "ln": (log, lambda a: over(mpf(1), a)),
    "tan": (mp.tan, lambda a: 1 + mp.tan(a) ** 2),
    "asin": (lambda a: mp.asin(a) if abs(a) <= 1 else gap(), lambda a: over(mpf(1), root(1 - a * a))),
}


def gap():
    raise Gap


class Node:
    def __init__(self, op, *args):
        self.op, self.args = op, args

    def text(self, level=0):
        op, args = self.op, self.args
        if op == "x" or op == "number":
            return "x" if op == "x" else args[0]
        if op in UNARY:
            return f"{op}({args[0].text()})"
        if op in ("min", "max"):
            return f"{op}({args[0].text()},{args[1].text()})"
        if op == "^":
            return f"({args[0].text()})^{args[1]}" if args[0].op != "x" else f"x^{args[1]}"
        if op == "if":
            body = f"if {args[0].text(1)}<{args[1].text(1)} then {args[2].text()} else {args[3].text()}"
            return f"({body})" if level else body
        mine = {"+": 1, "-": 1, "*": 2, "/": 2}[op]
        body = args[0].text(mine) + op + args[1].text(mine + (op in "-/"))
        return f"({body})" if level > mine or level and args[0].op == "if" else body

    def dual(self, x):
        """Value and slope."""
        op, args = self.op, self.args
        if op == "x":
            return x, mpf(1)
        if op == "number":
            return mpf(args[0]), mpf(0)
        a, da = args[0].dual(x)
        if abs(a) > mpf(10) ** 250:
            raise Gap
        if abs(a) < mpf(10) ** -250:
            # mpmath is very slow with numbers that would be zero in double precision.
            a = mpf(0)
        if op in UNARY:
            f, df = UNARY[op]
            y = f(a)
            if da == 0:
                return y, mpf(0)
            return y, df(a) * da
        if op == "^":
            return a ** args[1], args[1] * a ** (args[1] - 1) * da
        b, db = args[1].dual(x)
        if op == "+":
            return a + b, da + db
        if op == "-":
            return a - b, da - db
        if op == "*":
            return a * b, da * b + a * db
        if op == "/":
            return over(a, b), over(da * b - a * db, b * b)
        if op == "if":
            return args[2].dual(x) if a < b else args[3].dual(x)
        first = a < b if op == "min" else a > b
        return (a, da) if first else (b, db)

    def switches(self):
        """Numbers whose sign or integer part decides how the expression continues."""
        op, args = self.op, self.args
        if op == "abs" or op == "relu" or op == "sign" or op == "step":
            yield args[0], mp.sign
        if op == "floor":
            yield args[0], mp.floor
        if op in ("min", "max", "if"):
            yield Node("-", args[0], args[1]), mp.sign
        if op == "/":
            yield args[1], mp.sign
        if op == "sqrt" and args[0].op == "^" and args[0].args[1] == 2:
            yield args[0].args[0], mp.sign
        if op == "tan":
            yield Node("cos", args[0]), mp.sign
        if op == "asin" and args[0].op == "sin":
            yield Node("cos", args[0].args[0]), mp.sign
        for arg in args:
            if isinstance(arg, Node):
                yield from arg.switches()


NUMBERS = ["0.1", "0.5", "2", "3", "1", "1.7", "0.25", "10"]


def grow(rng, depth):
    if depth == 0 or rng.random() < 0.12:
        return Node("x") if rng.random() < 0.7 else Node("number", rng.choice(NUMBERS))
    pick = rng.random()
    if pick < 0.42:
        return Node(rng.choice(list(UNARY)), grow(rng, depth - 1))
    if pick < 0.5:
        return Node("^", grow(rng, depth - 1), rng.choice([2, 2, 3]))
    if pick < 0.58:
        return Node(rng.choice(["min", "max"]), grow(rng, depth - 1), grow(rng, depth - 1))
    if pick < 0.63:
        return Node("if", Node("x"), Node("number", rng.choice(NUMBERS)), grow(rng, depth - 1), grow(rng, depth - 1))
    return Node(rng.choice("+-**/"), grow(rng, depth - 1), grow(rng, depth - 1))


def at(node, x):
    try:
        y, slope = node.dual(x)
        return (y, slope) if abs(y) < mpf(10) ** 200 and abs(slope) < mpf(10) ** 200 else None
    except (Gap, OverflowError, ValueError, ZeroDivisionError):
        return None


def value(node, x):
    found = at(node, x)
    return None if found is None else found[0]


def places(node):
    """The points on the grid where a switch changes."""
    for switch, of in node.switches():
        before = None
        for x in NEAR:
            # Points with few digits are often exact zeros, so points beside them are sampled.
            x += mpf("0.0123456789")
            y = value(switch, x)
            now = None if y is None else of(y)
            if before is not None and now is not None and now != before[1]:
                low, high = before[0], x
                for _ in range(80):
                    middle = (low + high) / 2
                    y = value(switch, middle)
                    if y is not None and of(y) == before[1]:
                        low = middle
                    else:
                        high = middle
                yield high
            before = None if now is None else (x, now)


def breaks(node):
    found = {}
    for x in places(node):
        left, right = at(node, x - TINY), at(node, x + TINY)
        nearer = at(node, x - TINY / 16), at(node, x + TINY / 16)
        if None in (left, right, *nearer):
            continue
        wide, narrow = abs(right[0] - left[0]), abs(nearer[1][0] - nearer[0][0])
        turn, narrow_turn = abs(right[1] - left[1]), abs(nearer[1][1] - nearer[0][1])
        size = max(abs(nearer[0][0]), abs(nearer[1][0]), mpf(1))
        key = short(x if abs(x) > mpf(10) ** -15 else mpf(0), 6)
        if narrow > size / 1000 and narrow > wide / 2:
            found[key] = "j"
        elif narrow_turn > mpf("0.01") and narrow_turn > turn / 2 and max(abs(left[1]), abs(right[1])) < 1000:
            found[key] = "c"
    return [key + kind for key, kind in list(found.items())[:4]]


def short(y, digits):
    if y is not None and abs(y) < mpf(10) ** -300:
        y = mpf(0)
    return "-" if y is None else mp.nstr(y, digits, min_fixed=-3, max_fixed=5).replace("e+", "e").removesuffix(".0")


def towards_zero(y):
    return None if y is None else y * (1 - mpf(10) ** -5)


def line(node):
    seen = [found for x in NEAR + WIDE if (found := at(node, x)) is not None]
    far = [y for x in FAR if (y := value(node, x)) is not None]
    fixed = []
    for x in PLACES:
        found = at(node, x)
        fixed += ["-", "-"] if found is None else [short(found[0], 7), short(found[1], 7)]
    ends = [min((y for y, _ in seen), default=None), max((y for y, _ in seen), default=None)]
    steep = max((abs(slope) for _, slope in seen), default=None)
    beyond = [
        short(y, 6) if y is not None and (end is None or further(y, end)) else ""
        for y, end, further in [
            (min(far, default=None), ends[0], lambda a, b: a < b),
            (max(far, default=None), ends[1], lambda a, b: a > b),
        ]
    ]
    parts = [node.text(), *fixed, *(short(y, 6) for y in ends), short(towards_zero(steep), 5), *beyond, " ".join(breaks(node))]
    return "|".join(parts)


def formulas():
    rng = random.Random(SEED)
    nodes = {}
    while len(nodes) < COUNT:
        node = grow(rng, rng.choice([2, 3, 3, 4]))
        text = node.text()
        if "x" in text.replace("exp", "").replace("max", "") and len(text) <= 44:
            nodes.setdefault(text, node)
    return list(nodes.values())


def main():
    lines = []
    with Pool(4) as pool:
        for found in pool.imap(line, formulas(), chunksize=50):
            lines.append(found)
            if len(lines) % 1000 == 0:
                print(len(lines), file=sys.stderr, flush=True)
    with open("formula_oracle.txt", "w", encoding="ascii") as out:
        out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
