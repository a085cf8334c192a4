//! Dates, places and actors in a few words.

use std::collections::BTreeMap;

use anstyle::Style;
use verbale::DateBasis;
use verbale::output::{ActorRecord, ActorRef, ArticleRecord, BoundsRecord, DateRecord, PlaceRecord};

use super::DIM;

/// Names of the actors of a record by identifier.
pub struct Names<'a>(BTreeMap<&'a str, &'a ActorRecord>);

impl<'a> Names<'a> {
    /// Of one record.
    pub fn new(record: &'a ArticleRecord) -> Self {
        Names(record.actors.iter().map(|a| (a.id.as_str(), a)).collect())
    }

    /// "Russia (RUS GOV), China (CHN GOV)"; "?" for nobody.
    pub fn list(&self, refs: &[ActorRef], style: Style) -> String {
        if refs.is_empty() {
            return "?".into();
        }
        refs.iter().map(|r| self.one(r, style)).collect::<Vec<_>>().join(", ")
    }

    fn one(&self, actor: &ActorRef, style: Style) -> String {
        let name = self.0.get(actor.id.as_str()).map_or(actor.text.as_str(), |a| a.name.as_str());
        let country = actor.country.as_deref().unwrap_or("");
        let code = format!("{country} {}", actor.sector.as_str());
        format!("{style}{name}{style:#} {DIM}({}){DIM:#}", code.trim())
    }
}

/// Whether only the article's own date tells.
pub fn is_publication(date: &DateRecord) -> bool {
    date.basis == DateBasis::Publication
}

/// "2021-08-17", "2019", "2021-05", "2021-05-11..2021-05-20", "since 2019-01-01", "?"; a star where only the
/// article's date tells.
pub fn date(date: &DateRecord) -> String {
    let star = if is_publication(date) { "*" } else { "" };
    format!("{}{star}", interval(date.start.as_deref(), date.end.as_deref()))
}

fn interval(start: Option<&str>, end: Option<&str>) -> String {
    match (start, end) {
        (None, None) => "?".into(),
        (Some(start), None) => format!("since {start}"),
        (None, Some(end)) => format!("until {end}"),
        (Some(start), Some(end)) if start == end => start.into(),
        (Some(start), Some(end)) => {
            whole_year_or_month(start, end).unwrap_or_else(|| format!("{start}..{end}"))
        }
    }
}

fn whole_year_or_month(start: &str, end: &str) -> Option<String> {
    let year = start.strip_suffix("-01-01").filter(|y| end.strip_suffix("-12-31") == Some(y));
    if let Some(year) = year {
        return Some(year.into());
    }
    let month = start.strip_suffix("-01")?;
    let next_day: jiff::civil::Date = end.parse().ok().and_then(|d: jiff::civil::Date| d.tomorrow().ok())?;
    (end.starts_with(month) && next_day.day() == 1).then(|| month.into())
}

/// "since 2019"; nothing where nothing is told.
pub fn bounds(word: &str, bounds: Option<&BoundsRecord>) -> Option<String> {
    let bounds = bounds?;
    match (bounds.earliest.as_deref(), bounds.latest.as_deref()) {
        (None, None) => None,
        (None, Some(latest)) => Some(format!("{word} {latest} or before")),
        (Some(earliest), None) => Some(format!("{word} {earliest} or after")),
        (earliest, latest) => Some(format!("{word} {}", interval(earliest, latest))),
    }
}

/// "Mexico (MEX)".
pub fn place(place: &PlaceRecord) -> String {
    match &place.country {
        Some(country) => format!("{} ({country})", place.name),
        None => place.name.clone(),
    }
}

/// At most `width / 2` columns, cut with "…"; line breaks become spaces.
pub fn one_line(text: &str, width: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let limit = width / 2;
    if text.chars().count() <= limit {
        return text;
    }
    let cut: String = text.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_years_and_months_are_short() {
        assert_eq!(interval(Some("2019-01-01"), Some("2019-12-31")), "2019");
        assert_eq!(interval(Some("2020-02-01"), Some("2020-02-29")), "2020-02");
        assert_eq!(interval(Some("2021-02-01"), Some("2021-02-27")), "2021-02-01..2021-02-27");
        assert_eq!(interval(Some("2021-08-17"), Some("2021-08-17")), "2021-08-17");
        assert_eq!(interval(None, None), "?");
    }
}
