//! Claims and relations over hand-made trees; names stand for actors: LOC for states, PER for persons, ORG for bodies.

use jiff::civil::date;
use verbale_record::{
    Actor, ActorKind, ActorMention, Claim, DateBasis, DateKind, DateMention, Document, Interval, MentionHow,
    Mentions, NameKind, Sector, TokenRef, Upos, conllu,
};

use super::{ClaimBook, ClaimFinder, claim_lines, fold, relation_lines};

/// Trees in short: a line a token, `form lemma UPOS head deprel [NAME]`, sentences parted by blank lines.
fn document(short: &str) -> Document {
    let mut out = String::new();
    for sentence in short.trim().split("\n\n") {
        for (i, line) in sentence.lines().enumerate() {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let misc = fields.get(5).map_or("_".to_string(), |n| format!("Name={n}"));
            let (form, lemma, upos, head, rel) = (fields[0], fields[1], fields[2], fields[3], fields[4]);
            out += &format!("{}\t{form}\t{lemma}\t{upos}\t_\t_\t{head}\t{rel}\t_\t{misc}\n", i + 1);
        }
        out.push('\n');
    }
    let mut doc = conllu::read(&out).unwrap();
    doc.article.date = Some(date(2021, 8, 18));
    doc
}

/// Every name is an actor; every year a date.
fn mentions(doc: &Document) -> Mentions {
    let mut all = Mentions::default();
    for (sentence, s) in doc.sentences.iter().enumerate() {
        for name in &s.names {
            let span = s.tokens[name.first].span.join(s.tokens[name.last].span);
            let actor = actor(span.of(doc.text()), name.kind);
            let index = all.actors.iter().position(|a| a.id == actor.id).unwrap_or_else(|| {
                all.actors.push(actor);
                all.actors.len() - 1
            });
            let head = TokenRef { sentence, token: name.first };
            all.actor_mentions.push(ActorMention { span, head, actors: vec![index], how: MentionHow::Name });
        }
        for t in s.tokens.iter().filter(|t| t.upos == Upos::Num) {
            let year: i16 = t.form.parse().unwrap();
            let interval = Interval::between(date(year, 1, 1), date(year, 12, 31));
            let (kind, basis) = (DateKind::Date, DateBasis::Stated);
            all.dates.push(DateMention {
                span: t.span,
                sentence,
                kind,
                value: t.form.clone(),
                interval,
                basis,
            });
        }
    }
    all
}

fn actor(name: &str, kind: NameKind) -> Actor {
    let (kind, prefix) = match kind {
        NameKind::Person => (ActorKind::Person, "person"),
        NameKind::Location => (ActorKind::State, "state"),
        _ => (ActorKind::Organisation, "organisation"),
    };
    Actor {
        id: format!("{prefix}:{}", name.to_lowercase()),
        name: name.into(),
        kind,
        country: (kind == ActorKind::State).then(|| name.to_uppercase()),
        sector: Sector::Gov,
        office: None,
        wikidata: None,
    }
}

struct Found {
    doc: Document,
    mentions: Mentions,
    claims: Vec<Claim>,
}

fn find(short: &str) -> Found {
    let doc = document(short);
    let mentions = mentions(&doc);
    let book = ClaimBook::embedded().unwrap();
    let claims = ClaimFinder::new(&book).find(&doc, &mentions, &[], &[]);
    Found { doc, mentions, claims }
}

fn lines(short: &str) -> Vec<String> {
    let found = find(short);
    claim_lines(&found.doc, &found.mentions, &[], &found.claims)
}

fn relations(short: &str) -> Vec<String> {
    let found = find(short);
    relation_lines(&found.doc, &found.mentions, &fold(&found.doc, &found.mentions, &found.claims))
}

const IMPOSED: &str = "\
Peru Peru PROPN 2 nsubj LOC
imposed impose VERB 0 root
sanctions sanction NOUN 2 obj
on on ADP 5 case
Chile Chile PROPN 2 obl LOC
in in ADP 7 case
2019 2019 NUM 2 obl";

const LIFTED: &str = "\
Peru Peru PROPN 2 nsubj LOC
lifted lift VERB 0 root
the the DET 4 det
sanctions sanction NOUN 2 obj
against against ADP 6 case
Chile Chile PROPN 4 nmod LOC
in in ADP 8 case
2021 2021 NUM 2 obl";

#[test]
fn a_claim_has_its_words_and_its_date() {
    assert_eq!(lines(IMPOSED), ["sanctions: Peru > Chile = in force (begins) at 2019"]);
    let found = find(IMPOSED);
    assert_eq!(found.claims[0].span.of(found.doc.text()), "Peru imposed sanctions on Chile");
}

#[test]
fn the_newest_claim_gives_the_state() {
    let both = format!("{LIFTED}\n\n{IMPOSED}");
    assert_eq!(relations(&both), ["sanctions: Peru > Chile = lifted since 2019 until 2021"]);
}

#[test]
fn what_is_threatened_or_only_possible_is_not_claimed() {
    let threatened = "\
Peru Peru PROPN 2 nsubj LOC
threatened threaten VERB 0 root
to to PART 4 mark
impose impose VERB 2 xcomp
sanctions sanction NOUN 4 obj
on on ADP 7 case
Chile Chile PROPN 4 obl LOC";
    assert!(lines(threatened).is_empty());
    assert!(
        lines(&IMPOSED.replace("imposed impose VERB 0 root", "impose impose VERB 0 root\nmay may AUX 2 aux"))
            .is_empty()
    );
}

#[test]
fn relations_that_are_denied_are_absent() {
    let none = "\
Peru Peru PROPN 2 nsubj LOC
has have VERB 0 root
no no DET 5 det
diplomatic diplomatic ADJ 5 amod
relations relation NOUN 2 obj
with with ADP 7 case
Chile Chile PROPN 5 nmod LOC";
    assert_eq!(lines(none), ["diplomatic_ties: Chile > Peru = severed (absent)"]);
}

#[test]
fn each_pair_is_a_relation_of_its_own() {
    let two = "\
Russia Russia PROPN 4 nsubj LOC
and and CCONJ 3 cc
China China PROPN 1 conj LOC
recognise recognise VERB 0 root
Duarte Duarte PROPN 4 obj PER";
    assert_eq!(lines(two), ["recognition: Russia + China > Duarte = recognised (continues)"]);
    assert_eq!(relations(two).len(), 2);
}

#[test]
fn titles_beside_names_are_offices() {
    let titles = "\
Former former ADJ 2 amod
president president NOUN 3 nmod:desc
Duarte Duarte PROPN 4 nsubj PER
met meet VERB 0 root
Oku Oku PROPN 4 obj PER
, , PUNCT 7 punct
leader leader NOUN 5 appos
of of ADP 9 case
Liberals Liberals PROPN 7 nmod ORG";
    let expected = [
        "office: Duarte > - = ended (ends) about president",
        "office: Oku > Liberals = held (continues) about leader",
    ];
    assert_eq!(lines(titles), expected);
}

#[test]
fn an_answer_without_its_maker_has_that_of_the_open_offer() {
    let answered = "\
Peru Peru PROPN 2 nsubj LOC
offered offer VERB 0 root
talks talk NOUN 2 obj
to to ADP 5 case
Chile Chile PROPN 2 obl LOC

Chile Chile PROPN 2 nsubj LOC
rejected reject VERB 0 root
the the DET 4 det
offer offer NOUN 2 obj";
    let expected = [
        "offer: Peru > Chile = open (begins) about talks",
        "offer: Peru > Chile = declined (ends) about talks",
    ];
    assert_eq!(lines(answered), expected);
    assert_eq!(
        relations(answered),
        ["offer: Peru > Chile = declined about talks since ..2021-08-18 until ..2021-08-18"]
    );
}

#[test]
fn talks_without_parties_have_those_told_before() {
    let talks = "\
Mali Mali PROPN 3 nsubj LOC
has have AUX 3 aux
opened open VERB 0 root
negotiations negotiation NOUN 3 obj
with with ADP 6 case
Chad Chad PROPN 4 nmod LOC

The the DET 2 det
dialogue dialogue NOUN 6 nsubj
held hold VERB 2 acl
in in ADP 5 case
town town NOUN 3 obl
helps help VERB 0 root";
    let lines = lines(talks);
    assert_eq!(lines[1], "negotiation: Mali + Chad > - = open (continues)");
}

#[test]
fn nothing_in_gives_nothing_out() {
    let doc = Document { article: Default::default(), sentences: Vec::new() };
    let book = ClaimBook::embedded().unwrap();
    let mentions = Mentions::default();
    assert!(ClaimFinder::new(&book).find(&doc, &mentions, &[], &[]).is_empty());
    assert!(fold(&doc, &mentions, &[]).is_empty());
}
