"""Maximum spanning tree over arc scores (Chu-Liu-Edmonds) with exactly one word under the root."""

import numpy as np


def _cycle(heads):
    """The nodes of one cycle among `heads` (heads[0] is ignored), or []."""
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        path, node = [], start
        while node and not seen[node]:
            seen[node] = start
            path.append(node)
            node = heads[node]
        if node and seen[node] == start and node in path:
            return path[path.index(node) :]
    return []


def _arborescence(score):
    """heads[d] of the best tree; score[h, d], node 0 the root."""
    n = score.shape[0]
    score = score.copy()
    np.fill_diagonal(score, -np.inf)
    score[:, 0] = -np.inf
    heads = score.argmax(0)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.zeros(n, bool)
    inside[cycle] = True
    rest = [i for i in range(n) if not inside[i]]
    total = sum(score[heads[c], c] for c in cycle)
    small = np.full((len(rest) + 1,) * 2, -np.inf)
    small[:-1, :-1] = score[np.ix_(rest, rest)]
    into = score[np.ix_(rest, cycle)] - np.array([score[heads[c], c] for c in cycle]) + total
    entry = into.argmax(1)
    small[:-1, -1] = into.max(1)
    out = score[np.ix_(cycle, rest)]
    leave = out.argmax(0)
    small[-1, :-1] = out.max(0)
    solved = _arborescence(small)
    result = heads.copy()
    for position, node in enumerate(rest):
        if position == 0:
            continue
        h = solved[position]
        result[node] = cycle[leave[position]] if h == len(rest) else rest[h]
    source = solved[len(rest)]
    broken = cycle[entry[source]]
    result[broken] = rest[source]
    return result


def decode(arc):
    """Heads (0 = root, else 1-based) for one sentence from arc[W, W+1] (row = dependent, column 0 = root)."""
    words = arc.shape[0]
    score = np.full((words + 1, words + 1), -np.inf)
    score[:, 1:] = arc.astype(np.float64).T
    greedy = score.copy()
    np.fill_diagonal(greedy, -np.inf)
    heads = greedy.argmax(0)
    heads[0] = 0
    if (heads[1:] == 0).sum() == 1 and not _cycle(heads):
        return heads[1:]
    heads = _arborescence(score)
    if (heads[1:] == 0).sum() == 1:
        return heads[1:]
    best, best_total = None, -np.inf
    for root in np.flatnonzero(heads[1:] == 0) + 1 if words > 40 else range(1, words + 1):
        one = score.copy()
        one[0, 1:] = -np.inf
        one[0, root] = score[0, root]
        tree = _arborescence(one)
        total = one[tree[1:], np.arange(1, words + 1)].sum()
        if total > best_total:
            best, best_total = tree, total
    return best[1:]
