//! The grammar's other half: relative dates, counted units, sets, references and times of day.

use super::atoms::AtomKind;
use super::calendar::Unit;
use super::expr::{Expr, YearRef};
use super::parse::{Found, Parser};

impl Parser<'_> {
    fn unit(&self, at: usize) -> Option<(Unit, i32)> {
        Unit::parse(self.lexicon.get("unit", self.low(at))?)
    }

    fn singular(&self, at: usize) -> bool {
        !self.low(at).ends_with('s')
    }

    /// "today", "yesterday", "tonight", "the day before yesterday".
    pub(super) fn day_word(&self, at: usize) -> Option<Found> {
        let start = self.over(at, &["earlier", "later"]);
        let start = self.over(start, &["the"]);
        if self.low(start) == "day" {
            let by = match (self.low(start + 1), self.low(start + 2)) {
                ("before", "yesterday") => -2,
                ("after", "tomorrow") => 2,
                _ => return None,
            };
            return Some((start + 3, Expr::Shifted { unit: Unit::Day, by }));
        }
        let by = self.lexicon.number("day", self.low(start))?;
        let day = Expr::Shifted { unit: Unit::Day, by };
        if self.low(start) == "tonight" {
            return Some((start + 1, Expr::PartOfDay { code: "NI", of: Box::new(day) }));
        }
        Some((start + 1, day))
    }

    /// "last week", "this year", "the past month", "last night", "this morning".
    pub(super) fn shifted(&self, at: usize) -> Option<Found> {
        let start = self.over(at, &["the"]);
        let mut next = start + 1;
        let mut by = self.lexicon.number("shift", self.low(start))?;
        if self.low(start) == "this" && self.is(next, &["past", "coming"]) {
            by = if self.low(next) == "past" { -1 } else { 1 };
            next += 1;
        }
        if let Some(code) = self.lexicon.get("daypart", self.low(next)) {
            let by = if self.low(start) == "last" { -1 } else { by };
            let day = Expr::Shifted { unit: Unit::Day, by };
            return (start == at && by <= 0)
                .then_some((next + 1, Expr::PartOfDay { code, of: Box::new(day) }));
        }
        let (unit, times) = self.unit(next).filter(|_| self.singular(next))?;
        if start > at && unit == Unit::Day && by != 0
            || matches!(unit, Unit::Second | Unit::Minute | Unit::Hour)
        {
            return None; // "the next day" is told from the date before
        }
        if start > at && (self.low(start) == "past" || self.low(start) == "last" && unit == Unit::Decade) {
            return Some((next + 1, Expr::Window { unit, count: Some(times), ahead: false }));
        }
        if self.low(start) == "previous" || start > at && self.low(start) == "next" {
            return Some((next + 1, Expr::Chained { unit, by }));
        }
        Some((next + 1, Expr::Shifted { unit, by: by * times }))
    }

    /// "the next day", "the following week", "that year", "the same month", "the year before", "then".
    pub(super) fn chained(&self, at: usize) -> Option<Found> {
        if self.low(at) == "then" {
            let cue =
                at.checked_sub(1).is_some_and(|b| self.is(b, &["since", "until", "till", "by", "before"]));
            return cue.then_some((at + 1, Expr::Then));
        }
        let the = self.over(at, &["the"]);
        let by = match self.low(the) {
            "next" | "following" => 1,
            "previous" | "preceding" | "prior" => -1,
            "same" | "that" => 0,
            _ => return self.turned(at),
        };
        if the == at && self.low(at) != "that" && self.low(at) != "next" {
            return None;
        }
        if by == 0 && self.low(the + 1) == "time" {
            let since = at.checked_sub(1).is_some_and(|b| self.is(b, &["since", "until", "by", "before"]));
            return since.then_some((the + 2, Expr::Then));
        }
        if let Some(code) = self.lexicon.get("daypart", self.low(the + 1)).filter(|_| by == 0 || the > at) {
            let of = Box::new(Expr::Chained { unit: Unit::Day, by });
            return Some((the + 2, Expr::PartOfDay { code, of }));
        }
        if by == 0
            && let Some(end) = self.year_earlier(the + 1)
        {
            return Some((end, Expr::YearEarlier));
        }
        let (unit, _) = self.unit(the + 1).filter(|_| self.singular(the + 1))?;
        let is_calendar = !matches!(unit, Unit::Second | Unit::Minute | Unit::Hour);
        let counted = the > at || unit == Unit::Day && by == 1 || by == 0;
        (is_calendar && counted).then_some((the + 2, Expr::Chained { unit, by }))
    }

    /// "(the same) month a year ago", "(the same) period of last year".
    fn year_earlier(&self, at: usize) -> Option<usize> {
        if !self.is(at, &["day", "week", "month", "quarter", "period", "time", "season"]) {
            return None;
        }
        let next = self.over(self.over(at + 1, &["of", "in"]), &["the", "a", "one"]);
        let year_first = self.low(next) == "year" && self.is(next + 1, &["ago", "earlier", "before"]);
        let year_last = self.is(next, &["last", "previous", "preceding"]) && self.low(next + 1) == "year";
        (year_first || year_last).then_some(next + 2)
    }

    /// "the day before", "the year previous" at the end of a clause.
    fn turned(&self, at: usize) -> Option<Found> {
        let (unit, _) = (self.low(at) == "the").then(|| self.unit(at + 1))??;
        let by = match self.low(at + 2) {
            "before" | "previous" | "prior" => -1,
            "after" => 1,
            _ => return None,
        };
        let closes = self.atoms.get(at + 3).is_none_or(|a| a.kind == AtomKind::Mark);
        (closes && self.singular(at + 1)).then_some((at + 3, Expr::Chained { unit, by }))
    }

    /// "the month", "the year" after an edge word: that of the article.
    pub(super) fn the_unit(&self, at: usize) -> Option<Found> {
        let (unit, _) = (self.low(at) == "the").then(|| self.unit(at + 1))??;
        let fits =
            matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century);
        (fits && self.singular(at + 1) && self.low(at + 2) != "of")
            .then_some((at + 2, Expr::Shifted { unit, by: 0 }))
    }

    /// "Q3", "the third quarter of last year", "second half of 2020".
    pub(super) fn quarter(&self, at: usize) -> Option<Found> {
        let of_year = |end: usize| self.year_after(end).unwrap_or((end, YearRef::Open));
        let code = self.low(at);
        let quarter = code == "q" && self.joined(at + 1);
        if quarter && let Some(n) = self.number(at + 1).filter(|n| (1..=4).contains(n)) {
            let (end, year) = of_year(at + 2);
            return Some((end, Expr::Quarter { n: i8::try_from(n).ok()?, year }));
        }
        let the = self.over(at, &["the"]);
        let (next, n) = self.ordinal(the)?;
        let noun = self.over_hyphen(next);
        if self.low(noun) == "quarter" && n >= -1 && n != 0 && n <= 4 {
            let (end, year) = of_year(noun + 1);
            if n == -1 && self.low(the) == "last" && year == YearRef::Open {
                return Some((end, Expr::Shifted { unit: Unit::Quarter, by: -1 }));
            }
            let n = if n == -1 { 4 } else { n };
            return Some((end, Expr::Quarter { n: i8::try_from(n).ok()?, year }));
        }
        let (end, year) =
            self.year_after(noun + 1).filter(|_| self.low(noun) == "half" && (1..=2).contains(&n))?;
        Some((end, Expr::Half { n: i8::try_from(n).ok()?, year }))
    }

    /// "spring 2019", "last winter", "in the summer".
    pub(super) fn season(&self, at: usize) -> Option<Found> {
        let shift = self.lexicon.number("shift", self.low(at));
        let the = if shift.is_some() { at + 1 } else { self.over(at, &["the"]) };
        let code = self.lexicon.get("season", self.low(the))?;
        let proper = self.atoms.get(the).is_some_and(|a| a.capital) && the > 0 && self.atoms[the - 1].capital;
        if shift.is_none() && proper {
            return None; // "Arab Spring"
        }
        if let Some(by) = shift {
            return Some((the + 1, Expr::Season { code, year: YearRef::Shift(by) }));
        }
        if let Some((end, year)) = self.year_after(the + 1) {
            return Some((end, Expr::Season { code, year }));
        }
        let cue = at.checked_sub(1).is_some_and(|b| {
            self.is(b, &["in", "during", "by", "until", "since", "early", "late", "mid", "-"])
        });
        (cue && self.low(the) != "fall" && self.low(the + 1) != "of")
            .then_some((the + 1, Expr::Season { code, year: YearRef::Open }))
    }

    /// A festival of the table, with its year where told.
    pub(super) fn festival(&self, at: usize) -> Option<Found> {
        if !self.atoms.get(at)?.capital {
            return None;
        }
        let here = |name: &[String]| name.iter().enumerate().all(|(i, word)| self.low(at + i) == word);
        let (name, rule) = self.lexicon.festivals.iter().find(|(name, _)| here(name))?;
        let end = at + name.len();
        let (end, year) = self.year_after(end).unwrap_or((end, YearRef::Open));
        let year = match at.checked_sub(1).and_then(|b| self.lexicon.number("shift", self.low(b))) {
            Some(by) if year == YearRef::Open => YearRef::Shift(by),
            _ => year,
        };
        Some((end, Expr::Festival { rule: *rule, year }))
    }

    /// "fiscal year 2020", "FY 2020", "the financial year".
    pub(super) fn fiscal_year(&self, at: usize) -> Option<Found> {
        let the = self.over(at, &["the"]);
        let end = if self.low(the) == "fy" {
            the + 1
        } else if self.is(the, &["fiscal", "financial"]) {
            self.over(the + 1, &["year"])
        } else {
            return None;
        };
        if let Some(year) = self.year_number(end) {
            return Some((end + 1, Expr::FiscalYear { year: YearRef::Given(year) }));
        }
        (self.low(end - 1) == "year").then_some((end, Expr::FiscalYear { year: YearRef::Open }))
    }

    /// "the weekend", "this weekend", "last weekend".
    pub(super) fn weekend(&self, at: usize) -> Option<Found> {
        let by = match self.low(at) {
            "the" => None,
            word => Some(self.lexicon.number("shift", word)?),
        };
        (self.low(at + 1) == "weekend").then_some((at + 2, Expr::Weekend { by }))
    }

    /// "the last week of March", "the second week of June 2020".
    pub(super) fn week_of(&self, at: usize) -> Option<Found> {
        let the = self.over(at, &["the"]);
        let (next, n) = self.ordinal(the)?;
        if self.low(next) != "week" || !self.is(next + 1, &["of", "in"]) || n > 5 {
            return None;
        }
        let (end, of) = self.period(next + 2)?;
        let month = matches!(of, Expr::NamedMonth { .. } | Expr::Calendar { month: Some(_), day: None, .. });
        month.then(|| (end, Expr::WeekOf { n, of: Box::new(of) }))
    }

    /// "every week", "each Tuesday", "weekly", "twice a year", "per day".
    pub(super) fn sets(&self, at: usize) -> Option<Found> {
        if let Some(value) =
            self.lexicon.get("set", self.low(at)).filter(|_| at == 0 || !self.atoms[at].capital)
        {
            return Some((at + 1, Expr::Set { value: value.into() }));
        }
        if self.is(at, &["every", "each"]) {
            let (next, count) = match self.count(at + 1) {
                Some((next, n)) => (next, n?),
                None => (at + 1, 1),
            };
            if self.lexicon.is("weekday", self.low(next)) {
                let day = self.lexicon.get("weekday", self.low(next))?;
                return Some((next + 1, Expr::Set { value: format!("XXXX-WXX-{day}") }));
            }
            let (unit, times) = self.unit(next)?;
            return Some((next + 1, Expr::Set { value: unit.duration(&(count * times).to_string()) }));
        }
        let rate = self.low(at) == "per"
            || self.is(at, &["a", "an"]) && at.checked_sub(1).is_some_and(|b| self.is_rate(b));
        let (unit, times) = self
            .unit(at + 1)
            .filter(|_| rate && !self.is(at + 2, &["ago", "later", "earlier", "before", "after"]))?;
        self.singular(at + 1).then(|| (at + 2, Expr::Set { value: unit.duration(&times.to_string()) }))
    }

    /// Whether what stands before "a year" makes it a rate: "15 a year", "twice a week".
    fn is_rate(&self, at: usize) -> bool {
        self.is(at, &["once", "twice", "times"])
            || self.atoms.get(at).is_some_and(|a| a.kind == AtomKind::Number)
    }

    /// A count before a unit: a numeral, "a", "several" (`None`); past fillers as "more than" is the caller's.
    fn count(&self, at: usize) -> Option<(usize, Option<i32>)> {
        if let Some(atom) = self.atoms.get(at).filter(|a| a.kind == AtomKind::Number) {
            let n = atom.low.replace(',', "").parse().ok()?;
            return Some((at + 1, Some(n)));
        }
        match self.low(at) {
            "a" | "an" if self.is(at + 1, &["few", "couple", "dozen"]) => {
                let n = match self.low(at + 1) {
                    "couple" => Some(2),
                    "dozen" => Some(12),
                    _ => None,
                };
                return Some((self.over(at + 2, &["of"]), n));
            }
            "a" | "an" => return Some((at + 1, Some(1))),
            _ => {}
        }
        if let Some(n) = self.lexicon.number("number", self.low(at)) {
            let next = self.over_hyphen(at + 1);
            let ones = self.lexicon.number("number", self.low(next)).filter(|o| n >= 20 && *o < 10);
            return Some(ones.map_or((at + 1, Some(n)), |o| (next + 1, Some(n + o))));
        }
        self.lexicon.is("vague", self.low(at)).then(|| (self.over(at + 1, &["of"]), None))
    }

    /// "three days", "two years ago", "a week later", "the last two weeks", "five-year", "decades".
    pub(super) fn counted(&self, at: usize) -> Option<Found> {
        let the = self.over(at, &["the", "these"]);
        let ahead = match self.low(the) {
            "next" | "coming" | "following" => Some(true),
            "last" | "past" | "previous" | "recent" => Some(false),
            _ => None,
        };
        let start = if ahead.is_some() { the + 1 } else { at };
        let counted = self.count(start);
        let (next, count) = counted.unwrap_or((start, None));
        let noun = self.over_hyphen(next);
        let half = self.low(noun) == "and" && self.low(noun + 1) == "a" && self.low(noun + 2) == "half";
        if half && let (Some((unit, 1)), Some(n)) = (self.unit(noun + 3), count) {
            return Some((noun + 4, Expr::Duration { unit, count: format!("{n}.5") }));
        }
        let (unit, times) = self.unit(noun)?;
        let bare = counted.is_none();
        let article = self.is(start, &["a", "an"]) && next == start + 1;
        if bare && self.singular(noun) || self.is_age(noun) {
            return None;
        }
        if unit == Unit::Second && (count.is_none() || article) || unit == Unit::Quarter && article {
            return None; // "a second round", "a quarter of them"
        }
        if self.low(start.saturating_sub(1)) == "last" && bare && the == at {
            return None; // "could last months"
        }
        if article && ahead.is_none() && !self.article_is_time(at, noun) {
            return None;
        }
        if let Some(ahead) = ahead.filter(|_| noun == next) {
            return Some((
                noun + 1,
                Expr::Window { unit, count: count.map(|n| n.saturating_mul(times)), ahead },
            ));
        }
        let by = count.map(|n| n.saturating_mul(times));
        match self.low(noun + 1) {
            "ago" => return Some((noun + 2, Expr::Ago { unit, by: by.map(|n| -n) })),
            "later" | "after" if self.closes_clause(noun + 1) => {
                return Some((noun + 2, Expr::Later { unit, by }));
            }
            "earlier" | "before" if self.closes_clause(noun + 1) => {
                return Some((noun + 2, Expr::Later { unit, by: by.map(|n| -n) }));
            }
            _ => {}
        }
        let vague = matches!(
            unit,
            Unit::Decade | Unit::Year | Unit::Month | Unit::Week | Unit::Day | Unit::Hour | Unit::Century
        );
        if bare && !(vague && self.bare_plural_is_time(at, noun)) {
            return None;
        }
        let count = by.map_or("X".to_string(), |n| n.to_string());
        Some((noun + 1, Expr::Duration { unit, count }))
    }

    /// "later" and "earlier" always; "after" and "before" only where nothing follows that they govern.
    fn closes_clause(&self, at: usize) -> bool {
        self.is(at, &["later", "earlier"]) && self.low(at + 1) != "than"
            || self
                .atoms
                .get(at + 1)
                .is_none_or(|a| a.kind == AtomKind::Mark && !matches!(a.low.as_str(), "\"" | "“" | "'"))
    }

    /// "for a week", "a day after": not "a day to celebrate".
    fn article_is_time(&self, at: usize, noun: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |b| self.low(b));
        let cues = [
            "for", "in", "within", "after", "over", "than", "about", "took", "take", "takes", "nearly",
            "almost", "least", "under", "lasting", "lasted", "every", "just", "only", "around", "half",
            "spent",
        ];
        cues.contains(&before)
            || self
                .is(noun + 1, &["after", "before", "later", "earlier", "ago", "long", "-", "since", "from"])
    }

    fn is_age(&self, noun: usize) -> bool {
        let next = self.over_hyphen(noun + 1);
        self.is(next, &["old", "olds", "imprisonment"]) && self.low(next) != "imprisonment"
    }

    /// "for decades", "decades-long", "months of talks", "over the years".
    fn bare_plural_is_time(&self, at: usize, noun: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |b| self.low(b));
        self.is(noun + 1, &["-", "of", "ago", "later"])
            || matches!(before, "for" | "in" | "within" | "after" | "over" | "took" | "take")
    }

    /// "now", "recently", "the past", "the future".
    pub(super) fn reference(&self, at: usize) -> Option<Found> {
        if self.low(at) == "the" {
            let value = self.lexicon.get("the_ref", self.low(at + 1))?;
            let closes = self.atoms.get(at + 2).is_none_or(|a| {
                a.kind == AtomKind::Mark || matches!(a.low.as_str(), "of" | "and" | "as" | "by" | "with")
            });
            return closes.then_some((at + 2, Expr::Ref { value }));
        }
        let value = self.lexicon.get("ref", self.low(at))?;
        let joined = self.low(at) == "soon" && self.low(at + 1) == "as"
            || self.low(at + 1) == "-" && self.joined(at + 1);
        (!joined).then_some((at + 1, Expr::Ref { value }))
    }

    /// "18:00 UTC Monday", "6:40 p.m.", "3 pm on Tuesday".
    pub(super) fn clock(&self, at: usize) -> Option<Found> {
        let hour = self.number(at).filter(|h| (0..=24).contains(h) && self.low(at).len() <= 2)?;
        let minute = self.number(at + 2).filter(|m| {
            *m < 60
                && self.joined(at + 1)
                && self.joined(at + 2)
                && self.is(at + 1, &[":", "."])
                && self.low(at + 2).len() == 2
        });
        let (end, half) = self.half_day(if minute.is_some() { at + 3 } else { at + 1 });
        let colon = minute.is_some() && self.low(at + 1) == ":";
        if half.is_none() && !colon && !(minute.is_some() && self.lexicon.is("zone", self.low(end))) {
            return None;
        }
        let hour = match half {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        let zone = self.lexicon.is("zone", self.low(end));
        let universal = self.is(end, &["utc", "gmt"]);
        let end = end + usize::from(zone);
        let mark = if universal { "Z" } else { "" };
        let time = format!("T{hour:02}:{:02}{mark}", minute.unwrap_or(0));
        let day = self.period(self.over(self.over(end, &[","]), &["on"])).filter(|(_, e)| is_day(e));
        let (end, day) = day.map_or((end, None), |(end, expr)| (end, Some(Box::new(expr))));
        Some((end, Expr::Clock { time, day }))
    }

    /// After "a.m." or "pm": whether it is the afternoon.
    fn half_day(&self, at: usize) -> (usize, Option<bool>) {
        match self.low(at) {
            "pm" => (at + 1, Some(true)),
            "am" if self.joined(at) || !self.atoms[at].capital => (at + 1, Some(false)),
            half @ ("p" | "a") if self.low(at + 1) == "." && self.low(at + 2) == "m" => {
                (self.over(at + 3, &["."]), Some(half == "p"))
            }
            _ => (at, None),
        }
    }
}

fn is_day(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Weekday { .. } | Expr::Shifted { unit: Unit::Day, .. } | Expr::Calendar { day: Some(_), .. }
    )
}
