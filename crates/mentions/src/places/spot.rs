//! Where names of places stand: the analyser's LOC names, and capitalised words that the table knows.

use std::collections::BTreeSet;

use verbale_record::{Document, NameKind, NameSpan, Sentence, Span, Upos};

use super::gazetteer::{Entry, Gazetteer, PlaceKind};
use super::words::Words;

/// Longest name in tokens.
const LONGEST: usize = 6;

/// A name and the places it may mean.
#[derive(Clone, Debug)]
pub(super) struct Spot<'g> {
    pub sentence: usize,
    pub first: usize,
    pub last: usize,
    pub span: Span,
    /// As written.
    pub text: String,
    /// Candidates, and whether the name is their own.
    pub entries: Vec<(Entry<'g>, bool)>,
    /// Inside the name of an organisation: no mention, but a sign of where the article plays.
    pub silent: bool,
}

/// The names of places in a document, in order, not overlapping.
pub(super) fn spots<'g>(document: &Document, gazetteer: &'g Gazetteer, words: &Words) -> Vec<Spot<'g>> {
    let has_names = document.sentences.iter().any(|s| !s.names.is_empty());
    let people = People::of(document);
    let mut found = Vec::new();
    for (number, sentence) in document.sentences.iter().enumerate() {
        let finder = Finder { document, sentence, number, gazetteer, words, has_names, people: &people };
        let mut at = 0;
        while at < sentence.tokens.len() {
            match finder.spot_at(at) {
                Some(spot) => {
                    at = spot.last + 1;
                    found.push(spot);
                }
                None => at += 1,
            }
        }
    }
    found
}

/// First and last words of the people named in full.
struct People {
    first: BTreeSet<String>,
    last: BTreeSet<String>,
}

impl People {
    fn of(document: &Document) -> People {
        let mut people = People { first: BTreeSet::new(), last: BTreeSet::new() };
        for sentence in &document.sentences {
            for name in sentence.names.iter().filter(|n| n.kind == NameKind::Person && n.last > n.first) {
                people.first.extend(sentence.tokens.get(name.first).map(|t| t.form.clone()));
                people.last.extend(sentence.tokens.get(name.last).map(|t| t.form.clone()));
            }
        }
        people
    }

    fn has(&self, name: &str) -> bool {
        self.first.contains(name) || self.last.contains(name)
    }
}

struct Finder<'a, 'g> {
    document: &'a Document,
    sentence: &'a Sentence,
    number: usize,
    gazetteer: &'g Gazetteer,
    words: &'a Words,
    has_names: bool,
    people: &'a People,
}

impl<'g> Finder<'_, 'g> {
    /// The longest name that begins at a token.
    fn spot_at(&self, first: usize) -> Option<Spot<'g>> {
        if !self.sentence.tokens[first].form.starts_with(|c: char| c.is_uppercase()) {
            return None;
        }
        if let Some(spot) = self.state(first) {
            return Some(spot);
        }
        let far = (first + LONGEST).min(self.sentence.tokens.len());
        (first..far).rev().find_map(|last| self.spot(first, last))
    }

    fn spot(&self, first: usize, last: usize) -> Option<Spot<'g>> {
        let tokens = &self.sentence.tokens;
        if last == first && !self.may_stand_alone(first)
            || last > first && !tokens[last].form.starts_with(|c: char| c.is_uppercase())
        {
            return None;
        }
        let span = tokens[first].span.join(tokens[last].span);
        let text = self.document.text().get(span.start()..span.end())?;
        if text.chars().filter(|c| c.is_alphabetic()).count() <= 3
            && text.chars().any(char::is_lowercase)
            && last == first
            && text.len() <= 2
        {
            return None; // "us", "La"; "US" and "U.S." are meant
        }
        if text.contains('\n') || text.contains([',', ';', '(', ')']) && !text.contains(", D.C") {
            return None;
        }
        let entries = self.gazetteer.find(text);
        if entries.is_empty() {
            return None;
        }
        let spot = |silent| Spot {
            sentence: self.number,
            first,
            last,
            span,
            text: text.to_string(),
            entries: entries.clone(),
            silent,
        };
        if self.allowed(first, last, text, &entries) {
            return Some(spot(false));
        }
        let inside_body = self.name_kind(first, last) == Some(NameKind::Organization);
        let known = entries.iter().any(|(e, own)| *own && prominence(e) >= 2);
        (inside_body && known && !self.words.stop(text)).then(|| spot(true))
    }

    /// An abbreviated state after a comma ("Barrie, Ont.") or with inner points ("B.C.").
    fn state(&self, at: usize) -> Option<Spot<'g>> {
        let token = &self.sentence.tokens[at];
        let (country, admin) = self.words.state(&token.form)?;
        let after_comma = at > 1 && self.sentence.tokens[at - 1].form == ",";
        let pointed = token.form.trim_end_matches('.').contains('.');
        if !after_comma && !pointed {
            return None;
        }
        let entry = self.gazetteer.region(country, admin)?;
        Some(Spot {
            sentence: self.number,
            first: at,
            last: at,
            span: token.span,
            text: token.form.clone(),
            entries: vec![(entry, true)],
            silent: false,
        })
    }

    fn may_stand_alone(&self, at: usize) -> bool {
        let token = &self.sentence.tokens[at];
        matches!(token.upos, Upos::Propn | Upos::Noun | Upos::X | Upos::Num)
            || self.name_kind(at, at) == Some(NameKind::Location)
    }

    /// The kind of the name that covers tokens `first..=last` or more.
    fn name_kind(&self, first: usize, last: usize) -> Option<NameKind> {
        self.sentence.names.iter().find(|n| n.first <= first && last <= n.last).map(|n| n.kind)
    }

    /// Whether the words around let it be a place.
    fn allowed(&self, first: usize, last: usize, text: &str, entries: &[(Entry, bool)]) -> bool {
        let name = self.sentence.names.iter().find(|n| n.first <= last && first <= n.last);
        let weight = entries.iter().map(|(e, _)| prominence(e)).max().unwrap_or(0);
        let own = entries.iter().any(|(_, own)| *own);
        let exact = name.is_some_and(|n| (n.first, n.last) == (first, last));
        if self.words.stop(text) && !(exact && name.is_some_and(|n| n.kind == NameKind::Location)) {
            return false;
        }
        if self.is_dateline(first, last) && weight >= 1 {
            return true;
        }
        let person = last == first && self.people.has(text);
        match name {
            Some(n) if n.kind == NameKind::Location => {
                self.whole_enough(n, first, last, weight) && (!person || self.located(first))
            }
            // a whole country or city that the analyser takes for a body, standing alone
            // "British Columbia" where only "British" was taken for a name
            Some(n) if first <= n.first && n.last <= last && last > first && n.kind != NameKind::Person => {
                own && weight >= 2
            }
            Some(n) if n.kind != NameKind::Person => {
                let acts =
                    |e: &Entry| !matches!(e.kind, PlaceKind::Area | PlaceKind::Water) && prominence(e) >= 3;
                exact && self.noun_like(first) && entries.iter().any(|(e, own)| *own && acts(e))
            }
            Some(_) => false,
            None if self.has_names => {
                let proper = self.sentence.tokens[last].upos == Upos::Propn;
                own && proper && !person && weight >= 2 && self.free(first, last)
            }
            None => !person && self.free(first, last) && (weight >= 1 || self.located(first)),
        }
    }

    /// The whole of a LOC name, or all of it but "northern" before and "province" or a comma after; not the "Hertford" of
    /// "Hertford Road". Well-known places are taken from the end of a longer name.
    fn whole_enough(&self, name: &NameSpan, first: usize, last: usize, weight: u8) -> bool {
        let tokens = &self.sentence.tokens;
        let before = name.first >= first || self.is_compass(name.first, first) || weight >= 3;
        let light =
            |i: usize| self.words.unit(&tokens[i].form) || !tokens[i].form.starts_with(char::is_alphanumeric);
        let comma =
            tokens.get(last + 1).is_some_and(|t| matches!(t.form.as_str(), "," | "-" | "/" | "'s" | "’s"));
        before && (comma || (last + 1..=name.last).all(light))
    }

    /// Capitals at the beginning of a paragraph: "CARACAS, Venezuela (…)", "GENEVA -".
    fn is_dateline(&self, first: usize, last: usize) -> bool {
        let tokens = &self.sentence.tokens;
        let shouted = tokens[first..=last]
            .iter()
            .all(|t| t.form.len() > 3 && t.form.chars().all(|c| !c.is_lowercase()));
        let next = tokens.get(last + 1).map_or("", |t| t.form.as_str());
        first == 0
            && shouted
            && next.starts_with(|c: char| !c.is_alphabetic() || c.is_uppercase())
            && tokens.get(last + 2).is_some_and(|t| {
                t.form.chars().any(char::is_lowercase) || !t.form.starts_with(char::is_alphabetic)
            })
    }

    /// Only words as "northern" or "downtown" before the place inside a longer name.
    fn is_compass(&self, from: usize, to: usize) -> bool {
        (from..to).all(|i| self.words.compass(&self.sentence.tokens[i].form))
    }

    fn noun_like(&self, at: usize) -> bool {
        matches!(self.sentence.tokens[at].upos, Upos::Propn | Upos::Noun | Upos::X)
    }

    /// After a preposition of place or a comma.
    fn located(&self, first: usize) -> bool {
        first.checked_sub(1).is_some_and(|b| self.words.locative(&self.sentence.tokens[b].form))
    }

    /// Not part of a longer capitalised name, not after a title, not before a verb of a person's.
    fn free(&self, first: usize, last: usize) -> bool {
        let capital = |i: usize| {
            self.sentence.tokens.get(i).is_some_and(|t| {
                t.form.starts_with(char::is_uppercase) && matches!(t.upos, Upos::Propn | Upos::X)
            })
        };
        let before = first.checked_sub(1);
        let titled = before.is_some_and(|b| self.words.title(&self.sentence.tokens[b].form));
        let glued =
            before.is_some_and(|b| b > 0 && capital(b) && !self.words.compass(&self.sentence.tokens[b].form));
        !titled && !glued && !capital(last + 1)
    }
}

/// How well known a place is: 3 countries, capitals, seas and areas, cities above a million; 2 regions and cities above
/// 100,000; 1 above 15,000.
pub(super) fn prominence(entry: &Entry) -> u8 {
    match entry.kind {
        PlaceKind::Country | PlaceKind::Capital | PlaceKind::Water | PlaceKind::Area => 3,
        PlaceKind::Region => 2,
        _ if entry.people >= 1000 => 3,
        _ if entry.people >= 100 => 2,
        _ => u8::from(entry.people >= 15),
    }
}
