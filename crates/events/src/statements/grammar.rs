//! Questions about the tree that attribution asks: whose verb is it, what does it govern, does it hold.

use verbale_record::{Deprel, Sentence, Upos};

/// Whether a verb stands in the passive.
pub(super) fn is_passive(s: &Sentence, verb: usize) -> bool {
    let has = |rel: Deprel| s.child_by(verb, rel).is_some();
    let finite = s.tokens[verb].feats.has("VerbForm", "Fin");
    let subject = has(Deprel::NsubjPass) || has(Deprel::CsubjPass);
    has(Deprel::AuxPass) || subject && !finite || is_bare_passive(s, verb)
}

/// "asked by reporters whether …": a past participle that no auxiliary and no subject makes finite.
fn is_bare_passive(s: &Sentence, verb: usize) -> bool {
    let token = &s.tokens[verb];
    let participle = token.feats.has("VerbForm", "Part") && !token.feats.has("Tense", "Pres");
    let loose = matches!(token.deprel, Deprel::Acl | Deprel::Advcl);
    participle && loose && !s.children(verb).iter().any(|&c| s.tokens[c].deprel.base() == Deprel::Aux)
}

/// The verb's own subject in the tree, whatever the voice; not an expletive.
fn surface_subject(s: &Sentence, verb: usize) -> Option<usize> {
    let is_subject =
        |c: &usize| matches!(s.tokens[*c].deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter);
    s.children(verb).iter().copied().find(is_subject)
}

/// Who does what the verb says, with coordinated partners: subject of the active, agent of the passive;
/// a verb without a subject of its own has that of the verb it is coordinated with, depends on or belongs to.
pub(super) fn doers(s: &Sentence, verb: usize, object_of_quoting: impl Fn(usize) -> bool) -> Vec<usize> {
    let doer = match is_passive(s, verb) {
        true => agent(s, verb),
        false => active_subject(s, verb, &object_of_quoting, 0),
    };
    doer.map(|d| with_partners(s, antecedent(s, d))).unwrap_or_default()
}

/// "by X" under a passive.
pub(super) fn agent(s: &Sentence, verb: usize) -> Option<usize> {
    let by =
        |c: &usize| s.tokens[*c].deprel.base() == Deprel::Obl && s.preposition(*c).as_deref() == Some("by");
    s.child_by(verb, Deprel::OblAgent).or_else(|| s.children(verb).iter().copied().find(by))
}

/// Steps a verb may look up the tree for its subject; longer chains are nearly always wrong trees.
const FARTHEST: usize = 5;

fn active_subject(
    s: &Sentence,
    verb: usize,
    quoting: &impl Fn(usize) -> bool,
    steps: usize,
) -> Option<usize> {
    if let Some(subject) = surface_subject(s, verb) {
        return Some(subject);
    }
    if s.child_by(verb, Deprel::Expl).is_some() || steps > FARTHEST {
        return None;
    }
    let head = s.tokens[verb].head?;
    match s.tokens[verb].deprel {
        Deprel::Conj | Deprel::Parataxis => active_subject(s, head, quoting, steps + 1),
        Deprel::Xcomp | Deprel::Advcl | Deprel::AdvclRelcl if quoting(head) && !is_passive(s, head) => {
            s.child_by(head, Deprel::Obj)
        }
        Deprel::Xcomp => {
            s.child_by(head, Deprel::Obj).or_else(|| active_subject(s, head, quoting, steps + 1))
        }
        Deprel::Advcl | Deprel::AdvclRelcl => {
            inserted_speaker(s, head, verb).or_else(|| active_subject(s, head, quoting, steps + 1))
        }
        Deprel::Ccomp if s.tokens[verb].form.ends_with("ing") => active_subject(s, head, quoting, steps + 1),
        Deprel::Acl | Deprel::AclRelcl => Some(head),
        _ => None,
    }
}

/// The speaker of "The talks failed, he said, adding …" where the tree hangs both verbs on the first.
fn inserted_speaker(s: &Sentence, host: usize, participle: usize) -> Option<usize> {
    let between = |p: &usize| host < *p && *p < participle;
    let inserted = s.children_by(host, Deprel::Parataxis).filter(between).last();
    let above = s.tokens[host].head.filter(|p| s.tokens[host].deprel == Deprel::Ccomp && between(p));
    let inserted = inserted.or(above)?;
    surface_subject(s, inserted)
}

/// The noun a relative pronoun stands for; other words stand for themselves.
pub(super) fn antecedent(s: &Sentence, token: usize) -> usize {
    let t = &s.tokens[token];
    let relative = t.feats.has("PronType", "Rel") || matches!(t.lemma.as_str(), "who" | "which" | "that");
    if !relative || t.upos == Upos::Det {
        return token;
    }
    let clause =
        std::iter::once(token).chain(s.ancestors(token)).find(|&a| s.tokens[a].deprel == Deprel::AclRelcl);
    clause.and_then(|c| s.tokens[c].head).unwrap_or(token)
}

/// A phrase's head and those coordinated with it: "Russia and China".
pub(super) fn with_partners(s: &Sentence, head: usize) -> Vec<usize> {
    let mut all = vec![head];
    all.extend(s.children_by(head, Deprel::Conj).filter(|&c| is_nominal(s, c)));
    all
}

/// Whether a word heads a noun phrase.
pub(super) fn is_nominal(s: &Sentence, token: usize) -> bool {
    matches!(s.tokens[token].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Sym | Upos::X)
}

/// What the verb is done to: object of the active, subject of the passive.
pub(super) fn object(s: &Sentence, verb: usize) -> Option<usize> {
    let passive = is_passive(s, verb).then(|| s.child_by(verb, Deprel::NsubjPass)).flatten();
    passive.or_else(|| s.child_by(verb, Deprel::Obj))
}

/// The preposition or conjunction that leads a phrase or clause in, if any: "about", "of", "as", "according to".
pub(super) fn leader(s: &Sentence, token: usize) -> Option<String> {
    let mark = || s.child_by(token, Deprel::Mark).map(|m| s.tokens[m].lemma.to_lowercase());
    s.preposition(token).or_else(mark)
}

/// Whether a clause is an infinitive with "to".
pub(super) fn is_infinitive(s: &Sentence, token: usize) -> bool {
    s.children_by(token, Deprel::Mark).any(|m| s.tokens[m].lemma == "to")
}

/// Phrases and clauses under `head` led by `word`: "(spoke) about the plan", "(accused) of lying".
pub(super) fn led_by<'a>(s: &'a Sentence, head: usize, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    s.children(head).iter().copied().filter(move |&c| {
        let rel = s.tokens[c].deprel.base();
        let fits = matches!(rel, Deprel::Obl | Deprel::Nmod | Deprel::Advcl | Deprel::Acl | Deprel::Xcomp);
        fits && leader(s, c).as_deref() == Some(word)
    })
}

/// Whether the clause of `verb` is said not to hold, or only to be possible: "did not say", "could tell", "if he says".
pub(super) fn is_unreal(s: &Sentence, verb: usize) -> bool {
    s.children(verb).iter().any(|&c| {
        let t = &s.tokens[c];
        let word = t.lemma.to_lowercase();
        let word = word.as_str();
        match t.deprel.base() {
            Deprel::Aux => matches!(word, "could" | "might" | "may" | "should" | "must" | "would" | "can"),
            Deprel::Mark => matches!(word, "if" | "unless" | "whether"),
            _ => false,
        }
    }) || is_negated(s, verb)
}

/// Whether a "not" or "never" belongs to the verb.
pub(super) fn is_negated(s: &Sentence, verb: usize) -> bool {
    let negates =
        |c: usize| matches!(s.tokens[c].lemma.to_lowercase().as_str(), "not" | "n't" | "never" | "n’t");
    s.children(verb).iter().any(|&c| s.tokens[c].deprel == Deprel::Advmod && negates(c))
}

/// The predicate of the clause a word stands in: the nearest word above (or itself) that no nominal relation leads to.
pub(super) fn clause_head(s: &Sentence, token: usize) -> usize {
    use Deprel::*;
    let inside = |t: usize| {
        let rel = s.tokens[t].deprel;
        matches!(
            rel.base(),
            Nsubj
                | Obj
                | Iobj
                | Obl
                | Nmod
                | Appos
                | Compound
                | Flat
                | Amod
                | Nummod
                | Det
                | Case
                | Advmod
                | Fixed
        ) || rel == Conj && is_nominal(s, t)
    };
    std::iter::once(token).chain(s.ancestors(token)).find(|&t| !inside(t)).unwrap_or(token)
}

/// "A spokesman asked about the offer told …": the noun that a verb's participle stands beside, and that participle, where
/// the tree takes the participle for the verb of a clause of its own and leaves the verb without subject.
pub(super) fn reduced_relative(s: &Sentence, verb: usize) -> Option<(usize, usize)> {
    if s.tokens[verb].upos != Upos::Verb || surface_subject(s, verb).is_some() {
        return None;
    }
    let may_lead = |c: &usize| {
        let rel = s.tokens[*c].deprel.base();
        let clause =
            matches!(rel, Deprel::Ccomp | Deprel::Parataxis | Deprel::Csubj | Deprel::Advcl | Deprel::Dep);
        clause && *c < verb && is_bare_past(s, *c)
    };
    let participle = s.children(verb).iter().copied().rev().find(may_lead)?;
    let noun =
        s.children_by(participle, Deprel::Nsubj).filter(|&n| n < participle && is_nominal(s, n)).last()?;
    let tight = s.tokens[noun..verb].iter().all(|t| t.upos != Upos::Punct);
    let phrase = |c: usize| matches!(s.tokens[c].deprel.base(), Deprel::Obl | Deprel::Advmod | Deprel::Advcl);
    let only_phrases = s.children(participle).iter().filter(|&&c| c > participle).all(|&c| phrase(c));
    (tight && participle + 1 < verb && only_phrases).then_some((noun, participle))
}

/// A past form that may be a participle as well, without auxiliary.
fn is_bare_past(s: &Sentence, verb: usize) -> bool {
    let t = &s.tokens[verb];
    let past = t.feats.has("Tense", "Past") && t.form.ends_with("ed");
    past && !s.children(verb).iter().any(|&c| s.tokens[c].deprel.base() == Deprel::Aux)
}

/// Whether a verb is the participle of such a reduced relative.
pub(super) fn is_reduced_relative(s: &Sentence, verb: usize) -> bool {
    s.tokens[verb].head.and_then(|h| reduced_relative(s, h)).is_some_and(|(_, p)| p == verb)
}
