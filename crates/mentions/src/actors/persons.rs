//! Whom a person's name means: someone of the book, someone met before, or nobody known.

use verbale_record::{ActorIndex, ActorKind, NameKind};

use super::book::EntryIndex;
use super::describing::Description;
use super::names::Hit;
use super::reading::Reading;
use super::registry::Entity;
use super::text::fold;

impl Reading<'_> {
    /// The person of the book or met before whom a name means.
    pub(super) fn known_person(
        &mut self,
        folded: &str,
        candidates: &[EntryIndex],
        told: &Description,
    ) -> Option<ActorIndex> {
        if let Some(entry) = self.best_of_book(candidates, told, true) {
            return Some(self.book_actor(entry));
        }
        let same = |e: &Entity| e.is_person() && (e.family == folded || fold(&e.actor.name) == folded);
        if let Some(&met) = self.registry.recent(same).first() {
            return Some(met);
        }
        let bare = without_initials(folded);
        if bare.len() < folded.len() && bare.contains(' ') {
            let namesakes: Vec<EntryIndex> = self.book.lookup(&bare).into_iter().map(|c| c.0).collect();
            if let Some(entry) = self.best_of_book(&namesakes, told, true) {
                return Some(self.book_actor(entry));
            }
        }
        if folded.contains(' ') {
            // A longer or shorter form of a name met before: "Ana Maria Reyes" after "Ana Reyes".
            let ends = |n: &str| {
                (n.split(' ').next().unwrap_or("").to_owned(), n.rsplit(' ').next().unwrap_or("").to_owned())
            };
            let met = self.registry.recent(|e| e.is_person() && ends(&fold(&e.actor.name)) == ends(folded));
            return met.first().copied().or_else(|| self.same_office(folded, told));
        }
        // "Rosas" after "Ana Rosas Prado": the first of two family names.
        let middle = |n: &str| n.split(' ').count() > 2 && n.split(' ').skip(1).any(|w| w == folded);
        if let [only] = self.registry.recent(|e| e.is_person() && middle(&fold(&e.actor.name)))[..] {
            return Some(only);
        }
        let first_name = |e: &Entity| e.is_person() && fold(&e.actor.name).split(' ').next() == Some(folded);
        if let [only] = self.registry.recent(first_name)[..] {
            return Some(only);
        }
        if let Some(full) = self.full_name_later(folded) {
            return Some(full);
        }
        let namesakes = self.book.family(folded).to_vec();
        let entry = self.best_of_book(&namesakes, told, false)?;
        Some(self.book_actor(entry))
    }

    /// A person met before with the same family name, initial, country and office: another spelling of the first name.
    fn same_office(&self, folded: &str, told: &Description) -> Option<ActorIndex> {
        let family = folded.rsplit(' ').next().unwrap_or_default();
        let same = |e: &Entity| {
            e.is_person()
                && e.family == family
                && e.actor.country == told.country
                && fold(&e.actor.name).chars().next() == folded.chars().next()
                && told.keys.iter().any(|k| e.keys.contains(k))
        };
        self.registry.recent(same).first().copied()
    }

    /// A person whose full name comes later in the article ends with this name.
    fn full_name_later(&mut self, family: &str) -> Option<ActorIndex> {
        let mut found = None;
        for (sentence, hit) in
            self.hits.iter().enumerate().flat_map(|(i, hits)| hits.iter().map(move |h| (i, h)))
        {
            let words = fold(self.text_of(sentence, hit.first, hit.last));
            if hit.kind == Some(NameKind::Person)
                && words.contains(' ')
                && words.rsplit(' ').next() == Some(family)
            {
                found = Some((sentence, hit.clone()));
                break;
            }
        }
        let (sentence, hit) = found?;
        let people: Vec<EntryIndex> = hit
            .candidates
            .iter()
            .map(|c| c.0)
            .filter(|&e| self.book.get(e).kind == ActorKind::Person)
            .collect();
        Some(self.person(sentence, &hit, &people))
    }

    /// The likeliest of persons who share a name, by office told, date, countries named; `None` where none is likely.
    fn best_of_book(
        &self,
        candidates: &[EntryIndex],
        told: &Description,
        full_name: bool,
    ) -> Option<EntryIndex> {
        let mut best: Option<(i32, EntryIndex)> = None;
        for &entry in candidates {
            let e = self.book.get(entry);
            let Some((term, held)) = self.standing(entry) else { continue };
            let countries: Vec<&str> = e.terms().filter_map(|t| t.country()).collect();
            let context = countries.iter().any(|c| self.in_context(c));
            let top = e.terms().any(|t| self.lexicon.is("top", t.key));
            let told_key = told
                .keys
                .iter()
                .any(|k| e.terms().any(|t| t.key == *k || (t.key == "head" && self.lexicon.is("holder", k))));
            let told_held = told.keys.iter().any(|k| {
                e.terms().any(|t| {
                    (t.key == *k || t.key == "head") && self.date.as_deref().is_none_or(|d| t.holds(d))
                })
            });
            if let Some(country) = &told.country
                && !countries.is_empty()
                && !countries.contains(&country.as_str())
                && term.country().is_some()
            {
                continue;
            }
            let mut score = 0;
            score += if told_held {
                8
            } else if told_key {
                2
            } else {
                0
            };
            score += if told.country.is_some() { 4 } else { 0 };
            score += if context { 4 } else { 0 };
            score += if held { 3 } else { 0 };
            score += if e.by_hand { 3 } else { 0 };
            score += if top { 2 } else { 0 };
            score += if held && self.lexicon.is("top", term.key) { 2 } else { 0 };
            let enough = if full_name {
                e.by_hand || context || top || told_key
            } else {
                score >= 9 && (top || told_key)
            };
            if enough && best.is_none_or(|(s, _)| score > s) {
                best = Some((score, entry));
            }
        }
        best.map(|(_, entry)| entry)
    }

    /// The person of the book a family name most likely means, without noting a mention.
    pub(super) fn likely_person(&self, sentence: usize, hit: &Hit) -> Option<EntryIndex> {
        let family = fold(self.text_of(sentence, hit.first, hit.last)).into_owned();
        let same = self.registry.recent(|e| e.is_person() && e.family == family);
        let met = same.first().and_then(|&i| self.registry.entities[i].entry);
        met.or_else(|| self.best_of_book(self.book.family(&family), &self.title_before(sentence, hit), false))
    }
}

/// "ana reyes" of "ana m. reyes".
fn without_initials(folded: &str) -> String {
    let initial = |w: &&str| w.trim_end_matches('.').chars().count() > 1;
    folded.split(' ').filter(initial).collect::<Vec<_>>().join(" ")
}
