//! Offices told by titles: "President Alia Duarte", "Ben Oku, an adviser to the king", "she is mayor of Lyon".

use verbale_record::{
    ActorKind, Claim, ClaimSays, DateBasis, Deprel, EventDate, MentionIndex, RelationKind, RelationState,
    Sentence, Upos,
};

use super::patterns::country_of;
use super::reality::{Reality, reality};
use super::scene::{Scene, listed, words};
use super::slots::{is_predicate, lemma_of, noun_words, partners};
use crate::frames::Frame;

/// A title and who bears it.
struct Bearer {
    title: usize,
    holder: MentionIndex,
    /// Word of the holder, or the clause, whose reality decides.
    anchor: usize,
    /// Whether a predicate says so, rather than a title beside a name.
    predicated: bool,
}

/// Office claims of all sentences.
pub(super) fn office_claims(scene: &Scene) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (sentence, s) in scene.doc.sentences.iter().enumerate() {
        for title in (0..s.tokens.len()).filter(|&t| is_title(scene, s, t)) {
            let bearers = bearers(scene, sentence, title);
            claims.extend(bearers.into_iter().filter_map(|b| office_claim(scene, sentence, &b)));
        }
    }
    claims
}

fn is_title(scene: &Scene, s: &Sentence, token: usize) -> bool {
    let nominal = matches!(s.tokens[token].upos, Upos::Noun | Upos::Propn);
    let general = lemma_of(s, token) == "general" && general_of(scene, s, token).is_some();
    nominal && (general || listed(scene.book, s, token, "titles") && !is_before_general(s, token))
}

/// The title that "general" ends: "secretary-general", "attorney general".
fn general_of(scene: &Scene, s: &Sentence, general: usize) -> Option<usize> {
    let before = (general.saturating_sub(2)..general).rev().find(|&t| s.tokens[t].form != "-")?;
    scene.book.list("titles_with_general").contains(&lemma_of(s, before)).then_some(before)
}

/// Whether "general" follows as the head of the same title.
fn is_before_general(s: &Sentence, token: usize) -> bool {
    let next = (token + 1..s.tokens.len().min(token + 3)).find(|&t| s.tokens[t].form != "-");
    next.is_some_and(|t| lemma_of(s, t) == "general")
}

fn bearers(scene: &Scene, sentence: usize, title: usize) -> Vec<Bearer> {
    let beside = beside_name(scene, sentence, title).or_else(|| apposed(scene, sentence, title));
    if let Some((token, holder)) = beside {
        return vec![Bearer { title, holder, anchor: token, predicated: false }];
    }
    predicated(scene, sentence, title)
}

fn person_at(scene: &Scene, sentence: usize, token: usize) -> Option<MentionIndex> {
    let mention = scene.mention_at(sentence, token)?;
    let mut actors = scene.actors(mention);
    actors.next().filter(|a| a.kind == ActorKind::Person && actors.next().is_none()).map(|_| mention)
}

/// "President Duarte": the name follows its title in one noun phrase, whichever of the two heads it.
fn beside_name(scene: &Scene, sentence: usize, title: usize) -> Option<(usize, MentionIndex)> {
    let s = scene.sentence(sentence);
    use Deprel::*;
    let close = |rel: Deprel| matches!(rel, NmodDesc | Compound | Flat | Appos | NmodUnmarked);
    let is_name = |t: usize| s.tokens[t].upos == Upos::Propn && !is_title(scene, s, t);
    let next_to = |t: usize| {
        t > title
            && s.tokens[title + 1..t].iter().all(|b| matches!(b.upos, Upos::Propn | Upos::Noun | Upos::Adp))
    };
    let above = s.tokens[title].head.filter(|&h| close(s.tokens[title].deprel) && is_name(h) && next_to(h));
    if let Some(name) = above {
        return person_at(scene, sentence, name).map(|m| (name, m));
    }
    let beside = Some(title + 1).filter(|&t| {
        s.tokens.get(t).is_some_and(|n| n.head == s.tokens[title].head && n.deprel == s.tokens[title].deprel)
            && is_name(t)
    });
    if let Some(name) = beside {
        return person_at(scene, sentence, name).map(|m| (name, m));
    }
    let below =
        s.children(title).iter().copied().find(|&c| close(s.tokens[c].deprel) && is_name(c) && next_to(c));
    let name = below?;
    let mention = person_at(scene, sentence, name).or_else(|| person_at(scene, sentence, title))?;
    Some((title, mention))
}

/// "Ben Oku, adviser to the king" and "the mayor, Ana Lopes,".
fn apposed(scene: &Scene, sentence: usize, title: usize) -> Option<(usize, MentionIndex)> {
    let s = scene.sentence(sentence);
    let is_name = |t: usize| s.tokens[t].upos == Upos::Propn && !is_title(scene, s, t);
    let partner_above = match s.tokens[title].deprel {
        Deprel::Appos => s.tokens[title].head,
        Deprel::Conj => s.tokens[title]
            .head
            .filter(|&h| s.tokens[h].deprel == Deprel::Appos)
            .and_then(|h| s.tokens[h].head),
        _ => None,
    };
    let below = s.children_by(title, Deprel::Appos).find(|&c| is_name(c));
    let name = partner_above.filter(|&h| is_name(h)).or(below)?;
    let indefinite_plural = s.tokens[title].feats.has("Number", "Plur");
    person_at(scene, sentence, name).filter(|_| !indefinite_plural).map(|m| (name, m))
}

/// "Ana Lopes is mayor", "was sworn in as president", "became leader", "serves as envoy".
fn predicated(scene: &Scene, sentence: usize, title: usize) -> Vec<Bearer> {
    let s = scene.sentence(sentence);
    let first = partner_root(s, title);
    let (clause, slot) = match office_verb(scene, s, first) {
        Some(found) => found,
        None if is_predicate(s, first) => (first, "subject"),
        None => return Vec::new(),
    };
    let mut holders = Frame::of(s, clause).slot(slot);
    if holders.is_empty() && is_predicate(s, first) {
        holders = Frame::of(s, first).slot("subject");
    }
    let bearer = |token: usize| {
        person_at(scene, sentence, token).map(|holder| Bearer {
            title,
            holder,
            anchor: clause,
            predicated: true,
        })
    };
    holders.into_iter().filter_map(bearer).collect()
}

/// The first of coordinated titles: "is president and commander".
fn partner_root(s: &Sentence, title: usize) -> usize {
    match (s.tokens[title].deprel, s.tokens[title].head) {
        (Deprel::Conj, Some(h)) if partners(s, h).contains(&title) => h,
        _ => title,
    }
}

/// The verb that puts someone into an office, or out of it, and the slot of that person.
fn office_verb(scene: &Scene, s: &Sentence, title: usize) -> Option<(usize, &'static str)> {
    let t = &s.tokens[title];
    let verb = t.head?;
    let lemma = lemma_of(s, verb);
    let as_title = t.deprel.base() == Deprel::Obl && s.preposition(title).as_deref() == Some("as");
    let complement = t.deprel.base() == Deprel::Xcomp || t.deprel.base() == Deprel::Obj || as_title;
    if !complement {
        return None;
    }
    let list = |name: &str| scene.book.lists(name, &lemma);
    let takes = list("office_verbs_subject") && (as_title || list("office_verbs_bare"));
    if takes {
        return Some((verb, "subject"));
    }
    (list("office_verbs_object") && t.deprel.base() != Deprel::Obj).then_some((verb, "object"))
}

fn office_claim(scene: &Scene, sentence: usize, b: &Bearer) -> Option<Claim> {
    let s = scene.sentence(sentence);
    if has_word(scene, s, b.title, "no_office") {
        return None;
    }
    let real = if b.predicated { reality(scene.book, s, b.anchor) } else { Reality::Actual };
    let (says, state) = outcome(scene, s, b, real)?;
    let told = object_told(scene, sentence, b);
    let title = title_words(scene, sentence, b);
    let generic = listed(scene.book, s, b.title, "generic_titles") && !title.contains(' ');
    if generic && told.is_none() {
        return None;
    }
    let arguments: Vec<MentionIndex> = std::iter::once(b.holder).chain(told).collect();
    let object = told.or_else(|| country_of(scene, b.holder, sentence)).into_iter().collect();
    let date = office_date(scene, sentence, b, says);
    Some(Claim {
        kind: RelationKind::Office,
        subject: vec![b.holder],
        object,
        about: Some(title),
        place: None,
        says,
        state,
        date,
        attribution: scene.attribution(s.tokens[b.title].span),
        sentence,
        span: scene.span(sentence, &[b.title], &arguments),
    })
}

/// What the passage says of the office.
fn outcome(scene: &Scene, s: &Sentence, b: &Bearer, real: Reality) -> Option<(ClaimSays, RelationState)> {
    use RelationState::*;
    let over = has_word(scene, s, b.title, "former_office");
    let claimed = has_word(scene, s, b.title, "claimed_office");
    let verb = lemma_of(s, b.anchor);
    let list = |name: &str| b.predicated && !is_predicate(s, b.anchor) && scene.book.lists(name, &verb);
    match real {
        Reality::Actual if b.predicated && is_predicate(s, b.anchor) && is_counted(s, b.title) => None,
        Reality::Actual if over => Some((ClaimSays::Ends, Ended)),
        Reality::Actual if list("office_ends") => Some((ClaimSays::Ends, Ended)),
        Reality::Actual if claimed || list("office_claims") => Some((ClaimSays::Continues, Claimed)),
        Reality::Actual if list("office_begins") => Some((ClaimSays::Begins, Held)),
        Reality::Actual if b.predicated && is_past_copula(s, b.anchor) => Some((ClaimSays::Continues, Held)),
        Reality::Actual => Some((ClaimSays::Continues, Held)),
        Reality::Negated if b.predicated && is_predicate(s, b.anchor) => {
            Frame::of(s, b.anchor).is_negated().then_some((ClaimSays::Absent, Ended))
        }
        _ => None,
    }
}

fn is_past_copula(s: &Sentence, predicate: usize) -> bool {
    s.child_by(predicate, Deprel::Cop).is_some_and(|c| s.tokens[c].feats.has("Tense", "Past"))
}

/// Whether a word before the title, or glued to it, is in a list: "former", "ex-", "self-proclaimed".
fn has_word(scene: &Scene, s: &Sentence, title: usize, list: &str) -> bool {
    let phrase = noun_words(s, title);
    let first = phrase.first().copied().unwrap_or(title);
    let before = first.saturating_sub(2)..=title;
    let found = before.clone().any(|t| {
        let near =
            t >= first || s.tokens[t].head.is_some_and(|h| h == title || Some(h) == s.tokens[title].head);
        let word = s.tokens[t].form.to_lowercase();
        near && t != title && (listed(scene.book, s, t, list) || scene.book.lists(list, &word))
    });
    let hyphenated = |t: usize| {
        let form = s.tokens[t].form.to_lowercase();
        scene.book.list(list).iter().any(|w| form.starts_with(&format!("{w}-")))
    };
    found || phrase.iter().copied().any(hyphenated) || elected_after(s, title, list)
}

/// "president-elect", "president elect".
fn elected_after(s: &Sentence, title: usize, list: &str) -> bool {
    list == "no_office"
        && s.tokens[title + 1..].iter().take(2).any(|t| {
            matches!(
                t.form.to_lowercase().as_str(),
                "elect" | "-elect" | "designate" | "hopeful" | "candidate"
            )
        })
}

/// The state or body of the office: "of", possessor, the adjective or name before the title.
fn object_told(scene: &Scene, sentence: usize, b: &Bearer) -> Option<MentionIndex> {
    let s = scene.sentence(sentence);
    let of_title = |token: usize| {
        ["of", "poss", "modifier", "at", "for", "to"].iter().find_map(|slot| {
            let heads = Frame::noun(s, token).slot(slot);
            heads.into_iter().find_map(|t| body_at(scene, sentence, t, b.holder))
        })
    };
    let name_modifiers = |token: usize| {
        let heads = Frame::noun(s, token).slot("modifier");
        heads.into_iter().find_map(|t| body_at(scene, sentence, t, b.holder))
    };
    of_title(b.title).or_else(|| (!b.predicated).then(|| name_modifiers(b.anchor)).flatten())
}

fn body_at(scene: &Scene, sentence: usize, token: usize, holder: MentionIndex) -> Option<MentionIndex> {
    let mention = scene.mention_at(sentence, token).filter(|&m| m != holder)?;
    let is_body = |k: ActorKind| {
        matches!(
            k,
            ActorKind::State
                | ActorKind::Government
                | ActorKind::Organisation
                | ActorKind::Group
                | ActorKind::Place
        )
    };
    scene.actors(mention).all(|a| is_body(a.kind)).then_some(mention)
}

/// The title as the text has it, without what names its state: "foreign minister", "adviser to President Duarte".
fn title_words(scene: &Scene, sentence: usize, b: &Bearer) -> String {
    let s = scene.sentence(sentence);
    let title = b.title;
    if let Some(before) = general_of(scene, s, title).filter(|_| lemma_of(s, title) == "general") {
        return words(scene.doc, s.span_of(&[before, title]));
    }
    if s.tokens[title].feats.has("Number", "Plur") {
        return s.tokens[title].lemma.clone();
    }
    let is_state = |t: usize| {
        let behind = scene.mention_at(sentence, t);
        behind.is_some_and(|m| {
            scene.actors(m).any(|a| matches!(a.kind, ActorKind::State | ActorKind::Government))
        })
    };
    let dropped = |t: usize| {
        let noise = |list: &&str| listed(scene.book, s, t, list);
        is_state(t) || ["former_office", "claimed_office", "title_noise"].iter().any(noise)
    };
    let mut run: Vec<usize> = Vec::new();
    let mut phrase = noun_words(s, title);
    let shared = |t: usize| {
        use Deprel::*;
        s.tokens[t].head == s.tokens[title].head
            && matches!(s.tokens[t].deprel, Amod | Compound | NmodDesc | NmodUnmarked)
    };
    let first = phrase.first().copied().unwrap_or(title);
    let before: Vec<usize> = (0..first).rev().take_while(|&t| shared(t)).collect();
    phrase.splice(0..0, before.into_iter().rev());
    for &t in phrase.iter().rev() {
        let adjacent = run.last().is_none_or(|&last| last == t + 1);
        let plain =
            matches!(s.tokens[t].upos, Upos::Noun | Upos::Adj | Upos::Propn) || s.tokens[t].form == "-";
        if !adjacent || !plain || t != title && dropped(t) {
            break;
        }
        run.push(t);
    }
    let tail = ["to", "for", "of"].iter().flat_map(|p| Frame::noun(s, title).slot(p)).find(|&t| {
        let leads = s.preposition(t);
        let named = leads.as_deref() == Some("of") && scene.mention_at(sentence, t).is_some();
        t > title && leads.is_some() && !named && body_at(scene, sentence, t, b.holder).is_none()
    });
    let end = tail.map(|t| s.noun_phrase(t)).filter(|_| tail_is_near(s, title, tail));
    run.extend(end.unwrap_or_default());
    words(scene.doc, s.span_of(&run))
}

fn tail_is_near(s: &Sentence, title: usize, tail: Option<usize>) -> bool {
    let own = |t: usize| {
        s.tokens[t].head == Some(title) && s.noun_phrase(t).first().is_some_and(|&f| f <= title + 2)
    };
    tail.is_some_and(own)
}

/// "the second president": one in a row, of whatever time.
fn is_counted(s: &Sentence, title: usize) -> bool {
    noun_words(s, title).iter().any(|&t| s.tokens[t].feats.has("NumType", "Ord"))
}

/// A date inside the phrase or, where a predicate says so, its clause; a bare title holds at the article's date
/// only if nothing known of the person contradicts it.
fn office_date(scene: &Scene, sentence: usize, b: &Bearer, says: ClaimSays) -> EventDate {
    if b.predicated {
        let date = scene.date(sentence, b.anchor);
        let was = says == ClaimSays::Continues && is_past_copula(scene.sentence(sentence), b.anchor);
        return if was && date.basis == DateBasis::Publication { EventDate::UNKNOWN } else { date };
    }
    let s = scene.sentence(sentence);
    let holds_now = !is_counted(s, b.title)
        && scene
            .actors(b.holder)
            .all(|a| a.office.is_some() || a.wikidata.is_none() && a.sector != verbale_record::Sector::Pre);
    match holds_now || says == ClaimSays::Ends {
        true => scene.publication(),
        false => EventDate::UNKNOWN,
    }
}
