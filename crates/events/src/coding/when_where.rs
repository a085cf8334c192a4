//! When and where an event was: the time and place told nearest to its trigger, in its own clause.

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::Date};
use verbale_record::{
    DateBasis, DateKind, DateMention, Deprel, Document, EntityKind, EventDate, Interval, MentionIndex,
    Mentions, PlaceIndex, Sentence, Span, Upos,
};

use crate::frames::{is_nominal, spelling};

/// Days before the article after which an event is background, by the contract.
const BACKGROUND_DAYS: i64 = 30;

/// Prepositions that say where.
const LOCATIVE: [&str; 17] = [
    "in",
    "at",
    "near",
    "outside",
    "around",
    "inside",
    "across",
    "throughout",
    "off",
    "within",
    "along",
    "on",
    "outside of",
    "close to",
    "north of",
    "south of",
    "next to",
];

/// The date of an event, see the module; the article's date where none is told. Dates inside `content`, what is agreed or
/// asked for, tell when that is to be.
pub(super) fn date(
    doc: &Document,
    mentions: &Mentions,
    sentence: usize,
    trigger: usize,
    content: &[usize],
) -> EventDate {
    let told = doc.sentences.get(sentence).and_then(|s| {
        let dates: Vec<&DateMention> = mentions.dates_in(sentence).filter(|d| is_day(d)).collect();
        let dates: Vec<&DateMention> =
            dates.into_iter().filter(|d| !dates_another_noun(s, trigger, d)).collect();
        // "arrested on Monday": a slot filled by a date is no content.
        let is_date = |c: usize| dates.iter().any(|d| d.span.overlaps(s.tokens[c].span));
        let content: Vec<usize> = content.iter().copied().filter(|&c| !is_date(c)).collect();
        let outside = |clause: Vec<usize>| -> Vec<usize> {
            clause.into_iter().filter(|&t| !content.iter().any(|&c| s.is_under(t, c))).collect()
        };
        clauses(s, trigger).into_iter().find_map(|clause| nearest(s, trigger, &outside(clause), &dates))
    });
    match (told, doc.article.date) {
        (Some(d), _) => EventDate { interval: d.interval, span: Some(d.span), basis: d.basis },
        (None, Some(date)) => {
            EventDate { interval: Interval::day(date), span: None, basis: DateBasis::Publication }
        }
        (None, None) => EventDate::UNKNOWN,
    }
}

/// Whether a time expression tells days.
pub(super) fn is_day(date: &DateMention) -> bool {
    matches!(date.kind, DateKind::Date | DateKind::Time)
        && (date.interval.start.is_some() || date.interval.end.is_some())
}

/// Whether a date tells when something else was: "after the **2008** raid", "the **Monday** vote".
fn dates_another_noun(s: &Sentence, trigger: usize, date: &DateMention) -> bool {
    use Deprel::*;
    let inside = |t: &usize| date.span.overlaps(s.tokens[*t].span);
    let top = (0..s.tokens.len()).filter(inside).find(|&t| s.tokens[t].head.is_none_or(|h| !inside(&h)));
    let Some((top, head)) = top.and_then(|t| s.tokens[t].head.map(|h| (t, h))) else { return false };
    if head == trigger || !is_nominal(s, head) {
        return false;
    }
    let attributive = matches!(s.tokens[top].deprel, Compound | Amod | NmodPoss | Nummod | NmodDesc | Flat);
    let after =
        s.preposition(head).is_some_and(|p| matches!(p.as_str(), "after" | "before" | "following" | "since"));
    let argument =
        matches!(s.tokens[head].deprel.base(), Obj | Nsubj) && s.tokens[head].kind != Some(EntityKind::Event);
    attributive || after || !argument && s.tokens[head].upos != Upos::Propn && !s.is_under(trigger, head)
}

fn nearest<'d>(
    s: &Sentence,
    trigger: usize,
    clause: &[usize],
    dates: &[&'d DateMention],
) -> Option<&'d DateMention> {
    let at = s.tokens.get(trigger)?.span.start();
    let inside = |d: &&&DateMention| clause.iter().any(|&t| d.span.overlaps(s.tokens[t].span));
    dates.iter().filter(inside).min_by_key(|d| d.span.start().abs_diff(at)).copied()
}

/// The words of the trigger's own clause, then of each clause it shares time and place with, outwards.
fn clauses(s: &Sentence, trigger: usize) -> Vec<Vec<usize>> {
    let mut all = vec![own_words(s, trigger)];
    let mut at = trigger;
    while let Some(head) = s.tokens[at].head.filter(|_| shares(s, at)) {
        all.push(own_words(s, head));
        at = head;
    }
    all
}

/// The words under one without those of clauses that tell facts of their own.
fn own_words(s: &Sentence, token: usize) -> Vec<usize> {
    use Deprel::*;
    s.subtree_without(token, |c| {
        let t = &s.tokens[c];
        let coordinated_clause = t.deprel == Conj && !is_nominal(s, c);
        let subject_clause = t.deprel == Acl && c != token;
        matches!(t.deprel, AclRelcl | Ccomp | Parataxis | Advcl | AdvclRelcl | Csubj)
            || coordinated_clause
            || subject_clause
    })
}

/// Whether a word's clause has the time and place of the one above: not reported, relative or causal ones.
fn shares(s: &Sentence, token: usize) -> bool {
    let t = &s.tokens[token];
    let nominal = is_nominal(s, token);
    // "met in 2019, when …", "in 2008, when …", "as …": at the same time.
    let at_once = |&c: &usize| {
        matches!(s.tokens[c].deprel, Deprel::Mark | Deprel::Advmod)
            && matches!(s.tokens[c].lemma.to_lowercase().as_str(), "when" | "while" | "as")
    };
    match t.deprel.base() {
        Deprel::Xcomp | Deprel::Conj => true,
        Deprel::Advcl | Deprel::Acl if s.children(token).iter().any(at_once) => true,
        Deprel::Advcl => {
            !s.children(token).iter().any(|&c| s.tokens[c].deprel.base() == Deprel::Nsubj)
                && s.child_by(token, Deprel::Mark)
                    .is_none_or(|m| matches!(s.tokens[m].lemma.as_str(), "by" | "to" | "in" | "as"))
        }
        Deprel::Nsubj | Deprel::Obj | Deprel::Obl | Deprel::Nmod if nominal => {
            t.head.is_some_and(|h| is_carrier(s, h))
        }
        _ => false,
    }
}

/// Verbs that say little but that their noun takes place.
fn is_carrier(s: &Sentence, head: usize) -> bool {
    const CARRIERS: [&str; 32] = [
        "hold", "launch", "carry", "conduct", "begin", "start", "resume", "continue", "take", "make",
        "stage", "impose", "lead", "mount", "open", "sign", "reach", "conclude", "commit", "issue", "attend",
        "host", "join", "kill", "injure", "wound", "die", "happen", "occur", "leave", "target", "hit",
    ];
    s.tokens[head].upos == Upos::Verb && CARRIERS.contains(&s.tokens[head].lemma.to_lowercase().as_str())
}

/// Where an event was: the place told with a preposition of place nearest to its trigger, not one of its sides.
pub(super) fn place(
    s: &Sentence,
    mentions: &Mentions,
    sentence: usize,
    trigger: usize,
    sides: &[MentionIndex],
    takes_goal: bool,
) -> Option<PlaceIndex> {
    let is_side = |head: usize| {
        sides
            .iter()
            .filter_map(|&m| mentions.actor_mentions.get(m))
            .any(|m| m.head.sentence == sentence && m.head.token == head)
    };
    let places: Vec<(PlaceIndex, usize)> = mentions
        .places_in(sentence)
        .filter(|(_, p)| p.head.token < s.tokens.len())
        .map(|(i, p)| (i, p.head.token))
        .filter(|&(_, t)| is_locative(s, t, takes_goal) && (takes_goal || !is_side(t)))
        .collect();
    let near = |clause: Vec<usize>| {
        let inside = places.iter().filter(|(_, t)| clause.contains(t));
        inside.min_by_key(|(_, t)| (steps_between(s, trigger, *t), t.abs_diff(trigger))).map(|(i, _)| *i)
    };
    clauses(s, trigger).into_iter().find_map(near)
}

fn is_locative(s: &Sentence, token: usize, takes_goal: bool) -> bool {
    use Deprel::*;
    let t = &s.tokens[token];
    let up = t.head.filter(|_| matches!(t.deprel, Compound | Flat | NmodDesc | Conj | Appos));
    let preposition = s.preposition(token).or_else(|| up.and_then(|h| s.preposition(h)));
    preposition.is_some_and(|p| LOCATIVE.contains(&p.as_str()) || takes_goal && p == "to")
        || takes_goal && t.deprel == Obj
}

/// Steps of the tree from one word to another.
fn steps_between(s: &Sentence, from: usize, to: usize) -> usize {
    let up = |t: usize| std::iter::once(t).chain(s.ancestors(t));
    for (above, common) in up(from).enumerate() {
        if let Some(below) = up(to).position(|t| t == common) {
            return above + below;
        }
    }
    usize::MAX
}

/// Whether days lie so far before the article that what they date is background.
pub(super) fn is_past(interval: Interval, article: Option<Date>) -> bool {
    let Some(limit) = article.and_then(|d| d.checked_sub(BACKGROUND_DAYS.days()).ok()) else { return false };
    match (interval.start, interval.end) {
        (_, Some(end)) => end < limit,
        (Some(start), None) => start < limit,
        (None, None) => false,
    }
}

/// Whether days lie wholly after the article.
pub(super) fn is_coming(interval: Interval, article: Option<Date>) -> bool {
    interval.start.zip(article).is_some_and(|(start, article)| start > article)
}

/// Whether the clause of a trigger is dated by someone's time in office: "during his presidency", "under her rule".
pub(super) fn is_under_a_term(s: &Sentence, trigger: usize, terms: &BTreeSet<String>) -> bool {
    s.children_by(trigger, Deprel::Obl).any(|o| {
        let leads =
            s.preposition(o).is_some_and(|p| matches!(p.as_str(), "during" | "under" | "in" | "throughout"));
        let owned = s.child_by(o, Deprel::NmodPoss).is_some() || s.child_by(o, Deprel::Nmod).is_some();
        leads && owned && terms.contains(&spelling(&s.tokens[o].lemma))
    })
}

/// Words of the trigger as shown: the word itself, with its particle where that follows.
pub(super) fn trigger_span(s: &Sentence, trigger: usize, consumed: &[usize]) -> Span {
    /// Words between verb and noun up to which both are shown as one trigger: "imposed new sanctions".
    const GAP: usize = 4;
    let particle = s.child_by(trigger, Deprel::CompoundPrt);
    let close = consumed.iter().copied().filter(|&c| c > trigger && c - trigger <= GAP);
    let object = close.filter(|&c| is_nominal(s, c) && s.tokens[c].upos == Upos::Noun);
    let all: Vec<usize> = std::iter::once(trigger).chain(particle).chain(object).collect();
    s.span_of(&all)
}
