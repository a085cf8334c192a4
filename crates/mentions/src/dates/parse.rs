//! The grammar of time expressions: what begins at an atom. Absolute forms here, relative ones in `relative.rs`.

use super::atoms::{Atom, AtomKind};
use super::calendar::Unit;
use super::expr::{Edge, Expr, Which, YearRef};
use super::lexicon::Lexicon;

/// An expression and the atom after it.
pub(super) type Found = (usize, Expr);

/// Reads expressions of one sentence.
pub(super) struct Parser<'a> {
    pub atoms: &'a [Atom],
    pub lexicon: &'a Lexicon,
}

impl Parser<'_> {
    /// The longest expression that begins at `at`.
    pub fn parse(&self, at: usize) -> Option<Found> {
        let found = [
            self.edge(at),
            self.clock(at),
            self.period(at),
            self.sets(at),
            self.counted(at),
            self.reference(at),
        ];
        found.into_iter().flatten().max_by_key(|(end, _)| *end)
    }

    /// A period that an edge or a part can be of.
    pub fn period(&self, at: usize) -> Option<Found> {
        let found = [
            self.iso(at),
            self.month_first(at),
            self.day_first(at),
            self.days(at),
            self.named_month(at),
            self.year(at),
            self.decade(at),
            self.century(at),
            self.weekday(at),
            self.day_word(at),
            self.shifted(at),
            self.chained(at),
            self.quarter(at),
            self.season(at),
            self.festival(at),
            self.fiscal_year(at),
            self.weekend(at),
            self.week_of(at),
        ];
        let best = found.into_iter().flatten().max_by_key(|(end, _)| *end)?;
        Some(self.with_part_of_day(best))
    }

    pub fn low(&self, at: usize) -> &str {
        self.atoms.get(at).map_or("", |a| a.low.as_str())
    }

    pub fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.low(at))
    }

    pub fn number(&self, at: usize) -> Option<i32> {
        self.atoms.get(at)?.number()
    }

    /// Whether `at` follows the atom before it without a space.
    pub fn joined(&self, at: usize) -> bool {
        match (at.checked_sub(1).and_then(|b| self.atoms.get(b)), self.atoms.get(at)) {
            (Some(before), Some(here)) => before.span.end() == here.span.start(),
            _ => false,
        }
    }

    /// The atom after an optional hyphen.
    pub fn over_hyphen(&self, at: usize) -> usize {
        at + usize::from(self.is(at, &["-", "–", "‐", "‑"]))
    }

    /// The atom after `words`, else `at`.
    pub fn over(&self, at: usize, words: &[&str]) -> usize {
        at + usize::from(self.is(at, words))
    }

    /// A year of four digits.
    pub fn year_number(&self, at: usize) -> Option<i16> {
        let atom = self.atoms.get(at).filter(|a| a.low.len() == 4)?;
        let decade = self.joined(at + 1) && self.is(at + 1, &["s", "st", "nd", "rd", "th"]);
        atom.number().filter(|n| (1000..2100).contains(n) && !decade).and_then(|n| i16::try_from(n).ok())
    }

    /// A day of the month with its ordinal ending: "17", "17th", "the 17th" is read by the caller.
    fn day_number(&self, at: usize) -> Option<(usize, i8)> {
        let atom = self.atoms.get(at).filter(|a| a.low.len() <= 2)?;
        let day = i8::try_from(atom.number().filter(|n| (1..=31).contains(n))?).ok()?;
        let suffix = self.joined(at + 1) && self.is(at + 1, &["st", "nd", "rd", "th"]);
        Some((at + 1 + usize::from(suffix), day))
    }

    /// A month by name; abbreviations need a capital, and take their point.
    fn month(&self, at: usize) -> Option<(usize, i8)> {
        let atom = self.atoms.get(at).filter(|a| a.capital)?;
        if let Some(m) = self.lexicon.number("month", &atom.low) {
            return Some((at + 1, i8::try_from(m).ok()?));
        }
        let month = self.lexicon.number("month_short", &atom.low)?;
        Some((self.over(at + 1, &["."]), i8::try_from(month).ok()?))
    }

    /// `2021-08-17`, `17/08/2021` (only where one of the two cannot be a month, or both are the same).
    fn iso(&self, at: usize) -> Option<Found> {
        let mark = |i: usize| self.joined(i) && self.joined(i + 1) && self.is(i, &["-", "/", "."]);
        if !mark(at + 1) || !mark(at + 3) || self.low(at + 1) != self.low(at + 3) {
            return None;
        }
        let (a, b, c) = (self.number(at)?, self.number(at + 2)?, self.number(at + 4)?);
        let (year, month, day) = match self.low(at).len() {
            4 => (a, b, c),
            _ if self.low(at + 4).len() != 4 => return None,
            _ if a > 12 || a == b => (c, b, a),
            _ if b > 12 => (c, a, b),
            _ => return None,
        };
        let expr = calendar(YearRef::Given(i16::try_from(year).ok()?), i8::try_from(month).ok()?, day)?;
        Some((at + 5, expr))
    }

    /// "August 17, 2021", "Aug. 17", "August 2021", "August of last year".
    fn month_first(&self, at: usize) -> Option<Found> {
        let (next, month) = self.month(at)?;
        let the = self.over(next, &["the"]);
        let Some((end, day)) = self.day_number(the).filter(|(end, _)| !self.counts_something(*end)) else {
            let (end, year) = self.year_after(next)?;
            return Some((end, Expr::Calendar { year, month: Some(month), day: None }));
        };
        let (end, year) = self.year_after(end).unwrap_or((end, YearRef::Open));
        Some((end, calendar(year, month, day.into())?))
    }

    /// Whether the number before is a share or amount: "May 12 percent".
    fn counts_something(&self, at: usize) -> bool {
        self.is(at, &["%", "percent", "million", "billion", "people", ":"])
    }

    /// "17 August 2021", "the 17th of August".
    fn day_first(&self, at: usize) -> Option<Found> {
        let (next, day) = self.day_number(self.over(at, &["the"]))?;
        let of = self.over(next, &["of"]);
        let (end, month) = self.month(of)?;
        if of > next && next == at + 1 {
            return None; // "one of 17 of August's" is no date; "17th of August" is
        }
        let (end, year) = self.year_after(end).unwrap_or((end, YearRef::Open));
        Some((end, calendar(year, month, day.into())?))
    }

    /// "17–19 August 2021", "August 17 to 19".
    fn days(&self, at: usize) -> Option<Found> {
        let month_before = self.month(at);
        let (next, first) = self.day_number(month_before.map_or(at, |(next, _)| next))?;
        let last = next + 1;
        let connected = self.is(next, &["-", "–", "to"]) || month_before.is_none() && self.low(next) == "and";
        let (next, last) = self.day_number(last).filter(|(_, d)| connected && *d > first)?;
        let (next, month) = match month_before {
            Some((_, month)) => (next, month),
            None => self.month(next)?,
        };
        let (end, year) = self.year_after(next).unwrap_or((next, YearRef::Open));
        let valid = jiff::civil::Date::new(2000, month, last).is_ok();
        valid.then_some((end, Expr::Days { year, month, first, last }))
    }

    /// ", 2021", "of 2021", "2021", "of last year", "this year".
    pub fn year_after(&self, at: usize) -> Option<(usize, YearRef)> {
        let next = self.over(self.over(at, &[","]), &["of", "in"]);
        if let Some(year) = self.year_number(next).filter(|y| *y >= 1500) {
            return Some((next + 1, YearRef::Given(year)));
        }
        let the = self.over(next, &["the"]);
        if next == at && self.low(the) != "this" && self.low(the) != "last" && self.low(the) != "next" {
            return None;
        }
        if self.low(the + 1) != "year" {
            return None;
        }
        let year = match self.low(the) {
            "that" | "same" => YearRef::Chain(0),
            "following" => YearRef::Chain(1),
            word => YearRef::Shift(self.lexicon.number("shift", word)?),
        };
        Some((the + 2, year))
    }

    /// A month alone, with "last", "this" or "next"; "May" and "March" as months only with a sign of it.
    fn named_month(&self, at: usize) -> Option<Found> {
        let (which, start) = self.which(at);
        let (end, month) = self.month(start)?;
        let short = self.lexicon.is("month_short", self.low(start));
        let signs = [
            "in", "since", "until", "till", "by", "of", "from", "during", "before", "after", "and", "to",
            "to", "this", "last", "next", "early", "late", "mid", "-", "between", "through", "or", "end",
            "for", "around", "as", "the",
        ];
        let before = at.checked_sub(1).map_or("", |b| self.low(b));
        let ambiguous = matches!(self.low(start), "may" | "march" | "august") || short;
        if ambiguous && which == Which::Open && !signs.contains(&before) && !self.is(end, &["'", "’"]) {
            return None;
        }
        if self.atoms.get(end).is_some_and(|a| a.capital && a.kind == AtomKind::Word) && ambiguous {
            return None; // "March Madness", "May Day", a person called April
        }
        Some((end, Expr::NamedMonth { month, which }))
    }

    /// "last", "this past", "next" before a name.
    pub fn which(&self, at: usize) -> (Which, usize) {
        let which = match self.low(at) {
            "last" | "past" => Which::Last,
            "this" if self.is(at + 1, &["past", "last"]) => return (Which::Last, at + 2),
            "this" if self.is(at + 1, &["coming"]) => return (Which::Next, at + 2),
            "this" => Which::This,
            "next" | "coming" => Which::Next,
            _ => return (Which::Open, at),
        };
        (which, at + 1)
    }

    /// A year, or years as "2014–16", where the words around make it one.
    fn year(&self, at: usize) -> Option<Found> {
        let year = self.year_number(at)?;
        let given = |year| Expr::Calendar { year: YearRef::Given(year), month: None, day: None };
        if self.is(at + 1, &["-", "–", "/"]) && self.joined(at + 1) && self.joined(at + 2) {
            let last = self.number(at + 2)?;
            let width = self.low(at + 2).len();
            let last =
                i16::try_from(if width == 2 { i32::from(year) / 100 * 100 + last } else { last }).ok()?;
            let fits = (width == 2 || width == 4) && last > year && last < 2100 && self.low(at + 3) != "-";
            return fits.then_some((at + 3, Expr::Years { first: year, last }));
        }
        self.reads_as_year(at, year).then_some((at + 1, given(year)))
    }

    /// Whether four digits are a year: by the preposition or determiner before them, and what follows. A number
    /// that counts a plural noun ("1999 people") is none.
    fn reads_as_year(&self, at: usize, year: i16) -> bool {
        let before = at.checked_sub(1).map_or("", |b| self.low(b));
        let glued = self.joined(at) && !self.is(at.saturating_sub(1), &["(", "\"", "“", "'", "‘", "[", "—"]);
        let measures = self.is(
            at + 1,
            &["%", "percent", "million", "billion", "-", "°", "/", "km", "m", "kg", "hours", "GMT"],
        );
        if glued
            || measures
            || self.is(
                at.saturating_sub(1),
                &[
                    "$",
                    "€",
                    "£",
                    "#",
                    "no",
                    "nearly",
                    "about",
                    "over",
                    "than",
                    "approximately",
                    "least",
                    "some",
                    "almost",
                    "resolution",
                    "flight",
                ],
            )
        {
            return false;
        }
        let temporal = [
            "in", "since", "until", "till", "by", "during", "before", "after", "from", "of", "early", "late",
            "mid", "to", "through", "between", "for", "around", "circa",
        ];
        let counted = self.counts_plural(at + 1);
        if temporal.contains(&before) {
            return year >= 1200 && !counted && (year >= 1700 || ["in", "since", "until"].contains(&before));
        }
        if counted || !(1800..2100).contains(&year) {
            return false;
        }
        let determined = self.is(
            at.saturating_sub(1),
            &["the", "'s", "s", "its", "their", "his", "her", "our", "and", "or", "(", ",", "a"],
        );
        let after_name = at
            .checked_sub(1)
            .and_then(|b| self.atoms.get(b))
            .is_some_and(|a| a.capital || a.kind == AtomKind::Number);
        let ends = self.is(at + 1, &[")", ",", ".", ";", ":", ""]);
        determined
            || after_name
            || (at == 0 && self.atoms.get(1).is_some_and(|a| a.kind == AtomKind::Word))
            || ends && (1900..2050).contains(&year)
    }

    /// Whether a lower-case plural noun follows that is counted, not dated.
    fn counts_plural(&self, at: usize) -> bool {
        let Some(next) = self.atoms.get(at).filter(|a| a.kind == AtomKind::Word && !a.capital) else {
            return false;
        };
        let plural = next.low == "people"
            || next.low == "men"
            || next.low == "women"
            || next.low == "children"
            || (next.low.len() > 3
                && next.low.ends_with('s')
                && !next.low.ends_with("ss")
                && !next.low.ends_with("us"));
        plural
            && !self.lexicon.is("dated", &next.low)
            && !matches!(next.low.as_str(), "was" | "has" | "is" | "does" | "as" | "sees" | "saw")
    }

    /// "the 1990s", "'90s", "the nineties", "the mid-1990s" by way of `edge`.
    fn decade(&self, at: usize) -> Option<Found> {
        let start = self.over(at, &["the"]);
        if let Some(tens) = self.lexicon.number("decade", self.low(start)).filter(|_| start > at) {
            return Some((start + 1, Expr::Decade { first: i16::try_from(1900 + tens).ok()? }));
        }
        let digits = self.over(start, &["'", "’", "‘"]);
        let number = self.number(digits).filter(|n| n % 10 == 0)?;
        let suffix = self.over(digits + 1, &["'", "’"]);
        if !self.joined(digits + 1) || self.low(suffix) != "s" || !self.joined(suffix) {
            return None;
        }
        let first = match self.low(digits).len() {
            4 if (1500..2100).contains(&number) => number,
            2 if number >= 20 && suffix == digits + 1 && self.reads_as_decade(at, digits) => 1900 + number,
            _ => return None,
        };
        Some((suffix + 1, Expr::Decade { first: i16::try_from(first).ok()? }))
    }

    /// "70s" after "the", an apostrophe or an edge word: not "KC-30s", nor "in her 30s".
    fn reads_as_decade(&self, at: usize, digits: usize) -> bool {
        let edge = at.checked_sub(1).is_some_and(|b| {
            self.is(b, &["the", "and", "early", "late", "mid", "to"]) || self.low(b) == "-" && !self.joined(b)
        });
        digits > at || edge
    }

    /// "the 19th century", "the twentieth century".
    fn century(&self, at: usize) -> Option<Found> {
        let start = self.over(at, &["the"]);
        let (next, n) = self.ordinal(start)?;
        let next = self.over_hyphen(next);
        (self.low(next) == "century" && (1..=21).contains(&n))
            .then_some((next + 1, Expr::Century { n: i16::try_from(n).ok()? }))
    }

    /// "3rd", "third", "final" (-1).
    pub fn ordinal(&self, at: usize) -> Option<(usize, i32)> {
        if let Some(n) = self.lexicon.number("ordinal", self.low(at)) {
            return Some((at + 1, n));
        }
        let n = self.number(at)?;
        (self.joined(at + 1) && self.is(at + 1, &["st", "nd", "rd", "th"])).then_some((at + 2, n))
    }

    /// "Tuesday", "last Tuesday", "Tues.".
    fn weekday(&self, at: usize) -> Option<Found> {
        let (which, start) = self.which(at);
        let atom = self.atoms.get(start).filter(|a| a.capital)?;
        let epithets = ["super", "bloody", "black", "fat", "cyber", "giving"];
        if start > 0 && self.atoms[start - 1].capital && self.is(start - 1, &epithets) {
            return None;
        }
        let long = self.lexicon.number("weekday", &atom.low).map(|d| (start + 1, d));
        let short = || {
            let day = self.lexicon.number("weekday_short", &atom.low)?;
            (self.low(start + 1) == "." && self.joined(start + 1)).then_some((start + 2, day))
        };
        let (end, day) = long.or_else(short)?;
        // "Tuesday, August 17" and "Tuesday 17 August 2021" are the calendar's day
        let next = self.over(end, &[","]);
        let dated = self.month_first(next).or_else(|| self.day_first(next));
        if let Some((end, expr @ Expr::Calendar { day: Some(_), .. })) = dated {
            return Some((end, expr));
        }
        Some((end, Expr::Weekday { day: i8::try_from(day).ok()?, which }))
    }

    /// "Thursday night", "yesterday morning", "this morning" by way of `shifted`.
    fn with_part_of_day(&self, (end, expr): Found) -> Found {
        let daily = matches!(
            expr,
            Expr::Weekday { .. }
                | Expr::Shifted { unit: Unit::Day, .. }
                | Expr::Chained { unit: Unit::Day, .. }
                | Expr::Calendar { day: Some(_), .. }
        );
        match self.lexicon.get("daypart", self.low(end)).filter(|_| daily) {
            Some(code) => (end + 1, Expr::PartOfDay { code, of: Box::new(expr) }),
            None => (end, expr),
        }
    }

    /// "mid-May", "early 2020", "the end of last year", "earlier this month", "late Tuesday".
    fn edge(&self, at: usize) -> Option<Found> {
        let start = self.over(at, &["the"]);
        let start = start + usize::from(start > at && self.low(start) == "very");
        let (edge, next) = match self.low(start) {
            "earlier" => (Edge::Earlier, start + 1),
            "later" => (Edge::Later, start + 1),
            word => {
                let edge = match self.lexicon.get("edge", word)? {
                    "early" => Edge::Early,
                    "mid" => Edge::Mid,
                    "late" => Edge::Late,
                    "start" => Edge::Start,
                    _ => Edge::End,
                };
                (edge, self.over(self.over_hyphen(start + 1), &["of", "in", "on"]))
            }
        };
        if matches!(edge, Edge::Start | Edge::End) && self.low(next.saturating_sub(1)) != "of" {
            return None;
        }
        let next =
            if matches!(edge, Edge::Earlier | Edge::Later) { self.over(next, &["on", "in"]) } else { next };
        let (end, of) = self.year_bare(next).or_else(|| self.period(next)).or_else(|| self.the_unit(next))?;
        Some((end, Expr::Part { edge, of: Box::new(of) }))
    }

    /// A year after an edge word needs no further sign: "mid-2011".
    fn year_bare(&self, at: usize) -> Option<Found> {
        let year = self.year_number(at).filter(|y| *y >= 1200)?;
        Some((at + 1, Expr::Calendar { year: YearRef::Given(year), month: None, day: None }))
    }
}

/// A day of the calendar; `None` where there is no such month or day.
fn calendar(year: YearRef, month: i8, day: i32) -> Option<Expr> {
    let day = i8::try_from(day).ok().filter(|d| (1..=31).contains(d))?;
    let fits = (1..=12).contains(&month) && jiff::civil::Date::new(2000, month, day).is_ok();
    fits.then_some(Expr::Calendar { year, month: Some(month), day: Some(day) })
}
