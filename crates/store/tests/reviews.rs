//! Reviews put the record right and survive recoding; with SQLite and with PostgreSQL.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{Ev, NOW, article, store_of};
use verbale_record::output::ArticleRecord;
use verbale_record::{ClaimSays, EventType, Mode, RelationKind, RelationState};
use verbale_store::{
    AddOptions, AskedSides, By, Correction, EventsQuery, RelationsQuery, Review, SeriesQuery, Store, Target,
    Verdict,
};

with_both_databases!(
    a_rejected_event_leaves_the_record_and_stays_out,
    a_correction_survives_recoding,
    a_rejected_claim_is_not_believed,
    what_cannot_be_reviewed_is_refused,
);

fn coded(version: &str) -> ArticleRecord {
    let told = Ev {
        kind: EventType::Accuse,
        mode: Some(Mode::Disapprove),
        actor: &["state:PER=Peru"],
        recipient: &["state:CHL=Chile"],
        date: "2021-01-05",
        trigger: "warned",
    };
    article("a", "2021-01-06")
        .coded_by(version)
        .event("Peru warned Chile over the dam.", &told)
        .claim(
            "Peru and Chile are at war over it.",
            RelationKind::Conflict,
            &["state:CHL=Chile"],
            &["state:PER=Peru"],
            None,
            ClaimSays::Continues,
            RelationState::Hostilities,
            "",
        )
        .done()
}

fn review(target: Target, verdict: Verdict) -> Review {
    Review { target, number: 1, verdict, reviewer: "ana".into(), reason: Some("read it".into()) }
}

fn types(store: &mut Store) -> Vec<(EventType, Option<Mode>)> {
    let page = store.events(&EventsQuery { limit: 9, ..EventsQuery::default() }).unwrap();
    page.events.iter().map(|e| (e.event.event_type, e.event.mode)).collect()
}

fn recode(store: &mut Store, version: &str) {
    let summary = store.add(&[coded(version)], &AddOptions { now: NOW, recode: true }).unwrap();
    assert_eq!(summary.recoded, 1);
}

fn a_rejected_event_leaves_the_record_and_stays_out(url: &str) {
    let mut store = store_of(url, &[coded("0.1.0")]);
    assert_eq!(types(&mut store).len(), 1);
    store.review(&review(Target::Event, Verdict::Reject), NOW).unwrap();
    assert!(types(&mut store).is_empty());
    recode(&mut store, "0.2.0");
    assert!(types(&mut store).is_empty());
    let kept = store.reviews().unwrap();
    assert_eq!((kept[0].verdict.as_str(), kept[0].words.as_deref()), ("reject", Some("warned")));
    assert_eq!(kept[0].sentence.as_deref(), Some("Peru warned Chile over the dam."));
}

fn a_correction_survives_recoding(url: &str) {
    let mut store = store_of(url, &[coded("0.1.0")]);
    let right = Correction {
        event_type: Some(EventType::Threaten),
        mode: Some(Mode::Restrict),
        date: Some("2021-01-04".into()),
        ..Correction::default()
    };
    store.review(&review(Target::Event, Verdict::Correct(right)), NOW).unwrap();
    let series = |store: &mut Store| {
        let between = Some(("PER".into(), "CHL".into()));
        let sides = AskedSides { between, ..AskedSides::default() };
        let series = store.series(&SeriesQuery { sides, by: By::Day, ..SeriesQuery::default() }).unwrap();
        series.iter().map(|b| (b.start.clone(), b.mean)).collect::<Vec<_>>()
    };
    for version in ["", "0.2.0"] {
        if !version.is_empty() {
            recode(&mut store, version);
        }
        assert_eq!(types(&mut store), [(EventType::Threaten, Some(Mode::Restrict))]);
        assert_eq!(series(&mut store), [("2021-01-04".to_owned(), Some(-3.0))]);
    }
}

fn a_rejected_claim_is_not_believed(url: &str) {
    let mut store = store_of(url, &[coded("0.1.0")]);
    let count = |store: &mut Store| {
        store.relations(&RelationsQuery::default(), "2022-01-01").unwrap().standings.len()
    };
    assert_eq!(count(&mut store), 1);
    store.review(&review(Target::Claim, Verdict::Reject), NOW).unwrap();
    assert_eq!(count(&mut store), 0);
    recode(&mut store, "0.2.0");
    assert_eq!(count(&mut store), 0);
}

fn what_cannot_be_reviewed_is_refused(url: &str) {
    let mut store = store_of(url, &[coded("0.1.0")]);
    let correct = Verdict::Correct(Correction::default());
    assert!(store.review(&review(Target::Claim, correct), NOW).is_err());
    let missing = Review { number: 99, ..review(Target::Event, Verdict::Accept) };
    assert!(store.review(&missing, NOW).unwrap_err().to_string().contains("no event 99"));
}
