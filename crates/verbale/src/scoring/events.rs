//! Scoring the events of a unit.

use std::collections::{BTreeMap, BTreeSet};

use verbale_record::{Context, EventType, Status};

use super::facts::{EventFact, SideFact};
use super::figure::{Figure, Tallies, Tally};
use super::matching::{Pair, most_alike, most_pairs};
use super::spans;

/// The events of a unit with their sentences: only events of one sentence answer to each other.
pub(super) struct Events<'a> {
    pub(super) gold: &'a [EventFact],
    pub(super) found: &'a [EventFact],
    /// Where each sentence ends; empty when the whole unit counts as one.
    pub(super) sentence_ends: &'a [usize],
}

/// How far a found event is right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rightness {
    pub(super) event_type: bool,
    pub(super) sides: bool,
    pub(super) status: bool,
}

/// Counts per type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TypeTally {
    pub(super) alone: Tally,
    pub(super) with_sides: Tally,
}

/// What the events of a unit give.
#[derive(Debug, Default)]
pub(super) struct EventScore {
    pub(super) types: BTreeMap<EventType, TypeTally>,
    /// Status of the gold and as found, of events whose type and sides are right.
    pub(super) statuses: Vec<(Status, Status)>,
    /// Types on matched triggers, gold and found.
    pub(super) trigger_types: Vec<(EventType, EventType)>,
    /// Who answers to whom, by trigger first, then type, then sides.
    pub(super) aligned: Vec<Pair>,
    /// Of each found event.
    pub(super) rightness: Vec<Rightness>,
}

impl Events<'_> {
    /// Scores all figures of events.
    pub(super) fn score(&self, tallies: &mut Tallies) -> EventScore {
        let mut score =
            EventScore { rightness: vec![Rightness::default(); self.found.len()], ..Default::default() };
        let right = self.levels(tallies, &mut score);
        self.shown_as_actual(tallies);
        self.details(&right, tallies, &mut score);
        self.direction(tallies);
        let triggers = self.pairs(|g, f| spans::touch(g.trigger, f.trigger));
        self.count(Figure::Trigger, triggers.len(), tallies);
        score.trigger_types =
            triggers.iter().map(|&(g, f)| (self.gold[g].event_type, self.found[f].event_type)).collect();
        score.aligned = most_alike(self.gold.len(), self.found.len(), |g, f| self.kinship(g, f));
        score
    }

    /// Type alone, with sides, codes, exact spans; each with a matching of its own. Gives the pairs whose type and sides are
    /// right.
    fn levels(&self, tallies: &mut Tallies, score: &mut EventScore) -> Vec<Pair> {
        let by_type = self.pairs(same_type);
        let by_sides = self.pairs(|g, f| same_type(g, f) && same_sides(g, f));
        let by_status = self.pairs(|g, f| same_type(g, f) && same_sides(g, f) && g.status == f.status);
        let with = |also: fn(&[SideFact], &[SideFact]) -> bool| {
            let both =
                |g: &EventFact, f: &EventFact| also(&g.actor, &f.actor) && also(&g.recipient, &f.recipient);
            self.pairs(|g, f| same_type(g, f) && same_sides(g, f) && both(g, f)).len()
        };
        self.count(Figure::Type, by_type.len(), tallies);
        self.count(Figure::TypeSides, by_sides.len(), tallies);
        self.count(Figure::TypeSidesCountries, with(same_countries), tallies);
        self.count(Figure::TypeSidesCodes, with(same_codes), tallies);
        self.count(Figure::TypeSidesExact, with(same_spans), tallies);
        by_type.iter().for_each(|&(_, f)| score.rightness[f].event_type = true);
        by_sides.iter().for_each(|&(_, f)| score.rightness[f].sides = true);
        by_status.iter().for_each(|&(_, f)| score.rightness[f].status = true);
        self.per_type(&by_type, &by_sides, score);
        by_sides
    }

    fn per_type(&self, by_type: &[Pair], by_sides: &[Pair], score: &mut EventScore) {
        let mut add = |event_type, tally, sides| {
            let entry = score.types.entry(event_type).or_default();
            if sides { entry.with_sides += tally } else { entry.alone += tally }
        };
        for sides in [false, true] {
            self.gold.iter().for_each(|e| add(e.event_type, Tally::new(0, 0, 1), sides));
            self.found.iter().for_each(|e| add(e.event_type, Tally::new(0, 1, 0), sides));
            let right = if sides { by_sides } else { by_type };
            right.iter().for_each(|&(g, _)| add(self.gold[g].event_type, Tally::new(1, 0, 0), sides));
        }
    }

    /// Precision of what a reader takes for news: shown as actual, and not as background.
    fn shown_as_actual(&self, tallies: &mut Tallies) {
        let shown = |f: &EventFact| f.status == Status::Actual && !f.historical;
        let right =
            self.pairs(|g, f| shown(f) && g.status == Status::Actual && same_type(g, f) && same_sides(g, f));
        let found = self.found.iter().filter(|f| shown(f)).count();
        let gold = self.gold.iter().filter(|g| shown(g)).count();
        tallies.add(Figure::ShownActual, Tally::new(right.len(), found, gold));
    }

    /// Status, mode, contexts, date and place of events whose type and sides are right.
    fn details(&self, right: &[Pair], tallies: &mut Tallies, score: &mut EventScore) {
        for &(g, f) in right {
            let (g, f) = (&self.gold[g], &self.found[f]);
            score.statuses.push((g.status, f.status));
            tallies.add(Figure::Status, Tally::of_cases(usize::from(g.status == f.status), 1));
            tallies.add(Figure::Background, Tally::of_cases(usize::from(g.historical == f.historical), 1));
            tallies.add(Figure::Mode, of_options(g.mode, f.mode, |a, b| a == b));
            tallies.add(Figure::DateSpan, of_options(g.date, f.date, spans::touch));
            tallies.add(Figure::PlaceSpan, of_options(g.place, f.place, spans::touch));
            let set = |contexts: &[Context]| contexts.iter().copied().collect::<BTreeSet<_>>();
            let (gold, found) = (set(&g.contexts), set(&f.contexts));
            let both = gold.intersection(&found).count();
            tallies.add(Figure::Contexts, Tally::new(both, found.len(), gold.len()));
        }
    }

    /// Of events whose type is right and whose two sides, both told, are the gold's in either order: how many stand in the
    /// gold's order.
    fn direction(&self, tallies: &mut Tallies) {
        let told = |e: &EventFact| !e.actor.is_empty() && !e.recipient.is_empty();
        let straight =
            |g: &EventFact, f: &EventFact| told(g) && told(f) && same_type(g, f) && same_sides(g, f);
        let swapped =
            |g: &EventFact, f: &EventFact| told(g) && told(f) && same_type(g, f) && swapped_sides(g, f);
        // Straight pairs are taken where they can be: the swapped are the rest.
        let pairs = most_pairs(self.gold.len(), self.found.len(), |g, f| {
            let (gold, found) = (&self.gold[g], &self.found[f]);
            let either = self.together(g, f) && (straight(gold, found) || swapped(gold, found));
            either.then(|| likeness(gold, found) + if straight(gold, found) { STRAIGHT } else { 0 })
        });
        let right = pairs.iter().filter(|&&(g, f)| straight(&self.gold[g], &self.found[f])).count();
        tallies.add(Figure::Direction, Tally::of_cases(right, pairs.len()));
    }

    fn count(&self, figure: Figure, right: usize, tallies: &mut Tallies) {
        tallies.add(figure, Tally::new(right, self.found.len(), self.gold.len()));
    }

    /// As many pairs as a condition allows inside each sentence; of equal ones those whose words are most alike.
    fn pairs(&self, condition: impl Fn(&EventFact, &EventFact) -> bool) -> Vec<Pair> {
        most_pairs(self.gold.len(), self.found.len(), |g, f| {
            let (gold, found) = (&self.gold[g], &self.found[f]);
            (self.together(g, f) && condition(gold, found)).then(|| likeness(gold, found))
        })
    }

    fn together(&self, gold: usize, found: usize) -> bool {
        let sentence =
            |event: &EventFact| self.sentence_ends.partition_point(|&end| end <= event.trigger.start);
        sentence(&self.gold[gold]) == sentence(&self.found[found])
    }

    /// A gold event that a found one tells too: of its sentence and type, with its trigger or its sides.
    pub(super) fn twin(&self, found: usize) -> Option<&EventFact> {
        let event = &self.found[found];
        let same = |g: &EventFact| {
            same_type(g, event) && (spans::touch(g.trigger, event.trigger) || same_sides(g, event))
        };
        (0..self.gold.len()).find(|&g| self.together(g, found) && same(&self.gold[g])).map(|g| &self.gold[g])
    }

    /// How much two events of a sentence look like the same happening: by trigger before type before sides. 0: not at all.
    fn kinship(&self, gold: usize, found: usize) -> u32 {
        if !self.together(gold, found) {
            return 0;
        }
        let (gold, found) = (&self.gold[gold], &self.found[found]);
        let trigger = spans::touch(gold.trigger, found.trigger);
        let sides = same_sides(gold, found) && !(gold.actor.is_empty() && gold.recipient.is_empty());
        let kin = trigger || sides || same_type(gold, found);
        u32::from(kin)
            * (64 * u32::from(trigger) + 32 * u32::from(same_type(gold, found)) + likeness(gold, found) + 1)
    }
}

/// More than any likeness, so that it decides first.
const STRAIGHT: u32 = 1 << 10;

/// How alike the words of two events are. Neither status nor codes count: what is measured must not choose the pairs.
fn likeness(gold: &EventFact, found: &EventFact) -> u32 {
    let side = |a: &[SideFact], b: &[SideFact]| {
        let (a, b) = (spans::of_side(a), spans::of_side(b));
        2 * u32::from(spans::both_empty_or_touch(&a, &b)) + u32::from(spans::same(&a, &b))
    };
    8 * u32::from(spans::touch(gold.trigger, found.trigger))
        + u32::from(gold.trigger == found.trigger)
        + side(&gold.actor, &found.actor)
        + side(&gold.recipient, &found.recipient)
}

pub(super) fn same_type(gold: &EventFact, found: &EventFact) -> bool {
    gold.event_type == found.event_type
}

/// Both sides right: each empty in both, or touching.
pub(super) fn same_sides(gold: &EventFact, found: &EventFact) -> bool {
    right_side(&gold.actor, &found.actor) && right_side(&gold.recipient, &found.recipient)
}

/// Actor and recipient the other way round.
pub(super) fn swapped_sides(gold: &EventFact, found: &EventFact) -> bool {
    right_side(&gold.actor, &found.recipient) && right_side(&gold.recipient, &found.actor)
}

pub(super) fn right_side(gold: &[SideFact], found: &[SideFact]) -> bool {
    spans::both_empty_or_touch(&spans::of_side(gold), &spans::of_side(found))
}

fn same_spans(gold: &[SideFact], found: &[SideFact]) -> bool {
    spans::same(&spans::of_side(gold), &spans::of_side(found))
}

fn same_countries(gold: &[SideFact], found: &[SideFact]) -> bool {
    codes_agree(gold, found, |a, b| a.country == b.country)
}

fn same_codes(gold: &[SideFact], found: &[SideFact]) -> bool {
    codes_agree(gold, found, |a, b| a.country == b.country && a.sector == b.sector)
}

/// Every gold phrase that was found has among the phrases that touch it one with its codes.
fn codes_agree(gold: &[SideFact], found: &[SideFact], agree: impl Fn(&SideFact, &SideFact) -> bool) -> bool {
    gold.iter().all(|g| {
        let mut touching = found.iter().filter(|f| spans::touch(g.span, f.span)).peekable();
        touching.peek().is_none() || touching.any(|f| agree(g, f))
    })
}

fn of_options<T>(gold: Option<T>, found: Option<T>, agree: impl Fn(T, T) -> bool) -> Tally {
    let counts = (usize::from(found.is_some()), usize::from(gold.is_some()));
    let right = gold.zip(found).is_some_and(|(g, f)| agree(g, f));
    Tally::new(usize::from(right), counts.0, counts.1)
}

/// Where the sentences of a text end, in code points. By the program's own rules of splitting, for people's annotations
/// and records alike, so that two runs are scored on the same ground.
pub(super) fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut byte, mut points) = (0, 0);
    for sentence in verbale_language::sentences::split(text) {
        let end = sentence.span.end();
        points += text.get(byte..end).unwrap_or("").chars().count();
        byte = end;
        ends.push(points);
    }
    ends
}
