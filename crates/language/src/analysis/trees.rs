//! Well-formed trees from arc scores: the maximum spanning tree of Chu & Liu (1965) and Edmonds (1967), with
//! exactly one word under the root.

/// Scores of one sentence: `words + 1` nodes, node 0 the root; row = dependent, column = head.
#[derive(Clone)]
struct Arcs {
    nodes: usize,
    score: Vec<f64>,
}

impl Arcs {
    fn new(nodes: usize) -> Arcs {
        Arcs { nodes, score: vec![f64::NEG_INFINITY; nodes * nodes] }
    }

    fn get(&self, dependent: usize, head: usize) -> f64 {
        self.score[dependent * self.nodes + head]
    }

    fn set(&mut self, dependent: usize, head: usize, score: f64) {
        self.score[dependent * self.nodes + head] = score;
    }

    /// The best head of every node by itself (the first of equals); the root is its own.
    fn greedy(&self) -> Vec<usize> {
        let best = |d: usize| {
            (0..self.nodes).reduce(|a, b| if self.get(d, b) > self.get(d, a) { b } else { a }).unwrap_or(0)
        };
        (0..self.nodes).map(|d| if d == 0 { 0 } else { best(d) }).collect()
    }

    /// Lowers every arc from the root by more than any tree can make good, so that the best tree has one.
    fn make_roots_dear(&mut self) {
        let finite = || self.score.iter().copied().filter(|s| s.is_finite());
        let range = finite().fold(0.0, f64::max) - finite().fold(0.0, f64::min);
        let price = (range + 1.0) * self.nodes as f64;
        for d in 1..self.nodes {
            self.set(d, 0, self.get(d, 0) - price);
        }
    }
}

/// Scores are held within this, and a value that is no number is its negative, so that comparing stays an order.
const LIMIT: f64 = 1e9;

/// Heads of the best tree: 0 is the root, else the 1-based number of a word; as long as `words`.
/// `score(d, h)` is the score of word `d` (from 0) having head `h` (0 root, else 1-based).
pub fn decode(words: usize, score: impl Fn(usize, usize) -> f32) -> Vec<usize> {
    let mut arcs = Arcs::new(words + 1);
    for d in 1..=words {
        for h in (0..=words).filter(|&h| h != d) {
            let s = f64::from(score(d - 1, h));
            arcs.set(d, h, if s.is_nan() { -LIMIT } else { s.clamp(-LIMIT, LIMIT) });
        }
    }
    let mut heads = arborescence(&arcs);
    if heads.iter().skip(1).filter(|&&h| h == 0).count() > 1 {
        arcs.make_roots_dear();
        heads = arborescence(&arcs);
    }
    heads.split_off(1)
}

/// The nodes of one cycle among the heads, or none.
fn cycle(heads: &[usize]) -> Vec<usize> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut path = Vec::new();
        let mut node = start;
        while node != 0 && seen[node] == 0 {
            seen[node] = start;
            path.push(node);
            node = heads[node];
        }
        if node != 0
            && seen[node] == start
            && let Some(at) = path.iter().position(|&n| n == node)
        {
            return path.split_off(at);
        }
    }
    Vec::new()
}

/// One cycle shrunk to a node: which arcs of the smaller graph stand for which of the larger.
struct Contraction {
    /// Nodes outside the cycle; the shrunk node comes after the last.
    rest: Vec<usize>,
    /// For every node outside: the member of the cycle that heads it best.
    leave: Vec<usize>,
    /// For every node outside: the member of the cycle that it enters best.
    enter: Vec<usize>,
}

/// Heads of the best tree, by shrinking cycles until none is left.
fn arborescence(arcs: &Arcs) -> Vec<usize> {
    let mut graph = arcs.clone();
    let mut steps: Vec<(Contraction, Vec<usize>)> = Vec::new();
    let mut heads = loop {
        let heads = graph.greedy();
        let members = cycle(&heads);
        if members.is_empty() {
            break heads;
        }
        let (contraction, small) = contract(&graph, &heads, &members);
        graph = small;
        steps.push((contraction, heads));
    };
    while let Some((contraction, mut larger)) = steps.pop() {
        expand(&contraction, &heads, &mut larger);
        heads = larger;
    }
    heads
}

/// The graph with one cycle shrunk to its last node, and how to undo it.
fn contract(graph: &Arcs, heads: &[usize], members: &[usize]) -> (Contraction, Arcs) {
    let rest: Vec<usize> = (0..graph.nodes).filter(|n| !members.contains(n)).collect();
    let shrunk = rest.len();
    let mut small = Arcs::new(shrunk + 1);
    let best = |score: &dyn Fn(usize) -> f64| {
        members.iter().copied().reduce(|a, b| if score(b) > score(a) { b } else { a }).unwrap_or(0)
    };
    let (mut leave, mut enter) = (Vec::new(), Vec::new());
    for (i, &node) in rest.iter().enumerate() {
        for (j, &head) in rest.iter().enumerate() {
            small.set(i, j, graph.get(node, head));
        }
        let out = best(&|m| graph.get(node, m));
        let gain = |m: usize| graph.get(m, node) - graph.get(m, heads[m]);
        let into = best(&gain);
        if i > 0 {
            small.set(i, shrunk, graph.get(node, out));
        }
        small.set(shrunk, i, gain(into));
        leave.push(out);
        enter.push(into);
    }
    (Contraction { rest, leave, enter }, small)
}

/// Fills `larger` (the greedy heads that held the cycle) with what the smaller tree decided.
fn expand(contraction: &Contraction, smaller: &[usize], larger: &mut [usize]) {
    let Contraction { rest, leave, enter } = contraction;
    for (i, &node) in rest.iter().enumerate().skip(1) {
        larger[node] = if smaller[i] == rest.len() { leave[i] } else { rest[smaller[i]] };
    }
    let source = smaller[rest.len()];
    larger[enter[source]] = rest[source];
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_tree(heads: &[usize]) -> bool {
        heads.iter().filter(|&&h| h == 0).count() == 1
            && (0..heads.len()).all(|d| {
                let up =
                    std::iter::successors(Some(d + 1), |&n| heads.get(n - 1).copied().filter(|&h| h > 0));
                up.take(heads.len() + 1).count() <= heads.len()
            })
    }

    fn total(scores: &[f32], heads: &[usize]) -> f64 {
        let n = heads.len();
        heads.iter().enumerate().map(|(d, &h)| f64::from(scores[d * (n + 1) + h])).sum()
    }

    /// Every assignment of heads, tried one by one.
    fn best_by_trying(n: usize, scores: &[f32]) -> f64 {
        let mut best = f64::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|d| code / (n + 1).pow(d as u32) % (n + 1)).collect();
            if is_tree(&heads) {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    proptest! {
        #[test]
        fn small_sentences_get_the_best_tree(scores in prop::collection::vec(-5.0f32..5.0, 20), n in 1usize..5) {
            let heads = decode(n, |d, h| scores[d * (n + 1) + h]);
            prop_assert!(is_tree(&heads));
            prop_assert!((total(&scores, &heads) - best_by_trying(n, &scores)).abs() < 1e-4);
        }

        #[test]
        fn any_scores_give_a_tree(scores in prop::collection::vec(any::<f32>(), 30 * 31), n in 0usize..30) {
            let heads = decode(n, |d, h| scores[d * (n + 1) + h]);
            prop_assert_eq!(heads.len(), n);
            prop_assert!(n == 0 || is_tree(&heads));
        }

        #[test]
        fn equal_scores_give_a_tree(n in 1usize..12) {
            prop_assert!(is_tree(&decode(n, |_, _| 0.0)));
        }
    }
}
