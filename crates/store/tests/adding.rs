//! What is added comes back, once, in all its versions; with SQLite and with PostgreSQL.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{ADD, Ev, NOW, article, store_of};
use verbale_record::output::ArticleRecord;
use verbale_record::{ClaimSays, EventType, Mode, RelationKind, RelationState, Status};
use verbale_store::{AddOptions, Store};

with_both_databases!(
    a_record_comes_back_whole,
    adding_again_changes_nothing,
    a_changed_article_is_a_new_version,
    versions_in_one_batch,
    recoding_replaces,
    any_character_can_be_stored,
    failures_are_kept_until_they_succeed,
    two_writers_take_turns,
    records_without_text,
);

fn border() -> ArticleRecord {
    let told = Ev {
        kind: EventType::Request,
        mode: Some(Mode::Yield),
        actor: &["state:PER=Peru", "person:ana-duarte@PER=Ana Duarte"],
        recipient: &["state:CHL=Chile"],
        date: "2021-08-13",
        trigger: "urged",
    };
    article("border", "2021-08-14")
        .says("Señal — the border stays shut.")
        .event("Peru and its president, Ana Duarte, urged Chile to reopen the border.", &told)
        .statement("person:ana-duarte@PER=Ana Duarte", "said", "Ana Duarte said so on Friday.", true)
        .claim(
            "Peru has had no relations with Chile since 2019.",
            RelationKind::DiplomaticTies,
            &["state:CHL=Chile"],
            &["state:PER=Peru"],
            Some("relations"),
            ClaimSays::Continues,
            RelationState::Severed,
            "2019-01-01..",
        )
        .done()
}

fn a_record_comes_back_whole(url: &str) {
    let record = border();
    let mut store = store_of(url, std::slice::from_ref(&record));
    let (_, back) = store.records_after(0, 10).unwrap().unwrap();
    assert_eq!(back, [record]);
    let counts = store.counts().unwrap();
    assert_eq!((counts.articles, counts.events, counts.statements, counts.claims), (1, 1, 1, 1));
}

fn adding_again_changes_nothing(url: &str) {
    let mut store = store_of(url, &[border()]);
    let before = store.records_after(0, 10).unwrap();
    let again = store.add(&[border(), border()], &AddOptions { now: NOW + 1000, recode: false }).unwrap();
    assert_eq!((again.added, again.known, again.events), (0, 2, 0));
    assert_eq!(store.records_after(0, 10).unwrap(), before);
    let known =
        store.are_known(&[(border().article.id, border().article.sha256), ("x".into(), "y".into())], None);
    assert_eq!(known.unwrap(), [true, false]);
}

fn a_changed_article_is_a_new_version(url: &str) {
    let old = article("1", "2021-08-14").url("https://news.example/1").says("Talks begin on Friday.").done();
    let new =
        article("2", "2021-08-14").url("https://news.example/1").says("Talks begin on Saturday.").done();
    let mut store = store_of(url, std::slice::from_ref(&old));
    let summary = store.add(std::slice::from_ref(&new), &ADD).unwrap();
    assert_eq!((summary.added, summary.changed), (0, 1));
    assert_eq!(store.versions("https://news.example/1").unwrap(), [old, new.clone()]);
    assert_eq!(store.records_after(0, 10).unwrap().unwrap().1, [new]);
    assert_eq!(store.counts().unwrap().older_versions, 1);
}

fn versions_in_one_batch(url: &str) {
    let version = |n: u32| {
        let text = format!("Talks begin in {n} days.");
        let told = Ev {
            kind: EventType::Consult,
            mode: None,
            actor: &["state:PER", "state:CHL"],
            recipient: &[],
            date: "2021-08-13",
            trigger: "Talks",
        };
        article("x", "2021-08-14").url("https://news.example/1").event(&text, &told).done()
    };
    let mut store = store_of(url, &[version(1), version(2), version(3), version(3)]);
    let counts = store.counts().unwrap();
    assert_eq!((counts.articles, counts.older_versions, counts.events), (1, 2, 1));
    assert_eq!(store.records_after(0, 10).unwrap().unwrap().1, [version(3)]);
}

fn recoding_replaces(url: &str) {
    let mut store = store_of(url, &[border()]);
    let mut anew = border();
    anew.coder.version = "0.2.0".into();
    anew.events[0].mode = Some(Mode::Change);
    anew.events[0].score = -1.0;
    assert_eq!(store.add(&[anew.clone()], &ADD).unwrap().known, 1);
    let summary = store.add(&[anew.clone()], &AddOptions { now: NOW, recode: true }).unwrap();
    assert_eq!((summary.recoded, summary.added), (1, 0));
    assert_eq!(store.records_after(0, 10).unwrap().unwrap().1, [anew]);
    assert_eq!(store.counts().unwrap().events, 1);
}

fn any_character_can_be_stored(url: &str) {
    let mut record = article("odd", "2021-08-14").says("A \u{0} text; 'quoted' \u{1F600} — $1 %s.").done();
    record.article.title = Some("NUL \u{0} in a title".into());
    let mut store = store_of(url, &[record]);
    let (_, back) = store.records_after(0, 10).unwrap().unwrap();
    assert_eq!(back[0].article.title.as_deref(), Some("NUL \u{FFFD} in a title"));
    assert_eq!(back[0].article.text.as_deref(), Some("A \u{FFFD} text; 'quoted' \u{1F600} — $1 %s."));
}

fn failures_are_kept_until_they_succeed(url: &str) {
    let mut store = Store::open(url).unwrap();
    let failed = |reason: &str| ("a.jsonl:3".to_string(), reason.to_string());
    store.add_failures(&[failed("not JSON")], NOW).unwrap();
    store.add_failures(&[failed("still not JSON")], NOW + 1).unwrap();
    let failures = store.failures().unwrap();
    assert_eq!((failures[0].reason.as_str(), failures[0].tries), ("still not JSON", 2));
    store.forget_failures(&["a.jsonl:3".into()]).unwrap();
    assert!(store.failures().unwrap().is_empty());
}

fn two_writers_take_turns(url: &str) {
    let _made = Store::open(url).unwrap();
    let writers = (0..2).map(|writer| {
        let url = url.to_owned();
        std::thread::spawn(move || {
            let mut store = Store::open(&url).unwrap();
            for n in 0..20 {
                let record = article(&format!("{writer}-{n}"), "2021-08-14")
                    .says(&format!("Text {writer} {n}."))
                    .done();
                store.add(&[record, border()], &ADD).unwrap();
            }
        })
    });
    writers.collect::<Vec<_>>().into_iter().for_each(|w| w.join().unwrap());
    let counts = Store::open(url).unwrap().counts().unwrap();
    assert_eq!((counts.articles, counts.events), (41, 1));
}

fn records_without_text(url: &str) {
    let mut record = border();
    record.article.text = None;
    record.events[0].status = Status::Negated;
    let mut store = store_of(url, &[record]);
    let (_, back) = store.records_after(0, 10).unwrap().unwrap();
    assert_eq!(back[0].events[0].trigger.text, "urged");
    assert_eq!(back[0].events[0].actor[1].text, "Ana Duarte");
    assert_eq!(back[0].article.text, None);
}
