//! Questions on events, statements, actors and series; with SQLite and with PostgreSQL.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::time::Duration;

use common::{Ev, article, store_of};
use verbale_record::output::ArticleRecord;
use verbale_record::{EventType, Mode, Quad, Status};
use verbale_store::{
    ActorsQuery, AskedSides, By, EventsQuery, SeriesQuery, StatementsQuery, Store, StoreError,
};

with_both_databases!(
    sides_are_countries_sectors_names_and_identifiers,
    filters_narrow,
    pages_follow_each_other,
    one_happening_told_twice_counts_once,
    different_deeds_are_different_happenings,
    copies_count_as_one_article,
    words_are_found_without_accents,
    series_count_happenings_by_quad,
    actors_by_their_events,
    statements_by_speaker,
    sql_reads_and_does_not_write,
);

fn accuse<'a>(date: &'a str, trigger: &'a str) -> Ev<'a> {
    let (actor, recipient) = (&["person:ana-duarte@PER=Ana Duarte"], &["state:CHL=Chile"]);
    Ev { kind: EventType::Accuse, mode: Some(Mode::Disapprove), actor, recipient, date, trigger }
}

fn records() -> Vec<ArticleRecord> {
    let meet = Ev {
        kind: EventType::Consult,
        mode: None,
        actor: &["state:PER=Peru", "state:CHL=Chile"],
        recipient: &[],
        date: "2021-03-01",
        trigger: "met",
    };
    let sanction = Ev {
        kind: EventType::Sanction,
        mode: Some(Mode::Discontinue),
        actor: &["state:CHL=Chile"],
        recipient: &["state:PER=Peru"],
        date: "2021-02-10",
        trigger: "imposed",
    };
    vec![
        article("a", "2021-01-06")
            .event(
                "Ana Duarte criticised Chile over the dam at Río Ñuble.",
                &accuse("2021-01-05", "criticised"),
            )
            .statement(
                "person:ana-duarte@PER=Ana Duarte",
                "said",
                "Ana Duarte said the water was Peruvian.",
                false,
            )
            .done(),
        article("b", "2021-02-11").event("Chile imposed sanctions on Peru.", &sanction).done(),
        article("c", "2021-03-02")
            .source("Other Gazette")
            .event("Peru and Chile met in the capital.", &meet)
            .done(),
        article("d", "2021-03-03")
            .event("Ana Duarte will condemn Chile tomorrow.", &accuse("2021-03-04", "condemn"))
            .as_status(Status::Future)
            .done(),
    ]
}

fn asked(change: impl FnOnce(&mut EventsQuery)) -> EventsQuery {
    let mut query = EventsQuery { limit: 50, ..EventsQuery::default() };
    change(&mut query);
    query
}

/// Articles of the events found, in order.
fn found(store: &mut Store, change: impl FnOnce(&mut EventsQuery)) -> String {
    let page = store.events(&asked(change)).unwrap();
    page.events.iter().map(|e| e.article.id.clone()).collect()
}

fn between(a: &str, b: &str) -> AskedSides {
    AskedSides { between: Some((a.into(), b.into())), ..AskedSides::default() }
}

fn from_to(from: Option<&str>, to: Option<&str>) -> AskedSides {
    AskedSides { from: from.map(Into::into), to: to.map(Into::into), ..AskedSides::default() }
}

fn sides_are_countries_sectors_names_and_identifiers(url: &str) {
    let mut store = store_of(url, &records());
    assert_eq!(found(&mut store, |q| q.sides = between("PER", "CHL")), "dcba");
    assert_eq!(found(&mut store, |q| q.sides = from_to(Some("PER"), Some("CHL"))), "dca");
    assert_eq!(found(&mut store, |q| q.sides = from_to(Some("Chile"), None)), "cb");
    assert_eq!(found(&mut store, |q| q.sides = from_to(None, Some("Peru"))), "cb");
    assert_eq!(found(&mut store, |q| q.sides = from_to(Some("person:ana-duarte"), Some("CHL"))), "da");
    assert_eq!(found(&mut store, |q| q.sides = from_to(Some("duarte"), None)), "da");
    assert_eq!(found(&mut store, |q| q.sides = from_to(Some("PER:GOV"), Some("CHL:GOV"))), "dca");
    let either = AskedSides { actor: Some("PER".into()), ..AskedSides::default() };
    assert_eq!(found(&mut store, |q| q.sides = either), "dcba");
    for unknown in ["XYZ", "person:nobody", "Nobody At All", "PER:XXX"] {
        let error = store.events(&asked(|q| q.sides = from_to(Some(unknown), None))).unwrap_err();
        assert!(matches!(error, StoreError::Question(_)), "{unknown}: {error}");
    }
}

fn filters_narrow(url: &str) {
    let mut store = store_of(url, &records());
    assert_eq!(found(&mut store, |q| q.types = vec![EventType::Accuse]), "da");
    assert_eq!(found(&mut store, |q| q.statuses = vec![Status::Actual]), "cba");
    assert_eq!(found(&mut store, |q| q.quads = vec![Quad::MaterialConflict]), "b");
    assert_eq!(found(&mut store, |q| q.modes = vec![Mode::Discontinue]), "b");
    assert_eq!(found(&mut store, |q| q.since = Some("2021-02-10".into())), "dcb");
    assert_eq!(found(&mut store, |q| q.until = Some("2021-02-10".into())), "ba");
    assert_eq!(found(&mut store, |q| q.source = Some("Other Gazette".into())), "c");
    assert_eq!(found(&mut store, |q| q.place = Some("PER".into())), "dcba");
    assert_eq!(found(&mut store, |q| q.place = Some("lim".into())), "dcba");
    assert_eq!(found(&mut store, |q| q.place = Some("CHL".into())), "");
    assert_eq!(found(&mut store, |q| q.confidence = Some(0.95)), "");
    let narrow = |q: &mut EventsQuery| {
        q.sides = between("PER", "CHL");
        q.statuses = vec![Status::Actual];
        q.types = vec![EventType::Accuse, EventType::Consult];
        q.source = Some("Our Gazette".into());
    };
    assert_eq!(found(&mut store, narrow), "a");
    assert!(store.events(&asked(|q| q.since = Some("Tuesday".into()))).is_err());
}

fn pages_follow_each_other(url: &str) {
    let mut store = store_of(url, &records());
    let page = |store: &mut Store, offset: usize, oldest: bool| {
        let page =
            store.events(&asked(|q| (q.limit, q.offset, q.oldest_first) = (3, offset, oldest))).unwrap();
        (page.events.iter().map(|e| e.article.id.clone()).collect::<String>(), page.more)
    };
    assert_eq!(page(&mut store, 0, false), ("dcb".into(), true));
    assert_eq!(page(&mut store, 3, false), ("a".into(), false));
    assert_eq!(page(&mut store, 0, true), ("abc".into(), true));
}

fn one_happening_told_twice_counts_once(url: &str) {
    let told = |id: &str, source: &str, sentence: &str, day: &str| {
        article(id, "2021-01-07").source(source).event(sentence, &accuse(day, "criticised")).done()
    };
    let mut store = store_of(
        url,
        &[
            told("a", "One", "Ana Duarte criticised Chile over the dam on the river.", "2021-01-05"),
            told(
                "b",
                "Two",
                "President Ana Duarte sharply criticised Chile for its river dam.",
                "2021-01-05",
            ),
            told(
                "c",
                "Two",
                "Ana Duarte criticised Chile over the dam on the river in parliament.",
                "2021-01-06",
            ),
        ],
    );
    let page = store.events(&asked(|q| q.sides = between("PER", "CHL"))).unwrap();
    assert_eq!(page.events.len(), 1);
    let event = &page.events[0];
    assert_eq!((event.reports, event.articles, event.sources), (3, 3, 2));
    assert_eq!(event.days, Some(("2021-01-05".into(), "2021-01-06".into())));
    let counts = store.count_events(&asked(|_| {})).unwrap();
    assert_eq!((counts.happenings, counts.reports), (1, 3));
    assert_eq!(store.events(&asked(|q| q.reports = true)).unwrap().events.len(), 3);
    assert_eq!(store.reports(event.number).unwrap().len(), 3);
}

fn different_deeds_are_different_happenings(url: &str) {
    let told = |id: &str, sentence: &str, day: &str| {
        article(id, "2021-01-07").event(sentence, &accuse(day, "criticised")).done()
    };
    let mut store = store_of(
        url,
        &[
            told("a", "Ana Duarte criticised Chile over the dam on the river.", "2021-01-05"),
            told("b", "Ana Duarte criticised Chile because of new customs duties at airports.", "2021-01-05"),
            told("c", "Ana Duarte criticised Chile over the dam on the river.", "2021-01-15"),
        ],
    );
    assert_eq!(store.count_events(&asked(|_| {})).unwrap().happenings, 3);
}

fn copies_count_as_one_article(url: &str) {
    let wire = |id: &str, source: &str, end: &str| {
        let rest = "The foreign minister spoke in parliament for an hour and left without taking any question from the press.";
        article(id, "2021-01-07")
            .source(source)
            .event(
                "Ana Duarte criticised Chile over the dam on the river.",
                &accuse("2021-01-05", "criticised"),
            )
            .says(rest)
            .says(end)
            .done()
    };
    let mut store =
        store_of(url, &[wire("a", "One", "The debate goes on."), wire("b", "Two", "Debate goes on today.")]);
    let page = store.events(&asked(|_| {})).unwrap();
    assert_eq!((page.events[0].reports, page.events[0].articles, page.events[0].sources), (2, 1, 2));
}

fn words_are_found_without_accents(url: &str) {
    let mut store = store_of(url, &records());
    for words in ["rio nuble", "\"Río Ñuble\"", "critic* DAM", "nuble* ana"] {
        assert_eq!(found(&mut store, |q| q.text = Some(words.into())), "a", "{words}");
    }
    for words in ["\"nuble rio\"", "dam sanctions", "' OR 1=1 --x", "NEAR(dam)"] {
        assert_eq!(found(&mut store, |q| q.text = Some(words.into())), "", "{words}");
    }
    assert!(store.events(&asked(|q| q.text = Some("!?".into()))).is_err());
}

fn series_count_happenings_by_quad(url: &str) {
    let mut store = store_of(url, &records());
    let query = SeriesQuery { sides: between("PER", "CHL"), by: By::Month, ..SeriesQuery::default() };
    let series = store.series(&query).unwrap();
    let rows: Vec<_> = series.iter().map(|b| (b.start.as_str(), b.counts, b.mean)).collect();
    let expected = [
        ("2021-01-01", [0, 0, 1, 0], Some(-2.0)),
        ("2021-02-01", [0, 0, 0, 1], Some(-6.0)),
        ("2021-03-01", [1, 0, 0, 0], Some(2.5)),
    ];
    assert_eq!(rows, expected);
    let directed =
        SeriesQuery { sides: from_to(Some("CHL"), Some("PER")), by: By::Year, ..SeriesQuery::default() };
    assert_eq!(store.series(&directed).unwrap()[0].counts, [1, 0, 0, 1]);
    let all = store.series(&SeriesQuery { by: By::Week, ..SeriesQuery::default() }).unwrap();
    assert_eq!((all.len(), all[0].start.as_str()), (9, "2021-01-04"));
    assert_eq!(all[1].mean, None);
}

fn actors_by_their_events(url: &str) {
    let mut store = store_of(url, &records());
    let all = store.actors(&ActorsQuery { limit: 10, ..ActorsQuery::default() }).unwrap();
    let rows: Vec<_> = all.iter().map(|a| (a.id.as_str(), a.acts, a.is_acted_on)).collect();
    assert_eq!(rows, [("state:CHL", 2, 3), ("state:PER", 1, 2), ("person:ana-duarte", 2, 0)]);
    let named = ActorsQuery { text: Some("DUARTE ana".into()), limit: 10, ..ActorsQuery::default() };
    assert_eq!(store.actors(&named).unwrap().len(), 1);
    let chilean = ActorsQuery { country: Some("CHL".into()), limit: 10, ..ActorsQuery::default() };
    assert_eq!(store.actors(&chilean).unwrap().len(), 1);
}

fn statements_by_speaker(url: &str) {
    let mut store = store_of(url, &records());
    let by = |speaker: &str| StatementsQuery {
        speaker: Some(speaker.into()),
        limit: 10,
        ..StatementsQuery::default()
    };
    let said = store.statements(&by("Ana Duarte")).unwrap();
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].said, "the water was Peruvian.");
    assert_eq!(said[0].article.id, "a");
    assert!(store.statements(&by("CHL")).unwrap().is_empty());
    let about = StatementsQuery { text: Some("water".into()), limit: 10, ..StatementsQuery::default() };
    assert_eq!(store.statements(&about).unwrap().len(), 1);
}

fn sql_reads_and_does_not_write(url: &str) {
    store_of(url, &records()).close().unwrap();
    let mut store = Store::open_read_only(url, Duration::from_secs(20)).unwrap();
    let sql = "SELECT type, mode, score, first_day, place FROM event_view WHERE type = 'SANCTION';";
    let (names, rows) = store.sql(sql).unwrap();
    assert_eq!(names, ["type", "mode", "score", "first_day", "place"]);
    let row: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(row, ["\"SANCTION\"", "\"discontinue\"", "-6.0", "\"2021-02-10\"", "\"Lima\""]);
    for sql in ["DELETE FROM events", "UPDATE events SET type = 1", "DROP TABLE events", "no sql at all"] {
        assert!(store.sql(sql).is_err(), "{sql}");
        store = Store::open_read_only(url, Duration::from_secs(20)).unwrap();
    }
    let (_, rows) = store.sql("SELECT COUNT(*) AS n FROM events").unwrap();
    assert_eq!(rows[0][0].to_string(), "4");
    for view in ["article_view", "link_view", "claim_view"] {
        store.sql(&format!("SELECT * FROM {view}")).unwrap();
    }
}
