"""Lemmas as edit scripts over the form (after UDPipe, Straka 2018, simplified).

A script is `CASE;P;prefix;S;suffix`: lower-case the form unless CASE is `k`; drop P characters (Unicode scalar
values) at the front and S at the end; put `prefix` before and `suffix` after; then CASE: `l` leave, `k` leave
(the form's own case was kept), `c` upper-case the first character, `u` upper-case all. `=word` is the lemma
itself. A script that drops more characters than the form has does not apply.
"""


def apply(script, form):
    """The lemma that `script` gives for `form`, or None where it does not apply."""
    if script.startswith("="):
        return script[1:]
    case, drop_front, prefix, drop_back, suffix = script.split(";")
    word = form if case == "k" else form.lower()
    front, back = int(drop_front), int(drop_back)
    if front + back > len(word):
        return None
    word = prefix + word[front : len(word) - back] + suffix
    if case == "c":
        return word[:1].upper() + word[1:]
    return word.upper() if case == "u" else word


def _common(a, b):
    """Start in a, start in b and length of the longest common substring (first in a, then in b)."""
    best = (0, 0, 0)
    for i in range(len(a)):
        for j in range(len(b)):
            n = 0
            while i + n < len(a) and j + n < len(b) and a[i + n] == b[j + n]:
                n += 1
            if n > best[2]:
                best = (i, j, n)
    return best


def _edit(case, word, lemma):
    if ";" in lemma:
        return None
    i, j, n = _common(word, lemma)
    if n == 0:
        return None
    return f"{case};{i};{lemma[:j]};{len(word) - i - n};{lemma[j + n:]}"


def script(form, lemma):
    """The script that turns `form` into `lemma`; cheapest casing rule first."""
    lower = lemma.lower()
    if lower == lemma:
        tries = [("l", form.lower(), lemma)]
    else:
        tries = [("k", form, lemma), ("c", form.lower(), lower), ("u", form.lower(), lower)]
    scripts = [_edit(*t) for t in tries]
    fitting = [s for s in scripts if s and apply(s, form) == lemma]
    return min(fitting, key=_cost) if fitting else "=" + lemma


def _cost(s):
    _, front, prefix, back, suffix = s.split(";")
    return int(front) + int(back) + len(prefix) + len(suffix)
