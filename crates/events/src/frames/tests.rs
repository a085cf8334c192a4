use verbale_record::{Document, conllu};

use super::Frame;

/// Builds a sentence from lines `form lemma UPOS head deprel [feats]`, heads counted from 1.
fn sentence(lines: &str) -> Document {
    let mut text = String::new();
    for (i, line) in lines.lines().map(str::trim).filter(|l| !l.is_empty()).enumerate() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let feats = fields.get(5).copied().unwrap_or("_");
        let [form, lemma, upos, head, rel] = fields[..5] else { panic!("{line}") };
        text.push_str(&format!("{}\t{form}\t{lemma}\t{upos}\t_\t{feats}\t{head}\t{rel}\t_\t_\n", i + 1));
    }
    conllu::read(&text).unwrap()
}

fn words(doc: &Document, word: &str, path: &str) -> Vec<String> {
    let s = &doc.sentences[0];
    let token = s.tokens.iter().position(|t| t.form == word).unwrap();
    Frame::of(s, token).path(path).iter().map(|&t| s.tokens[t].form.clone()).collect()
}

#[test]
fn the_passive_is_turned_round() {
    let doc = sentence(
        "Chile Chile PROPN 3 nsubj:pass
         was be AUX 3 aux:pass
         urged urge VERB 0 root VerbForm=Part|Tense=Past
         by by ADP 5 case
         Peru Peru PROPN 3 obl:agent
         and and CCONJ 7 cc
         Bolivia Bolivia PROPN 5 conj
         to to PART 9 mark
         leave leave VERB 3 xcomp VerbForm=Inf",
    );
    assert_eq!(words(&doc, "urged", "subject"), ["Peru", "Bolivia"]);
    assert_eq!(words(&doc, "urged", "object"), ["Chile"]);
    assert_eq!(words(&doc, "urged", "content"), ["leave"]);
    assert_eq!(words(&doc, "urged", "content.subject"), ["Chile"]);
}

#[test]
fn control_knows_promise_from_urge() {
    let doc = sentence(
        "Peru Peru PROPN 2 nsubj
         promised promise VERB 0 root VerbForm=Fin
         Chile Chile PROPN 2 obj
         to to PART 5 mark
         leave leave VERB 2 xcomp VerbForm=Inf",
    );
    assert_eq!(words(&doc, "leave", "subject"), ["Peru"]);
}

#[test]
fn an_addressee_behind_a_preposition_controls() {
    let doc = sentence(
        "Peru Peru PROPN 2 nsubj
         called call VERB 0 root VerbForm=Fin
         on on ADP 4 case
         Chile Chile PROPN 2 obl
         to to PART 6 mark
         leave leave VERB 2 advcl VerbForm=Inf",
    );
    assert_eq!(words(&doc, "leave", "subject"), ["Chile"]);
    assert_eq!(words(&doc, "called", "content"), ["leave"]);
}

#[test]
fn participles_and_relatives_find_their_noun() {
    let doc = sentence(
        "sanctions sanction NOUN 0 root
         imposed impose VERB 1 acl VerbForm=Part|Tense=Past
         by by ADP 4 case
         Peru Peru PROPN 2 obl
         on on ADP 6 case
         rebels rebel NOUN 2 obl
         who who PRON 8 nsubj PronType=Rel
         attacked attack VERB 6 acl:relcl VerbForm=Fin
         and and CCONJ 10 cc
         burned burn VERB 8 conj VerbForm=Fin
         villages village NOUN 10 obj",
    );
    assert_eq!(words(&doc, "imposed", "object"), ["sanctions"]);
    assert_eq!(words(&doc, "imposed", "subject"), ["Peru"]);
    assert_eq!(words(&doc, "attacked", "subject"), ["rebels"]);
    assert_eq!(words(&doc, "burned", "subject"), ["rebels"]);
    assert_eq!(words(&doc, "attacked", "object"), ["villages"]);
}

#[test]
fn nouns_have_owners_modifiers_and_prepositions() {
    let doc = sentence(
        "Peru Peru PROPN 4 nmod:poss
         's 's PART 1 case
         trade trade NOUN 4 compound
         talks talk NOUN 0 root
         in in ADP 6 case
         Lima Lima PROPN 4 nmod
         with with ADP 8 case
         Chile Chile PROPN 6 nmod",
    );
    assert_eq!(words(&doc, "talks", "poss"), ["Peru"]);
    assert_eq!(words(&doc, "talks", "modifier"), ["trade"]);
    assert_eq!(words(&doc, "talks", "with"), ["Chile"]);
}

#[test]
fn what_comes_of_the_deed_has_its_doer() {
    let doc = sentence(
        "Rebels rebel NOUN 2 nsubj
         shelled shell VERB 0 root VerbForm=Fin
         Lima Lima PROPN 2 obj
         , , PUNCT 5 punct
         killing kill VERB 2 advcl VerbForm=Ger
         civilians civilian NOUN 5 obj",
    );
    assert_eq!(words(&doc, "killing", "subject"), ["Rebels"]);
}

#[test]
fn a_relative_clause_without_pronoun_lacks_its_object() {
    let doc = sentence(
        "sanctions sanction NOUN 0 root
         Peru Peru PROPN 3 nsubj
         imposed impose VERB 1 acl:relcl VerbForm=Fin",
    );
    assert_eq!(words(&doc, "imposed", "object"), ["sanctions"]);
    assert_eq!(words(&doc, "imposed", "subject"), ["Peru"]);
}
