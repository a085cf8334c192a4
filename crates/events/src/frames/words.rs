//! Small questions about words of a tree.

use verbale_record::{Deprel, Sentence, Upos};

/// Whether a word heads a noun phrase.
pub fn is_nominal(s: &Sentence, token: usize) -> bool {
    let Some(t) = s.tokens.get(token) else { return false };
    matches!(t.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym | Upos::X | Upos::Det)
}

/// A phrase's head and the phrases coordinated with it: "Russia and China". "Russia, not China" is Russia alone, and
/// what follows a semicolon begins anew.
pub fn with_partners(s: &Sentence, head: usize) -> Vec<usize> {
    let mut all = vec![head];
    let mut next = 0;
    while let Some(&h) = all.get(next) {
        let parted = |c: usize| s.tokens[h.min(c)..h.max(c)].iter().any(|t| t.form == ";");
        all.extend(
            s.children_by(h, Deprel::Conj).filter(|&c| is_nominal(s, c) && !is_negated(s, c) && !parted(c)),
        );
        next += 1;
    }
    all
}

/// One spelling for British and American lemmas in lower case: "criticise" and "criticize", "defence" and "defense".
pub fn spelling(lemma: &str) -> String {
    let word = lemma.to_lowercase();
    const ENDINGS: [(&str, &str); 5] =
        [("isation", "ization"), ("ise", "ize"), ("yse", "yze"), ("ence", "ense"), ("our", "or")];
    for (from, to) in ENDINGS {
        if let Some(stem) = word.strip_suffix(from) {
            return format!("{stem}{to}");
        }
    }
    word
}

/// Lemma in lower case.
pub(super) fn lemma(s: &Sentence, token: usize) -> String {
    s.tokens[token].lemma.to_lowercase()
}

/// Whether "not", "never" or "no longer" stands with a word.
pub(super) fn is_negated(s: &Sentence, token: usize) -> bool {
    s.children(token).iter().any(|&c| {
        let t = &s.tokens[c];
        let word = t.lemma.to_lowercase();
        let negates = matches!(word.as_str(), "not" | "n't" | "n’t" | "never");
        negates && matches!(t.deprel.base(), Deprel::Advmod | Deprel::Cc | Deprel::Dep)
            || word == "long" && s.children(c).iter().any(|&d| lemma(s, d) == "no")
            || word == "longer" && s.children(c).iter().any(|&d| lemma(s, d) == "no")
    })
}

/// The noun a relative pronoun stands for; other words stand for themselves.
pub(super) fn antecedent(s: &Sentence, token: usize) -> usize {
    let t = &s.tokens[token];
    let relative =
        t.feats.has("PronType", "Rel") || matches!(t.lemma.as_str(), "who" | "which" | "that" | "whom");
    if !relative || t.upos != Upos::Pron {
        return token;
    }
    let clause =
        std::iter::once(token).chain(s.ancestors(token)).find(|&a| s.tokens[a].deprel == Deprel::AclRelcl);
    let noun = clause.and_then(|c| s.tokens[c].head.map(|head| (c, head)));
    noun.map(|(clause, noun)| harming(s, clause, noun)).unwrap_or(token)
}

/// "an attack on a hotel **which killed ten**": what kills is the attack, though the clause hangs on the place.
fn harming(s: &Sentence, clause: usize, noun: usize) -> usize {
    let harms = matches!(lemma(s, clause).as_str(), "kill" | "injure" | "wound" | "damage" | "claim");
    let at_place = |n: usize| {
        s.tokens[n].deprel.base() == Deprel::Nmod
            && s.preposition(n)
                .is_some_and(|p| matches!(p.as_str(), "in" | "at" | "on" | "near" | "outside" | "against"))
    };
    let personal = s.tokens.get(noun + 1).is_some_and(|t| t.form.eq_ignore_ascii_case("who"));
    match s.tokens[noun].head {
        Some(head) if harms && !personal && at_place(noun) && is_nominal(s, head) => harming(s, clause, head),
        _ => noun,
    }
}

/// Fillers as they are returned: relative pronouns resolved, coordinated phrases added.
pub(super) fn resolved(s: &Sentence, heads: impl IntoIterator<Item = usize>) -> Vec<usize> {
    heads.into_iter().flat_map(|h| with_partners(s, antecedent(s, h))).collect()
}

/// The conjunction or infinitive marker that leads a clause in: "of" in "accused of lying", "to", "that".
pub(super) fn mark(s: &Sentence, token: usize) -> Option<String> {
    let mark = s.child_by(token, Deprel::Mark)?;
    let mut words = vec![lemma(s, mark)];
    words.extend(s.children_by(mark, Deprel::Fixed).map(|f| lemma(s, f)));
    Some(words.join(" "))
}

/// Whether a clause is an infinitive with "to"; "confessed **to killing**" is none.
pub fn is_infinitive(s: &Sentence, token: usize) -> bool {
    let gerund = s.tokens[token].feats.has("VerbForm", "Ger")
        || s.tokens[token].form.ends_with("ing") && s.tokens[token].form.len() > 5;
    !gerund && s.children_by(token, Deprel::Mark).any(|m| lemma(s, m) == "to")
}

/// Whether a predicate is a past participle: "imposed", "killed".
pub(super) fn is_past_participle(s: &Sentence, token: usize) -> bool {
    let feats = &s.tokens[token].feats;
    feats.has("VerbForm", "Part") && !feats.has("Tense", "Pres")
}

/// "when", "where" and the like at the head of a clause.
fn wh_adverb(s: &Sentence, token: usize) -> Option<String> {
    let first = s.children_by(token, Deprel::Advmod).find(|&a| a < token)?;
    Some(lemma(s, first)).filter(|l| matches!(l.as_str(), "when" | "where" | "while" | "how" | "why"))
}

/// Phrases and clauses under `head` that a preposition leads in. "towards" and "upon" count as "toward" and "on".
pub(super) fn led_by(s: &Sentence, head: usize, name: &str) -> Vec<usize> {
    let fits = |c: &usize| {
        use Deprel::*;
        let rel = s.tokens[*c].deprel.base();
        let leader = match rel {
            Obl | Nmod => s.preposition(*c),
            Advcl | Acl | Xcomp | Ccomp => {
                let leader = s.preposition(*c).or_else(|| mark(s, *c)).or_else(|| wh_adverb(s, *c));
                leader.filter(|m| m != "to" || !is_infinitive(s, *c))
            }
            _ => None,
        };
        leader.is_some_and(|l| same_preposition(&l, name))
    };
    s.children(head).iter().copied().filter(fits).collect()
}

fn same_preposition(found: &str, wanted: &str) -> bool {
    fn plain(word: &str) -> &str {
        match word {
            "towards" => "toward",
            "upon" => "on",
            "amongst" => "among",
            "onto" => "on to",
            other => other,
        }
    }
    plain(found) == plain(wanted)
}
