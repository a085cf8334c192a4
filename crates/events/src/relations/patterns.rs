//! Claims that patterns find: trigger, conditions, arguments.

use std::collections::BTreeSet;

use verbale_record::{
    Actor, ActorKind, Claim, ClaimSays, DateBasis, EventDate, MentionHow, MentionIndex, RelationKind,
    Sentence, Upos,
};

use super::book::{ClaimPattern, Outcome, Path, TriggerClass};
use super::reality::{Reality, has_negative_determiner, presupposed_reality, reality};
use super::scene::{Scene, phrase_words};
use super::slots::{first_filled, follow, lemma_of, passes};
use crate::frames::Frame;

/// A word that matched a pattern.
struct Match<'p> {
    sentence: usize,
    trigger: usize,
    pattern: &'p ClaimPattern,
    outcome: Outcome,
}

/// Claims of all sentences. A noun that a verb's pattern already reads is not read again.
pub(super) fn pattern_claims(scene: &Scene) -> Vec<Claim> {
    let mut claims = Vec::new();
    for sentence in 0..scene.doc.sentences.len() {
        sentence_claims(scene, sentence, &mut claims);
    }
    claims
}

fn sentence_claims(scene: &Scene, sentence: usize, claims: &mut Vec<Claim>) {
    let s = scene.sentence(sentence);
    let mut read: BTreeSet<usize> = BTreeSet::new();
    for class in [TriggerClass::Verb, TriggerClass::Adjective, TriggerClass::Noun] {
        for trigger in 0..s.tokens.len() {
            let is_of_class = TriggerClass::of(s.tokens[trigger].upos) == Some(class);
            if is_of_class && !read.contains(&trigger) {
                claims.extend(trigger_claims(scene, sentence, trigger, class, &mut read));
            }
        }
    }
}

/// For each kind of fact, the claim of the first pattern that fits and finds its arguments.
fn trigger_claims(
    scene: &Scene,
    sentence: usize,
    trigger: usize,
    class: TriggerClass,
    read: &mut BTreeSet<usize>,
) -> Vec<Claim> {
    let s = scene.sentence(sentence);
    let mut kinds: Vec<RelationKind> = Vec::new();
    let mut claims = Vec::new();
    for pattern in scene.book.patterns_of(class, &lemma_of(s, trigger)) {
        if kinds.contains(&pattern.kind) || !fits(s, trigger, pattern) {
            continue;
        }
        let sides = arguments(scene, sentence, trigger, pattern);
        let Some((subject, object)) = sides else { continue };
        kinds.push(pattern.kind);
        read.extend(pattern.require.iter().flat_map(|test| follow(s, trigger, &test.path)));
        if let Some(outcome) = outcome(scene, s, trigger, pattern) {
            claims.push(claim(scene, Match { sentence, trigger, pattern, outcome }, subject, object));
        }
    }
    claims
}

/// What the pattern makes of how the passage puts it; "has no relations" denies through the object.
fn outcome(scene: &Scene, s: &Sentence, trigger: usize, pattern: &ClaimPattern) -> Option<Outcome> {
    let mut filled = pattern.require.iter().flat_map(|test| follow(s, trigger, &test.path));
    let denied = filled.any(|t| has_negative_determiner(s, t));
    let reality = match pattern.presupposed {
        true => presupposed_reality(scene.book, s, trigger),
        false => reality(scene.book, s, trigger),
    };
    match reality {
        Reality::Actual if denied => pattern.negated,
        Reality::Actual => pattern.actual,
        Reality::Negated => pattern.negated,
        Reality::Planned => pattern.planned,
        Reality::Unreal => pattern.unreal,
    }
}

fn fits(s: &Sentence, trigger: usize, pattern: &ClaimPattern) -> bool {
    let particle = Frame::of(s, trigger).particle();
    (pattern.particle.is_none() || pattern.particle == particle)
        && pattern.require.iter().all(|test| passes(s, trigger, test))
        && !pattern.forbid.iter().any(|test| passes(s, trigger, test))
}

type Sides = (Vec<MentionIndex>, Vec<MentionIndex>);

/// Subject and object mentions, where the kind's needs are met.
fn arguments(scene: &Scene, sentence: usize, trigger: usize, pattern: &ClaimPattern) -> Option<Sides> {
    let kind = pattern.kind;
    if !pattern.parties.is_empty() {
        return parties(scene, sentence, trigger, pattern);
    }
    let side = |paths: &[Path], subject: bool| side(scene, sentence, trigger, paths, kind, subject);
    let subject = side(&pattern.subject, true);
    let mut object = side(&pattern.object, false);
    object.retain(|m| !subject.contains(m));
    if kind == RelationKind::Office && object.is_empty() {
        object = subject.first().and_then(|&m| country_of(scene, m, sentence)).into_iter().collect();
    }
    if kind.has_parties() {
        let mut all = subject;
        all.extend(object);
        return (!all.is_empty()).then_some((all, Vec::new()));
    }
    let open = kind == RelationKind::Office || pattern.object_optional;
    if subject.is_empty() && !pattern.object_optional || object.is_empty() && !open {
        return None;
    }
    if !object.is_empty() && same_actors(scene, &subject, &object) {
        return None;
    }
    (!subject.is_empty() || !object.is_empty()).then_some((subject, object))
}

/// A mention of the state whose office a person holds.
pub(super) fn country_of(scene: &Scene, person: MentionIndex, sentence: usize) -> Option<MentionIndex> {
    let country = scene.actors(person).next()?.country.clone()?;
    scene.state_mention(&country, sentence)
}

fn same_actors(scene: &Scene, a: &[MentionIndex], b: &[MentionIndex]) -> bool {
    let ids = |side: &[MentionIndex]| {
        side.iter().flat_map(|&m| scene.actors(m)).map(Scene::side_id).collect::<BTreeSet<_>>()
    };
    ids(a) == ids(b)
}

/// All sides together; for symmetric kinds the first against the rest, or one mention of both ("both countries").
fn parties(scene: &Scene, sentence: usize, trigger: usize, pattern: &ClaimPattern) -> Option<Sides> {
    let mut all: Vec<MentionIndex> = Vec::new();
    for path in &pattern.parties {
        let found = side(scene, sentence, trigger, std::slice::from_ref(path), pattern.kind, true);
        all.extend(found.into_iter().filter(|m| !repeats(scene, &all, *m)).collect::<Vec<_>>());
    }
    if pattern.kind.has_parties() {
        return Some((all, Vec::new()));
    }
    match all.as_slice() {
        [] => None,
        [both] => (scene.actors(*both).count() == 2).then(|| (vec![*both], vec![*both])),
        [first, rest @ ..] => Some((vec![*first], rest.to_vec())),
    }
}

/// Whether all actors of a mention are among those found before.
fn repeats(scene: &Scene, found: &[MentionIndex], mention: MentionIndex) -> bool {
    let known: BTreeSet<String> = found.iter().flat_map(|&m| scene.actors(m)).map(Scene::side_id).collect();
    scene.actors(mention).all(|a| known.contains(&Scene::side_id(a)))
}

/// Mentions of the first path that leads to actors fit for the side.
fn side(
    scene: &Scene,
    sentence: usize,
    trigger: usize,
    paths: &[Path],
    kind: RelationKind,
    subject: bool,
) -> Vec<MentionIndex> {
    let s = scene.sentence(sentence);
    for path in paths {
        let mut found: Vec<MentionIndex> = Vec::new();
        for token in follow(s, trigger, path) {
            let behind = match kind {
                RelationKind::Office | RelationKind::Membership => {
                    scene.mention_at(sentence, token).into_iter().collect()
                }
                _ => scene.mentions_behind(sentence, token),
            };
            for mention in behind {
                let fit = fitting(scene, mention, sentence, kind, subject);
                found.extend(fit.filter(|m| !found.contains(m)));
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The mention if its actors may stand on that side of the kind, else the state a person serves.
pub(super) fn fitting(
    scene: &Scene,
    mention: MentionIndex,
    sentence: usize,
    kind: RelationKind,
    subject: bool,
) -> Option<MentionIndex> {
    let fits =
        scene.actors(mention).next().is_some() && scene.actors(mention).all(|a| may_be(a, kind, subject));
    if fits { Some(mention) } else { scene.state_behind(mention, sentence) }
}

/// Who may stand on which side, by the ontology's table.
fn may_be(actor: &Actor, kind: RelationKind, subject: bool) -> bool {
    use ActorKind::*;
    let is_state = matches!(actor.kind, State | Government);
    match kind {
        RelationKind::DiplomaticTies => is_state,
        RelationKind::Recognition if subject => {
            is_state || matches!(actor.kind, Organisation | Group | Unknown)
        }
        RelationKind::Sanctions if subject => is_state || actor.kind == Organisation,
        RelationKind::Conflict => is_state || matches!(actor.kind, Organisation | Group | Unknown),
        RelationKind::Office if subject => matches!(actor.kind, Person | Unknown),
        RelationKind::Office => is_state || matches!(actor.kind, Organisation | Group | Place),
        RelationKind::Membership if subject => !matches!(actor.kind, Place | Group),
        RelationKind::Membership => actor.kind == Organisation,
        _ => actor.kind != Place,
    }
}

fn claim(scene: &Scene, m: Match, subject: Vec<MentionIndex>, object: Vec<MentionIndex>) -> Claim {
    let s = scene.sentence(m.sentence);
    let kind = m.pattern.kind;
    let mut words = vec![m.trigger];
    words.extend(m.pattern.require.iter().flat_map(|test| follow(s, m.trigger, &test.path)));
    let arguments: Vec<MentionIndex> = subject.iter().chain(&object).copied().collect();
    let (subject, object) =
        if kind.is_symmetric() { ordered(scene, subject, object) } else { (subject, object) };
    let trigger_span = s.tokens[m.trigger].span;
    Claim {
        kind,
        about: about(scene, &m),
        place: (kind == RelationKind::Negotiation).then(|| scene.place(m.sentence, m.trigger)).flatten(),
        says: m.outcome.says,
        state: m.outcome.state,
        date: claim_date(scene, &m, &words),
        attribution: scene.attribution(trigger_span),
        sentence: m.sentence,
        span: scene.span(m.sentence, &words, &arguments),
        subject,
        object,
    }
}

fn claim_date(scene: &Scene, m: &Match, words: &[usize]) -> EventDate {
    let s = scene.sentence(m.sentence);
    let in_content = || {
        let clauses = words.iter().copied().filter(|&t| s.tokens[t].upos == Upos::Verb);
        clauses.filter_map(|t| scene.own_date(m.sentence, t)).next()
    };
    let own = scene.clause_date(m.sentence, m.trigger).or_else(in_content);
    let mut date = own.unwrap_or_else(|| scene.publication());
    let led_once = m.pattern.kind == RelationKind::Office && s.tokens[m.trigger].feats.has("Tense", "Past");
    let finite = s.tokens[m.trigger].feats.has("VerbForm", "Fin");
    if date.basis == DateBasis::Publication && led_once && finite && m.outcome.says == ClaimSays::Continues {
        date = EventDate::UNKNOWN;
    }
    if m.pattern.not_before && date.basis != DateBasis::Publication {
        date.interval.end = None;
    }
    date
}

/// Symmetric pairs in the order of their actors' ids.
fn ordered(scene: &Scene, a: Vec<MentionIndex>, b: Vec<MentionIndex>) -> Sides {
    let first_id = |side: &[MentionIndex]| {
        side.iter().flat_map(|&m| scene.actors(m)).map(|x| x.id.clone()).min().unwrap_or_default()
    };
    if first_id(&b) < first_id(&a) { (b, a) } else { (a, b) }
}

fn about(scene: &Scene, m: &Match) -> Option<String> {
    let s = scene.sentence(m.sentence);
    if let Some(fixed) = &m.pattern.about_is {
        return Some(fixed.clone());
    }
    if m.pattern.kind == RelationKind::Sanctions {
        return sanction_kind(scene, m);
    }
    let found = first_filled(s, m.trigger, &m.pattern.about);
    found.first().map(|&t| phrase_words(scene, s, t)).filter(|words| !words.is_empty())
}

/// Economic, arms, travel…: the first adjective or noun before "sanctions" that names a kind, else what the noun itself says.
fn sanction_kind(scene: &Scene, m: &Match) -> Option<String> {
    let s = scene.sentence(m.sentence);
    let required = m.pattern.require.iter().flat_map(|test| follow(s, m.trigger, &test.path));
    let nouns: Vec<usize> = required.chain([m.trigger]).collect();
    let with_of = nouns.iter().flat_map(|&n| std::iter::once(n).chain(Frame::of(s, n).slot("of")));
    let words: Vec<usize> =
        with_of.flat_map(|n| Frame::of(s, n).slot("modifier").into_iter().chain([n])).collect();
    let kinds = scene.book.list("sanction_kinds");
    words.iter().map(|&t| lemma_of(s, t)).find_map(|w| {
        kinds
            .iter()
            .filter_map(|entry| entry.split_once('='))
            .find(|(word, _)| *word == w)
            .map(|(_, k)| k.to_owned())
    })
}

/// Whether a mention is a pronoun; such are poor evidence of who is meant.
pub(super) fn is_pronoun(scene: &Scene, mention: MentionIndex) -> bool {
    scene.mentions.actor_mentions.get(mention).is_some_and(|m| m.how == MentionHow::Pronoun)
}
