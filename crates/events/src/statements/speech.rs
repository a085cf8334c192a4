//! Ties direct speech to the cue it belongs to, in its own sentence or a neighbouring one.

use std::collections::BTreeMap;
use std::ops::Range;

use verbale_record::{Sentence, Span, Upos};

use super::draft::{Draft, Scene, Tie, is_speech};
use super::grammar::{antecedent, doers, leader};
use super::quotations::Quotation;

/// Gives every quotation that no statement holds yet to the draft it belongs to, where the text shows one.
pub(super) fn tie_quotations(scene: &Scene, drafts: &mut [Draft]) {
    let mut talkers = Talkers::new(scene, drafts);
    for quotation in &scene.quotations {
        let Some(place) = Place::of(scene, quotation) else { continue };
        let holds = |d: &Draft| {
            !quotation.outer.contains(d.cue_span) && d.content.iter().any(|c| c.overlaps(quotation.outer))
        };
        let near = of_sentences(drafts, place.first, place.last);
        let holder = near.clone().find(|&i| holds(&drafts[i]));
        let owner = holder.or_else(|| match is_speech(&scene.doc.sentences[place.first], quotation) {
            true => owner_of_speech(scene, drafts, &talkers, quotation, place),
            false => owner_of_few_words(scene, drafts, quotation, place),
        });
        if let Some(owner) = owner.filter(|&i| drafts[i].content.len() < MOST_PARTS) {
            let tie = if place.near(&drafts[owner]) { Tie::Speech } else { Tie::Loose };
            let span = with_lead(scene, drafts, owner, quotation, place);
            drafts[owner].add(span, tie);
        }
        talkers.note(place, owner);
    }
}

/// More parts than this are not one statement, but a text whose quotation marks were misread.
const MOST_PARTS: usize = 60;

/// The drafts whose cue stands in sentences `first..=last`; drafts are in order of their sentences.
fn of_sentences(drafts: &[Draft], first: usize, last: usize) -> Range<usize> {
    let start = drafts.partition_point(|d| d.cue.sentence < first);
    start..drafts.partition_point(|d| d.cue.sentence <= last)
}

/// A quotation that runs on into the sentence of its cue, with the words before it in its first sentence: "We must
/// “make sure there is enough. And we will,” she said."
fn with_lead(scene: &Scene, drafts: &[Draft], owner: usize, quotation: &Quotation, place: Place) -> Span {
    let has_cue = |d: &Draft| d.cue.sentence == place.first && !quotation.outer.contains(d.cue_span);
    let runs_on = place.first < place.last && drafts[owner].cue.sentence == place.last;
    match runs_on && !of_sentences(drafts, place.first, place.first).any(|i| has_cue(&drafts[i])) {
        true => scene.doc.sentences[place.first].span.join(quotation.outer),
        false => quotation.outer,
    }
}

/// In which sentences a quotation stands.
#[derive(Clone, Copy)]
struct Place {
    first: usize,
    last: usize,
    /// Whether nothing else stands in those sentences.
    alone: bool,
}

impl Place {
    fn of(scene: &Scene, quotation: &Quotation) -> Option<Place> {
        let first = scene.doc.sentence_at(quotation.inner)?;
        let end = quotation.inner.end().saturating_sub(1);
        let last = scene.doc.sentence_at(Span::new(end, end)).unwrap_or(first).max(first);
        let sentences = scene.doc.sentences.get(first..=last)?;
        let outside = |s: &Sentence| {
            s.tokens.iter().any(|t| t.upos != Upos::Punct && !quotation.outer.contains(t.span))
        };
        Some(Place { first, last, alone: !sentences.iter().any(outside) })
    }

    fn near(&self, draft: &Draft) -> bool {
        (self.first..=self.last).contains(&draft.cue.sentence)
    }
}

/// Who talks in which sentence, by draft, as far as the quotations have been read.
struct Talkers {
    by_sentence: BTreeMap<usize, usize>,
}

impl Talkers {
    /// At first: the last cue of each sentence outside quotations that can take direct speech.
    fn new(scene: &Scene, drafts: &[Draft]) -> Talkers {
        let mut by_sentence = BTreeMap::new();
        let reported = |draft: &Draft| {
            let mut near = of_sentences(drafts, draft.cue.sentence, draft.cue.sentence);
            near.any(|i| drafts[i].content.iter().any(|c| c.contains(draft.cue_span)))
        };
        for (i, draft) in drafts.iter().enumerate() {
            if draft.takes_quote && !inside_quotation(scene, draft.cue_span) && !reported(draft) {
                by_sentence.insert(draft.cue.sentence, i);
            }
        }
        Talkers { by_sentence }
    }

    fn note(&mut self, place: Place, owner: Option<usize>) {
        if let Some(owner) = owner {
            self.by_sentence.extend((place.first..=place.last).map(|s| (s, owner)));
        }
    }

    fn at(&self, sentence: Option<usize>) -> Option<usize> {
        sentence.and_then(|s| self.by_sentence.get(&s)).copied()
    }
}

fn inside_quotation(scene: &Scene, span: Span) -> bool {
    scene.quotations_at(span).iter().any(|q| q.outer.contains(span))
}

fn owner_of_speech(
    scene: &Scene,
    drafts: &[Draft],
    talkers: &Talkers,
    quotation: &Quotation,
    place: Place,
) -> Option<usize> {
    if !place.alone {
        return nearest_cue(scene, drafts, quotation, place);
    }
    let sentences = &scene.doc.sentences;
    let paragraph = |i: usize| sentences.get(i).map(|s| s.paragraph);
    let before = place.first.checked_sub(1);
    let same_before = before.is_some_and(|b| paragraph(b) == paragraph(place.first));
    let leads_in = before.is_some_and(|b| sentences[b].span.of(scene.doc.text()).trim_end().ends_with(':'));
    let talker = talkers.at(before);
    if leads_in || quotation.continues {
        return talker;
    }
    let after = place.last + 1;
    let same_after = paragraph(after) == paragraph(place.last);
    let waiting = |i: &usize| drafts[*i].content.is_empty() && drafts[*i].cue.sentence == after;
    let following = talkers.at(Some(after)).filter(|i| same_after && waiting(i));
    let quoted_before = |i: &usize| before.is_some_and(|b| quotes_in(scene, &drafts[*i], b));
    let goes_on = talker.filter(|i| same_before && quoted_before(i));
    goes_on
        .or(following)
        .or(talker.filter(|_| same_before))
        .or(talker.filter(quoted_before))
        .or(talkers.at(Some(after)).filter(|_| same_after))
        .or(talker)
}

/// Whether some of a draft's content is a quotation in that sentence.
fn quotes_in(scene: &Scene, draft: &Draft, sentence: usize) -> bool {
    let span = scene.doc.sentences[sentence].span;
    let quoted = |c: &Span| scene.quotations_at(span).iter().any(|q| c.contains(q.outer));
    draft.content.iter().any(quoted)
}

/// The cue nearest to the quotation in its own sentences; one without content before others.
fn nearest_cue(scene: &Scene, drafts: &[Draft], quotation: &Quotation, place: Place) -> Option<usize> {
    let fits = |d: &Draft| d.takes_quote && place.near(d) && !inside_quotation(scene, d.cue_span);
    let distance = |d: &Draft| match d.cue_span.end() <= quotation.outer.start() {
        true => quotation.outer.start() - d.cue_span.end(),
        false => d.cue_span.start().saturating_sub(quotation.outer.end()),
    };
    let ranked = of_sentences(drafts, place.first, place.last).filter(|&i| fits(&drafts[i]));
    ranked.min_by_key(|&i| (!drafts[i].content.is_empty(), distance(&drafts[i])))
}

/// A few quoted words belong to the attributing verb above them: "called for a “full inquiry”". Where that
/// verb's own content was not seen, a new draft could not be made here: its object is taken as content.
fn owner_of_few_words(
    scene: &Scene,
    drafts: &mut [Draft],
    quotation: &Quotation,
    place: Place,
) -> Option<usize> {
    let s = &scene.doc.sentences[place.first];
    let inside = |t: usize| quotation.inner.contains(s.tokens[t].span);
    let top = (0..s.tokens.len()).find(|&t| inside(t) && s.tokens[t].head.is_some_and(|h| !inside(h)))?;
    let mut below = top;
    for above in s.ancestors(top) {
        let mut near = of_sentences(drafts, place.first, place.first);
        let cue = near.find(|&i| drafts[i].cue.token == above);
        if let Some(i) = cue.filter(|_| is_complement(s, below)) {
            if drafts[i].content.is_empty() {
                drafts[i] = drafts[i].clone().with_content(scene, &s.subtree(below), Tie::Phrase);
            }
            return Some(i);
        }
        if s.tokens[above].upos == Upos::Verb && !doers(s, above, |_| false).is_empty() {
            return None;
        }
        below = antecedent(s, above);
    }
    None
}

/// Whether a phrase can be what its verb says: its object, complement, or a phrase with "as", "for", "of", "about" or "to".
fn is_complement(s: &Sentence, token: usize) -> bool {
    use verbale_record::Deprel::*;
    match s.tokens[token].deprel.base() {
        Obj | Xcomp | Ccomp | Conj | Parataxis => true,
        Obl | Advcl => {
            matches!(
                leader(s, token).as_deref(),
                Some("as" | "for" | "of" | "about" | "to" | "on" | "against")
            )
        }
        _ => false,
    }
}
