//! Talks told of without their parties ("the dialogue taking place in Mexico"): the parties come from
//! the talks told of before; and offers answered without their maker ("rejected the offer").

use verbale_record::{ActorKind, Claim, MentionIndex, PlaceIndex, RelationKind, RelationState};

use super::patterns::fitting;
use super::scene::{Scene, listed};
use super::slots::follow;

/// Talks some passage names, asserted or not, with the parties told there.
struct Talks {
    sentence: usize,
    /// First byte.
    at: usize,
    parties: Vec<MentionIndex>,
    place: Option<PlaceIndex>,
}

/// Gives parties to negotiation claims that name fewer than two, and drops those that stay without.
pub(super) fn with_parties(scene: &Scene, claims: Vec<Claim>) -> Vec<Claim> {
    let mut named = named_talks(scene);
    let mend = |mut claim: Claim| {
        let is_talks = matches!(claim.kind, RelationKind::Negotiation);
        if is_talks && party_count(scene, &claim.subject) < 2 {
            claim.subject = found_parties(scene, &named, &claim).unwrap_or(claim.subject);
        }
        if is_talks && claim.place.is_some() && party_count(scene, &claim.subject) >= 2 {
            let at = claim.span.start();
            named.push(Talks {
                sentence: claim.sentence,
                at,
                parties: claim.subject.clone(),
                place: claim.place,
            });
            named.sort_by_key(|t| t.at);
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
        let talks = |t: &usize| listed(scene.book, s, *t, "talks") && !is_offered(scene, sentence, *t);
        for token in (0..s.tokens.len()).filter(talks) {
            let mut parties = parties_around(scene, sentence, token);
            parties.sort_unstable();
            if party_count(scene, &parties) >= 2 {
                let place = scene.place(sentence, token);
                let at = s.tokens[token].span.start();
                all.push(Talks { sentence, at, parties, place });
            }
        }
    }
    all
}

/// "an offer of talks": talks that are not under way.
fn is_offered(scene: &Scene, sentence: usize, token: usize) -> bool {
    let s = scene.sentence(sentence);
    s.tokens[token].head.is_some_and(|h| listed(scene.book, s, h, "offer"))
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
    let place_name =
        |p: Option<PlaceIndex>| p.and_then(|p| scene.mentions.places.get(p)).map(|p| p.place.name.as_str());
    let before = || named.iter().rev().filter(|t| t.at < claim.span.start());
    let near = |t: &&Talks| claim.sentence.saturating_sub(t.sentence) <= REACH;
    let wanted = place_name(claim.place);
    let same_place = before().find(|t| wanted.is_some() && place_name(t.place) == wanted);
    let shares = |t: &&Talks| claim.subject.is_empty() || shares_party(scene, &claim.subject, &t.parties);
    let elsewhere = |t: &&Talks| wanted.is_none() || t.place.is_none() || place_name(t.place) == wanted;
    let found = same_place.or_else(|| before().filter(near).filter(elsewhere).find(shares))?;
    Some(found.parties.clone())
}

/// Sentences a mention of talks reaches back for its parties.
const REACH: usize = 10;

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
        if let Some(made) = told_before(scene, &claims[..at], claim) {
            let claim = &mut claims[at];
            (claim.subject, claim.object) = (made.subject, made.object);
            continue;
        }
        if !answers
            || claim.state == RelationState::Open
            || !claim.subject.is_empty() && !claim.object.is_empty()
        {
            continue;
        }
        let fits =
            |c: &&Claim| c.kind == claim.kind && c.state == RelationState::Open && agrees(scene, c, claim);
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

/// Gives sanctions told without their target ("Biden kept the sanctions") that of the last ones of the same side,
/// and drops those that stay without.
pub(super) fn with_targets(scene: &Scene, mut claims: Vec<Claim>) -> Vec<Claim> {
    for at in 0..claims.len() {
        let claim = &claims[at];
        if claim.kind != RelationKind::Sanctions || !claim.object.is_empty() {
            continue;
        }
        let fits = |c: &&Claim| {
            let same_side = || {
                shares_party(scene, &c.subject, &claim.subject)
                    || shares_country(scene, &c.subject, &claim.subject)
            };
            c.kind == RelationKind::Sanctions && !c.object.is_empty() && same_side()
        };
        if let Some(before) = claims[..at].iter().rev().find(fits).cloned() {
            claims[at].object = before.object;
            claims[at].about = claims[at].about.take().or(before.about);
        }
    }
    claims.retain(|c| c.kind != RelationKind::Sanctions || !c.object.is_empty());
    claims
}

/// "Caracas' offer" after "Maduro's offer of talks with Washington": an offer of the same country that says neither
/// what nor to whom is the last one told.
fn told_before(scene: &Scene, before: &[Claim], claim: &Claim) -> Option<Claim> {
    let bare = claim.kind == RelationKind::Offer
        && claim.state == RelationState::Open
        && claim.object.is_empty()
        && claim.about.is_none();
    let same_side = |c: &&Claim| {
        let shares = shares_party(scene, &c.subject, &claim.subject)
            || shares_country(scene, &c.subject, &claim.subject);
        c.kind == RelationKind::Offer && !c.object.is_empty() && shares
    };
    before.iter().rev().filter(|_| bare).find(same_side).cloned()
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
