//! Claims of one relation folded into periods of states, and what is believed of each change.

use std::collections::{BTreeMap, BTreeSet};

use verbale_record::{ClaimSays, RelationKind, RelationState};

use super::claims::{Party, StoredClaim};
use super::group::{Group, answers, groups};
use super::rules::{Criterion, KindRule, Rules, Separate};

/// When a change was: not before, not after. An open side is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// First possible day.
    pub earliest: Option<i64>,
    /// Last possible day.
    pub latest: Option<i64>,
}

/// A time during which a relation was in one state.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// The state.
    pub state: RelationState,
    /// When it came to be.
    pub since: Change,
    /// When it ceased; `None` while it lasts.
    pub until: Option<Change>,
    /// Claims of it, by number, in order of their days.
    pub claims: Vec<i64>,
    /// Claims that say otherwise of the same days.
    pub against: Vec<i64>,
    /// Days of the change by other reports, with how many tell them; empty where they agree.
    pub other_days: Vec<(Change, usize)>,
    /// Articles that tell it, copies once.
    pub reports: usize,
    /// What decided, in words.
    pub because: String,
    /// Whether only one side says so.
    pub said_only: bool,
}

/// A relation over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// `r` and the number of its first claim.
    pub id: String,
    /// Kind.
    pub kind: RelationKind,
    /// Whose.
    pub subject: Vec<Party>,
    /// Towards whom.
    pub object: Vec<Party>,
    /// What about: the fullest wording.
    pub about: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Its states, in order of time.
    pub periods: Vec<Period>,
    /// All claims, by number.
    pub claims: Vec<i64>,
    /// Identifiers of the sides.
    pub sides: (Vec<String>, Vec<String>),
}

impl Standing {
    /// The period of a day: the last that had begun by then for certain, else one that may have.
    pub fn on(&self, day: i64) -> Option<&Period> {
        let begun = |p: &&Period| p.since.latest.or(p.since.earliest).is_none_or(|d| d <= day);
        let may = |p: &&Period| p.since.earliest.is_some_and(|d| d <= day);
        self.periods.iter().rfind(begun).or_else(|| self.periods.iter().find(may))
    }
}

/// Folds claims into relations, in the order of their first claims. Today is `day`: what lapses has lapsed by then.
pub fn fold(rules: &Rules, claims: &[StoredClaim], day: i64) -> Vec<Standing> {
    let mut by_kind: BTreeMap<RelationKind, Vec<&StoredClaim>> = BTreeMap::new();
    claims.iter().for_each(|c| by_kind.entry(c.kind).or_default().push(c));
    let mut standings = Vec::new();
    for (kind, mut claims) in by_kind {
        let Some(rule) = rules.kind(kind) else { continue };
        claims.sort_by_key(|c| (c.day(), answers(kind, c.state), c.rule.is_some(), c.number));
        let mut folded: Vec<Standing> =
            groups(rules, rule, &claims).iter().filter_map(|g| standing(rules, rule, g)).collect();
        if rule.separate == Separate::Title {
            end_by_successors(rules, &mut folded, &claims);
        }
        folded.iter_mut().for_each(|s| lapse(rule, s, day));
        standings.extend(folded);
    }
    standings.sort_by_key(|s| (s.claims.iter().min().copied(), s.kind));
    standings
}

fn standing(rules: &Rules, rule: &KindRule, group: &Group) -> Option<Standing> {
    let first = group.claims.iter().map(|c| c.number).min()?;
    let fullest = |side: fn(&StoredClaim) -> &Vec<Party>| -> Vec<Party> {
        let mut parties: BTreeMap<String, Party> = BTreeMap::new();
        for party in group.claims.iter().flat_map(|c| side(c)) {
            let held = parties.entry(party.side(rule.sides)).or_insert_with(|| party.clone());
            if rank(party) < rank(held) {
                *held = party.clone();
            }
        }
        parties.into_values().collect()
    };
    let (mut subject, mut object) = (fullest(|c| &c.subject), fullest(|c| &c.object));
    if rule.kind.is_symmetric() && !object.is_empty() {
        // Sides of a symmetric kind may stand either way in the claims.
        let all: BTreeMap<String, Party> =
            subject.into_iter().chain(object).map(|p| (p.side(rule.sides), p)).collect();
        let pick = |ids: &[String]| ids.iter().filter_map(|id| all.get(id)).cloned().collect();
        (subject, object) = (pick(&group.subject), pick(&group.object));
    }
    let abouts = group.claims.iter().filter_map(|c| c.about.clone());
    Some(Standing {
        id: format!("r{first}"),
        kind: rule.kind,
        subject,
        object,
        about: abouts.max_by_key(|a| (a.len(), std::cmp::Reverse(a.clone()))),
        place: group.claims.iter().find_map(|c| c.place.clone()),
        periods: periods(rules, rule, group),
        claims: group.claims.iter().map(|c| c.number).collect(),
        sides: (group.subject.clone(), group.object.clone()),
    })
}

/// A state is the best name of its side, a person the next.
fn rank(party: &Party) -> (u8, usize) {
    use verbale_record::ActorKind::*;
    let kind = match party.kind {
        State => 0,
        Government => 1,
        Organisation => 2,
        Person => 3,
        _ => 4,
    };
    (kind, party.name.len())
}

/// Whether a claim is told in a voice that settles it: the article's own, or that of the side whose act it is.
fn own_voice(rule: &KindRule, claim: &StoredClaim) -> bool {
    claim.speakers.is_empty()
        || rule.own_word
            && claim
                .speakers
                .iter()
                .any(|s| claim.subject.iter().any(|p| p.side(rule.sides) == s.side(rule.sides)))
}

fn periods(rules: &Rules, rule: &KindRule, group: &Group) -> Vec<Period> {
    let own: Vec<&StoredClaim> = group.claims.iter().copied().filter(|c| own_voice(rule, c)).collect();
    let said_only = own.is_empty();
    let told = if said_only { group.claims.clone() } else { own };
    let (precise, vague): (Vec<_>, Vec<_>) = told.iter().copied().partition(|c| c.vagueness() <= 31);
    let (base, rest) = if precise.is_empty() { (vague, Vec::new()) } else { (precise, vague) };
    let mut runs: Vec<Run> = Vec::new();
    for moment in base.chunk_by(|a, b| a.day() == b.day()) {
        add_moment(rules, rule, &mut runs, moment);
    }
    for claim in rest {
        add_vague(&mut runs, claim);
    }
    // What one side only says is shown beside what it speaks of, and changes nothing.
    for claim in group.claims.iter().copied().filter(|c| !said_only && !own_voice(rule, c)) {
        let at = runs.iter().rposition(|r| r.first_day() <= claim.day()).unwrap_or(0);
        let Some(run) = runs.get_mut(at) else { continue };
        if run.state == claim.state { run.claims.push(claim) } else { run.against.push(claim) }
    }
    dated(rules, rule, &runs, said_only)
}

/// Claims of one state in a row.
struct Run<'a> {
    state: RelationState,
    claims: Vec<&'a StoredClaim>,
    against: Vec<&'a StoredClaim>,
    because: Option<&'static str>,
}

impl Run<'_> {
    fn first_day(&self) -> i64 {
        self.claims.iter().map(|c| c.day()).min().unwrap_or(i64::MAX)
    }

    fn last_day(&self) -> i64 {
        self.claims.iter().map(|c| c.day()).max().unwrap_or(i64::MIN)
    }
}

/// Claims of one day: where they disagree the rules of belief choose the state.
fn add_moment<'a>(rules: &Rules, rule: &KindRule, runs: &mut Vec<Run<'a>>, moment: &[&'a StoredClaim]) {
    let states: BTreeSet<RelationState> = moment.iter().map(|c| c.state).collect();
    // An answer follows what it answers on the same day; a change, what it changes.
    let is_change =
        |c: &StoredClaim| matches!(c.says, ClaimSays::Begins | ClaimSays::Ends) || answers(c.kind, c.state);
    let ordered =
        states.len() == 2 && moment.iter().any(|c| is_change(c)) && moment.iter().any(|c| !is_change(c));
    if states.len() == 1 || ordered {
        let (changes, before): (Vec<_>, Vec<_>) = moment.iter().copied().partition(|c| is_change(c));
        before.into_iter().chain(changes).for_each(|c| add_claim(rules, runs, c));
        return;
    }
    let (state, because) = believed(rules, rule, moment, runs.last().map(|r| r.state));
    let (chosen, others): (Vec<_>, Vec<_>) = moment.iter().copied().partition(|c| c.state == state);
    chosen.into_iter().for_each(|c| add_claim(rules, runs, c));
    if let Some(run) = runs.last_mut() {
        run.against.extend(others);
        run.because = Some(because);
    }
}

fn add_claim<'a>(rules: &Rules, runs: &mut Vec<Run<'a>>, claim: &'a StoredClaim) {
    let implied = claim.rule.as_deref().and_then(|r| rules.implied(r));
    if let (Some(rule), Some(run)) = (implied, runs.last())
        && rule.unless.contains(&run.state)
    {
        return;
    }
    // What follows by a rule fills a gap and never overrides what is told.
    let implied_before = claim.rule.is_some() && claim.says == ClaimSays::Continues;
    match runs.last_mut() {
        Some(run) if run.state == claim.state => run.claims.push(claim),
        Some(run) if implied_before && run.last_day() >= claim.day() => run.against.push(claim),
        _ => runs.push(Run { state: claim.state, claims: vec![claim], against: Vec::new(), because: None }),
    }
}

/// A claim that tells only a long time: it agrees with a run of its state in that time, else it begins one.
fn add_vague<'a>(runs: &mut Vec<Run<'a>>, claim: &'a StoredClaim) {
    let (first, last) = claim.told().unwrap_or((None, None));
    let (first, last) = (first.unwrap_or(i64::MIN), last.unwrap_or(claim.published));
    let next_begins = |runs: &[Run], n: usize| runs.get(n + 1).map_or(i64::MAX, Run::first_day);
    let agrees = (0..runs.len()).find(|&n| {
        runs[n].state == claim.state
            && next_begins(runs, n) >= first
            && runs[n].first_day() <= last.max(claim.published)
    });
    if let Some(n) = agrees {
        runs[n].claims.push(claim);
        return;
    }
    let at = runs.iter().position(|r| r.first_day() > last).unwrap_or(runs.len());
    // Nothing else is told in that time: the state came and went. Otherwise what is told by the day stands.
    let disturbed = runs.iter().any(|r| r.claims.iter().any(|c| (first..=last).contains(&c.day())));
    match runs.get_mut(at.saturating_sub(1)) {
        Some(run) if disturbed => run.against.push(claim),
        _ => runs
            .insert(at, Run { state: claim.state, claims: vec![claim], against: Vec::new(), because: None }),
    }
}

/// Which state of those told of one day is believed, and by what.
fn believed(
    rules: &Rules,
    rule: &KindRule,
    claims: &[&StoredClaim],
    before: Option<RelationState>,
) -> (RelationState, &'static str) {
    let mut states: Vec<RelationState> = claims.iter().map(|c| c.state).collect();
    states.sort();
    states.dedup();
    let told = |s: RelationState| claims.iter().filter(move |c| c.state == s && c.rule.is_none());
    if states.iter().any(|&s| told(s).count() > 0) {
        states.retain(|&s| told(s).count() > 0);
    }
    for criterion in &rules.belief {
        let score =
            |s: RelationState| best(rule, *criterion, &mut claims.iter().copied().filter(|c| c.state == s));
        let top = states.iter().map(|&s| score(s)).max().unwrap_or(0);
        let left: Vec<RelationState> = states.iter().copied().filter(|&s| score(s) == top).collect();
        if left.len() == 1 {
            return (left[0], criterion.name());
        }
        states = left;
    }
    // Nothing tells them apart: what held before goes on, else the first by name.
    match before.filter(|b| states.contains(b)) {
        Some(state) => (state, "nothing tells them apart: as before"),
        None => (states.first().copied().unwrap_or(RelationState::Open), "nothing tells them apart"),
    }
}

fn best<'a>(rule: &KindRule, criterion: Criterion, claims: &mut dyn Iterator<Item = &'a StoredClaim>) -> i64 {
    match criterion {
        Criterion::Reviewed => claims.map(|c| i64::from(c.accepted)).max(),
        Criterion::OwnVoice => claims.map(|c| i64::from(own_voice(rule, c))).max(),
        Criterion::ExactDay => claims.map(|c| -c.vagueness()).max(),
        Criterion::MoreReports => i64::try_from(claims.map(|c| c.report).collect::<BTreeSet<_>>().len()).ok(),
        Criterion::Newest => claims.map(|c| c.published).max(),
    }
    .unwrap_or(0)
}

/// Runs with the bounds of their changes.
fn dated(rules: &Rules, rule: &KindRule, runs: &[Run], said_only: bool) -> Vec<Period> {
    let mut periods: Vec<Period> = Vec::new();
    for (n, run) in runs.iter().enumerate() {
        let before = n.checked_sub(1).and_then(|p| runs.get(p));
        let (since, other_days, day_because) = began(rules, rule, run, before.map(Run::last_day));
        if let Some(last) = periods.last_mut() {
            last.until = Some(since);
        }
        let reports: BTreeSet<i64> = run.claims.iter().map(|c| c.report).collect();
        let implied = run.claims.iter().all(|c| c.rule.is_some());
        let rule_name = run.claims.first().and_then(|c| c.rule.clone()).unwrap_or_default();
        let because = match (run.because.or(day_because), reports.len()) {
            (_, _) if implied => format!("follows by the rule \"{rule_name}\""),
            (Some(decided), _) => format!("reports disagree; decided by: {decided}"),
            (None, 1) => "the only report".to_owned(),
            (None, n) => format!("{n} reports agree"),
        };
        periods.push(Period {
            state: run.state,
            since,
            until: None,
            claims: run.claims.iter().map(|c| c.number).collect(),
            against: run.against.iter().map(|c| c.number).collect(),
            other_days,
            reports: reports.len(),
            because,
            said_only,
        });
    }
    periods
}

/// When a run's state began, the days other reports tell, and what decided between them.
fn began(
    rules: &Rules,
    rule: &KindRule,
    run: &Run,
    before: Option<i64>,
) -> (Change, Vec<(Change, usize)>, Option<&'static str>) {
    let is_change =
        |c: &StoredClaim| matches!(c.says, ClaimSays::Begins | ClaimSays::Ends) || answers(c.kind, c.state);
    let mut changes: Vec<&StoredClaim> =
        run.claims.iter().copied().filter(|c| is_change(c) && c.told().is_some()).collect();
    changes.sort_by_key(|c| (c.told(), c.number));
    // "Since 2019" of what goes on tells its beginning too.
    let since = run.claims.iter().filter_map(|c| match c.told() {
        Some((Some(first), None)) => Some(first),
        _ => None,
    });
    let held_by = run.claims.iter().map(|c| held_by(c)).min();
    let bounds = Change { earliest: before, latest: held_by };
    let Some(first) = changes.first().copied() else {
        return match since.min() {
            Some(first) => (
                Change { earliest: Some(first), latest: held_by.map(|h| h.min(end_of(first))) },
                Vec::new(),
                None,
            ),
            None => (bounds, Vec::new(), None),
        };
    };
    // A repetition (another round of sanctions) long after the first is no disagreement on the first.
    let start = first.told().and_then(|(s, e)| s.or(e)).unwrap_or(0);
    let near = |c: &&StoredClaim| {
        let (s, e) = c.told().unwrap_or((None, None));
        s.or(e).unwrap_or(0) - start <= rules.same_change_days.max(first.vagueness().min(400))
            || overlaps(first, c)
    };
    let same: Vec<&StoredClaim> = changes.into_iter().filter(near).collect();
    let mut days: Vec<(Change, Vec<&StoredClaim>)> = Vec::new();
    for claim in same {
        let told = change_of(claim);
        match days.iter_mut().find(|(known, _)| narrowed(*known, told).is_some()) {
            Some((known, claims)) => {
                *known = narrowed(*known, told).unwrap_or(*known);
                claims.push(claim);
            }
            None => days.push((told, vec![claim])),
        }
    }
    let (chosen, because) = choose_days(rules, rule, &days);
    let others = days
        .iter()
        .enumerate()
        .filter(|(n, _)| *n != chosen)
        .map(|(_, (c, claims))| (*c, claims.iter().map(|c| c.report).collect::<BTreeSet<_>>().len()));
    let others = others.collect();
    (days.get(chosen).map_or(bounds, |(c, _)| *c), others, because)
}

/// The day by which a claim shows that its state holds.
fn held_by(claim: &StoredClaim) -> i64 {
    match claim.told() {
        Some((_, Some(last))) => last,
        _ => claim.published,
    }
}

/// "Since 2019": the beginning is in that year; a word of a day, that day.
fn end_of(first: i64) -> i64 {
    let is_new_year = crate::days::day(first).is_some_and(|d| d.day_of_year() == 1);
    if is_new_year {
        crate::days::day(first).map_or(first, |d| crate::days::number(d.last_of_year()))
    } else {
        first
    }
}

fn change_of(claim: &StoredClaim) -> Change {
    let (earliest, latest) = claim.told().unwrap_or((None, None));
    Change { earliest, latest }
}

fn overlaps(a: &StoredClaim, b: &StoredClaim) -> bool {
    narrowed(change_of(a), change_of(b)).is_some()
}

/// Days that fit both.
fn narrowed(a: Change, b: Change) -> Option<Change> {
    let earliest = a.earliest.max(b.earliest);
    let latest = match (a.latest, b.latest) {
        (Some(x), Some(y)) => Some(x.min(y)),
        (x, y) => x.or(y),
    };
    let fits = earliest.zip(latest).is_none_or(|(e, l)| e <= l);
    fits.then_some(Change { earliest, latest })
}

fn choose_days(
    rules: &Rules,
    rule: &KindRule,
    days: &[(Change, Vec<&StoredClaim>)],
) -> (usize, Option<&'static str>) {
    let mut left: Vec<usize> = (0..days.len()).collect();
    if left.len() < 2 {
        return (0, None);
    }
    for criterion in &rules.belief {
        let score = |n: usize| best(rule, *criterion, &mut days[n].1.iter().copied());
        let top = left.iter().map(|&n| score(n)).max().unwrap_or(0);
        left.retain(|&n| score(n) == top);
        if left.len() == 1 {
            return (left[0], Some(criterion.name()));
        }
    }
    (left.first().copied().unwrap_or(0), Some("the first told"))
}

/// Whoever holds an office next ends the term of who held it before.
fn end_by_successors(rules: &Rules, standings: &mut [Standing], claims: &[&StoredClaim]) {
    let titles: BTreeMap<i64, String> = claims.iter().map(|c| (c.number, super::group::title(c))).collect();
    let title = |s: &Standing| {
        s.claims.iter().filter_map(|c| titles.get(c)).find(|t| !t.is_empty()).cloned().unwrap_or_default()
    };
    let day_of: BTreeMap<i64, i64> = claims.iter().map(|c| (c.number, c.day())).collect();
    let mut terms: Vec<(String, i64, i64, usize)> = Vec::new();
    for (n, standing) in standings.iter().enumerate() {
        let title = title(standing);
        let Some(country) = standing.sides.1.first() else { continue };
        if !rules.has_successor(&title) {
            continue;
        }
        let held = standing.periods.iter().filter(|p| p.state == RelationState::Held);
        let days: Vec<i64> =
            held.flat_map(|p| p.claims.iter()).filter_map(|c| day_of.get(c).copied()).collect();
        if let (Some(&first), Some(&last)) = (days.iter().min(), days.iter().max()) {
            terms.push((format!("{country} {title}"), first, last, n));
        }
    }
    terms.sort();
    for pair in terms.windows(2) {
        let [(office, _, last, n), (next_office, next_first, _, next)] = pair else { continue };
        if office != next_office || next_first <= last {
            continue;
        }
        let begun = standings[*next].periods.iter().find(|p| p.state == RelationState::Held).map(|p| p.since);
        let told = begun.filter(|b| b.earliest.is_some());
        let until = told.unwrap_or(Change { earliest: Some(*last), latest: Some(*next_first) });
        let name = standings[*next].subject.first().map_or(String::new(), |p| p.name.clone());
        let predecessor = &mut standings[*n];
        let Some(period) = predecessor.periods.last_mut().filter(|p| p.state == RelationState::Held) else {
            continue;
        };
        period.until = Some(until);
        predecessor.periods.push(Period {
            state: RelationState::Ended,
            since: until,
            until: None,
            claims: Vec::new(),
            against: Vec::new(),
            other_days: Vec::new(),
            reports: 0,
            because: format!("follows by the rule of successors: {name} holds the office"),
            said_only: false,
        });
    }
}

/// An open offer or demand of which nothing is heard lapses.
fn lapse(rule: &KindRule, standing: &mut Standing, today: i64) {
    let Some(after) = rule.lapses_after_days else { return };
    let Some(period) = standing.periods.last_mut().filter(|p| rule.holds(p.state)) else { return };
    let heard = period.since.latest.or(period.since.earliest).unwrap_or(today);
    let ends = heard + after;
    if ends > today || !rule.kind.states().contains(&RelationState::Lapsed) {
        return;
    }
    let change = Change { earliest: Some(ends), latest: Some(ends) };
    period.until = Some(change);
    standing.periods.push(Period {
        state: RelationState::Lapsed,
        since: change,
        until: None,
        claims: Vec::new(),
        against: Vec::new(),
        other_days: Vec::new(),
        reports: 0,
        because: format!("follows by the rule that it lapses after {after} days"),
        said_only: false,
    });
}
