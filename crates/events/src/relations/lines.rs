//! Claims and relations as lines of text, for case files and for looking at them.

use jiff::civil::Date;
use verbale_record::{
    Claim, DateBasis, Document, Interval, MentionIndex, Mentions, PlaceIndex, Relation, Span, Statement,
};

/// One line a claim: `kind: subject > object = state (says) [about X] [in PLACE] [at DAYS] [by SPEAKER]`, as
/// `sanctions: Peru > Chile = in force (begins) about economic at 2019`. Actors are given by the words that
/// name them; several are joined by ` + `; `-` for none. Dates that only repeat the article's are left out.
/// Days are a year, a month or a day where they are just that, else `start..end`.
pub fn claim_lines(
    doc: &Document,
    mentions: &Mentions,
    statements: &[Statement],
    claims: &[Claim],
) -> Vec<String> {
    let lines = Lines { doc, mentions };
    claims.iter().map(|c| lines.claim(c, statements)).collect()
}

/// One line a relation: `kind: subject > object = state [about X] [in PLACE] [since DAYS] [until DAYS]`.
pub fn relation_lines(doc: &Document, mentions: &Mentions, relations: &[Relation]) -> Vec<String> {
    let lines = Lines { doc, mentions };
    relations.iter().map(|r| lines.relation(r)).collect()
}

struct Lines<'a> {
    doc: &'a Document,
    mentions: &'a Mentions,
}

impl Lines<'_> {
    fn claim(&self, c: &Claim, statements: &[Statement]) -> String {
        let mut line = format!("{}{} = {} ({})", c.kind, self.sides(&c.subject, &c.object), c.state, c.says);
        self.details(&mut line, c.about.as_deref(), c.place);
        if matches!(c.date.basis, DateBasis::Stated | DateBasis::Inferred) {
            line += &format!(" at {}", days(c.date.interval));
        }
        if let Some(statement) = c.attribution.first().and_then(|&i| statements.get(i)) {
            line += &format!(" by {}", self.names(&statement.speaker));
        }
        line
    }

    fn relation(&self, r: &Relation) -> String {
        let mut line = format!("{}{} = {}", r.kind, self.sides(&r.subject, &r.object), r.state);
        self.details(&mut line, r.about.as_deref(), r.place);
        for (word, interval) in [("since", r.since), ("until", r.until)] {
            if let Some(interval) = interval {
                line += &format!(" {word} {}", days(interval));
            }
        }
        line
    }

    fn sides(&self, subject: &[MentionIndex], object: &[MentionIndex]) -> String {
        format!(": {} > {}", self.names(subject), self.names(object))
    }

    fn details(&self, line: &mut String, about: Option<&str>, place: Option<PlaceIndex>) {
        if let Some(about) = about {
            *line += &format!(" about {about}");
        }
        if let Some(place) = place.and_then(|p| self.mentions.places.get(p)) {
            *line += &format!(" in {}", place.place.name);
        }
    }

    fn names(&self, side: &[MentionIndex]) -> String {
        let spans = side.iter().filter_map(|&m| self.mentions.actor_mentions.get(m)).map(|m| m.span);
        let names: Vec<String> = spans.map(|s| self.words(s)).collect();
        if names.is_empty() { "-".into() } else { names.join(" + ") }
    }

    fn words(&self, span: Span) -> String {
        let words = span.of(self.doc.text()).split_whitespace().collect::<Vec<_>>().join(" ");
        let bare = ["the ", "The "].iter().find_map(|d| words.strip_prefix(d));
        bare.unwrap_or(&words).to_owned()
    }
}

/// `2019`, `2019-05`, `2019-05-14`, `2019-05-01..2019-06-15`, `2019-01-01..`, `..2019-12-31`.
fn days(interval: Interval) -> String {
    let side = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
    match (interval.start, interval.end) {
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), Some(b)) if a == a.first_of_year() && b == a.last_of_year() => format!("{:04}", a.year()),
        (Some(a), Some(b)) if a == a.first_of_month() && b == a.last_of_month() => {
            format!("{:04}-{:02}", a.year(), a.month())
        }
        (a, b) => format!("{}..{}", side(a), side(b)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_as_short_as_they_can_be() {
        assert_eq!(days(Interval::between(date(2019, 1, 1), date(2019, 12, 31))), "2019");
        assert_eq!(days(Interval::between(date(2019, 5, 1), date(2019, 5, 31))), "2019-05");
        assert_eq!(days(Interval::day(date(2019, 5, 14))), "2019-05-14");
        assert_eq!(days(Interval { start: Some(date(2019, 1, 1)), end: None }), "2019-01-01..");
    }
}
