//! What the words between and before dates do to them: "since 2015", "from March to June", "until Friday".

use verbale_record::{DateKind, DateMention, Interval};

use super::Raw;
use super::atoms::{Atom, AtomKind};
use super::calendar::add_days;
use super::expr::{Expr, Which, YearRef};

/// "in March and June 2003", "from November to March 2003": the first takes the year of the second.
pub(super) fn share_years(atoms: &[Atom], raws: &mut [Raw]) {
    for i in (1..raws.len()).rev() {
        let (head, tail) = raws.split_at_mut(i);
        let (Some(left), Some(right)) = (head.last_mut(), tail.first()) else { continue };
        let Expr::Calendar { year: YearRef::Given(year), month: Some(later), .. } = right.expr else {
            continue;
        };
        let Some(connector) = connector(atoms, left.end, right.first) else { continue };
        let (month, day) = match left.expr {
            Expr::Calendar { year: YearRef::Open, month: Some(month), day } => (month, day),
            Expr::NamedMonth { month, which: Which::Open } => (month, None),
            _ => continue,
        };
        let earlier = month > later && connector != "and" && connector != "or";
        let year = YearRef::Given(if earlier { year - 1 } else { year });
        left.expr = Expr::Calendar { year, month: Some(month), day };
    }
}

/// The word that joins two expressions with at most a comma or preposition beside it.
fn connector(atoms: &[Atom], end: usize, first: usize) -> Option<&str> {
    let between = atoms.get(end..first).filter(|b| !b.is_empty() && b.len() <= 3)?;
    let joins = ["and", "or", "to", "-", "–", "—", "through", "until", "till"];
    let word = between.iter().map(|a| a.low.as_str()).find(|w| joins.contains(w))?;
    let light = [",", "in", "on", "from", "the", "the"];
    between.iter().all(|a| a.low == word || light.contains(&a.low.as_str())).then_some(word)
}

/// Opens, closes and joins the intervals of the mentions of a sentence by the words around them.
pub(super) fn bound(atoms: &[Atom], raws: &[Raw], mentions: &mut [DateMention]) {
    for i in 1..raws.len() {
        let Some(word) = connector(atoms, raws[i - 1].end, raws[i].first) else { continue };
        let before = word_before(atoms, raws[i - 1].first);
        let range = match word {
            "and" => before == "between",
            "or" => false,
            "-" | "–" | "—" => true,
            _ => before == "from" || word != "to" || is_period(&mentions[i - 1]) && is_period(&mentions[i]),
        };
        let (start, end) = (mentions[i - 1].interval.start, mentions[i].interval.end);
        if range && start.is_some() && end.is_some() && start <= end && is_period(&mentions[i - 1]) {
            let days = Interval { start, end };
            mentions[i - 1].interval = days;
            mentions[i].interval = days;
        }
    }
    for (raw, mention) in raws.iter().zip(mentions) {
        if is_period(mention) {
            mention.interval = opened(atoms, raw, mention.interval);
        }
    }
}

/// Whether the word before makes a date of the present lie ahead.
pub(super) fn looks_ahead(atoms: &[Atom], first: usize) -> bool {
    matches!(word_before(atoms, first), "until" | "till" | "by")
}

fn is_period(mention: &DateMention) -> bool {
    matches!(mention.kind, DateKind::Date | DateKind::Time)
}

/// The lower-case word before an atom, past words that only blur.
fn word_before(atoms: &[Atom], at: usize) -> &str {
    let blur = ["the", "at", "least", "about", "around", "approximately", "early", "late", "well", "back"];
    let before = atoms.get(..at).unwrap_or_default().iter().rev();
    before.map(|a| a.low.as_str()).find(|w| !blur.contains(w)).unwrap_or("")
}

fn opened(atoms: &[Atom], raw: &Raw, days: Interval) -> Interval {
    let Interval { start: Some(start), end: Some(end) } = days else { return days };
    // "before Tuesday's vote" bounds by the vote, not by the day
    let governs = atoms
        .get(raw.end)
        .is_none_or(|a| a.kind == AtomKind::Mark && !matches!(a.low.as_str(), "'" | "’" | "-"))
        || atoms.get(raw.end).is_some_and(|a| !a.capital && CLOSERS.contains(&a.low.as_str()));
    match word_before(atoms, raw.first) {
        "since" => Interval { start: Some(start), end: None },
        "until" | "till" => Interval { start: None, end: Some(end) },
        "before" if governs => Interval { start: None, end: add_days(start, -1) },
        "after" if governs => Interval { start: add_days(end, 1), end: None },
        "from" if onwards(atoms, raw.end) => Interval { start: Some(start), end: None },
        _ => days,
    }
}

/// Words after a date that show it stands alone.
const CLOSERS: [&str; 20] = [
    "and", "or", "but", "in", "at", "by", "to", "with", "when", "as", "for", "of", "on", "after", "before",
    "that", "which", "who", "because", "while",
];

fn onwards(atoms: &[Atom], end: usize) -> bool {
    atoms.get(end).is_some_and(|a| matches!(a.low.as_str(), "on" | "onward" | "onwards" | "forward"))
        && !atoms.get(end + 1).is_some_and(|a| a.capital)
}
