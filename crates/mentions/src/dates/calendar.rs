//! Arithmetic of days: units, weeks, festivals.

use jiff::{ToSpan, civil::Date};
use verbale_record::Interval;

use super::lexicon::FestivalRule;

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// From the code of `words.tsv`, with how many of the unit it is (a fortnight is two weeks).
    pub fn parse(code: &str) -> Option<(Unit, i32)> {
        Some(match code {
            "S" => (Unit::Second, 1),
            "M" => (Unit::Minute, 1),
            "H" => (Unit::Hour, 1),
            "D" | "N" => (Unit::Day, 1),
            "W" => (Unit::Week, 1),
            "F" => (Unit::Week, 2),
            "m" => (Unit::Month, 1),
            "Q" => (Unit::Quarter, 1),
            "Y" => (Unit::Year, 1),
            "E" => (Unit::Decade, 1),
            "C" => (Unit::Century, 1),
            _ => return None,
        })
    }

    /// A TIMEX3 duration: `P3D`, `PT2H`, `PXY` when the number is vague. Decades are counted in years, quarters in months.
    pub fn duration(self, count: &str) -> String {
        let times =
            |n: i64| count.parse::<i64>().map_or("X".to_string(), |c| c.saturating_mul(n).to_string());
        match self {
            Unit::Second => format!("PT{count}S"),
            Unit::Minute => format!("PT{count}M"),
            Unit::Hour => format!("PT{count}H"),
            Unit::Day => format!("P{count}D"),
            Unit::Week => format!("P{count}W"),
            Unit::Month => format!("P{count}M"),
            Unit::Quarter => format!("P{}M", times(3)),
            Unit::Year => format!("P{count}Y"),
            Unit::Decade => format!("P{}Y", times(10)),
            Unit::Century => format!("P{}Y", times(100)),
        }
    }
}

/// `date` moved by `n` units; `None` beyond the calendar.
pub(super) fn shift(date: Date, unit: Unit, n: i32) -> Option<Date> {
    let by = |n: i64| match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Some(0.days()),
        Unit::Day => jiff::Span::new().try_days(n).ok(),
        Unit::Week => jiff::Span::new().try_weeks(n).ok(),
        Unit::Month => jiff::Span::new().try_months(n).ok(),
        Unit::Quarter => jiff::Span::new().try_months(n * 3).ok(),
        Unit::Year => jiff::Span::new().try_years(n).ok(),
        Unit::Decade => jiff::Span::new().try_years(n * 10).ok(),
        Unit::Century => jiff::Span::new().try_years(n * 100).ok(),
    };
    date.checked_add(by(n.into())?).ok()
}

/// `date` moved by days.
pub(super) fn add_days(date: Date, n: i32) -> Option<Date> {
    shift(date, Unit::Day, n)
}

/// The days of the unit that holds `date`.
pub(super) fn around(date: Date, unit: Unit) -> Option<Interval> {
    let (y, m) = (date.year(), date.month());
    let months = |first: i8, last: i8| {
        Some(Interval::between(Date::new(y, first, 1).ok()?, Date::new(y, last, 1).ok()?.last_of_month()))
    };
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Some(Interval::day(date)),
        Unit::Week => {
            let monday = add_days(date, 1 - i32::from(date.weekday().to_monday_one_offset()))?;
            Some(Interval::between(monday, add_days(monday, 6)?))
        }
        Unit::Month => months(m, m),
        Unit::Quarter => months((m - 1) / 3 * 3 + 1, (m - 1) / 3 * 3 + 3),
        Unit::Year => months(1, 12),
        Unit::Decade => years(y.div_euclid(10) * 10, 10),
        Unit::Century => years(y.div_euclid(100) * 100, 100),
    }
}

/// The days of `count` years from `first` on.
pub(super) fn years(first: i16, count: i16) -> Option<Interval> {
    let last = first.checked_add(count)?.checked_sub(1)?;
    Some(Interval::between(Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?))
}

/// TIMEX3 value of the unit that holds `date`.
pub(super) fn value(date: Date, unit: Unit) -> String {
    let (y, m) = (date.year(), date.month());
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => date.to_string(),
        Unit::Week => {
            let week = date.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Unit::Month => format!("{y:04}-{m:02}"),
        Unit::Quarter => format!("{y:04}-Q{}", (m - 1) / 3 + 1),
        Unit::Year => format!("{y:04}"),
        Unit::Decade => format!("{:03}", y.div_euclid(10)),
        Unit::Century => format!("{:02}", y.div_euclid(100)),
    }
}

/// The days of a festival in a year.
pub(super) fn festival(rule: FestivalRule, year: i16) -> Option<Interval> {
    match rule {
        FestivalRule::Fixed(month, day) => Date::new(year, month, day).ok().map(Interval::day),
        FestivalRule::Easter(days) => add_days(easter(year)?, days).map(Interval::day),
        FestivalRule::Nth(n, weekday, month) => nth_weekday(year, month, weekday, n).map(Interval::day),
        FestivalRule::Islamic(month, day, length) => {
            let hijri = (i32::from(year) - 622) * 33 / 32;
            let starts = (hijri - 1..=hijri + 2).filter_map(|h| islamic(h, month, day));
            let start = starts.into_iter().find(|d| d.year() == year)?;
            Some(Interval::between(start, add_days(start, length - 1)?))
        }
    }
}

/// Easter Sunday by the Anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

fn nth_weekday(year: i16, month: i8, weekday: i8, n: i8) -> Option<Date> {
    let first = Date::new(year, month, 1).ok()?;
    let ahead = i32::from(weekday - first.weekday().to_monday_one_offset()).rem_euclid(7);
    if n > 0 {
        return add_days(first, ahead + 7 * i32::from(n - 1)).filter(|d| d.month() == month);
    }
    let last = first.last_of_month();
    add_days(last, -i32::from(last.weekday().to_monday_one_offset() - weekday).rem_euclid(7))
}

/// A day of the tabular Islamic calendar (civil epoch, 16 July 622 Julian = 19 July 622 Gregorian; leap years 2, 5, 7, 10,
/// 13, 16, 18, 21, 24, 26, 29 of 30).
fn islamic(year: i32, month: i32, day: i32) -> Option<Date> {
    let days = (year - 1) * 354 + (3 + 11 * year).div_euclid(30) + (59 * (month - 1) + 1) / 2 + day - 1;
    add_days(Date::new(622, 7, 19).ok()?, days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn moving_feasts() {
        assert_eq!(easter(2021), Some(date(2021, 4, 4)));
        assert_eq!(easter(2008), Some(date(2008, 3, 23)));
        assert_eq!(nth_weekday(2021, 11, 4, 4), Some(date(2021, 11, 25)));
        assert_eq!(nth_weekday(2021, 5, 1, -1), Some(date(2021, 5, 31)));
        let fitr = festival(FestivalRule::Islamic(10, 1, 3), 2021).unwrap();
        assert_eq!(fitr.start, Some(date(2021, 5, 13)));
    }

    #[test]
    fn units_hold_their_days() {
        let week = around(date(2021, 8, 18), Unit::Week).unwrap();
        assert_eq!((week.start, week.end), (Some(date(2021, 8, 16)), Some(date(2021, 8, 22))));
        assert_eq!(value(date(2021, 8, 18), Unit::Week), "2021-W33");
        assert_eq!(value(date(2021, 8, 18), Unit::Quarter), "2021-Q3");
    }
}
