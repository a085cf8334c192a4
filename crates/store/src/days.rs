//! Days as numbers: days since 1970-01-01.

use jiff::civil::{Date, date};

/// Day of something whose day is not known: before all others, so that no question with dates meets it.
pub const UNKNOWN_DAY: i64 = -10_000_000;

const EPOCH: Date = date(1970, 1, 1);

/// Number of a day.
pub fn number(day: Date) -> i64 {
    day.since(EPOCH).map_or(0, |span| i64::from(span.get_days()))
}

/// The day with a number; `None` outside the years −9999 to 9999.
pub fn day(number: i64) -> Option<Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

/// Number of an ISO 8601 date.
pub fn parse(text: &str) -> Option<i64> {
    text.parse::<Date>().ok().map(number)
}

/// ISO 8601 of a day's number.
pub fn iso(number: i64) -> Option<String> {
    day(number).map(|d| d.to_string())
}

/// The day of an instant in seconds since 1970-01-01T00:00:00Z.
pub fn of_instant(seconds: i64) -> i64 {
    seconds.div_euclid(86_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_back() {
        for text in ["1970-01-01", "2021-08-17", "1648-10-24", "2024-02-29"] {
            assert_eq!(parse(text).and_then(iso).as_deref(), Some(text));
        }
        assert_eq!(parse("1970-01-02"), Some(1));
        assert_eq!(day(UNKNOWN_DAY), None);
        assert_eq!(of_instant(-1), -1);
    }
}
