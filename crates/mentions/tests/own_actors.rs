//! The user's own actors: tables and dictionaries.

use verbale_mentions::actors::{ActorBook, ActorFinder};
use verbale_record::conllu;

const DICTIONARY: &str = "\
# actors of our own
PERU_ [PER]
+PERUVIAN
GEORGIA_ [USA]
ANA_REYES_
\t[PERELI]
\t[PERGOV 20100101-20150630]
\t[PEROPP >20160101]
THE_NIGHT_WATCH_ [PERREB <20120101] [PERMIL >20120101]
+NW
JORDAN_RIVER_ [---]
ANGELA_MERKEL_ [DEUELI]
SHEEP_RUSTLER [~CRM]
PROFESSOR [~ELI]
NOWHERE_ [QQQGOV]
";

fn book() -> ActorBook {
    let mut book = ActorBook::embedded().expect("the tables are sound");
    let notices = book.add_own("mine.actors", DICTIONARY.into()).expect("a sound dictionary");
    let told: Vec<String> = notices.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "mine.actors, line 15: \"QQQ\" in the code \"QQQGOV\" is no country, sector or CAMEO actor code",
            "mine.actors, line 15: no code of \"NOWHERE\" could be read"
        ]
    );
    book
}

/// Actors of one sentence of "form/UPOS/head/relation", as "id country sector".
fn actors(book: &ActorBook, date: &str, words: &str) -> Vec<String> {
    let line = |(i, word): (usize, &str)| {
        let [form, upos, head, relation] = word.split('/').collect::<Vec<_>>()[..] else { panic!("{word}") };
        format!("{}\t{form}\t{}\t{upos}\t_\t_\t{head}\t{relation}\t_\t_\n", i + 1, form.to_lowercase())
    };
    let text: String = words.split(' ').enumerate().map(line).collect();
    let mut document = conllu::read(&(text + "\n")).expect("a sound sentence");
    document.article.date = date.parse().ok();
    let (actors, _) = ActorFinder::new(book).find(&document);
    let shown = |a: &verbale_record::Actor| {
        format!("{} {} {}", a.id, a.country.as_deref().unwrap_or("-"), a.sector.as_str())
    };
    actors.iter().map(shown).collect()
}

const REYES: &str = "Ana/PROPN/3/nsubj Reyes/PROPN/1/flat spoke/VERB/0/root";

#[test]
fn the_code_of_a_person_is_that_of_the_date() {
    let book = book();
    assert_eq!(actors(&book, "2012-05-01", REYES), ["person:ana-reyes PER GOV"]);
    assert_eq!(actors(&book, "2015-12-01", REYES), ["person:ana-reyes PER ELI"]);
    assert_eq!(actors(&book, "2018-05-01", REYES), ["person:ana-reyes PER OPP"]);
}

#[test]
fn the_code_of_a_body_is_that_of_the_date() {
    let book = book();
    let watch = "The/DET/3/det Night/PROPN/3/compound Watch/PROPN/4/nsubj spoke/VERB/0/root";
    assert_eq!(actors(&book, "2011-05-01", watch), ["org:the-night-watch PER REB"]);
    assert_eq!(actors(&book, "2013-05-01", watch), ["org:the-night-watch PER MIL"]);
    let short = "NW/PROPN/2/nsubj spoke/VERB/0/root";
    assert_eq!(actors(&book, "2013-05-01", short), ["org:the-night-watch PER MIL"]);
    assert!(actors(&book, "2013-05-01", "nw/PROPN/2/nsubj spoke/VERB/0/root").is_empty());
}

#[test]
fn own_actors_win_over_the_book() {
    let book = book();
    assert_eq!(actors(&book, "2020-01-01", "Georgia/PROPN/2/nsubj spoke/VERB/0/root"), ["state:USA USA GOV"]);
    let merkel = "Angela/PROPN/3/nsubj Merkel/PROPN/1/flat spoke/VERB/0/root";
    assert_eq!(actors(&book, "2010-01-01", merkel), ["person:angela-merkel DEU ELI"]);
    let peruvian = "Peruvian/ADJ/2/amod soldiers/NOUN/3/nsubj spoke/VERB/0/root";
    assert!(actors(&book, "2020-01-01", peruvian).iter().any(|a| a.ends_with(" PER MIL")));
}

#[test]
fn a_name_without_code_is_nobody() {
    let river = "Jordan/PROPN/2/compound River/PROPN/3/nsubj rose/VERB/0/root";
    assert!(actors(&book(), "2020-01-01", river).is_empty());
    let embedded = ActorBook::embedded().expect("the tables are sound");
    assert!(!actors(&embedded, "2020-01-01", river).is_empty());
}

#[test]
fn own_agents_give_the_sector_of_their_noun() {
    let book = book();
    let sector = |noun: &str, upos: &str| {
        let found = actors(
            &book,
            "2020-01-01",
            &format!("A/DET/3/det Peruvian/ADJ/3/amod {noun}/{upos}/4/nsubj spoke/VERB/0/root"),
        );
        found
            .iter()
            .filter(|a| a.starts_with("description:"))
            .filter_map(|a| a.rsplit(' ').next().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert_eq!(sector("professor", "NOUN"), ["ELI"]);
    let rustler = "A/DET/3/det sheep/NOUN/3/compound rustler/NOUN/4/nsubj spoke/VERB/0/root";
    assert_eq!(actors(&book, "2020-01-01", rustler), ["description:sheep-rustler - CRM"]);
}

#[test]
fn own_tables_are_told_by_their_header() {
    let mut book = ActorBook::embedded().expect("the tables are sound");
    let bodies = "id\tname\tkind\tcountry\tsector\tnames\tsource\norg:harbour-guild\tHarbour Guild\torganisation\tPER\tLAB\t\tme\n";
    let people = "id\tname\tfamily\tnames\tterms\twikidata\tsource\n\
                  person:ana-reyes\tAna Reyes\tReyes\t\t2019-01-01/2020-12-31 PER foreign-minister GOV Foreign Minister of Peru\t\tme\n";
    assert_eq!(book.add_own("bodies.txt", bodies.into()), Ok(Vec::new()));
    assert_eq!(book.add_own("people.txt", people.into()), Ok(Vec::new()));
    let guild = "Harbour/PROPN/2/compound Guild/PROPN/3/nsubj spoke/VERB/0/root";
    assert_eq!(actors(&book, "2020-01-01", guild), ["org:harbour-guild PER LAB"]);
    assert_eq!(actors(&book, "2020-01-01", REYES), ["person:ana-reyes PER GOV"]);
    assert_eq!(actors(&book, "2022-01-01", REYES), ["person:ana-reyes PER PRE"]);
    let held = book.holder("PER", "foreign-minister", Some("2020-06-01"));
    assert_eq!(held.map(|e| book.get(e).name), Some("Ana Reyes"));
}

#[test]
fn faults_name_file_and_line() {
    let mut book = ActorBook::default();
    let mut fault =
        |file: &str, text: &str| book.add_own(file, text.into()).expect_err("a fault").to_string();
    assert_eq!(fault("a.tsv", "name\tcode\nx\ty\n"), "a.tsv, line 1: not the header of a table of actors");
    assert_eq!(
        fault("a.actors", ""),
        "a.actors, line 1: no actor or agent was found in the file; first fault: the file is empty"
    );
    assert_eq!(
        fault("a.verbs", "# verbs\n--- GIVE [070] ---\n"),
        "a.verbs, line 2: no actor or agent was found in the file; first fault: \"--- GIVE [070] ---\" is a verb or a heading: event patterns are given with --patterns"
    );
    let terms = "id\tname\tfamily\tnames\tterms\twikidata\tsource\nperson:x\tX Y\tY\t\t2019 PER GOV\t\tme\n";
    assert_eq!(
        fault("p.tsv", terms),
        "p.tsv, line 2: \"2019 PER GOV\" is no term: START/END OF KEY SECTOR TITLE is meant"
    );
}
