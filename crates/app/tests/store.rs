//! `verbale add` and the questions on its store, as a user runs them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn verbale(store: &Path) -> Command {
    let mut command = Command::cargo_bin("verbale").expect("the program is built");
    command.current_dir(root()).env("NO_COLOR", "1").env("VERBALE_STORE", store);
    command
}

fn stdout(command: &mut Command) -> String {
    String::from_utf8(command.assert().success().get_output().stdout.clone()).unwrap()
}

fn objects(command: &mut Command) -> Vec<Value> {
    stdout(command).lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// A store of the example.
fn example() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("example.db");
    verbale(&store).args(["add", "examples/venezuela.jsonl"]).assert().success();
    (folder, store)
}

/// Relations as lines: `kind: subject > object = state since DAY`.
fn relations(store: &Path, arguments: &[&str]) -> Vec<String> {
    let found = objects(verbale(store).args(["relations", "--format", "jsonl"]).args(arguments));
    let line = |r: &Value| {
        let side = |side: &Value| {
            let ids: Vec<&str> = side.as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap()).collect();
            ids.join("+")
        };
        let day = r["since"]["latest"].as_str().unwrap_or("?");
        let (kind, state) = (r["kind"].as_str().unwrap(), r["state"].as_str().unwrap());
        format!("{kind}: {} > {} = {state} since {day}", side(&r["subject"]), side(&r["object"]))
    };
    found.iter().map(line).collect()
}

fn has(lines: &[String], start: &str) -> bool {
    lines.iter().any(|l| l.starts_with(start))
}

#[test]
fn the_venezuelan_case_on_eight_dates() {
    let (_folder, store) = example();
    let on = |day: &str| relations(&store, &["--actor", "VEN", "--as-of", day]);
    let ties = "diplomatic_ties: state:USA > state:VEN = severed since 2019-01-23";

    // Before it all nothing is known.
    assert!(!has(&on("2019-01-20"), "diplomatic_ties"), "{:#?}", on("2019-01-20"));

    let february = on("2019-02-10");
    assert!(has(&february, ties), "{february:#?}");
    assert!(has(&february, "sanctions: state:USA > state:VEN = in force since 2019-01-28"), "{february:#?}");
    for (state, person) in
        [("USA", "juan-guaido"), ("ESP", "juan-guaido"), ("RUS", "nicolas-maduro"), ("CHN", "nicolas-maduro")]
    {
        assert!(
            has(&february, &format!("recognition: state:{state} > person:{person} = recognised")),
            "{february:#?}"
        );
    }

    assert!(
        on("2019-07-20").iter().any(|l| l.starts_with("negotiation") && l.ends_with("open since 2019-07-15"))
    );
    assert!(
        on("2019-08-20")
            .iter()
            .any(|l| l.starts_with("negotiation") && l.ends_with("suspended since 2019-08-07"))
    );

    // Broken off: over, and shown only on request.
    assert!(!has(&on("2020-06-01"), "negotiation"));
    let all =
        relations(&store, &["--actor", "VEN", "--as-of", "2020-06-01", "--all", "--kind", "negotiation"]);
    assert!(all.iter().any(|l| l.ends_with("broken off since 2019-09-15")), "{all:#?}");

    let august = on("2021-08-18");
    assert!(
        august.iter().any(|l| l.starts_with("negotiation") && l.ends_with("open since 2021-08-13")),
        "{august:#?}"
    );
    assert!(has(&august, "offer: person:nicolas-maduro > state:USA = open since 2021-08-16"), "{august:#?}");
    assert!(has(&august, ties), "{august:#?}");
    assert!(has(&august, "sanctions: igo:eu > state:VEN = in force since 2021-02-22"), "{august:#?}");

    let november = on("2021-11-25");
    assert!(
        november.iter().any(|l| l.starts_with("negotiation") && l.ends_with("suspended since 2021-10-16")),
        "{november:#?}"
    );
    assert!(has(&november, "sanctions: state:USA > state:VEN = in force since 2019-01-28"), "{november:#?}");
    assert!(has(&november, "demand: person:juan-guaido > "), "{november:#?}");
}

#[test]
fn what_was_believed_on_an_earlier_date_and_corrected_since() {
    let (_folder, store) = example();
    let suspended = |known: &str| {
        let arguments =
            ["--actor", "VEN", "--kind", "negotiation", "--as-of", "2021-10-20", "--known-at", known];
        relations(&store, &arguments)
    };
    assert!(
        suspended("2021-10-17")[0].ends_with("suspended since 2021-10-15"),
        "{:#?}",
        suspended("2021-10-17")
    );
    assert!(
        suspended("2021-10-20")[0].ends_with("suspended since 2021-10-16"),
        "{:#?}",
        suspended("2021-10-20")
    );
    assert!(suspended("2021-10-10")[0].ends_with("open since 2021-08-13"), "{:#?}", suspended("2021-10-10"));
}

#[test]
fn the_round_missed_is_one_happening_on_two_days() {
    let (_folder, store) = example();
    let arguments =
        ["events", "--actor", "VEN", "--status", "negated", "--type", "CONSULT", "--format", "jsonl"];
    let missed = objects(verbale(&store).args(arguments));
    assert_eq!(missed.len(), 1, "{missed:#?}");
    assert_eq!(missed[0]["days"], serde_json::json!(["2021-09-24", "2021-09-25"]));
    assert_eq!(missed[0]["sources"], 2);
}

#[test]
fn why_leads_from_belief_to_sentence() {
    let (_folder, store) = example();
    let ties = objects(verbale(&store).args([
        "relations",
        "--between",
        "USA",
        "VEN",
        "--kind",
        "diplomatic_ties",
        "--as-of",
        "2021-08-18",
        "--format",
        "jsonl",
    ]));
    let why = stdout(verbale(&store).args([
        "relations",
        "--why",
        ties[0]["id"].as_str().unwrap(),
        "--as-of",
        "2021-08-18",
    ]));
    for words in [
        "severed",
        "believed because",
        "Example Gazette",
        "severed diplomatic relations with the United States",
    ] {
        assert!(why.contains(words), "{words} is not in:\n{why}");
    }
}

#[test]
fn adding_again_changes_nothing_and_failures_are_listed() {
    let (folder, store) = example();
    let before = stdout(verbale(&store).args(["events", "--limit", "500", "--format", "csv", "--reports"]));
    let output =
        verbale(&store).args(["add", "examples/venezuela.jsonl"]).assert().success().get_output().clone();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("0 articles added"), "{told}");
    assert_eq!(
        stdout(verbale(&store).args(["events", "--limit", "500", "--format", "csv", "--reports"])),
        before
    );

    let rows = folder.path().join("rows.jsonl");
    std::fs::write(&rows, "{\"text\": \"Peru urged Chile to talk.\"}\n{\"text\": 5}\n").unwrap();
    verbale(&store).arg("add").arg(&rows).assert().code(1);
    let failures = stdout(verbale(&store).args(["add", "--failures"]));
    assert!(failures.contains("rows.jsonl, line 2") && failures.contains("must be a string"), "{failures}");
    std::fs::write(
        &rows,
        "{\"text\": \"Peru urged Chile to talk.\"}\n{\"text\": \"Chile agreed to talk.\"}\n",
    )
    .unwrap();
    verbale(&store).args(["add", "--retry"]).assert().success();
    assert_eq!(stdout(verbale(&store).args(["add", "--failures"])), "");
}

#[test]
fn coded_records_are_added_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let (records, store) = (folder.path().join("records.jsonl"), folder.path().join("a.db"));
    let example = root().join("examples/venezuela.jsonl");
    verbale(&store).arg("code").arg("--input").arg(example).arg("--output").arg(&records).assert().success();
    verbale(&store).arg("add").arg(&records).assert().success();
    let of_records = stdout(verbale(&store).args(["events", "--limit", "500", "--format", "csv"]));
    let (_folder, direct) = self::example();
    assert_eq!(of_records, stdout(verbale(&direct).args(["events", "--limit", "500", "--format", "csv"])));
}

#[cfg(unix)]
#[test]
fn a_run_killed_many_times_ends_with_the_same_record() {
    let (folder, whole) = example();
    let store = folder.path().join("killed.db");
    let program = Command::cargo_bin("verbale").unwrap();
    for n in 0..8u64 {
        let mut run = std::process::Command::new(program.get_program())
            .current_dir(root())
            .args(["add", "examples/venezuela.jsonl", "--batch", "1", "--workers", "1", "--store"])
            .arg(&store)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(150 + n * 130));
        run.kill().unwrap();
        run.wait().unwrap();
    }
    verbale(&store).args(["add", "examples/venezuela.jsonl", "--batch", "1"]).assert().success();
    let all = |store: &Path| {
        stdout(verbale(store).args(["events", "--limit", "500", "--reports", "--format", "csv"]))
    };
    assert_eq!(all(&store), all(&whole));
    assert_eq!(relations(&store, &["--all"]), relations(&whole, &["--all"]));
}

#[test]
fn wrong_questions_are_answered_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let none = folder.path().join("none.db");
    let output = verbale(&none).args(["events"]).assert().code(1).get_output().clone();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("none.db") && told.contains("verbale add"), "{told}");
    let output =
        verbale(&none).args(["events", "--store", "mysql://x/y"]).assert().code(1).get_output().clone();
    assert!(String::from_utf8(output.stderr).unwrap().contains("postgres://"));
}
