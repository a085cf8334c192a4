//! Whether a clause tells of the past or of what lies ahead: by its tree and features, else by the words before.

use verbale_record::{Deprel, Sentence, Span, Upos};

use super::lexicon::Lexicon;

/// The time a clause is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    Future,
}

/// The tense of the clause that holds `span`.
pub(super) fn tense_at(sentence: &Sentence, span: Span, lexicon: &Lexicon) -> Tense {
    let Some(token) =
        sentence.tokens.iter().rposition(|t| t.span.start() < span.end() && span.start() < t.span.end())
    else {
        return Tense::Present;
    };
    if sentence.tokens.iter().all(|t| t.upos == Upos::X) {
        by_words(sentence, token, lexicon)
    } else {
        by_tree(sentence, token, lexicon)
    }
}

fn by_tree(sentence: &Sentence, token: usize, lexicon: &Lexicon) -> Tense {
    let mut seen = None;
    for up in std::iter::once(token).chain(sentence.ancestors(token)) {
        if seen.is_none() && has_past_copula(sentence, up) {
            return Tense::Past;
        }
        match predicate_tense(sentence, up, lexicon) {
            Some(Found::Tense(tense)) => return tense,
            Some(Found::Above(fallback)) => seen = seen.or(Some(fallback)),
            None => {}
        }
        let t = &sentence.tokens[up];
        let nominal_plan =
            up != token && matches!(t.upos, Upos::Noun | Upos::Adj) && lexicon.is("ahead", &t.lemma);
        if nominal_plan && seen == Some(Tense::Future) {
            return Tense::Future;
        }
    }
    match seen {
        Some(Tense::Future) | None => Tense::Present,
        Some(tense) => tense,
    }
}

/// "who on Monday **was willing** to talk": a plan, but held on a Monday that is over.
fn has_past_copula(sentence: &Sentence, at: usize) -> bool {
    let past = |c: usize| sentence.tokens[c].feats.has("Tense", "Past");
    sentence.children_by(at, Deprel::Cop).any(past)
}

enum Found {
    Tense(Tense),
    /// A form without tense: what governs it decides, else this.
    Above(Tense),
}

fn predicate_tense(sentence: &Sentence, at: usize, lexicon: &Lexicon) -> Option<Found> {
    let token = &sentence.tokens[at];
    let helpers: Vec<usize> = sentence
        .children(at)
        .iter()
        .copied()
        .filter(|&c| matches!(sentence.tokens[c].deprel.base(), Deprel::Aux | Deprel::Cop))
        .collect();
    if !matches!(token.upos, Upos::Verb | Upos::Aux) && helpers.is_empty() {
        return None;
    }
    let forms = helpers.iter().map(|&h| &sentence.tokens[h]).chain(std::iter::once(token));
    let ahead = lexicon.is("ahead", &token.lemma.to_lowercase());
    let finite_past = token.feats.has("VerbForm", "Fin") && token.feats.has("Tense", "Past");
    if ahead
        && !finite_past
        && !token.feats.has("VerbForm", "Inf")
        && token.upos != Upos::Aux
        && !has_perfect(sentence, &helpers)
    {
        return Some(Found::Tense(Tense::Future));
    }
    let mut present = false;
    for form in forms {
        if lexicon.is("modal", &form.form.to_lowercase()) && form.upos == Upos::Aux {
            return Some(Found::Tense(Tense::Future));
        }
        let finite = form.feats.has("VerbForm", "Fin") || form.feats.has("Mood", "Ind");
        if finite && form.feats.has("Tense", "Past")
            || form.lemma == "have" && form.deprel.base() == Deprel::Aux
        {
            return Some(Found::Tense(Tense::Past));
        }
        present |= finite && form.feats.has("Tense", "Pres");
    }
    if present {
        return Some(Found::Tense(Tense::Present));
    }
    if token.feats.has("VerbForm", "Inf") {
        return Some(infinitive(sentence, at, lexicon));
    }
    Some(Found::Above(if token.feats.has("Tense", "Past") { Tense::Past } else { Tense::Present }))
}

fn has_perfect(sentence: &Sentence, helpers: &[usize]) -> bool {
    helpers.iter().any(|&h| sentence.tokens[h].lemma == "have")
}

/// "plans to meet": ahead where the governing word looks ahead, else as that word.
fn infinitive(sentence: &Sentence, at: usize, lexicon: &Lexicon) -> Found {
    let governor = sentence.tokens[at].head.map(|h| &sentence.tokens[h]);
    match governor {
        Some(g) if lexicon.is("ahead", &g.lemma.to_lowercase()) => Found::Tense(Tense::Future),
        Some(_) => Found::Above(Tense::Future),
        None => Found::Tense(Tense::Future),
    }
}

/// Without features: the nearest word before (else after) that shows a time.
fn by_words(sentence: &Sentence, token: usize, lexicon: &Lexicon) -> Tense {
    let before = (0..token).rev().find_map(|i| word_tense(sentence, i, lexicon));
    let after = || (token + 1..sentence.tokens.len()).find_map(|i| word_tense(sentence, i, lexicon));
    before.or_else(after).unwrap_or(Tense::Present)
}

fn word_tense(sentence: &Sentence, at: usize, lexicon: &Lexicon) -> Option<Tense> {
    let word = sentence.tokens[at].form.to_lowercase();
    let next = sentence.tokens.get(at + 1).map(|t| t.form.to_lowercase()).unwrap_or_default();
    if lexicon.is("modal", &word) && word != "may" {
        return Some(Tense::Future);
    }
    let before = at.checked_sub(1).map(|b| sentence.tokens[b].form.to_lowercase()).unwrap_or_default();
    if matches!(word.as_str(), "scheduled" | "expected" | "due" | "planned" | "slated") {
        return Some(Tense::Future);
    }
    let next_is_noun = matches!(next.as_str(), "the" | "a" | "an" | "its" | "their" | "his" | "her")
        || next.starts_with(|c: char| !c.is_lowercase());
    if word == "to"
        && !next_is_noun
        && sentence.tokens.get(at + 1).is_some_and(|t| t.form.starts_with(char::is_lowercase))
    {
        let governor = before;
        let stem = governor.trim_end_matches("ed").trim_end_matches('s');
        return (lexicon.is("ahead", &governor) || lexicon.is("ahead", stem)).then_some(Tense::Future);
    }
    let past = [
        "was", "were", "had", "said", "did", "has", "have", "began", "came", "took", "went", "made", "told",
        "met", "held",
    ];
    if before != "be" && (past.contains(&word.as_str()) || word.len() > 4 && word.ends_with("ed")) {
        return Some(Tense::Past);
    }
    matches!(word.as_str(), "is" | "are").then_some(Tense::Present)
}
