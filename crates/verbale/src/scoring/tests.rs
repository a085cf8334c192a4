//! Every figure on hand-made facts, without a model.

use verbale_record::output::SpanRecord;
use verbale_record::{ClaimSays, Context, EventType, Mode, RelationKind, RelationState, Sector, Status};

use super::*;

const TEXT: &str = "On Tuesday Norway urged Mali to free two ministers in Bamako. Chile denied that troops fired on \
                    protesters; Norway condemned Chile.";

/// Where words stand in [`TEXT`]; `words@2` is their second occurrence.
fn at(words: &str) -> SpanRecord {
    let (words, nth) = words.split_once('@').map_or((words, 1), |(w, n)| (w, n.parse().unwrap()));
    let (start, found) =
        TEXT.match_indices(words).nth(nth - 1).unwrap_or_else(|| panic!("{words} is not there"));
    SpanRecord { start, end: start + found.len() }
}

/// `Norway=NOR.GOV; Mali`: phrases with their codes; without codes the country is unknown.
fn side(phrases: &str) -> Vec<SideFact> {
    let phrase = |p: &str| {
        let (words, codes) = p.split_once('=').unwrap_or((p, "-.UNK"));
        let (country, sector) = codes.split_once('.').unwrap();
        let country = (country != "-").then(|| country.to_string());
        SideFact { span: at(words), country, sector: sector.parse::<Sector>().unwrap() }
    };
    phrases.split("; ").filter(|p| !p.is_empty()).map(phrase).collect()
}

fn event(event_type: EventType, trigger: &str, actor: &str, recipient: &str) -> EventFact {
    EventFact {
        event_type,
        mode: None,
        trigger: at(trigger),
        actor: side(actor),
        recipient: side(recipient),
        status: Status::Actual,
        historical: false,
        date: None,
        place: None,
        contexts: Vec::new(),
        confidence: None,
        because: String::new(),
    }
}

fn urged() -> EventFact {
    event(EventType::Request, "urged", "Norway=NOR.GOV", "Mali=MLI.GOV")
}

fn condemned() -> EventFact {
    event(EventType::Accuse, "condemned", "Norway@2=NOR.GOV", "Chile@2=CHL.GOV")
}

fn fired() -> EventFact {
    event(EventType::Assault, "fired", "troops=CHL.MIL", "protesters=CHL.CVL")
}

fn unit(id: &str, facts: Facts) -> GoldUnit {
    GoldUnit { id: id.into(), text: TEXT.into(), date: None, facts }
}

fn of_events(events: Vec<EventFact>) -> Facts {
    Facts { events, ..Facts::default() }
}

fn report_within(gold: Facts, found: Facts, within: Within) -> Report {
    let mut scorer = Scorer::new(Options { within, worst: 9 });
    scorer.add(&unit("u1", gold), &found);
    scorer.report(None)
}

fn report(gold: Vec<EventFact>, found: Vec<EventFact>) -> Report {
    report_within(of_events(gold), of_events(found), Within::Sentence)
}

impl Report {
    /// Right, found and gold of a figure.
    fn counts_of(&self, figure: Figure) -> (u64, u64, u64) {
        let tally = self.figures.iter().find(|r| r.figure == figure).unwrap().tally;
        (tally.right, tally.found, tally.gold)
    }
}

#[test]
fn a_wrong_side_keeps_the_type_and_loses_the_rest() {
    let found = event(EventType::Request, "urged", "Norway", "two ministers");
    let report = report(vec![urged(), condemned()], vec![found]);
    assert_eq!(report.counts_of(Figure::Type), (1, 1, 2));
    assert_eq!(report.counts_of(Figure::TypeSides), (0, 1, 2));
    assert_eq!(report.counts_of(Figure::Status), (0, 0, 0), "details only of events that are right");
    assert_eq!(report.worst[0].error, ErrorKind::Recipient);
}

#[test]
fn a_side_that_is_empty_in_both_is_right_and_in_one_is_wrong() {
    let protest = |recipient| event(EventType::Protest, "fired", "protesters", recipient);
    assert_eq!(report(vec![protest("")], vec![protest("")]).counts_of(Figure::TypeSides), (1, 1, 1));
    assert_eq!(report(vec![protest("")], vec![protest("troops")]).counts_of(Figure::TypeSides), (0, 1, 1));
}

#[test]
fn one_event_answers_to_one_only() {
    let report = report(vec![urged()], vec![urged(), urged()]);
    assert_eq!(report.counts_of(Figure::Type), (1, 2, 1));
    assert_eq!(report.counts_of(Figure::TypeSides), (1, 2, 1));
    let errors: Vec<_> = report.worst.iter().map(|w| w.error).collect();
    assert_eq!(errors, [ErrorKind::Repeated]);
}

#[test]
fn codes_count_only_where_the_phrases_touch() {
    let with = |actor, recipient| vec![event(EventType::Request, "urged", actor, recipient)];
    let of = |found| {
        let r = report(vec![urged()], found);
        (r.counts_of(Figure::TypeSidesCountries).0, r.counts_of(Figure::TypeSidesCodes).0)
    };
    assert_eq!(of(with("Norway=NOR.GOV", "Mali=MLI.GOV")), (1, 1));
    assert_eq!(of(with("Norway=NOR.LEG", "Mali=MLI.GOV")), (1, 0));
    assert_eq!(of(with("Norway=SWE.GOV", "Mali=MLI.GOV")), (0, 0));
    assert_eq!(
        of(with("Norway=NOR.GOV", "Mali=MLI.GOV; two ministers=CHL.CVL")),
        (1, 1),
        "one more is no other"
    );
}

#[test]
fn whole_phrases_are_stricter_than_heads() {
    let longer = event(EventType::Request, "urged", "Tuesday Norway", "Mali");
    let report = report(vec![urged()], vec![longer]);
    assert_eq!(report.counts_of(Figure::TypeSides), (1, 1, 1));
    assert_eq!(report.counts_of(Figure::TypeSidesExact), (0, 1, 1));
}

#[test]
fn what_is_shown_as_actual_must_be_actual() {
    let denied = EventFact { status: Status::Negated, ..fired() };
    let background = EventFact { historical: true, ..urged() };
    let gold = vec![denied.clone(), urged(), condemned()];
    // Shown: the shots, which were denied, and the condemnation, which is right; the demand is shown as background.
    let report = report(gold, vec![fired(), background, condemned()]);
    assert_eq!(report.counts_of(Figure::ShownActual), (1, 2, 2));
    assert_eq!(report.counts_of(Figure::Status), (2, 3, 3));
    assert_eq!(report.counts_of(Figure::Background), (2, 3, 3));
    let row = report.statuses.iter().find(|r| r.gold == Status::Negated).unwrap();
    assert_eq!((row.found, row.count), (Status::Actual, 1));
    assert_eq!(report.worst[0].error, ErrorKind::Status);
}

#[test]
fn direction_is_scored_on_events_with_the_golds_sides_in_either_order() {
    let swapped = event(EventType::Request, "urged", "Mali", "Norway");
    let other_sides = event(EventType::Accuse, "condemned", "Chile@2", "protesters");
    let report = report(vec![urged(), condemned(), fired()], vec![swapped, other_sides, fired()]);
    assert_eq!(report.counts_of(Figure::Direction), (1, 2, 2));
    assert_eq!(report.worst.iter().filter(|w| w.error == ErrorKind::Direction).count(), 1);
}

#[test]
fn mode_contexts_date_and_place_are_scored_on_right_events() {
    let gold = EventFact {
        mode: Some(Mode::Yield),
        contexts: vec![Context::Diplomatic, Context::HumanRights],
        date: Some(at("On Tuesday")),
        place: Some(at("Bamako")),
        ..urged()
    };
    let found = EventFact {
        mode: Some(Mode::Meet),
        contexts: vec![Context::HumanRights, Context::Legal],
        date: Some(at("Tuesday")),
        ..urged()
    };
    let report = report(vec![gold], vec![found]);
    assert_eq!(report.counts_of(Figure::Mode), (0, 1, 1));
    assert_eq!(report.counts_of(Figure::Contexts), (1, 2, 2));
    assert_eq!(report.counts_of(Figure::DateSpan), (1, 1, 1));
    assert_eq!(report.counts_of(Figure::PlaceSpan), (0, 0, 1));
}

#[test]
fn events_answer_inside_their_sentence_unless_the_unit_is_asked_for() {
    let elsewhere = event(EventType::Request, "denied", "Norway", "Mali");
    let (gold, found) = (of_events(vec![urged()]), of_events(vec![elsewhere]));
    let sentence = report_within(gold.clone(), found.clone(), Within::Sentence);
    assert_eq!(sentence.counts_of(Figure::Type), (0, 1, 1));
    let unit = report_within(gold, found, Within::Unit);
    assert_eq!(unit.counts_of(Figure::Type), (1, 1, 1));
}

#[test]
fn confusion_follows_the_trigger() {
    let threat = event(EventType::Threaten, "urged", "Norway", "Mali");
    let spurious = event(EventType::Aid, "free", "", "");
    let report = report(vec![urged(), condemned()], vec![threat, spurious]);
    let rows: Vec<_> = report.confusion.iter().map(|r| (r.gold, r.found, r.count)).collect();
    assert_eq!(
        rows,
        [
            (Some(EventType::Request), Some(EventType::Threaten), 1),
            (Some(EventType::Accuse), None, 1),
            (None, Some(EventType::Aid), 1),
        ]
    );
    assert_eq!(report.counts_of(Figure::Trigger), (1, 2, 2));
    assert_eq!(report.agreement.observed, Some(0.0));
    assert_eq!(report.missed[0].gold.trigger.text, "condemned");
}

#[test]
fn types_have_their_own_rows_and_a_macro_mean() {
    let report = report(vec![urged(), condemned()], vec![urged(), fired()]);
    let f1: Vec<_> = report.types.iter().map(|t| (t.event_type, t.alone.f1)).collect();
    assert_eq!(
        f1,
        [(EventType::Request, Some(1.0)), (EventType::Accuse, Some(0.0)), (EventType::Assault, Some(0.0))]
    );
    assert_eq!(report.macro_f1.alone, Some(0.5), "types the gold does not have are no part of the mean");
}

#[test]
fn the_surest_mistakes_come_first_with_their_sentence() {
    let sure = |confidence, event| EventFact { confidence: Some(confidence), ..event };
    let found =
        vec![sure(0.4, event(EventType::Aid, "free", "", "")), sure(0.9, fired()), sure(0.95, urged())];
    let report = report(vec![urged()], found);
    let shown: Vec<_> = report.worst.iter().map(|w| (w.confidence, w.error)).collect();
    assert_eq!(shown, [(Some(0.9), ErrorKind::Spurious), (Some(0.4), ErrorKind::Spurious)]);
    assert!(
        report.worst[0].sentence.text.starts_with("Chile denied")
            && report.worst[0].sentence.text.ends_with("Chile.")
    );
    assert_eq!(report.worst[0].found.actor, ["troops (CHL.MIL)"]);
    let bins: Vec<_> =
        report.reliability.iter().filter(|b| b.events > 0).map(|b| (b.from, b.all_right)).collect();
    assert_eq!(bins, [(0.4, Some(0.0)), (0.9, Some(0.5))]);
}

fn statement(speaker: &str, cue: &str, content: &str) -> StatementFact {
    let list = |words: &str| if words.is_empty() { vec![] } else { vec![at(words)] };
    StatementFact { speaker: list(speaker), cue: list(cue).pop(), content: list(content) }
}

#[test]
fn statements_are_paired_by_cue_or_content_and_scored_by_parts() {
    let gold = Facts {
        statements: vec![
            statement("Norway", "urged", "Mali to free two ministers"),
            statement("Chile", "denied", "troops fired on protesters"),
            statement("Norway@2", "condemned", "Chile@2"),
        ],
        ..Facts::default()
    };
    let found = Facts {
        statements: vec![
            statement("On Tuesday Norway", "urged", "free two ministers in Bamako"),
            statement("Norway@2", "denied", "troops fired on protesters"),
        ],
        ..Facts::default()
    };
    let report = report_within(gold, found, Within::Sentence);
    assert_eq!(report.counts_of(Figure::Statement), (2, 2, 3));
    assert_eq!(report.counts_of(Figure::CueExact), (2, 2, 3));
    assert_eq!(report.counts_of(Figure::SourceOverlap), (1, 2, 3));
    assert_eq!(report.counts_of(Figure::SourceExact), (0, 2, 3));
    assert_eq!(report.counts_of(Figure::ContentOverlap), (2, 2, 3));
    assert_eq!(report.counts_of(Figure::ContentExact), (1, 2, 3));
    // 18 of "free two ministers" and the 26 of the second, of 28 + 26 found and 26 + 26 + 5 annotated.
    assert_eq!(report.counts_of(Figure::ContentCharacters), (44, 54, 57));
}

#[test]
fn a_quotation_without_cue_is_found_by_its_content() {
    let gold = Facts { statements: vec![statement("Norway", "", "free two ministers")], ..Facts::default() };
    let found =
        Facts { statements: vec![statement("Norway", "urged", "free two ministers")], ..Facts::default() };
    let report = report_within(gold, found, Within::Sentence);
    assert_eq!(report.counts_of(Figure::CueOverlap), (0, 1, 0));
    assert_eq!(report.counts_of(Figure::SourceOverlap), (1, 1, 1));
}

fn claim(
    kind: RelationKind,
    says: ClaimSays,
    state: RelationState,
    subject: &str,
    object: &str,
) -> ClaimFact {
    let list = |words: &str| words.split("; ").filter(|w| !w.is_empty()).map(at).collect();
    ClaimFact { kind, says, state, subject: list(subject), object: list(object), words: None }
}

#[test]
fn claims_are_scored_by_kind_parties_state_and_what_is_said() {
    use {ClaimSays::*, RelationKind::*, RelationState::*};
    let claims = |claims| Facts { claims, ..Facts::default() };
    let gold = claims(vec![
        claim(Demand, Begins, Open, "Norway", "Mali"),
        claim(DiplomaticTies, Ends, Severed, "Norway", "Chile"),
        claim(Sanctions, Begins, InForce, "Norway", "Chile"),
        claim(Office, Continues, Held, "two ministers", ""),
    ]);
    let found = claims(vec![
        claim(Demand, Begins, Refused, "Norway", "Mali"),
        claim(DiplomaticTies, Absent, Severed, "Chile", "Norway"),
        claim(Sanctions, Begins, InForce, "Chile", "Norway"),
        claim(Membership, Continues, Held, "two ministers", ""),
    ]);
    let report = report_within(gold, found, Within::Sentence);
    assert_eq!(report.counts_of(Figure::ClaimKind), (3, 4, 4));
    assert_eq!(report.counts_of(Figure::ClaimSides), (2, 4, 4), "ties have no direction, sanctions have");
    assert_eq!(report.counts_of(Figure::ClaimState), (1, 4, 4));
    assert_eq!(report.counts_of(Figure::ClaimSays), (0, 4, 4));
}

#[test]
fn runs_are_compared_over_the_units_both_have() {
    let run = |ids: &[&str], found: &dyn Fn() -> Vec<EventFact>| {
        let mut scorer = Scorer::new(Options::default());
        ids.iter().for_each(|id| scorer.add(&unit(id, of_events(vec![urged()])), &of_events(found())));
        scorer
    };
    let (good, bad) = (run(&["a", "b", "c"], &|| vec![urged()]), run(&["b", "c", "d"], &|| vec![fired()]));
    let comparison = good.report(Some(&bad)).comparison.unwrap();
    assert_eq!(comparison.units, 2);
    let by_type = comparison.figures.iter().find(|d| d.figure == Figure::Type).unwrap();
    assert_eq!((by_type.first, by_type.other, by_type.difference), (1.0, 0.0, 1.0));
}

#[test]
fn a_unit_is_scored_once() {
    let mut scorer = Scorer::new(Options::default());
    for _ in 0..2 {
        scorer.add(&unit("u1", of_events(vec![urged()])), &of_events(vec![urged()]));
    }
    assert_eq!(scorer.report(None).counts_of(Figure::Type), (1, 1, 1));
}

#[test]
fn without_anything_to_score_nothing_is_claimed() {
    let report = report(vec![], vec![]);
    assert!(report.figures.iter().all(|f| f.value.is_none()));
    assert_eq!(report.macro_f1.alone, None);
    assert_eq!(report.counts.units_without_events, 1);
}
