//! Standing relations in two times; with SQLite and with PostgreSQL.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{ADD, Ev, article, store_of};
use verbale_record::output::ArticleRecord;
use verbale_record::{ClaimSays, EventType, Mode, RelationKind, RelationState};
use verbale_store::{Answer, Period, RelationsQuery, Standing, Store, iso_day};

with_both_databases!(
    a_state_lasts_until_it_changes,
    reports_that_disagree_stand_side_by_side,
    what_was_believed_is_not_forgotten,
    what_one_side_says_changes_nothing,
    an_answer_closes_an_offer,
    an_offer_lapses,
    a_successor_ends_a_term,
    resumed_talks_had_been_suspended,
    why_gives_the_chain,
);

const PERU: &str = "state:PER=Peru";
const CHILE: &str = "state:CHL=Chile";

/// A report that Peru's sanctions on Chile are in a state since a day.
fn sanctions(id: &str, published: &str, says: ClaimSays, state: RelationState, date: &str) -> ArticleRecord {
    let sentence = format!("Report {id}: sanctions of Peru on Chile, {state}.");
    let kind = RelationKind::Sanctions;
    article(id, published).claim(&sentence, kind, &[PERU], &[CHILE], Some("trade"), says, state, date).done()
}

fn ask(store: &mut Store, change: impl FnOnce(&mut RelationsQuery)) -> Answer {
    let mut query = RelationsQuery::default();
    change(&mut query);
    store.relations(&query, "2022-06-01").unwrap()
}

fn on(store: &mut Store, day: &str) -> Answer {
    ask(store, |q| {
        q.as_of = Some(day.into());
        q.all = true;
    })
}

fn one(answer: &Answer) -> (&Standing, &Period) {
    assert_eq!(answer.standings.len(), 1, "{:#?}", answer.standings);
    (&answer.standings[0], answer.standings[0].on(answer.day).unwrap())
}

fn since(period: &Period) -> (Option<String>, Option<String>) {
    (period.since.earliest.and_then(iso_day), period.since.latest.and_then(iso_day))
}

fn days(a: &str, b: &str) -> (Option<String>, Option<String>) {
    (Some(a.into()), Some(b.into()))
}

fn a_state_lasts_until_it_changes(url: &str) {
    let mut store = store_of(
        url,
        &[
            sanctions("a", "2019-05-02", ClaimSays::Begins, RelationState::InForce, "2019-05-01"),
            sanctions("b", "2020-02-01", ClaimSays::Continues, RelationState::InForce, ""),
            sanctions("c", "2021-03-11", ClaimSays::Ends, RelationState::Lifted, "2021-03-10"),
        ],
    );
    assert!(on(&mut store, "2019-04-30").standings.is_empty());
    for day in ["2019-05-01", "2020-01-01", "2021-03-09"] {
        let answer = on(&mut store, day);
        let (_, period) = one(&answer);
        assert_eq!(
            (period.state, since(period)),
            (RelationState::InForce, days("2019-05-01", "2019-05-01")),
            "{day}"
        );
        assert_eq!(period.until.and_then(|u| u.latest).and_then(iso_day).as_deref(), Some("2021-03-10"));
    }
    let answer = on(&mut store, "2021-03-10");
    assert_eq!(one(&answer).1.state, RelationState::Lifted);
    let without_what_is_over = ask(&mut store, |q| q.between = Some(("PER".into(), "CHL".into())));
    assert!(without_what_is_over.standings.is_empty());
}

fn reports_that_disagree_stand_side_by_side(url: &str) {
    let begins =
        |id: &str, day: &str| sanctions(id, "2019-05-09", ClaimSays::Begins, RelationState::InForce, day);
    let mut store =
        store_of(url, &[begins("a", "2019-05-01"), begins("b", "2019-05-03"), begins("c", "2019-05-03")]);
    let answer = on(&mut store, "2020-01-01");
    let (_, period) = one(&answer);
    assert_eq!(since(period), days("2019-05-03", "2019-05-03"));
    assert!(period.because.contains("more reports"), "{}", period.because);
    assert_eq!(period.other_days.len(), 1);
    let (other, reports) = period.other_days[0];
    assert_eq!((other.latest.and_then(iso_day).as_deref(), reports), (Some("2019-05-01"), 1));
    assert_eq!(period.claims.len(), 3);
}

fn what_was_believed_is_not_forgotten(url: &str) {
    let address = "https://news.example/ties";
    let version = |published: &str, day: &str| {
        let sentence = format!("Peru broke off relations with Chile on {day}.");
        let kind = RelationKind::DiplomaticTies;
        let (says, state) = (ClaimSays::Begins, RelationState::Severed);
        article("ties", published)
            .url(address)
            .claim(&sentence, kind, &[CHILE], &[PERU], None, says, state, day)
            .done()
    };
    let mut store = store_of(url, &[version("2021-10-17", "2021-10-15")]);
    store.add(&[version("2021-10-19", "2021-10-16")], &ADD).unwrap();
    let begun = |answer: &Answer| since(one(answer).1);
    assert_eq!(begun(&on(&mut store, "2021-11-01")), days("2021-10-16", "2021-10-16"));
    let as_known = |day: &str| {
        let day = day.to_owned();
        move |q: &mut RelationsQuery| {
            q.as_of = Some("2021-11-01".into());
            q.known_at = Some(day);
        }
    };
    assert_eq!(begun(&ask(&mut store, as_known("2021-10-18"))), days("2021-10-15", "2021-10-15"));
    assert_eq!(begun(&ask(&mut store, as_known("2021-10-19"))), days("2021-10-16", "2021-10-16"));
    assert!(ask(&mut store, as_known("2021-10-16")).standings.is_empty());
}

fn what_one_side_says_changes_nothing(url: &str) {
    let kind = RelationKind::Conflict;
    let told = article("a", "2021-05-02").claim(
        "Peru and Chile are at war.",
        kind,
        &[CHILE],
        &[PERU],
        None,
        ClaimSays::Continues,
        RelationState::Hostilities,
        "",
    );
    let said = article("b", "2021-05-03")
        .claim(
            "The war of Peru and Chile is over.",
            kind,
            &[CHILE],
            &[PERU],
            None,
            ClaimSays::Ends,
            RelationState::Ended,
            "",
        )
        .statement("person:ana-duarte@PER=Ana Duarte", "said", "Ana Duarte said so.", true);
    let mut store = store_of(url, &[told.done(), said.done()]);
    let answer = on(&mut store, "2021-06-01");
    let (_, period) = one(&answer);
    assert_eq!(
        (period.state, period.against.len(), period.said_only),
        (RelationState::Hostilities, 1, false)
    );
    assert_eq!(answer.claims[&period.against[0]].speakers[0].id, "person:ana-duarte");
}

fn offer(id: &str, published: &str, says: ClaimSays, state: RelationState) -> ArticleRecord {
    let sentence = format!("Report {id}: the offer of direct talks by Peru to Chile, {state}.");
    let about = Some("direct talks");
    article(id, published)
        .claim(&sentence, RelationKind::Offer, &[PERU], &[CHILE], about, says, state, published)
        .done()
}

fn an_answer_closes_an_offer(url: &str) {
    let refusal = Ev {
        kind: EventType::Reject,
        mode: Some(Mode::Meet),
        actor: &[CHILE],
        recipient: &[PERU],
        date: "2021-08-20",
        trigger: "rejected",
    };
    let made = offer("a", "2021-08-16", ClaimSays::Begins, RelationState::Open);
    let mut store = store_of(url, &[made]);
    let open = |store: &mut Store, day: &str| {
        ask(store, |q| {
            q.open = true;
            q.as_of = Some(day.into());
        })
    };
    assert_eq!(open(&mut store, "2021-08-19").standings.len(), 1);
    let refused = article("b", "2021-08-21").event("Chile rejected talks with Peru.", &refusal).done();
    store.add(&[refused], &ADD).unwrap();
    assert_eq!(open(&mut store, "2021-08-19").standings.len(), 1);
    assert!(open(&mut store, "2021-08-22").standings.is_empty());
    let answer = on(&mut store, "2021-08-22");
    let (_, period) = one(&answer);
    assert_eq!(period.state, RelationState::Declined);
    assert!(period.because.contains("offer-rejected"), "{}", period.because);
    // A refusal answers nothing where nothing is open.
    let alone = "2021-07-01";
    assert!(on(&mut store, alone).standings.is_empty());
}

fn an_offer_lapses(url: &str) {
    let mut store = store_of(url, &[offer("a", "2020-01-10", ClaimSays::Begins, RelationState::Open)]);
    assert_eq!(one(&on(&mut store, "2020-12-31")).1.state, RelationState::Open);
    assert_eq!(one(&on(&mut store, "2021-02-01")).1.state, RelationState::Lapsed);
}

fn a_successor_ends_a_term(url: &str) {
    let holds = |id: &str, published: &str, person: &str, says: ClaimSays, date: &str| {
        let name = person.split_once('=').unwrap().1;
        let sentence = format!("{name} is president of Peru.");
        let state = RelationState::Held;
        article(id, published)
            .claim(&sentence, RelationKind::Office, &[person], &[PERU], Some("president"), says, state, date)
            .done()
    };
    let mut store = store_of(
        url,
        &[
            holds("a", "2019-03-01", "person:ana-duarte@PER=Ana Duarte", ClaimSays::Continues, ""),
            holds("b", "2021-07-29", "person:luis-prado@PER=Luis Prado", ClaimSays::Begins, "2021-07-28"),
        ],
    );
    let answer = ask(&mut store, |q| {
        q.actor = Some("Ana Duarte".into());
        q.as_of = Some("2021-08-01".into());
        q.all = true;
    });
    let (_, period) = one(&answer);
    assert_eq!((period.state, since(period)), (RelationState::Ended, days("2021-07-28", "2021-07-28")));
    assert!(period.because.contains("Luis Prado"), "{}", period.because);
}

fn resumed_talks_had_been_suspended(url: &str) {
    let resumed = article("a", "2021-05-05").claim(
        "Peru and Chile resumed their talks on 4 May.",
        RelationKind::Negotiation,
        &[PERU, CHILE],
        &[],
        None,
        ClaimSays::Begins,
        RelationState::Open,
        "2021-05-04",
    );
    let mut store = store_of(url, &[resumed.done()]);
    assert_eq!(one(&on(&mut store, "2021-05-04")).1.state, RelationState::Open);
    let answer = on(&mut store, "2021-05-03");
    let (_, period) = one(&answer);
    assert_eq!(period.state, RelationState::Suspended);
    assert!(period.because.contains("resumed-talks-were-suspended"), "{}", period.because);
}

fn why_gives_the_chain(url: &str) {
    let mut store = store_of(
        url,
        &[
            sanctions("a", "2019-05-02", ClaimSays::Begins, RelationState::InForce, "2019-05-01"),
            offer("b", "2021-08-16", ClaimSays::Begins, RelationState::Open),
        ],
    );
    let all = on(&mut store, "2021-09-01");
    assert_eq!(all.standings.len(), 2);
    for standing in &all.standings {
        let answer = ask(&mut store, |q| q.id = Some(standing.id.clone()));
        assert_eq!(one(&answer).0.id, standing.id);
        let sentence = &answer.evidence[&standing.claims[0]].sentence;
        assert!(sentence.starts_with("Report"), "{sentence}");
    }
    assert!(
        store
            .relations(&RelationsQuery { id: Some("x9".into()), ..Default::default() }, "2022-01-01")
            .is_err()
    );
}
