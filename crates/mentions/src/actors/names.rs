//! Names in a sentence: those of the book, and those the analyser found.

use verbale_record::{Deprel, EntityKind, NameKind, Sentence, Upos};

use super::book::{ActorBook, EntryIndex, NameUse};
use super::lexicon::Lexicon;
use super::text::fold;

/// Longest name in tokens that is looked for.
const LONGEST: usize = 9;

/// A name: tokens `first..=last`, headed by `head`.
#[derive(Clone, Debug)]
pub struct Hit {
    pub first: usize,
    pub last: usize,
    pub head: usize,
    /// Actors of the book that bear it.
    pub candidates: Vec<(EntryIndex, NameUse)>,
    /// What the analyser takes it for.
    pub kind: Option<NameKind>,
}

/// Finds the names of a sentence, not overlapping, in order.
pub fn find(book: &ActorBook, lexicon: &Lexicon, text: &str, sentence: &Sentence) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut token = 0;
    while token < sentence.tokens.len() {
        match longest_at(book, text, sentence, token) {
            Some(hit) => {
                token = hit.last + 1;
                hits.push(hit);
            }
            None => token += 1,
        }
    }
    add_analysed(book, lexicon, sentence, &mut hits);
    add_persons(lexicon, sentence, &mut hits);
    hits.sort_by_key(|h| h.first);
    hits
}

fn may_start(form: &str) -> bool {
    form.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || matches!(form, "al" | "el" | "bin" | "de" | "von" | "van")
        || form.starts_with("al-")
        || form.starts_with("el-")
}

fn longest_at(book: &ActorBook, text: &str, sentence: &Sentence, first: usize) -> Option<Hit> {
    let tokens = &sentence.tokens;
    if !may_start(&tokens[first].form) {
        return None;
    }
    let last = (first + LONGEST).min(tokens.len()) - 1;
    for last in (first..=last).rev() {
        let end = &tokens[last];
        if end.upos == Upos::Punct || !end.form.contains(char::is_alphanumeric) {
            continue;
        }
        let Some(words) = text.get(tokens[first].span.start()..end.span.end()) else { continue };
        let key = fold(words);
        if !book.knows(&key) {
            continue;
        }
        let mut candidates = book.lookup(&key);
        let head = head_of(sentence, first, last);
        if candidates.iter().any(|c| c.1 == NameUse::Nobody) {
            return Some(Hit { first, last, head, candidates: Vec::new(), kind: None });
        }
        candidates.retain(|&(entry, how)| fits(book, sentence, first, last, entry, how));
        if !candidates.is_empty() {
            return Some(Hit { first, last, head, candidates, kind: analysed(sentence, first, last) });
        }
    }
    None
}

/// Whether the words can be this name here: single capitalised words may be common words or parts of other names.
fn fits(
    book: &ActorBook,
    sentence: &Sentence,
    first: usize,
    last: usize,
    entry: EntryIndex,
    how: NameUse,
) -> bool {
    let entry = book.get(entry);
    let covering = sentence
        .names
        .iter()
        .find(|n| n.first <= first && n.last >= last && (n.first, n.last) != (first, last));
    let is_state = entry.id.starts_with("state:");
    if let Some(name) = covering {
        // Part of a longer name: a country inside an organisation's name stays findable, a person's namesake does not.
        let inside_person = name.kind == NameKind::Person && !entry.id.starts_with("person:");
        if inside_person || (name.kind == NameKind::Organization && how == NameUse::Capital) {
            return false;
        }
        if name.kind == NameKind::Organization && entry.id.starts_with("person:") {
            return false;
        }
    }
    let exact = sentence.names.iter().find(|n| n.first == first && n.last == last);
    if let Some(name) = exact {
        // A country read as a person ("Jordan", "Chad") is decided where the whole article is known.
        let surname = || !entry.by_hand || !book.family(&fold(&sentence.tokens[first].form)).is_empty();
        if name.kind == NameKind::Person
            && !is_state
            && !entry.id.starts_with("person:")
            && first == last
            && surname()
        {
            return false;
        }
    }
    if how == NameUse::Adjective && first == last && covering.is_none() && is_name_part(sentence, first) {
        return false;
    }
    if first != last || is_state {
        return true;
    }
    let token = &sentence.tokens[first];
    match token.upos {
        Upos::Propn => true,
        Upos::Noun | Upos::X | Upos::Num => {
            exact.is_some() || (first > 0 && token.form.chars().filter(|c| c.is_uppercase()).count() > 1)
        }
        _ => exact.is_some_and(|n| n.kind != NameKind::Misc),
    }
}

/// Whether a proper adjective is the first part of a person's name ("German Chávez").
fn is_name_part(sentence: &Sentence, token: usize) -> bool {
    sentence.tokens[token].upos == Upos::Propn && sentence.children_by(token, Deprel::Flat).next().is_some()
}

fn analysed(sentence: &Sentence, first: usize, last: usize) -> Option<NameKind> {
    sentence.names.iter().find(|n| n.first <= first && n.last >= last).map(|n| n.kind)
}

/// The token of a span whose head lies outside; the first such that is not a lone modifier.
pub fn head_of(sentence: &Sentence, first: usize, last: usize) -> usize {
    let outside = |&t: &usize| {
        sentence.tokens[t].upos != Upos::Punct
            && sentence.tokens[t].head.is_none_or(|h| h < first || h > last)
    };
    let heads: Vec<usize> = (first..=last).filter(outside).collect();
    let modifier = |t: usize| matches!(sentence.tokens[t].deprel.base(), Deprel::Compound | Deprel::Amod);
    match heads[..] {
        [.., end] if heads.len() > 1 && heads.iter().all(|&t| modifier(t)) => end,
        [start, ..] => start,
        [] => last,
    }
}

/// Adds the analyser's names that the book does not know, or that are longer than what it knows there.
fn add_analysed(book: &ActorBook, lexicon: &Lexicon, sentence: &Sentence, hits: &mut Vec<Hit>) {
    for name in &sentence.names {
        if name.kind == NameKind::Misc || name.last >= sentence.tokens.len() {
            continue;
        }
        let start = if name.kind == NameKind::Person {
            after_titles(book, lexicon, sentence, name.first, name.last)
        } else {
            Some(name.first)
        };
        let Some(first) = start else { continue };
        let last = name.last;
        let overlaps = |h: &Hit| h.first <= last && first <= h.last;
        let covered = hits.iter().any(|h| overlaps(h) && h.first <= first && h.last >= last);
        if covered || (name.kind == NameKind::Location && hits.iter().any(overlaps)) {
            continue;
        }
        let known = |h: &Hit| {
            h.last == last
                && h.first < last
                && h.candidates.iter().any(|c| book.get(c.0).id.starts_with("person:"))
        };
        if name.kind == NameKind::Person && hits.iter().any(|h| overlaps(h) && known(h)) {
            continue;
        }
        let words = || (first..=last).map(|t| sentence.tokens[t].form.to_lowercase());
        if words().any(|w| lexicon.is("event", &w)) {
            continue; // a war, treaty or storm is no actor
        }
        let end = sentence.tokens[last].form.to_lowercase();
        let role = lexicon.agent(&end).is_some_and(|a| a.kind == verbale_record::ActorKind::Person);
        if name.kind == NameKind::Organization && role && first < last {
            continue; // "Senate Majority Leader" is a title
        }
        if name.kind == NameKind::Person && names_a_thing(lexicon, sentence, first) {
            continue;
        }
        let head = head_of(sentence, first, last);
        // Countries inside an organisation's name keep their own mention, where they do not head the name.
        hits.retain(|h| !overlaps(h) || name.kind == NameKind::Organization && h.head != head);
        hits.push(Hit { first, last, head, candidates: Vec::new(), kind: Some(name.kind) });
    }
}

/// The first token of a person's name that is no title: "Vice President Reyes" → "Reyes"; `None` if all of it is title.
fn after_titles(
    book: &ActorBook,
    lexicon: &Lexicon,
    sentence: &Sentence,
    first: usize,
    last: usize,
) -> Option<usize> {
    let joined = |from: usize, to: usize| {
        let words: Vec<String> = (from..=to).map(|t| sentence.tokens[t].form.to_lowercase()).collect();
        words.join(" ")
    };
    let title_end = |from: usize| {
        (from..=last).rev().find(|&to| {
            lexicon.office(&joined(from, to), None).is_some() || lexicon.agent(&joined(from, to)).is_some()
        })
    };
    let mut start = first;
    while start <= last {
        let form = joined(start, start);
        let skipped = lexicon.is("honorific", form.trim_end_matches('.'))
            || matches!(form.as_str(), "the" | "former" | "of");
        let adjective = start < last
            && title_end(start + 1).is_some()
            && book.lookup(&fold(&sentence.tokens[start].form)).iter().any(|c| c.1 == NameUse::Adjective);
        match title_end(start) {
            Some(end) => start = end + 1,
            None if skipped || adjective => start += 1,
            None => return Some(start),
        }
    }
    None
}

/// "Storm Ana", "the ship Ana Reyes": what is called so is no person.
fn names_a_thing(lexicon: &Lexicon, sentence: &Sentence, first: usize) -> bool {
    let before = first.checked_sub(1).map(|t| sentence.tokens[t].lemma.to_lowercase());
    before.is_some_and(|word| lexicon.is("thing", &word))
}

/// Proper nouns judged to be persons that no layer has as names.
fn add_persons(lexicon: &Lexicon, sentence: &Sentence, hits: &mut Vec<Hit>) {
    for (t, token) in sentence.tokens.iter().enumerate() {
        let person = token.upos == Upos::Propn
            && token.kind == Some(EntityKind::Person)
            && token.form.starts_with(char::is_uppercase);
        let form = token.form.to_lowercase();
        let lemma = token.lemma.to_lowercase();
        let known = |w: &str| lexicon.agent(w).is_some() || lexicon.office(w, None).is_some();
        let role = known(&form) || known(&lemma);
        if !person || role || token.deprel == Deprel::Flat || hits.iter().any(|h| h.first <= t && t <= h.last)
        {
            continue;
        }
        let last = sentence.children_by(t, Deprel::Flat).last().unwrap_or(t).max(t);
        let modifies = token.deprel.base() == Deprel::Compound || token.deprel == Deprel::NmodDesc;
        if modifies
            || names_a_thing(lexicon, sentence, t)
            || hits.iter().any(|h| h.first <= last && t <= h.last)
        {
            continue;
        }
        hits.push(Hit { first: t, last, head: t, candidates: Vec::new(), kind: Some(NameKind::Person) });
    }
}
