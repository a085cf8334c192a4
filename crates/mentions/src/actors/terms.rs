//! Dates that a term of office tells: "during his administration", "under the presidency of Donald Trump".

use jiff::ToSpan;
use jiff::civil::Date;
use verbale_record::{
    ActorMention, DateBasis, DateKind, DateMention, Deprel, Document, Interval, Mentions, Sentence, TokenRef,
};

use super::book::{ActorBook, Term};

/// Nouns that name the time someone is in office.
const NOUNS: [&str; 10] = [
    "administration",
    "presidency",
    "premiership",
    "chancellorship",
    "tenure",
    "rule",
    "reign",
    "term",
    "mandate",
    "dictatorship",
];
/// Prepositions that make such a noun tell when.
const WHEN: [&str; 4] = ["during", "under", "throughout", "in"];
/// Keys of offices whose terms are meant.
const RULERS: [&str; 7] =
    ["president", "prime-minister", "leader", "head", "monarch", "chancellor", "head-of-government"];

/// The terms of office that the words of a document date something by, in order of the text. The days are those of the book; a
/// term without known days tells nothing.
pub fn terms_of_office(book: &ActorBook, document: &Document, mentions: &Mentions) -> Vec<DateMention> {
    let today = document.article.date.map(|d| d.to_string());
    let mut found = Vec::new();
    for (number, s) in document.sentences.iter().enumerate() {
        for token in 0..s.tokens.len() {
            if !tells_when(s, token) {
                continue;
            }
            let Some(holder) = holder(s, number, token, mentions) else { continue };
            let Some(interval) = days(book, mentions, holder, today.as_deref()) else { continue };
            let value = match (interval.start, interval.end) {
                (Some(start), Some(end)) => format!("{start}/{end}"),
                _ => "PAST_REF".into(),
            };
            let span = s.noun_phrase_span(token);
            let (kind, basis) = (DateKind::Date, DateBasis::Inferred);
            found.push(DateMention { span, sentence: number, kind, value, interval, basis });
        }
    }
    found
}

fn tells_when(s: &Sentence, token: usize) -> bool {
    let noun = NOUNS.contains(&s.tokens[token].lemma.to_lowercase().as_str());
    noun && s.preposition(token).is_some_and(|p| WHEN.contains(&p.as_str()))
}

/// Whose term it is: the possessor, or the phrase after "of".
fn holder<'a>(s: &Sentence, number: usize, token: usize, mentions: &'a Mentions) -> Option<&'a ActorMention> {
    let owner = |c: usize| {
        let of = s.tokens[c].deprel.base() == Deprel::Nmod && s.preposition(c).as_deref() == Some("of");
        of || matches!(s.tokens[c].deprel, Deprel::NmodPoss | Deprel::Compound)
    };
    let owners = s.children(token).iter().copied().filter(|&c| owner(c));
    owners
        .filter_map(|token| mentions.actor_at(TokenRef { sentence: number, token }))
        .find_map(|m| mentions.actor_mentions.get(m))
}

/// First to last day of the ruler's newest term that had begun by the article's date.
fn days(
    book: &ActorBook,
    mentions: &Mentions,
    holder: &ActorMention,
    today: Option<&str>,
) -> Option<Interval> {
    let [one] = holder.actors[..] else { return None };
    let entry = book.by_id(&mentions.actors.get(one)?.id)?;
    let rules = |t: &Term| RULERS.contains(&t.key) && !t.seen && !t.start.is_empty();
    let begun = |t: &Term| today.is_none_or(|date| !t.is_future(date));
    let term = book.get(entry).terms().filter(|t| rules(t) && begun(t)).max_by_key(|t| t.start)?;
    Some(Interval { start: day(term.start, false), end: day(term.end, true) })
}

/// The first or last day that `2013`, `2013-03` or `2013-03-05` may mean.
fn day(text: &str, last: bool) -> Option<Date> {
    let padded = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_string(),
    };
    let first: Date = padded.parse().ok()?;
    match (last, text.len()) {
        (true, 4) => Date::new(first.year(), 12, 31).ok(),
        (true, 7) => first.checked_add(1.month()).ok()?.yesterday().ok(),
        _ => Some(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_days_are_widened() {
        let found = |text: &str, last| day(text, last).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(found("2013", false), "2013-01-01");
        assert_eq!(found("2013", true), "2013-12-31");
        assert_eq!(found("2012-02", true), "2012-02-29");
        assert_eq!(found("2021-01-20", true), "2021-01-20");
        assert_eq!(found("", true), "");
    }
}
