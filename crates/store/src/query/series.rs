//! Counts over time.

use std::collections::BTreeMap;

use verbale_record::{EventType, Quad};

use super::{AskedSides, LinkScan, Sides, asked_day, type_list};
use crate::numbers::Numbered;
use crate::{Store, StoreError, days};

/// Length of a step of a series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Days.
    Day,
    /// Weeks from Monday.
    Week,
    /// Months.
    #[default]
    Month,
    /// Years.
    Year,
}

/// What is asked of a series: happenings that are done, not background.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeriesQuery {
    /// Who and whom.
    pub sides: AskedSides,
    /// Step.
    pub by: By,
    /// Types; all where none is given.
    pub types: Vec<EventType>,
    /// First day.
    pub since: Option<String>,
    /// Last day.
    pub until: Option<String>,
    /// Every report, not every happening once.
    pub reports: bool,
}

/// One step of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Bucket {
    /// First day of the step, ISO 8601.
    pub start: String,
    /// Happenings of each quad class, in the order verbal and material cooperation, verbal and material conflict.
    pub counts: [usize; 4],
    /// Mean PLOVER intensity of each, where there are any.
    pub means: [Option<f64>; 4],
    /// Mean of all, where there are any.
    pub mean: Option<f64>,
}

/// The quad classes in the order of a [`Bucket`].
pub const QUADS: [Quad; 4] =
    [Quad::VerbalCooperation, Quad::MaterialCooperation, Quad::VerbalConflict, Quad::MaterialConflict];

impl Store {
    /// Counts and mean intensities by quad class over time, without gaps from the first step to the last.
    pub fn series(&mut self, query: &SeriesQuery) -> Result<Vec<Bucket>, StoreError> {
        let sides = query.sides.resolve(&mut self.database)?;
        let sql = self.daily(query, &sides)?;
        let rows = self.database.fetch(&sql, &[])?;
        let mut steps: BTreeMap<i64, [(usize, i64); 4]> = BTreeMap::new();
        for row in rows {
            let Some(event_type) = EventType::from_number(row.number(1)) else { continue };
            let quad = QUADS.iter().position(|q| *q == event_type.quad()).unwrap_or(0);
            let step = &mut steps.entry(query.by.start(row.number(0))).or_default()[quad];
            step.0 += row.index(2);
            step.1 += row.number(3);
        }
        Ok(filled(steps, query.by))
    }

    /// The SQL of count and sum of intensity by day and type.
    fn daily(&mut self, query: &SeriesQuery, sides: &Sides) -> Result<String, StoreError> {
        let mut filter = format!("l.flags = 0 AND l.day > {}", days::UNKNOWN_DAY);
        if !query.types.is_empty() {
            filter += &format!(" AND l.type IN ({})", type_list(&query.types));
        }
        if let Some(day) = asked_day(query.since.as_ref())? {
            filter += &format!(" AND l.day >= {day}");
        }
        if let Some(day) = asked_day(query.until.as_ref())? {
            filter += &format!(" AND l.day <= {day}");
        }
        let key = if query.reports { "event" } else { "happening" };
        let one = |scan: &LinkScan| {
            let sides: String = scan.conditions.iter().map(|c| format!("{c} AND ")).collect();
            format!(
                "SELECT l.{key} AS told, l.day AS day, l.type AS type, l.mode AS mode FROM {} l WHERE {sides}{filter}",
                scan.table
            )
        };
        let scans = sides.scans();
        let found = if scans.is_empty() {
            let filter = filter.replace("l.flags = 0", "l.state = 0 AND l.status = 0 AND l.historical = 0");
            let key = if query.reports { "number" } else { "happening" };
            format!(
                "SELECT l.{key} AS told, l.day AS day, l.type AS type, l.mode AS mode FROM events l WHERE {filter}"
            )
        } else {
            scans.iter().map(one).collect::<Vec<_>>().join(" UNION ALL ")
        };
        // A happening is counted on the first day its reports give it.
        Ok(format!(
            "SELECT t.day, t.type, COUNT(*), CAST(SUM(s.score) AS BIGINT) FROM (SELECT told, MIN(day) AS day, MIN(type) AS type, \
             MIN(mode) AS mode FROM ({found}) AS found GROUP BY told) AS t JOIN scores s ON s.type = t.type \
             AND s.mode = t.mode GROUP BY t.day, t.type ORDER BY t.day, t.type"
        ))
    }
}

impl By {
    /// First day of the step that holds a day.
    fn start(self, day: i64) -> i64 {
        match self {
            By::Day => day,
            // 1970-01-01 was a Thursday.
            By::Week => day - (day + 3).rem_euclid(7),
            By::Month => days::day(day).map_or(day, |d| days::number(d.first_of_month())),
            By::Year => days::day(day).map_or(day, |d| days::number(d.first_of_year())),
        }
    }

    /// First day of the next step.
    fn next(self, start: i64) -> i64 {
        match self {
            By::Day => start + 1,
            By::Week => start + 7,
            By::Month => self.start(start + 31),
            By::Year => self.start(start + 366),
        }
    }
}

/// Steps in a row, at most this many are filled: a series of one stray old event needs no ten thousand empty lines.
const MAX_FILLED: usize = 20_000;

fn filled(steps: BTreeMap<i64, [(usize, i64); 4]>, by: By) -> Vec<Bucket> {
    let (Some(&first), Some(&last)) = (steps.keys().next(), steps.keys().next_back()) else {
        return Vec::new();
    };
    let starts = std::iter::successors(Some(first), |&s| Some(by.next(s)).filter(|&n| n <= last));
    let starts: Vec<i64> = starts.take(MAX_FILLED + 1).collect();
    let starts = if starts.len() > MAX_FILLED { steps.keys().copied().collect() } else { starts };
    let bucket = |start: i64| {
        let quads = steps.get(&start).copied().unwrap_or_default();
        let mean = |count: usize, tenths: i64| (count > 0).then(|| tenths as f64 / 10.0 / count as f64);
        let (count, sum) = quads.iter().fold((0, 0), |(c, s), q| (c + q.0, s + q.1));
        Bucket {
            start: days::iso(start).unwrap_or_default(),
            counts: quads.map(|q| q.0),
            means: quads.map(|q| mean(q.0, q.1)),
            mean: mean(count, sum),
        }
    };
    starts.into_iter().map(bucket).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_begin_where_calendars_have_it() {
        let start = |by: By, day: &str| days::parse(day).map(|d| by.start(d)).and_then(days::iso).unwrap();
        assert_eq!(start(By::Week, "2021-08-17"), "2021-08-16");
        assert_eq!(start(By::Week, "1969-12-28"), "1969-12-22");
        assert_eq!(start(By::Month, "2024-02-29"), "2024-02-01");
        assert_eq!(start(By::Year, "2024-12-31"), "2024-01-01");
        let january = days::parse("2021-01-01").unwrap();
        assert_eq!(days::iso(By::Month.next(january)).unwrap(), "2021-02-01");
        assert_eq!(days::iso(By::Year.next(january)).unwrap(), "2022-01-01");
    }
}
