//! Reckons what an expression says against the article's date, the clause's tense and the dates told before.

use jiff::civil::Date;
use verbale_record::{DateBasis, DateKind, Interval};

use super::calendar::{self, Unit, add_days, around, shift, value};
use super::expr::{Expr, Which, YearRef};
use super::tense::Tense;

/// What an expression is reckoned against.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchors {
    /// The article's date.
    pub article: Option<Date>,
    /// The one year the article names, where it has no date.
    pub year: Option<i16>,
    /// The date told before, with both ends known, and its value.
    pub before: Option<(Interval, String)>,
}

/// A reckoned expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    pub kind: DateKind,
    pub value: String,
    pub interval: Interval,
    pub basis: DateBasis,
}

impl Resolved {
    fn unknown(kind: DateKind, value: impl Into<String>) -> Resolved {
        Resolved { kind, value: value.into(), interval: Interval::default(), basis: DateBasis::Unknown }
    }

    fn date(value: String, interval: Interval, stated: bool) -> Resolved {
        let basis = if stated { DateBasis::Stated } else { DateBasis::Inferred };
        Resolved { kind: DateKind::Date, value, interval, basis }
    }
}

/// Resolves expressions of one clause.
pub(super) struct Resolver<'a> {
    pub anchors: &'a Anchors,
    pub tense: Tense,
}

impl Resolver<'_> {
    /// What `expr` means; unknown with placeholders where nothing tells.
    pub fn resolve(&self, expr: &Expr) -> Resolved {
        let unknown = || Resolved::unknown(DateKind::Date, placeholder(expr));
        match expr {
            Expr::Duration { unit, count } => Resolved::unknown(DateKind::Duration, unit.duration(count)),
            Expr::Set { value } => Resolved::unknown(DateKind::Set, value.clone()),
            Expr::Ref { value } => Resolved::unknown(DateKind::Date, *value),
            Expr::Window { unit, count, ahead } => self.window(*unit, *count, *ahead),
            Expr::Clock { time, day } => self.clock(time, day.as_deref()),
            Expr::PartOfDay { code, of } => {
                let day = self.resolve(of);
                Resolved { kind: DateKind::Time, value: format!("{}T{code}", day.value), ..day }
            }
            Expr::Part { edge, of } => {
                let whole = self.resolve(of);
                let interval = super::parts::cut(whole.interval, *edge, self.anchors.article);
                Resolved { interval, ..whole }
            }
            _ => self.period(expr).unwrap_or_else(unknown),
        }
    }

    fn period(&self, expr: &Expr) -> Option<Resolved> {
        match expr {
            Expr::Calendar { year, month, day } => self.calendar(*year, *month, *day),
            Expr::Days { year, month, first, last } => {
                let (year, stated) =
                    self.year_for(*year, |y| Date::new(y, *month, *first).ok().map(Interval::day))?;
                let (first, last) =
                    (Date::new(year, *month, *first).ok()?, Date::new(year, *month, *last).ok()?);
                Some(Resolved::date(format!("{first}/{last}"), Interval::between(first, last), stated))
            }
            Expr::NamedMonth { month, which } => self.named_month(*month, *which),
            Expr::Years { first, last } => {
                let days = Interval::between(Date::new(*first, 1, 1).ok()?, Date::new(*last, 12, 31).ok()?);
                Some(Resolved::date(format!("{first:04}/{last:04}"), days, true))
            }
            Expr::Decade { first } => {
                Some(Resolved::date(format!("{:03}", first / 10), calendar::years(*first, 10)?, true))
            }
            Expr::Century { n } => {
                let days = calendar::years((n - 1) * 100 + 1, 100)?;
                Some(Resolved::date(format!("{:02}", n - 1), days, true))
            }
            Expr::Weekday { day, which } => {
                let date = self.weekday(*day, *which)?;
                Some(Resolved::date(date.to_string(), Interval::day(date), false))
            }
            Expr::Shifted { unit, by } => self.unit_at(shift(self.anchors.article?, *unit, *by)?, *unit),
            Expr::Chained { unit, by } => self.chained(*unit, *by),
            Expr::Ago { unit, by } => self.ago(*unit, *by),
            Expr::Later { unit, by } => {
                let (before, _) = self.anchors.before.as_ref()?;
                let from = if by.is_some_and(|n| n < 0) { before.start? } else { before.end? };
                self.unit_at(shift(from, *unit, (*by)?)?, *unit)
            }
            Expr::YearEarlier => {
                let (before, text) = self.anchors.before.clone()?;
                let start = before.start?;
                let units = [Unit::Day, Unit::Month, Unit::Quarter];
                let unit =
                    units.into_iter().find(|u| around(start, *u) == Some(before) && !text.contains('W'))?;
                let moved = self.unit_at(shift(start, Unit::Year, -1)?, unit)?;
                Some(moved)
            }
            Expr::Then => {
                let (interval, value) = self.anchors.before.clone()?;
                Some(Resolved::date(value, interval, false))
            }
            _ => self.named_period(expr),
        }
    }

    fn named_period(&self, expr: &Expr) -> Option<Resolved> {
        match expr {
            Expr::Quarter { n, year } => {
                let days = |y| months(y, (n - 1) * 3 + 1, 3);
                let (year, stated) = self.year_for(*year, days)?;
                Some(Resolved::date(format!("{year:04}-Q{n}"), days(year)?, stated))
            }
            Expr::Half { n, year } => {
                let days = |y| months(y, (n - 1) * 6 + 1, 6);
                let (year, stated) = self.year_for(*year, days)?;
                Some(Resolved::date(format!("{year:04}-H{n}"), days(year)?, stated))
            }
            Expr::Season { code, year } => self.season(code, *year),
            Expr::Festival { rule, year } => {
                let days = |y| calendar::festival(*rule, y);
                let (year, stated) = self.year_for(*year, days)?;
                let days = days(year)?;
                let (start, end) = (days.start?, days.end?);
                let value = if start == end { start.to_string() } else { format!("{start}/{end}") };
                Some(Resolved::date(value, days, stated))
            }
            Expr::FiscalYear { year } => {
                let (number, stated) = match year {
                    YearRef::Open => (self.anchors.article?.year(), false),
                    _ => self.year(*year)?,
                };
                Some(Resolved::date(format!("FY{number:04}"), Interval::default(), stated))
            }
            Expr::Weekend { by } => self.weekend(*by),
            Expr::WeekOf { n, of } => {
                let month = self.resolve(of);
                let (first, last) = (month.interval.start?, month.interval.end?);
                let inside = if *n == -1 { add_days(last, -6)? } else { add_days(first, 7 * (n - 1) + 3)? };
                let week = self.unit_at(inside, Unit::Week)?;
                Some(Resolved { basis: month.basis, ..week })
            }
            _ => None,
        }
    }

    fn unit_at(&self, date: Date, unit: Unit) -> Option<Resolved> {
        Some(Resolved::date(value(date, unit), around(date, unit)?, false))
    }

    /// The year meant, and whether the words give it.
    fn year(&self, year: YearRef) -> Option<(i16, bool)> {
        let moved = |from: i16, by: i32| i16::try_from(i32::from(from) + by).ok();
        match year {
            YearRef::Given(y) => Some((y, true)),
            YearRef::Shift(by) => Some((moved(self.anchors.article?.year(), by)?, false)),
            YearRef::Chain(by) => {
                let before = self.anchors.before.as_ref().and_then(|(days, _)| days.start);
                Some((moved(before.or(self.anchors.article)?.year(), by)?, false))
            }
            YearRef::Open => None,
        }
    }

    /// The year of a period that comes once a year: as told, else by the tense.
    fn year_for(&self, year: YearRef, days: impl Fn(i16) -> Option<Interval>) -> Option<(i16, bool)> {
        if year != YearRef::Open {
            return self.year(year);
        }
        let Some(article) = self.anchors.article else { return self.anchors.year.map(|y| (y, false)) };
        let mut near: Vec<(i16, Date, Date)> = (article.year() - 1..=article.year() + 1)
            .filter_map(|y| days(y).and_then(|d| Some((y, d.start?, d.end?))))
            .collect();
        near.sort_by_key(|(_, start, _)| *start);
        let begun = near.iter().rev().find(|(_, start, _)| *start <= article);
        let ahead = near.iter().find(|(_, _, end)| *end >= article);
        let soon = |limit: i32| {
            ahead.filter(|(_, start, end)| {
                start == end && add_days(article, limit).is_some_and(|d| *start <= d)
            })
        };
        let chosen = match self.tense {
            Tense::Past => soon(30).or(begun),
            Tense::Future => ahead,
            Tense::Present => near.iter().min_by_key(|(_, start, end)| distance(article, *start, *end)),
        };
        chosen.map(|(y, _, _)| (*y, false))
    }

    fn calendar(&self, year: YearRef, month: Option<i8>, day: Option<i8>) -> Option<Resolved> {
        let days = |y: i16| match (month, day) {
            (Some(m), Some(d)) => Date::new(y, m, d).ok().map(Interval::day),
            (Some(m), None) => months(y, m, 1),
            _ => calendar::years(y, 1),
        };
        let (year, stated) = self.year_for(year, days)?;
        let text = match (month, day) {
            (Some(m), Some(d)) => format!("{year:04}-{m:02}-{d:02}"),
            (Some(m), None) => format!("{year:04}-{m:02}"),
            _ => format!("{year:04}"),
        };
        Some(Resolved::date(text, days(year)?, stated))
    }

    fn named_month(&self, month: i8, which: Which) -> Option<Resolved> {
        let days = |y| months(y, month, 1);
        let year = match (which, self.anchors.article) {
            (Which::Open, _) => self.year_for(YearRef::Open, days)?.0,
            (Which::This, Some(article)) => article.year(),
            (Which::Last, Some(article)) => article.year() - i16::from(month >= article.month()),
            (Which::Next, Some(article)) => article.year() + i16::from(month <= article.month()),
            (_, None) => return None,
        };
        Some(Resolved::date(format!("{year:04}-{month:02}"), days(year)?, false))
    }

    /// "Tuesday": within the week before the article in the past, in the week after it in the future; the
    /// article's own day counts unless "last" or "next" stands before it.
    fn weekday(&self, day: i8, which: Which) -> Option<Date> {
        let article = self.anchors.article?;
        let back = i32::from(article.weekday().to_monday_one_offset() - day).rem_euclid(7);
        let forth = (7 - back) % 7;
        let by = match which {
            Which::Last => -(if back == 0 { 7 } else { back }),
            Which::Next => {
                if forth == 0 {
                    7
                } else {
                    forth
                }
            }
            _ if self.tense == Tense::Future => forth,
            _ => -back,
        };
        add_days(article, by)
    }

    fn weekend(&self, by: Option<i32>) -> Option<Resolved> {
        let article = self.anchors.article?;
        let weekday = i32::from(article.weekday().to_monday_one_offset());
        let coming = add_days(article, 6 - weekday)?;
        let inside = weekday >= 6;
        let saturday = match by {
            Some(-1) => add_days(coming, -7)?,
            Some(1) if inside => add_days(coming, 7)?,
            Some(_) => coming,
            None if inside || self.tense == Tense::Future => coming,
            None => add_days(coming, -7)?,
        };
        let days = Interval::between(saturday, add_days(saturday, 1)?);
        Some(Resolved::date(format!("{}-WE", value(saturday, Unit::Week)), days, false))
    }

    fn season(&self, code: &str, year: YearRef) -> Option<Resolved> {
        let first = match code {
            "SP" => 3,
            "SU" => 6,
            "FA" => 9,
            _ => 12,
        };
        let days = |y| months(y, first, 3);
        let year = match (year, self.anchors.article) {
            (YearRef::Shift(by), Some(article)) if by != 0 => {
                let near = (article.year() - 2..=article.year() + 1).filter_map(|y| days(y).map(|d| (y, d)));
                let mut near: Vec<(i16, Interval)> = near.collect();
                if by < 0 {
                    near.retain(|(_, d)| d.end.is_some_and(|e| e < article));
                    near.last().map(|(y, _)| (*y, false))?
                } else {
                    near.retain(|(_, d)| d.start.is_some_and(|s| s > article));
                    near.first().map(|(y, _)| (*y, false))?
                }
            }
            _ => self.year_for(year, days)?,
        };
        Some(Resolved::date(format!("{:04}-{code}", year.0), days(year.0)?, year.1))
    }

    /// "the next day" after the date before; nothing where that is vaguer than the unit.
    fn chained(&self, unit: Unit, by: i32) -> Option<Resolved> {
        let Some((before, _)) = &self.anchors.before else {
            let article = self.anchors.article.filter(|_| unit == Unit::Year)?;
            return self.unit_at(shift(article, unit, by)?, unit);
        };
        let (start, end) = (before.start?, before.end?);
        let inside = around(start, unit)?;
        if inside.end? < end && unit != Unit::Year {
            return None;
        }
        self.unit_at(shift(start, unit, by)?, unit)
    }

    fn ago(&self, unit: Unit, by: Option<i32>) -> Option<Resolved> {
        let article = self.anchors.article?;
        let Some(by) = by else {
            let days = Interval { start: None, end: Some(article) };
            return Some(Resolved::date("PAST_REF".into(), days, false));
        };
        // a decade or century ago is told to the year
        let grain = if matches!(unit, Unit::Decade | Unit::Century) { Unit::Year } else { unit };
        self.unit_at(shift(article, unit, by)?, grain)
    }

    /// "the last two weeks": a duration that ends, or begins, at the article's date.
    fn window(&self, unit: Unit, count: Option<i32>, ahead: bool) -> Resolved {
        let text = unit.duration(&count.map_or("X".into(), |n| n.to_string()));
        let days = || {
            let article = self.anchors.article?;
            let far = shift(article, unit, if ahead { count? } else { -count? })?;
            Some(Interval::between(article.min(far), article.max(far)))
        };
        match days() {
            Some(interval) => {
                Resolved { kind: DateKind::Duration, value: text, interval, basis: DateBasis::Inferred }
            }
            None => Resolved::unknown(DateKind::Duration, text),
        }
    }

    fn clock(&self, time: &str, day: Option<&Expr>) -> Resolved {
        let told = day.map(|d| self.resolve(d)).filter(|d| d.interval.start.is_some());
        let single = |i: &Interval| i.start.is_some() && i.start == i.end;
        let before = self.anchors.before.as_ref().filter(|(i, _)| single(i)).map(|(i, _)| *i);
        let article = || self.anchors.article.map(Interval::day);
        let basis = told.as_ref().map_or(DateBasis::Inferred, |d| d.basis);
        match told.map(|d| d.interval).or(before).or_else(article) {
            Some(interval) => {
                let date = interval.start.map_or("XXXX-XX-XX".into(), |d| d.to_string());
                Resolved { kind: DateKind::Time, value: format!("{date}{time}"), interval, basis }
            }
            None => Resolved::unknown(DateKind::Time, format!("XXXX-XX-XX{time}")),
        }
    }
}

fn months(year: i16, first: i8, count: i8) -> Option<Interval> {
    let start = Date::new(year, first, 1).ok()?;
    let next = shift(start, Unit::Month, count.into())?;
    Some(Interval::between(start, add_days(next, -1)?))
}

/// Days from `date` to the nearer end of an interval; 0 inside.
fn distance(date: Date, start: Date, end: Date) -> i64 {
    let days = |a: Date, b: Date| i64::from(a.until(b).map_or(i32::MAX, |span| span.get_days()));
    if date < start {
        days(date, start)
    } else if date > end {
        days(end, date)
    } else {
        0
    }
}

/// TIMEX3 value of what no date tells.
fn placeholder(expr: &Expr) -> String {
    match expr {
        Expr::Calendar { month: Some(m), day: Some(d), .. } => format!("XXXX-{m:02}-{d:02}"),
        Expr::Calendar { month: Some(m), .. } | Expr::NamedMonth { month: m, .. } => format!("XXXX-{m:02}"),
        Expr::Weekday { day, .. } => format!("XXXX-WXX-{day}"),
        Expr::Quarter { n, .. } => format!("XXXX-Q{n}"),
        Expr::Half { n, .. } => format!("XXXX-H{n}"),
        Expr::Season { code, .. } => format!("XXXX-{code}"),
        Expr::Weekend { .. } => "XXXX-WXX-WE".into(),
        Expr::Ago { .. } => "PAST_REF".into(),
        Expr::Shifted { unit, .. } | Expr::Chained { unit, .. } | Expr::Later { unit, .. } => match unit {
            Unit::Year | Unit::Decade | Unit::Century => "XXXX".into(),
            Unit::Month | Unit::Quarter => "XXXX-XX".into(),
            Unit::Week => "XXXX-WXX".into(),
            _ => "XXXX-XX-XX".into(),
        },
        _ => "XXXX-XX-XX".into(),
    }
}
