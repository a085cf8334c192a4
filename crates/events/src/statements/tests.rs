//! Statements on hand-made trees. A word is `form lemma UPOS head relation`, words are separated by "/", sentences
//! by "//"; "+" before a form glues it to the word before.

use verbale_record::{
    Actor, ActorKind, ActorMention, DateBasis, DateKind, DateMention, Document, Interval, MentionHow,
    Mentions, Place, PlaceMention, Sector, Sentence, TokenRef, Upos, conllu,
};

use super::{CueLexicon, StatementFinder, statement_lines};

fn document(sentences: &str) -> Document {
    let mut text = String::new();
    for sentence in sentences.split("//") {
        let words: Vec<Vec<&str>> = sentence.split(" / ").map(|w| w.split_whitespace().collect()).collect();
        for (i, word) in words.iter().enumerate() {
            let [form, lemma, upos, head, relation] = word[..] else { panic!("bad word {word:?}") };
            let glued = words.get(i + 1).is_some_and(|next| next[0].starts_with('+'));
            let misc = if glued { "SpaceAfter=No" } else { "_" };
            let form = form.trim_start_matches('+');
            text += &format!("{}\t{form}\t{lemma}\t{upos}\t_\t_\t{head}\t{relation}\t_\t{misc}\n", i + 1);
        }
        text.push('\n');
    }
    conllu::read(&text).expect("hand-made trees are well-formed")
}

/// Puts all sentences into the paragraphs given.
fn in_paragraphs(mut doc: Document, paragraphs: &[usize]) -> Document {
    let numbered = doc.sentences.iter().zip(paragraphs);
    doc.sentences =
        numbered.map(|(s, &p)| Sentence::new(s.span, p, s.tokens.clone(), s.names.clone())).collect();
    doc
}

/// A mention for every noun and pronoun; "Reuters" is an outlet.
fn mentions(doc: &Document) -> Mentions {
    let actor = |kind, sector| Actor {
        id: String::new(),
        name: String::new(),
        kind,
        country: None,
        sector,
        office: None,
        wikidata: None,
    };
    let mut mentions = Mentions {
        actors: vec![actor(ActorKind::Person, Sector::Gov), actor(ActorKind::Organisation, Sector::Jrn)],
        ..Mentions::default()
    };
    for (sentence, s) in doc.sentences.iter().enumerate() {
        for (token, t) in s.tokens.iter().enumerate() {
            if matches!(t.upos, Upos::Noun | Upos::Propn | Upos::Pron) {
                mentions.actor_mentions.push(ActorMention {
                    span: s.noun_phrase_span(token),
                    head: TokenRef { sentence, token },
                    actors: vec![usize::from(t.form == "Reuters")],
                    how: MentionHow::Name,
                });
            }
        }
    }
    mentions
}

fn lines(doc: &Document) -> Vec<String> {
    let lexicon = CueLexicon::english();
    let mentions = mentions(doc);
    statement_lines(doc, &mentions, &StatementFinder::new(&lexicon).find(doc, &mentions))
}

#[test]
fn a_clause_with_outlet_or_hearer() {
    let told = |hearer: &str| {
        lines(&document(&format!(
            "Kofi Kofi PROPN 2 nsubj / told tell VERB 0 root / {hearer} {hearer} PROPN 2 obj / that that SCONJ 6 mark / \
             rebels rebel NOUN 6 nsubj / left leave VERB 2 ccomp / +. . PUNCT 2 punct"
        )))
    };
    assert_eq!(told("Reuters"), ["Kofi | told | that rebels left | via Reuters"]);
    assert_eq!(told("Ama"), ["Kofi | told | that rebels left | to Ama"]);
}

#[test]
fn one_who_tells_what_another_said() {
    let doc = document(
        "Kofi Kofi PROPN 2 nsubj / said say VERB 0 root / Ama Ama PROPN 4 nsubj / hoped hope VERB 2 ccomp / \
         to to PART 6 mark / win win VERB 4 xcomp / +. . PUNCT 2 punct",
    );
    assert_eq!(lines(&doc), ["Kofi | said | Ama hoped to win", "Ama | hoped | to win | in 1"]);
}

#[test]
fn according_to_a_source() {
    let doc = document(
        "Rebels rebel NOUN 2 nsubj / left leave VERB 0 root / +, , PUNCT 2 punct / according accord VERB 6 case / \
         to to ADP 4 fixed / police police NOUN 2 obl / +. . PUNCT 2 punct",
    );
    assert_eq!(lines(&doc), ["police | according to | Rebels left"]);
}

#[test]
fn what_was_not_said_is_no_statement() {
    let doc = document(
        "Kofi Kofi PROPN 4 nsubj / did do AUX 4 aux / not not PART 4 advmod / say say VERB 0 root / \
         rebels rebel NOUN 6 nsubj / left leave VERB 4 ccomp / +. . PUNCT 4 punct",
    );
    assert!(lines(&doc).is_empty());
}

/// "We wait," Kofi said. "We stay." (new paragraph) "They left."
const TALK: &str = "\" \" PUNCT 3 punct / +We we PRON 3 nsubj / wait wait VERB 7 ccomp / +, , PUNCT 3 punct / \
    +\" \" PUNCT 3 punct / Kofi Kofi PROPN 7 nsubj / said say VERB 0 root / +. . PUNCT 7 punct // \
    \" \" PUNCT 3 punct / +We we PRON 3 nsubj / stay stay VERB 0 root / +. . PUNCT 3 punct / +\" \" PUNCT 3 punct // \
    \" \" PUNCT 3 punct / +They they PRON 3 nsubj / left leave VERB 0 root / +. . PUNCT 3 punct / +\" \" PUNCT 3 punct";

#[test]
fn direct_speech_goes_on_after_its_cue() {
    let doc = in_paragraphs(document(TALK), &[0, 0, 1]);
    assert_eq!(lines(&doc), ["Kofi | said | \"We wait,\" … \"We stay.\" … \"They left.\""]);
    let lexicon = CueLexicon::english();
    let found = StatementFinder::new(&lexicon).find(&doc, &mentions(&doc));
    let quotes: Vec<&str> = found[0].quotes.iter().map(|q| q.of(doc.text())).collect();
    assert_eq!(quotes, ["We wait,", "We stay.", "They left."]);
}

#[test]
fn a_participle_has_the_speaker_of_its_clause() {
    let doc = document(
        "Kofi Kofi PROPN 2 nsubj / resigned resign VERB 0 root / +, , PUNCT 4 punct / saying say VERB 2 advcl / \
         rebels rebel NOUN 6 nsubj / left leave VERB 4 ccomp / +. . PUNCT 2 punct",
    );
    assert_eq!(lines(&doc), ["Kofi | saying | rebels left"]);
}

#[test]
fn the_source_cited_stands_within_the_report() {
    let doc = document(
        "Reuters Reuters PROPN 2 nsubj / reported report VERB 0 root / +, , PUNCT 4 punct / citing cite VERB 2 advcl / \
         officials official NOUN 4 obj / +, , PUNCT 4 punct / that that SCONJ 9 mark / rebels rebel NOUN 9 nsubj / \
         left leave VERB 2 ccomp / +. . PUNCT 2 punct",
    );
    assert_eq!(
        lines(&doc),
        ["Reuters | reported | that rebels left", "officials | citing | that rebels left | in 1"]
    );
}

#[test]
fn date_and_place_stand_beside_the_cue() {
    let doc = document(
        "Kofi Kofi PROPN 2 nsubj / said say VERB 0 root / Tuesday Tuesday PROPN 2 obl:unmarked / in in ADP 5 case / \
         Lima Lima PROPN 2 obl / that that SCONJ 8 mark / rebels rebel NOUN 8 nsubj / left leave VERB 2 ccomp / \
         Monday Monday PROPN 8 obl:unmarked / +. . PUNCT 2 punct",
    );
    let s = &doc.sentences[0];
    let day = |token: usize, day: i8| DateMention {
        span: s.tokens[token].span,
        sentence: 0,
        kind: DateKind::Date,
        value: String::new(),
        interval: Interval::day(jiff::civil::date(2021, 8, day)),
        basis: DateBasis::Inferred,
    };
    let lima = Place { name: "Lima".into(), country: None, lat: -12.0, lon: -77.0, geonameid: None };
    let head = TokenRef { sentence: 0, token: 4 };
    let mentions = Mentions {
        dates: vec![day(2, 17), day(8, 16)],
        places: vec![PlaceMention { span: s.tokens[4].span, head, place: lima }],
        ..mentions(&doc)
    };
    let lexicon = CueLexicon::english();
    let found = StatementFinder::new(&lexicon).find(&doc, &mentions);
    assert_eq!(found[0].date.interval, Interval::day(jiff::civil::date(2021, 8, 17)));
    assert_eq!(found[0].place, Some(0));
}

#[test]
fn questions_are_not_statements() {
    let doc = document(
        "Did do AUX 3 aux / Kofi Kofi PROPN 3 nsubj / say say VERB 0 root / rebels rebel NOUN 5 nsubj / \
         left leave VERB 3 ccomp / +? ? PUNCT 3 punct",
    );
    assert!(lines(&doc).is_empty());
}
