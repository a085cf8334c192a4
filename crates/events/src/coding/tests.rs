//! The coder over hand-made trees: one sentence a test, actors marked by `*` before the line.

use jiff::civil::date;
use verbale_record::{
    Actor, ActorKind, ActorMention, DateBasis, DateKind, DateMention, Document, EventDate, Interval,
    MentionHow, Mentions, Sector, Span, Statement, TokenRef, conllu,
};

use super::*;

const LISTS: &str = r#"
sanctions = ["sanction", "embargo"]
nested = ["@sanctions", "tariff"]
"#;

const PATTERNS: &str = r#"
[[pattern]]
name = "impose"
type = "SANCTION"
mode = "discontinue"
verb = ["impose"]
require = { object = ["@nested"] }
actor = ["subject"]
recipient = ["on", "against"]

[[pattern]]
name = "impose-any"
type = "COERCE"
verb = ["impose"]
require = { object = ["*"] }
actor = ["subject"]
recipient = ["on"]

[[pattern]]
name = "sanctions-noun"
type = "SANCTION"
noun = ["@sanctions"]
actor = ["poss", "modifier"]
recipient = ["on"]

[[pattern]]
name = "urge"
type = "REQUEST"
mode = "change"
verb = ["urge"]
require = { content = ["*"] }
actor = ["subject"]
recipient = ["object"]

[[pattern]]
name = "attack"
type = "ASSAULT"
verb = ["attack"]
actor = ["subject"]
recipient = ["object"]

[[pattern]]
name = "kill"
type = "ASSAULT"
verb = ["kill"]
actor = ["subject"]
recipient = ["object"]

[[pattern]]
name = "criticise"
type = "ACCUSE"
mode = "disapprove"
verb = ["criticise"]
actor = ["subject"]
recipient = ["object"]
"#;

fn coder() -> EventCoder {
    EventCoder::new(PatternBook::from_toml(("lists.toml", LISTS), &[("p.toml", PATTERNS)]).unwrap())
}

/// Lines `form lemma UPOS head deprel [feats]`; `*` before the form makes the word an actor.
fn parsed(lines: &str) -> (Document, Mentions) {
    let mut text = String::new();
    let mut heads = Vec::new();
    for (i, line) in lines.lines().map(str::trim).filter(|l| !l.is_empty()).enumerate() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [form, lemma, upos, head, rel] = fields[..5] else { panic!("{line}") };
        if form.starts_with('*') {
            heads.push(i);
        }
        let feats = fields.get(5).copied().unwrap_or("_");
        let form = form.trim_start_matches('*');
        text.push_str(&format!("{}\t{form}\t{lemma}\t{upos}\t_\t{feats}\t{head}\t{rel}\t_\t_\n", i + 1));
    }
    let mut doc = conllu::read(&text).unwrap();
    doc.article.date = Some(date(2024, 5, 14));
    let mut mentions = Mentions::default();
    for token in heads {
        let word = &doc.sentences[0].tokens[token];
        mentions.actors.push(Actor {
            id: word.form.to_lowercase(),
            name: word.form.clone(),
            kind: ActorKind::State,
            country: None,
            sector: Sector::Gov,
            office: None,
            wikidata: None,
        });
        mentions.actor_mentions.push(ActorMention {
            span: word.span,
            head: TokenRef { sentence: 0, token },
            actors: vec![mentions.actors.len() - 1],
            how: MentionHow::Name,
        });
    }
    (doc, mentions)
}

fn lines(text: &str) -> Vec<String> {
    let (doc, mentions) = parsed(text);
    expectation(&doc, &mentions, &coder().code(&doc, &mentions, &[]))
}

#[test]
fn the_programs_own_patterns_and_word_lists_read() {
    assert!(PatternBook::embedded().patterns().len() > 300);
    Lexicon::embedded().unwrap();
}

#[test]
fn faults_name_file_and_pattern() {
    let pattern = "[[pattern]]\nname = \"x\"\ntype = \"AID\"\nmode = \"visit\"\nverb = [\"a\"]";
    let error = PatternBook::from_toml(("l", ""), &[("mine.toml", pattern)]).unwrap_err();
    assert_eq!(error.to_string(), "mine.toml: pattern \"x\": type AID has no mode \"visit\"");
    let error =
        PatternBook::from_toml(("l", ""), &[("m.toml", &pattern.replace("\"a\"", "\"@b\""))]).unwrap_err();
    assert_eq!(error.to_string(), "m.toml: pattern \"x\": no word list \"@b\", or it holds itself");
}

const IMPOSED: &str = "
    *Peru Peru PROPN 2 nsubj
    imposed impose VERB 0 root VerbForm=Fin
    sanctions sanction NOUN 2 obj
    on on ADP 5 case
    *Chile Chile PROPN 3 nmod";

#[test]
fn the_most_specific_pattern_wins_and_consumes_its_noun() {
    assert_eq!(lines(IMPOSED), ["SANCTION discontinue: Peru > Chile"]);
}

#[test]
fn what_is_urged_is_not_done() {
    let urged = "
        *Peru Peru PROPN 2 nsubj
        urged urge VERB 0 root VerbForm=Fin
        *Chile Chile PROPN 2 obj
        to to PART 5 mark
        attack attack VERB 2 xcomp VerbForm=Inf
        *Bolivia Bolivia PROPN 5 obj";
    assert_eq!(lines(urged), ["REQUEST change: Peru > Chile"]);
}

fn attacked(auxiliary: &str) -> String {
    format!(
        "*Peru Peru PROPN 4 nsubj
         {auxiliary} AUX 4 aux
         not not PART 4 advmod
         attack attack VERB 0 root VerbForm=Inf
         *Chile Chile PROPN 4 obj"
    )
}

#[test]
fn auxiliaries_and_negation_make_the_status() {
    let without_not = |aux: &str| attacked(aux).replace("not not PART 4 advmod", "soon soon ADV 4 advmod");
    assert_eq!(lines(&attacked("did do")), ["ASSAULT: Peru > Chile [negated]"]);
    assert_eq!(lines(&attacked("may may")), ["ASSAULT: Peru > Chile [hypothetical]"]);
    assert_eq!(lines(&without_not("will will")), ["ASSAULT: Peru > Chile [future]"]);
    assert_eq!(lines(&without_not("could could")), ["ASSAULT: Peru > Chile [hypothetical]"]);
}

fn governed(lemma: &str) -> Vec<String> {
    lines(&format!(
        "*Peru Peru PROPN 2 nsubj
         {lemma} {lemma} VERB 0 root VerbForm=Fin
         to to PART 4 mark
         attack attack VERB 2 xcomp VerbForm=Inf
         *Chile Chile PROPN 4 obj"
    ))
}

#[test]
fn words_above_make_the_status() {
    assert_eq!(governed("plan"), ["ASSAULT: Peru > Chile [future]"]);
    assert_eq!(governed("refuse"), ["ASSAULT: Peru > Chile [negated]"]);
    assert_eq!(governed("begin"), ["ASSAULT: Peru > Chile"]);
    assert_eq!(governed("hope"), ["(none)"]);
}

#[test]
fn would_after_said_is_the_future_unless_conditional() {
    let said = "
        *Peru Peru PROPN 2 nsubj
        said say VERB 0 root Tense=Past|VerbForm=Fin
        it it PRON 5 nsubj
        would would AUX 5 aux
        attack attack VERB 2 ccomp VerbForm=Inf
        *Chile Chile PROPN 5 obj";
    assert_eq!(lines(said), ["ASSAULT: - > Chile [future]"]);
    let conditional = format!(
        "{said}
        if if SCONJ 9 mark
        it it PRON 9 nsubj
        rained rain VERB 5 advcl VerbForm=Fin"
    );
    assert_eq!(lines(&conditional), ["ASSAULT: - > Chile [hypothetical]"]);
}

#[test]
fn relative_clauses_in_a_demand_are_facts() {
    let urged = "
        *Peru Peru PROPN 2 nsubj
        urged urge VERB 0 root VerbForm=Fin
        *Chile Chile PROPN 2 obj
        to to PART 5 mark
        free free VERB 2 xcomp VerbForm=Inf
        *rebels rebel NOUN 5 obj
        who who PRON 8 nsubj PronType=Rel
        attacked attack VERB 6 acl:relcl VerbForm=Fin
        *Bolivia Bolivia PROPN 8 obj";
    assert_eq!(lines(urged), ["REQUEST change: Peru > Chile", "ASSAULT: rebels > Bolivia"]);
}

#[test]
fn results_belong_to_their_deed() {
    let killing = "
        *Rebels rebel NOUN 2 nsubj
        attacked attack VERB 0 root VerbForm=Fin
        *Lima Lima PROPN 2 obj
        killing kill VERB 2 advcl VerbForm=Ger
        *nuns nun NOUN 4 obj";
    assert_eq!(lines(killing), ["ASSAULT: Rebels > Lima, nuns"]);
}

#[test]
fn the_actor_behind_a_thing_is_found() {
    let embassy = "
        *Peru Peru PROPN 2 nsubj
        criticised criticise VERB 0 root VerbForm=Fin
        the the DET 6 det
        *Chilean Chilean ADJ 6 amod
        trade trade NOUN 6 compound
        policy policy NOUN 2 obj";
    assert_eq!(lines(embassy), ["ACCUSE disapprove: Peru > Chilean"]);
}

#[test]
fn headings_tell_nothing() {
    let heading = "
        *Peru Peru PROPN 3 nmod:poss
        's 's PART 1 case
        sanctions sanction NOUN 9 parataxis
        on on ADP 5 case
        *Chile Chile PROPN 3 nmod
        : : PUNCT 3 punct
        The the DET 8 det
        rain rain NOUN 9 nsubj
        stops stop VERB 0 root VerbForm=Fin";
    assert_eq!(lines(heading), ["(none)"]);
}

#[test]
fn old_dates_make_background_and_coming_ones_the_future() {
    let on = format!("{IMPOSED}\n in in ADP 7 case\n 2019 2019 NUM 2 obl");
    let (doc, mut mentions) = parsed(&on);
    let year = doc.sentences[0].tokens[6].span;
    let mut told = |start, end| {
        mentions.dates = vec![DateMention {
            span: year,
            sentence: 0,
            kind: DateKind::Date,
            value: "2019".into(),
            interval: Interval::between(start, end),
            basis: DateBasis::Stated,
        }];
        let events = coder().code(&doc, &mentions, &[]);
        events
            .iter()
            .map(|e| format!("{}{}", event_line(&doc, &mentions, e), date_suffix(e)))
            .collect::<Vec<_>>()
    };
    let past = told(date(2019, 1, 1), date(2019, 12, 31));
    assert_eq!(past, ["SANCTION discontinue: Peru > Chile [historical] @2019-01-01/2019-12-31"]);
    let coming = told(date(2024, 5, 20), date(2024, 5, 20));
    assert_eq!(coming, ["SANCTION discontinue: Peru > Chile [future] @2024-05-20"]);
}

#[test]
fn attribution_goes_from_the_innermost_outwards() {
    let (doc, mentions) = parsed(IMPOSED);
    let statement = |start, end, within| Statement {
        speaker: vec![],
        addressee: vec![],
        via: vec![],
        cue: Span::new(90, 95),
        cue_token: TokenRef { sentence: 0, token: 0 },
        content: vec![Span::new(start, end)],
        quotes: vec![],
        date: EventDate::UNKNOWN,
        place: None,
        within,
        confidence: 1.0,
    };
    let statements = [statement(0, 40, None), statement(0, 30, Some(0)), statement(20, 30, None)];
    let events = coder().code(&doc, &mentions, &statements);
    assert_eq!(events[0].attribution, [1, 0]);
}
