//! Parts of periods: "early May", "the end of 2019", "later this year".

use jiff::civil::Date;
use verbale_record::Interval;

use super::calendar::add_days;
use super::expr::Edge;

/// The part of `whole` that an edge word means: thirds (months of a year in fours, days of a month in tens), or up to and from
/// the article's date. What has no two ends stays as it is.
pub(super) fn cut(whole: Interval, edge: Edge, article: Option<Date>) -> Interval {
    let (Some(start), Some(end)) = (whole.start, whole.end) else { return whole };
    if start == end {
        return whole;
    }
    let inside = article.filter(|a| (start..=end).contains(a));
    let part = match edge {
        Edge::Earlier => inside.map(|a| Interval::between(start, a)),
        Edge::Later => inside.map(|a| Interval::between(a, end)),
        _ => portion(start, end, edge),
    };
    part.unwrap_or(whole)
}

fn portion(start: Date, end: Date, edge: Edge) -> Option<Interval> {
    let months = i32::from(end.year() - start.year()) * 12 + i32::from(end.month() - start.month()) + 1;
    if months >= 12 {
        let third = |k: i32| super::calendar::shift(start, super::calendar::Unit::Month, months * k / 3);
        let last = |d: Option<Date>| d.and_then(|d| add_days(d, -1));
        return Some(match edge {
            Edge::Start | Edge::Early => Interval::between(start, last(third(1))?),
            Edge::Mid => Interval::between(third(1)?, last(third(2))?),
            _ => Interval::between(third(2)?, end),
        });
    }
    let days = start.until(end).ok()?.get_days() + 1;
    let third = days / 3;
    Some(match edge {
        Edge::Start | Edge::Early => Interval::between(start, add_days(start, third - 1)?),
        Edge::Mid => Interval::between(add_days(start, third)?, add_days(start, 2 * third - 1)?),
        _ => Interval::between(add_days(start, 2 * third)?, end),
    })
}
