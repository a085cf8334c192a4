//! What a time expression says before it is reckoned against any date.

use super::calendar::Unit;
use super::lexicon::FestivalRule;

/// Part of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    Early,
    Mid,
    Late,
    End,
    /// "earlier this month": from its start to the article's date.
    Earlier,
    /// "later this year": from the article's date to its end.
    Later,
}

/// Which year is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearRef {
    /// Not said.
    Open,
    /// By its number.
    Given(i16),
    /// Counted from the article's: "last year" is -1.
    Shift(i32),
    /// Counted from the year of the date told before: "that year" is 0.
    Chain(i32),
}

/// Which day or month of a name is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The clause's tense decides.
    Open,
    Last,
    This,
    Next,
}

/// A time expression as read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expr {
    /// A day, month or year of the calendar.
    Calendar {
        year: YearRef,
        month: Option<i8>,
        day: Option<i8>,
    },
    /// Days of one month: "17–19 August".
    Days {
        year: YearRef,
        month: i8,
        first: i8,
        last: i8,
    },
    /// "May", "last May".
    NamedMonth {
        month: i8,
        which: Which,
    },
    /// From one year to another: "2014–16".
    Years {
        first: i16,
        last: i16,
    },
    /// Ten years from `first`.
    Decade {
        first: i16,
    },
    /// The n-th century.
    Century {
        n: i16,
    },
    Weekday {
        day: i8,
        which: Which,
    },
    /// A unit counted from the article's: "last week" is -1.
    Shifted {
        unit: Unit,
        by: i32,
    },
    /// A unit counted from that of the date told before: "the next day" is 1, "that day" 0.
    Chained {
        unit: Unit,
        by: i32,
    },
    /// "the same month a year ago": the date told before, a year earlier.
    YearEarlier,
    /// "two years ago" is -2.
    Ago {
        unit: Unit,
        by: Option<i32>,
    },
    /// "two days later" is 2, counted from the date told before.
    Later {
        unit: Unit,
        by: Option<i32>,
    },
    Quarter {
        n: i8,
        year: YearRef,
    },
    Half {
        n: i8,
        year: YearRef,
    },
    Season {
        code: &'static str,
        year: YearRef,
    },
    Festival {
        rule: FestivalRule,
        year: YearRef,
    },
    FiscalYear {
        year: YearRef,
    },
    Weekend {
        by: Option<i32>,
    },
    /// The n-th week of a month; -1 the last.
    WeekOf {
        n: i32,
        of: Box<Expr>,
    },
    /// "the last two weeks" (-1), "the next two weeks" (1).
    Window {
        unit: Unit,
        count: Option<i32>,
        ahead: bool,
    },
    Duration {
        unit: Unit,
        count: String,
    },
    Set {
        value: String,
    },
    Ref {
        value: &'static str,
    },
    /// A time of day: "18:00 UTC Monday".
    Clock {
        time: String,
        day: Option<Box<Expr>>,
    },
    /// "Thursday night".
    PartOfDay {
        code: &'static str,
        of: Box<Expr>,
    },
    Part {
        edge: Edge,
        of: Box<Expr>,
    },
    /// The date told before: "then".
    Then,
}
