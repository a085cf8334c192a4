//! Statements whose cue is a verb: "said (that) …", "urged them to …", "…, he added".

use verbale_record::{ActorKind, Deprel, Sector, Sentence, Token, TokenRef, Upos};

use super::draft::{Draft, Scene, Tie, is_speech};
use super::grammar::*;
use super::lexicon::{CueKind, PhraseRole, Takes, VerbCue};

/// The draft of a verb that attributes; its content is empty where direct speech must still be found for it.
pub(super) fn verb_draft(scene: &Scene, sentence: usize, verb: usize) -> Option<Draft> {
    let s = &scene.doc.sentences[sentence];
    if s.tokens[verb].upos != Upos::Verb {
        return None;
    }
    let (entry, particle) = entry(scene, s, verb)?;
    if !holds(scene, s, verb, entry.kind)
        || is_reduced_relative(s, verb)
        || is_aside(scene, s, verb, entry.kind)
    {
        return None;
    }
    let mut cue_tokens = vec![verb];
    cue_tokens.extend(particle.filter(|&p| p == verb + 1));
    let mut draft = Draft::new(scene, TokenRef { sentence, token: verb }, &cue_tokens);
    let quoting =
        |head: usize| scene.lexicon.verb(&s.tokens[head].lemma).is_some_and(|v| v.kind == CueKind::Quote);
    let reduced = reduced_relative(s, verb).filter(|_| entry.takes(&Takes::Quote));
    draft.speakers = match reduced {
        Some((noun, _)) => vec![noun],
        None => doers(s, verb, quoting),
    };
    if !scene.in_speech(draft.cue_span) {
        // The tree may take a noun of the speech before "wrote X" for the subject.
        draft.speakers.retain(|&t| !scene.in_speech(s.tokens[t].span));
    }
    if draft.speakers.is_empty() && entry.takes(&Takes::Quote) {
        draft.speakers.extend(beside_speech(scene, s, verb));
    }
    if draft.speakers.is_empty() && s.tokens[verb].feats.has("VerbForm", "Inf") {
        return None;
    }
    draft.outlets = passers_on(s, verb, quoting);
    draft.takes_quote =
        entry.takes(&Takes::Quote) && entry.kind != CueKind::Think && !draft.speakers.is_empty();
    let (mut tokens, tie) = content(s, verb, entry);
    if let Some(start) = reduced.and_then(|(noun, _)| s.noun_phrase(noun).first().copied()) {
        tokens.retain(|&t| t < start || t > verb);
    }
    let named: Vec<usize> = draft.speakers.iter().flat_map(|&t| s.noun_phrase(t)).collect();
    tokens.retain(|t| tie != Tie::Clause || !named.contains(t));
    draft.hearers = hearers(s, verb, entry);
    draft.hearers.retain(|h| tie == Tie::Infinitive || !tokens.contains(h));
    if let Some((hearer, words)) =
        hearer_before_speech(scene, s, verb, entry).filter(|_| draft.hearers.is_empty())
    {
        draft.hearers.push(hearer);
        tokens.retain(|t| !words.contains(t));
    }
    if tie == Tie::Clause && after_subordinator(s, verb).is_none() && adds_to_telling(scene, s, verb) {
        tokens.retain(|&t| t > verb);
    }
    if let Some((outlet, rest)) =
        outlet_before_clause(scene, sentence, verb, entry, &tokens).filter(|_| tie == Tie::Clause)
    {
        draft.hearers.push(outlet);
        tokens.retain(|&t| t >= rest);
    }
    let wished = tie == Tie::Infinitive && entry.kind == CueKind::Want;
    let needs_speaker = matches!(tie, Tie::Infinitive | Tie::Phrase) && !wished;
    if needs_speaker && draft.speakers.is_empty() {
        return None;
    }
    let told = matches!(entry.kind, CueKind::Say | CueKind::Ask | CueKind::Deny | CueKind::Demand);
    if !(told && tie == Tie::Clause) && scene.in_speech(draft.cue_span) {
        return None;
    }
    let tokens = match tie {
        Tie::Clause => widened(s, verb, in_one_piece(s, verb, entry, tokens)),
        _ => tokens,
    };
    Some(draft.with_content(scene, &tokens, tie))
}

/// A clause after its cue is one piece: words that the tree hangs elsewhere are put back, also a subject that it takes
/// for the object of a verb like "say", which has none beside a clause.
fn in_one_piece(s: &Sentence, verb: usize, entry: &VerbCue, tokens: Vec<usize>) -> Vec<usize> {
    let Some(&first) = tokens.iter().find(|&&t| t > verb) else { return tokens };
    let last = tokens.last().copied().unwrap_or(first);
    let strayed = |&c: &usize| {
        let object = matches!(s.tokens[c].deprel, Deprel::Obj | Deprel::Dep | Deprel::Nsubj);
        object && !entry.hearer && c > verb && c < first
    };
    let complete = s.tokens[first].deprel == Deprel::Mark;
    let subject = s.children(verb).iter().copied().find(strayed).filter(|_| !complete);
    let inverted = s.child_by(verb, Deprel::Nsubj) == subject;
    let start = subject.filter(|_| !inverted).and_then(|c| s.subtree(c).first().copied()).unwrap_or(first);
    let predicate = |t: &Token| t.upos == Upos::Aux || t.feats.has("VerbForm", "Fin");
    let resumes = tokens.first().is_none_or(|&t| t > verb)
        || s.tokens[verb + 1..=first].iter().any(is_punct)
        || s.tokens[first..=last].iter().any(predicate);
    let before = tokens.into_iter().filter(|&t| t < verb && !between_subject_and_verb(s, t, verb));
    match resumes {
        true => before.chain(start.max(verb + 1)..=last).collect(),
        false => before.collect(),
    }
}

fn is_punct(token: &Token) -> bool {
    token.upos == Upos::Punct
}

/// Who speaks in "“…,” the queen said" and "“…,” said the queen" where the tree does not tell: the noun between the
/// marks of direct speech and the verb, or between the verb and the next mark.
fn beside_speech(scene: &Scene, s: &Sentence, verb: usize) -> Option<usize> {
    let outside = |t: &usize| !is_punct(&s.tokens[*t]);
    let ended = |t: usize| !scene.quotations_at(s.tokens[t].span).is_empty();
    let left: Vec<usize> = (0..verb).rev().take_while(outside).collect();
    let right: Vec<usize> = (verb + 1..s.tokens.len()).take_while(outside).collect();
    let noun = |run: &[usize]| {
        let tops = run.iter().copied().filter(|&t| is_nominal(s, t));
        tops.filter(|&t| s.tokens[t].head.is_none_or(|h| !run.contains(&h))).min()
    };
    let Some(edge) = verb.checked_sub(left.len() + 1) else {
        let speech = (verb + 1..s.tokens.len()).take(2).any(ended);
        return noun(&left).filter(|_| speech); // "The envoy said: “…”" begins the sentence
    };
    if !ended(edge) {
        return None;
    }
    noun(&left).or_else(|| noun(&right))
}

/// "Cruz, in remarks to ABC, said …": such words are of the cue's clause, whatever the tree says.
fn between_subject_and_verb(s: &Sentence, token: usize, verb: usize) -> bool {
    s.children_by(verb, Deprel::Nsubj).any(|subject| subject < token && token < verb)
}

/// Content before a cue that ends its sentence, with all that leads up to it: the tree often ties "On Sunday" or "If it
/// rains" to the reporting verb in "If it rains, we stay, he said".
fn widened(s: &Sentence, verb: usize, tokens: Vec<usize>) -> Vec<usize> {
    let main = matches!(s.tokens[verb].deprel, Deprel::Root | Deprel::Parataxis);
    let subject = s.children_by(verb, Deprel::Nsubj).next();
    let (Some(&last), Some(subject)) = (tokens.last(), subject.filter(|_| main)) else { return tokens };
    let clause_start = s.noun_phrase(subject).first().copied().unwrap_or(subject).min(verb);
    match last < clause_start {
        true => (0..=last).collect(),
        false => tokens,
    }
}

/// The verb's entry, with its particle ("point out") where there is one.
fn entry<'a>(scene: &Scene<'a>, s: &Sentence, verb: usize) -> Option<(&'a VerbCue, Option<usize>)> {
    let token = &s.tokens[verb];
    let (lemma, entry) = scene.lexicon.verb_of(&token.lemma.to_lowercase(), &token.form.to_lowercase())?;
    let particles = s
        .children(verb)
        .iter()
        .copied()
        .filter(|&c| matches!(s.tokens[c].deprel, Deprel::CompoundPrt | Deprel::Advmod | Deprel::Xcomp));
    for particle in particles {
        let phrase = format!("{lemma} {}", s.tokens[particle].form.to_lowercase());
        if let Some(whole) = scene.lexicon.verb(&phrase) {
            return Some((whole, Some(particle)));
        }
    }
    Some((entry, None))
}

/// Whether the words are really said, or the wish really held: not "did not say", "could say", "refused to say".
fn holds(scene: &Scene, s: &Sentence, verb: usize, kind: CueKind) -> bool {
    let token = &s.tokens[verb];
    let imperative = token.feats.has("Mood", "Imp") && token.deprel != Deprel::Parataxis;
    let wishes = matches!(kind, CueKind::Want | CueKind::Think);
    if imperative || is_negated(s, verb) || is_unreal(s, verb) && !wishes {
        return false;
    }
    if token.deprel.base() == Deprel::Acl && is_infinitive(s, verb) {
        return false;
    }
    if is_asked(scene, s, verb) {
        return false;
    }
    if !matches!(token.deprel, Deprel::Xcomp | Deprel::Advcl) || !is_infinitive(s, verb) {
        return true;
    }
    let governor = token.head.map(|h| s.tokens[h].lemma.to_lowercase()).unwrap_or_default();
    scene.lexicon.is(&governor, PhraseRole::Aspect)
}

/// Whether the cue stands in a question of the article or speaker: "Did he say …?".
fn is_asked(scene: &Scene, s: &Sentence, verb: usize) -> bool {
    let quoted = |t: &Token| scene.quotations_at(t.span).iter().any(|q| q.outer.contains(t.span));
    let end = s.tokens.iter().rev().find(|t| t.upos != Upos::Punct || t.form.ends_with('?'));
    end.is_some_and(|t| t.form.ends_with('?') && quoted(t) == quoted(&s.tokens[verb]))
}

/// Who listens: the object of "told", the "to" phrase of "said", the object of "urged … to".
fn hearers(s: &Sentence, verb: usize, entry: &VerbCue) -> Vec<usize> {
    let tells = entry.hearer || matches!(entry.kind, CueKind::Demand | CueKind::Ask);
    let told = s.child_by(verb, Deprel::Iobj).or_else(|| object(s, verb).filter(|_| tells));
    let addressed = led_by(s, verb, "to").find(|&c| is_nominal(s, c) && entry.takes(&Takes::Quote));
    let called = ["on", "upon"].iter().filter_map(|p| {
        let takes = entry.takes(&Takes::PhraseInfinitive((*p).into()));
        led_by(s, verb, p).find(|&c| takes && c > verb && is_nominal(s, c))
    });
    let found = told.or(addressed).or(called.into_iter().next());
    found.map(|h| with_partners(s, h)).unwrap_or_default()
}

/// "told the court “…”" where the tree makes "the court" part of the speech: the words between verb and speech.
fn hearer_before_speech(
    scene: &Scene,
    s: &Sentence,
    verb: usize,
    entry: &VerbCue,
) -> Option<(usize, std::ops::Range<usize>)> {
    let speech = |t: usize| scene.quotations_at(s.tokens[t].span).iter().any(|q| is_speech(s, q));
    let end = (verb + 1..s.tokens.len()).find(|&t| speech(t)).filter(|_| entry.hearer)?;
    let words = verb + 1..end;
    let plain = |t: usize| !matches!(s.tokens[t].upos, Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Adp);
    let tops = words.clone().filter(|&t| is_nominal(s, t));
    let top = tops.filter(|&t| s.tokens[t].head.is_none_or(|h| !words.contains(&h))).min()?;
    words.clone().all(plain).then_some((top, words))
}

/// "told Reuters the talks had failed" where the tree makes the outlet part of the clause: the outlet, and where the clause begins.
fn outlet_before_clause(
    scene: &Scene,
    sentence: usize,
    verb: usize,
    entry: &VerbCue,
    content: &[usize],
) -> Option<(usize, usize)> {
    let s = scene.doc.sentences.get(sentence)?;
    if !entry.hearer || !content.contains(&(verb + 1)) {
        return None;
    }
    let starts =
        |t: usize| s.tokens.get(t).is_some_and(|x| x.span.start() == s.tokens[verb + 1].span.start());
    let mut named =
        scene.mentions.actor_mentions.iter().enumerate().filter(|(_, m)| m.head.sentence == sentence);
    let (index, mention) = named.find(|(_, m)| {
        let first = (0..s.tokens.len()).find(|&t| m.span.contains(s.tokens[t].span));
        first.is_some_and(starts)
    })?;
    let outlet = scene
        .mentions
        .actors_of(index)
        .any(|a| a.sector == Sector::Jrn && matches!(a.kind, ActorKind::Organisation | ActorKind::Unknown));
    let rest = (verb + 1..s.tokens.len()).find(|&t| !mention.span.contains(s.tokens[t].span))?;
    let opens = matches!(
        s.tokens[rest].upos,
        Upos::Det | Upos::Propn | Upos::Pron | Upos::Noun | Upos::Num | Upos::Adj | Upos::Sconj
    );
    (outlet && opens).then_some((mention.head.token, rest))
}

/// "was quoted by Reuters as saying", "Reuters quoted him as saying": who passes the words on.
fn passers_on(s: &Sentence, verb: usize, quoting: impl Fn(usize) -> bool) -> Vec<usize> {
    let Some(head) = s.tokens[verb].head.filter(|&h| quoting(h)) else { return Vec::new() };
    let passer = match is_passive(s, head) {
        true => agent(s, head),
        false => s.child_by(head, Deprel::Nsubj),
    };
    passer.map(|p| with_partners(s, p)).unwrap_or_default()
}

/// The tokens of what is said, by the first of the entry's ways that the tree shows.
fn content(s: &Sentence, verb: usize, entry: &VerbCue) -> (Vec<usize>, Tie) {
    let speaks = entry.takes(&Takes::Clause) || entry.takes(&Takes::Quote);
    let clauses = if speaks { clause_content(s, verb) } else { Vec::new() };
    if !clauses.is_empty() {
        return (clauses, Tie::Clause);
    }
    let object_first = entry.takes.iter().filter(|w| **w == Takes::ObjectInfinitive);
    for way in object_first.chain(&entry.takes) {
        let (tokens, tie) = (phrase_content(s, verb, way), tie_of(way));
        if !tokens.is_empty() {
            return (tokens, tie);
        }
    }
    match speaks {
        true => (hosting_clause(s, verb, entry.takes(&Takes::Clause)), Tie::Clause),
        false => (Vec::new(), Tie::None),
    }
}

fn tie_of(way: &Takes) -> Tie {
    match way {
        Takes::Infinitive | Takes::ObjectInfinitive | Takes::PhraseInfinitive(_) => Tie::Infinitive,
        _ => Tie::Phrase,
    }
}

/// Clauses the verb governs: "said that …", "said: …".
fn clause_content(s: &Sentence, verb: usize) -> Vec<usize> {
    let mut tokens = Vec::new();
    for &child in s.children(verb) {
        let t = &s.tokens[child];
        let fits = match t.deprel {
            Deprel::Ccomp => !adds_to_clause(s, child),
            Deprel::Parataxis => child > verb && after_colon(s, child),
            Deprel::Advcl | Deprel::Acl => matches!(leader(s, child).as_deref(), Some("that" | "whether")),
            Deprel::Xcomp => s.children_by(child, Deprel::Nsubj).next().is_some(),
            _ => false,
        };
        if fits {
            let added = |c: usize| child < verb && verb < c && adds_to_clause(s, c);
            tokens.extend(s.subtree_without(child, |c| s.tokens[c].deprel == Deprel::Advcl && added(c)));
        }
    }
    tokens.sort_unstable();
    tokens
}

/// "…, adding that …": a participle without subject, which the tree may take for what is said.
fn adds_to_clause(s: &Sentence, clause: usize) -> bool {
    let own = |&c: &usize| {
        matches!(s.tokens[c].deprel.base(), Deprel::Nsubj | Deprel::Aux | Deprel::Cop | Deprel::Mark)
    };
    s.tokens[clause].form.ends_with("ing") && !s.children(clause).iter().any(own)
}

fn after_colon(s: &Sentence, clause: usize) -> bool {
    let first = s.subtree(clause).into_iter().find(|&t| s.tokens[t].upos != Upos::Punct);
    let before = first.map_or(&[][..], |f| &s.tokens[..f]);
    before.iter().rev().take_while(|t| t.upos == Upos::Punct).any(|t| t.form == ":")
}

/// Content of the other kinds.
fn phrase_content(s: &Sentence, verb: usize, way: &Takes) -> Vec<usize> {
    let object = object(s, verb).filter(|&o| antecedent(s, o) == o);
    let infinitive = || s.children_by(verb, Deprel::Xcomp).find(|&c| is_infinitive(s, c));
    match way {
        Takes::Clause | Takes::Quote => Vec::new(),
        Takes::Infinitive => infinitive().map(|x| s.subtree(x)).unwrap_or_default(),
        Takes::ObjectInfinitive => both(s, s.child_by(verb, Deprel::Iobj).or(object), infinitive()),
        Takes::Gerund => {
            let gerund = |&c: &usize| s.tokens[c].feats.has("VerbForm", "Ger");
            s.children_by(verb, Deprel::Xcomp).find(gerund).map(|x| s.subtree(x)).unwrap_or_default()
        }
        Takes::Object => match is_passive(s, verb) {
            true => Vec::new(),
            false if s.child_by(verb, Deprel::Iobj).is_some() => Vec::new(),
            false => object.map(|o| s.subtree(o)).unwrap_or_default(),
        },
        Takes::Named => {
            let named = s.child_by(verb, Deprel::Iobj).or(object);
            let name = s.children_by(verb, Deprel::Xcomp).find(|&c| !is_infinitive(s, c));
            let name = name.or_else(|| s.child_by(verb, Deprel::Obj).filter(|&o| named != Some(o)));
            name.map(|n| named.map_or(s.subtree(n), |o| joined(s, o, n))).unwrap_or_default()
        }
        Takes::Phrase(word) => led_by(s, verb, word).next().map(|p| without_leader(s, p)).unwrap_or_default(),
        Takes::PhraseInfinitive(word) => phrase_infinitive(s, verb, word),
        Takes::ObjectPhrase(word) => match (led_by(s, verb, word).next(), object) {
            (Some(phrase), None) if word == "as" => s.subtree(phrase),
            (None, Some(object)) if hangs_on_object(s, object, word) => s.subtree(object),
            (phrase, object) => both(s, object, phrase),
        },
    }
}

/// "accused the army of looting" where the tree hangs "of looting" on the army.
fn hangs_on_object(s: &Sentence, object: usize, word: &str) -> bool {
    let clause = |c: usize| s.tokens[c].deprel.base() == Deprel::Acl;
    led_by(s, object, word).any(|c| clause(c) || word == "of")
}

/// "called on them to leave": hearer and infinitive.
fn phrase_infinitive(s: &Sentence, verb: usize, word: &str) -> Vec<usize> {
    let Some(hearer) = led_by(s, verb, word).find(|&c| c > verb && is_nominal(s, c)) else {
        return Vec::new();
    };
    let inside = s.children_by(hearer, Deprel::Acl).find(|&c| is_infinitive(s, c));
    let mut beside = s.children(verb).iter().copied();
    let after = |&c: &usize| {
        c > hearer
            && matches!(s.tokens[c].deprel, Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp)
            && is_infinitive(s, c)
    };
    match (inside, beside.find(after)) {
        (Some(_), _) => without_leader(s, hearer),
        (None, Some(infinitive)) => {
            let mut tokens = without_leader(s, hearer);
            tokens.extend(s.subtree(infinitive));
            tokens.sort_unstable();
            tokens
        }
        (None, None) => Vec::new(),
    }
}

fn both(s: &Sentence, first: Option<usize>, second: Option<usize>) -> Vec<usize> {
    match (first, second) {
        (Some(a), Some(b)) => joined(s, a, b),
        _ => Vec::new(),
    }
}

fn joined(s: &Sentence, a: usize, b: usize) -> Vec<usize> {
    let mut tokens = s.subtree(a);
    tokens.extend(s.subtree(b));
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// A phrase without its preposition.
fn without_leader(s: &Sentence, head: usize) -> Vec<usize> {
    s.subtree_without(head, |c| {
        s.tokens[c].head == Some(head) && matches!(s.tokens[c].deprel, Deprel::Case | Deprel::Mark)
    })
}

/// "Speaking about the film, the bishop said …": the participle only leads to the cue.
fn is_aside(scene: &Scene, s: &Sentence, verb: usize, kind: CueKind) -> bool {
    let cue = |h: usize| scene.lexicon.verb(&s.tokens[h].lemma).is_some_and(|v| v.takes(&Takes::Quote));
    kind == CueKind::Talk && s.tokens[verb].deprel == Deprel::Advcl && s.tokens[verb].head.is_some_and(cue)
}

/// The clause a reporting verb is put into: "The talks, he said, failed", "as the minister said, …".
fn hosting_clause(s: &Sentence, verb: usize, says: bool) -> Vec<usize> {
    let token = &s.tokens[verb];
    let Some(host) = token.head else { return Vec::new() };
    let inserted = match token.deprel {
        Deprel::Parataxis => s.children(verb).iter().any(|&c| s.tokens[c].deprel == Deprel::Nsubj),
        Deprel::Advcl | Deprel::AdvclRelcl => {
            let led = matches!(leader(s, verb).as_deref(), Some("as") | None) && !is_circumstance(s, verb);
            says && led && s.child_by(verb, Deprel::Nsubj).is_some() && !is_infinitive(s, host)
        }
        _ => false,
    };
    let inside = || s.subtree_without(host, |c| c == verb);
    match (inserted, after_subordinator(s, verb)) {
        (true, Some(word)) => inside().into_iter().filter(|&t| t == word || t > verb).collect(),
        (true, None) => inside(),
        (false, _) => Vec::new(),
    }
}

/// "She said it was a start; but, she added, “we want more”": an inserted cue beside another cue has only what follows it.
fn adds_to_telling(scene: &Scene, s: &Sentence, verb: usize) -> bool {
    let tells = |h: usize| scene.lexicon.verb(&s.tokens[h].lemma).is_some_and(|v| v.takes(&Takes::Quote));
    let own = |v: usize| s.child_by(v, Deprel::Nsubj).is_some();
    s.tokens[verb].deprel == Deprel::Parataxis
        && s.tokens[verb]
            .head
            .is_some_and(|h| h < verb && s.tokens[h].upos == Upos::Verb && tells(h) && own(h))
        && own(verb)
}

/// "when Peru recalled its envoy" tells a circumstance, not whose words the clause is.
fn is_circumstance(s: &Sentence, verb: usize) -> bool {
    let when = |c: usize| {
        matches!(s.tokens[c].lemma.as_str(), "when" | "where" | "whenever" | "wherever" | "how" | "why")
    };
    s.child_by(verb, Deprel::Obj).is_some() || s.children_by(verb, Deprel::Advmod).any(when)
}

/// "They will stay until, he said, the road is safe": the conjunction right before an inserted cue opens what is said.
fn after_subordinator(s: &Sentence, verb: usize) -> Option<usize> {
    let first = s.subtree(verb).into_iter().find(|&t| !is_punct(&s.tokens[t]))?;
    let word = (0..first).rev().find(|&t| !is_punct(&s.tokens[t]))?;
    let comma = s.tokens[word + 1..first].iter().any(is_punct);
    let opens = matches!(
        s.tokens[word].form.to_lowercase().as_str(),
        "whenever"
            | "when"
            | "where"
            | "because"
            | "until"
            | "unless"
            | "if"
            | "while"
            | "that"
            | "since"
            | "although"
    );
    let goes_on = s.tokens[verb + 1..].iter().filter(|t| !is_punct(t)).count() > 2;
    (comma && opens && goes_on).then_some(word)
}
