//! Talks told of without their parties ("the dialogue taking place in Mexico"): the parties come from
//! the talks told of before; and offers answered without their maker ("rejected the offer").

use verbale_record::{ActorKind, Claim, MentionIndex, PlaceIndex, RelationKind, RelationState, TokenRef};

use super::patterns::fitting;
use super::scene::{Scene, listed};
use super::slots::follow;

/// Talks some passage names, asserted or not, with the parties told there.
struct Talks {
    at: TokenRef,
    parties: Vec<MentionIndex>,
    place: Option<PlaceIndex>,
}

/// Gives parties to negotiation claims that name fewer than two, and drops those that stay without.
pub(super) fn with_parties(scene: &Scene, claims: Vec<Claim>) -> Vec<Claim> {
    let named = named_talks(scene);
    let mend = |mut claim: Claim| {
        let is_talks = matches!(claim.kind, RelationKind::Negotiation);
        if is_talks && party_count(scene, &claim.subject) < 2 {
            claim.subject = found_parties(scene, &named, &claim).unwrap_or(claim.subject);
        }
        let needed = if claim.kind.has_parties() { 2 } else { 0 };
        (party_count(scene, &claim.subject) >= needed).then_some(claim)
    };
    claims.into_iter().filter_map(mend).collect()
}

fn party_count(scene: &Scene, parties: &[MentionIndex]) -> usize {
    let mut ids: Vec<&str> = parties.iter().flat_map(|&m| scene.actors(m)).map(|a| a.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len()
}

/// Every noun of talking with two parties or more around it.
fn named_talks(scene: &Scene) -> Vec<Talks> {
    let mut all = Vec::new();
    for (sentence, s) in scene.doc.sentences.iter().enumerate() {
        for token in (0..s.tokens.len()).filter(|&t| listed(scene.book, s, t, "talks")) {
            let parties = parties_around(scene, sentence, token);
            if party_count(scene, &parties) >= 2 {
                let place = scene.place(sentence, token);
                all.push(Talks { at: TokenRef { sentence, token }, parties, place });
            }
        }
    }
    all
}

/// Where the parties of talks stand, seen from the noun, most telling first.
const PARTY_PATHS: [&str; 9] =
    ["between", "among", "with", "poss", "verb.subject", "clause.subject", "verb.object", "of", "modifier"];

fn parties_around(scene: &Scene, sentence: usize, token: usize) -> Vec<MentionIndex> {
    let s = scene.sentence(sentence);
    let mut parties: Vec<MentionIndex> = Vec::new();
    for path in PARTY_PATHS {
        let path: Vec<String> = path.split('.').map(str::to_owned).collect();
        for word in follow(s, token, &path) {
            for mention in scene.mentions_behind(sentence, word) {
                let fit = fitting(scene, mention, sentence, RelationKind::Negotiation, true);
                parties.extend(fit.filter(|m| !parties.contains(m) && is_party(scene, *m)));
            }
        }
        if party_count(scene, &parties) >= 2 {
            break;
        }
    }
    parties
}

fn is_party(scene: &Scene, mention: MentionIndex) -> bool {
    scene.actors(mention).all(|a| !matches!(a.kind, ActorKind::Place))
}

/// Parties of the talks told of before at the same place, else of the last ones before that share a party or, for a
/// claim with a definite place or none, simply the last; none further than ten sentences back.
fn found_parties(scene: &Scene, named: &[Talks], claim: &Claim) -> Option<Vec<MentionIndex>> {
    let place_name = |p: Option<PlaceIndex>| p.and_then(|p| scene.mentions.places.get(p)).map(|p| p.place.name.as_str());
    let before = || named.iter().rev().filter(|t| (t.at.sentence, start_of(scene, t)) < (claim.sentence, claim.span.start()));
    let near = |t: &&Talks| claim.sentence - t.at.sentence <= REACH;
    let wanted = place_name(claim.place);
    let same_place = before().find(|t| wanted.is_some() && place_name(t.place) == wanted);
    let shares = |t: &&Talks| claim.subject.is_empty() || shares_party(scene, &claim.subject, &t.parties);
    let elsewhere = |t: &&Talks| wanted.is_none() || t.place.is_none() || place_name(t.place) == wanted;
    let found = same_place.or_else(|| before().filter(near).filter(elsewhere).find(shares))?;
    Some(found.parties.clone())
}

/// Sentences a mention of talks reaches back for its parties.
const REACH: usize = 10;

fn start_of(scene: &Scene, talks: &Talks) -> usize {
    scene.sentence(talks.at.sentence).tokens[talks.at.token].span.start()
}

fn shares_party(scene: &Scene, a: &[MentionIndex], b: &[MentionIndex]) -> bool {
    let ids = |side: &[MentionIndex]| -> Vec<String> {
        side.iter().flat_map(|&m| scene.actors(m)).map(|x| x.id.clone()).collect()
    };
    let known = ids(b);
    ids(a).iter().any(|id| known.contains(id))
}

/// Gives an answered offer or demand its maker, and an offer its hearer, from the last one open between the two.
pub(super) fn with_makers(scene: &Scene, mut claims: Vec<Claim>) -> Vec<Claim> {
    for at in 0..claims.len() {
        let claim = &claims[at];
        let answers = matches!(claim.kind, RelationKind::Offer | RelationKind::Demand);
        if !answers || claim.state == RelationState::Open || !claim.subject.is_empty() && !claim.object.is_empty() {
            continue;
        }
        let fits = |c: &&Claim| c.kind == claim.kind && c.state == RelationState::Open && agrees(scene, c, claim);
        if let Some(made) = claims[..at].iter().rev().find(fits).cloned() {
            let claim = &mut claims[at];
            fill(&mut claim.subject, &made.subject);
            fill(&mut claim.object, &made.object);
            claim.about = claim.about.take().or(made.about);
        }
    }
    claims.retain(|c| !c.subject.is_empty());
    claims
}

fn fill(side: &mut Vec<MentionIndex>, with: &[MentionIndex]) {
    if side.is_empty() {
        *side = with.to_vec();
    }
}

/// Whether the sides told of an answer do not speak against the offer.
fn agrees(scene: &Scene, made: &Claim, answer: &Claim) -> bool {
    let side = |a: &[MentionIndex], b: &[MentionIndex]| {
        a.is_empty() || b.is_empty() || shares_party(scene, a, b) || shares_country(scene, a, b)
    };
    side(&made.subject, &answer.subject) && side(&made.object, &answer.object)
}

fn shares_country(scene: &Scene, a: &[MentionIndex], b: &[MentionIndex]) -> bool {
    let countries = |side: &[MentionIndex]| -> Vec<String> {
        side.iter().flat_map(|&m| scene.actors(m)).filter_map(|x| x.country.clone()).collect()
    };
    let known = countries(b);
    countries(a).iter().any(|c| known.contains(c))
}
