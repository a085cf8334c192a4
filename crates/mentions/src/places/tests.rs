use super::*;
use verbale_record::conllu;

/// A document of words with tags: `word/UPOS` or `word/UPOS/NAME`.
fn places(tagged: &str) -> Vec<(String, Option<String>, String)> {
    let mut table = String::new();
    for sentence in tagged.split(" | ") {
        for (i, word) in sentence.split(' ').enumerate() {
            let parts: Vec<&str> = word.split('/').collect();
            let name = parts.get(2).map_or("_".to_string(), |n| format!("Name={n}"));
            let head = usize::from(i > 0);
            table.push_str(&format!(
                "{}\t{}\t{}\t{}\t_\t_\t{head}\tdep\t_\t{name}\n",
                i + 1,
                parts[0],
                parts[0],
                parts[1]
            ));
        }
        table.push('\n');
    }
    let document = conllu::read(&table).unwrap();
    let gazetteer = Gazetteer::embedded().unwrap();
    let found = PlaceFinder::new(gazetteer).find(&document);
    found
        .into_iter()
        .map(|m| (m.span.of(document.text()).to_string(), m.place.country, m.place.name))
        .collect()
}

fn countries(tagged: &str) -> Vec<String> {
    places(tagged)
        .into_iter()
        .map(|(text, country, _)| format!("{text}:{}", country.unwrap_or_default()))
        .collect()
}

#[test]
fn what_stands_beside_a_name_decides() {
    assert_eq!(
        countries("in/ADP Tripoli/PROPN/LOC ,/PUNCT Lebanon/PROPN/LOC"),
        ["Tripoli:LBN", "Lebanon:LBN"]
    );
    assert_eq!(countries("in/ADP Tripoli/PROPN/LOC"), ["Tripoli:LBY"]);
    let georgia = places("in/ADP Atlanta/PROPN/LOC ,/PUNCT Georgia/PROPN/LOC");
    assert_eq!(georgia[1].1.as_deref(), Some("USA"));
    assert_eq!(
        countries("Georgia/PROPN/LOC and/CCONJ Armenia/PROPN/LOC met/VERB"),
        ["Georgia:GEO", "Armenia:ARM"]
    );
    assert_eq!(countries("in/ADP Windsor/PROPN/LOC ,/PUNCT Ont./PROPN"), ["Windsor:CAN", "Ont.:CAN"]);
}

#[test]
fn a_place_told_once_holds_for_the_article() {
    let found = countries("in/ADP Paris/PROPN/LOC ,/PUNCT Texas/PROPN/LOC | Paris/PROPN/LOC slept/VERB");
    assert_eq!(found, ["Paris:USA", "Texas:USA", "Paris:USA"]);
}

#[test]
fn people_and_bodies_are_no_places() {
    assert!(places("Abraham/PROPN/PER Lincoln/PROPN/PER spoke/VERB").is_empty());
    assert!(places("the/DET Bank/PROPN/ORG of/ADP Boston/PROPN/ORG closed/VERB").is_empty());
    assert!(places("Venezuelan/ADJ/MISC officials/NOUN left/VERB").is_empty());
    assert!(places("They/PRON told/VERB us/PRON ./PUNCT").is_empty());
}

#[test]
fn areas_and_seas_have_coordinates() {
    let found = places("across/ADP the/DET Sahel/PROPN/LOC and/CCONJ the/DET Black/PROPN/LOC Sea/PROPN/LOC");
    assert_eq!(found.iter().map(|f| f.2.as_str()).collect::<Vec<_>>(), ["Sahel", "Black Sea"]);
    assert_eq!(found[0].1, None);
}

#[test]
fn lists_of_states_and_adjectives_decide() {
    let states = countries("in/ADP Florida/PROPN/LOC ,/PUNCT Georgia/PROPN/LOC and/CCONJ Alabama/PROPN/LOC");
    assert_eq!(states, ["Florida:USA", "Georgia:USA", "Alabama:USA"]);
    let hyderabad =
        countries("Pakistani/ADJ/MISC police/NOUN in/ADP Hyderabad/PROPN/LOC and/CCONJ Lahore/PROPN/LOC");
    assert_eq!(hyderabad, ["Hyderabad:PAK", "Lahore:PAK"]);
}
