//! Statements whose cue is a noun, an adjective or a preposition: "his claim that …", "is confident that …",
//! "according to …", "…, citing officials".

use verbale_record::{Deprel, Sentence, TokenRef, Upos};

use super::draft::{Draft, Scene, Tie};
use super::grammar::*;
use super::lexicon::{NounCue, PhraseRole, Takes};

/// The draft of a noun or adjective that attributes, if it has content.
pub(super) fn word_draft(scene: &Scene, sentence: usize, token: usize) -> Option<Draft> {
    let s = &scene.doc.sentences[sentence];
    let lemma = s.tokens[token].lemma.to_lowercase();
    let (entry, speakers) = match s.tokens[token].upos {
        Upos::Noun => (scene.lexicon.noun(&lemma)?, owners(scene, s, token)),
        Upos::Adj => (scene.lexicon.adjective(&lemma)?, holders(s, token)),
        _ => return None,
    };
    let (tokens, tie) = content(s, token, entry)?;
    let noun = s.tokens[token].upos == Upos::Noun;
    if noun && (tie == Tie::Phrase || s.tokens[token].head.is_some_and(|h| carried(scene, s, h).is_some())) {
        return None; // "the offer of talks" names what was said; "voiced the hope that" is the verb's
    }
    if scene.in_speech(s.tokens[token].span) {
        return None;
    }
    let rumoured = entry.anyone && tie == Tie::Clause && !is_denied(s, token);
    if speakers.is_empty() && !rumoured || is_negated(s, token) {
        return None;
    }
    let mut draft = Draft::new(scene, TokenRef { sentence, token }, &[token]);
    draft.speakers = speakers;
    Some(draft.with_content(scene, &tokens, tie))
}

/// The noun that a verb utters, with the head of its content: "voiced the hope that …". The clause may hang on either.
fn carried(scene: &Scene, s: &Sentence, verb: usize) -> Option<(usize, usize, Tie)> {
    let t = &s.tokens[verb];
    let (lemma, form) = (t.lemma.to_lowercase(), t.form.to_lowercase());
    let known = scene.lexicon.verb_of(&lemma, &form).map_or(lemma.as_str(), |(word, _)| word);
    if t.upos != Upos::Verb || !scene.lexicon.is(known, PhraseRole::Utter) {
        return None;
    }
    let noun = s.child_by(verb, Deprel::Obj)?;
    let entry = scene.lexicon.noun(&s.tokens[noun].lemma.to_lowercase())?;
    let beside = || {
        let led =
            |c: &usize| matches!(s.tokens[*c].deprel.base(), Deprel::Ccomp | Deprel::Advcl | Deprel::Acl);
        let that = |c: &usize| *c > noun && leader(s, *c).as_deref() == Some("that");
        let below = s.subtree(noun).into_iter().chain(s.children(verb).iter().copied());
        below.filter(led).filter(that).find(|&c| !is_relative(s, c))
    };
    let clause = entry.takes.contains(&Takes::Clause).then(|| clause_of(s, noun).or_else(beside)).flatten();
    let infinitive = || s.children(noun).iter().copied().find(|&c| is_its_infinitive(s, c));
    let wished = || entry.takes.contains(&Takes::Infinitive).then(infinitive).flatten();
    clause.map(|c| (noun, c, Tie::Clause)).or_else(|| wished().map(|c| (noun, c, Tie::Infinitive)))
}

/// The draft of a verb that utters what its object names: "expressed the hope that …".
pub(super) fn carried_draft(scene: &Scene, sentence: usize, token: usize) -> Option<Draft> {
    let s = &scene.doc.sentences[sentence];
    let (noun, clause, tie) = carried(scene, s, token)?;
    if is_unreal(s, token) || scene.in_speech(s.tokens[token].span) || is_denied(s, noun) {
        return None;
    }
    let mut draft = Draft::new(scene, TokenRef { sentence, token }, &[token]);
    draft.speakers = doers(s, token, |_| false);
    if draft.speakers.is_empty() {
        return None;
    }
    let tokens = s.subtree_without(clause, |c| c == noun || s.is_under(noun, c) && c != clause);
    Some(draft.with_content(scene, &tokens, tie))
}

/// "no claim that …".
fn is_denied(s: &Sentence, noun: usize) -> bool {
    s.children_by(noun, Deprel::Det).any(|d| s.tokens[d].lemma == "no")
}

fn content(s: &Sentence, cue: usize, entry: &NounCue) -> Option<(Vec<usize>, Tie)> {
    entry.takes.iter().find_map(|way| {
        let (head, tie) = match way {
            Takes::Clause => (clause_of(s, cue)?, Tie::Clause),
            Takes::Infinitive => {
                (s.children(cue).iter().copied().find(|&c| is_its_infinitive(s, c))?, Tie::Infinitive)
            }
            Takes::Phrase(word) => (led_by(s, cue, word).next()?, Tie::Phrase),
            _ => return None,
        };
        let lead = |c: usize| {
            s.tokens[c].head == Some(head)
                && (s.tokens[c].deprel == Deprel::Case
                    || c == cue
                    || s.tokens[c].deprel == Deprel::NsubjOuter)
        };
        let inside_cue = |c: usize| c == cue || s.is_under(cue, c) && c != head;
        Some((s.subtree_without(head, |c| tie == Tie::Phrase && lead(c) || inside_cue(c)), tie))
    })
}

/// "the claim that …", "his claim is that …".
fn clause_of(s: &Sentence, cue: usize) -> Option<usize> {
    let led = |c: usize| matches!(leader(s, c).as_deref(), Some("that" | "whether" | "if" | "how" | "why"));
    let complement = |&c: &usize| match s.tokens[c].deprel {
        Deprel::Ccomp => true,
        Deprel::Acl | Deprel::AclRelcl | Deprel::Advcl => led(c) && !is_relative(s, c),
        _ => false,
    };
    if let Some(clause) = s.children(cue).iter().copied().find(complement) {
        return Some(clause);
    }
    let head = s.tokens[cue].head.filter(|_| s.tokens[cue].deprel.base() == Deprel::Nsubj)?;
    (s.tokens[head].lemma == "be").then(|| s.child_by(head, Deprel::Ccomp)).flatten()
}

/// Whether "that" is the clause's own subject or object, so that the clause only describes the noun.
fn is_relative(s: &Sentence, clause: usize) -> bool {
    s.children(clause).iter().any(|&c| {
        let t = &s.tokens[c];
        matches!(t.deprel.base(), Deprel::Nsubj | Deprel::Obj | Deprel::Obl) && t.feats.has("PronType", "Rel")
    })
}

fn is_its_infinitive(s: &Sentence, token: usize) -> bool {
    matches!(s.tokens[token].deprel, Deprel::Acl | Deprel::Xcomp | Deprel::Advcl) && is_infinitive(s, token)
}

/// Whose statement, hope or plan it is: "his hope", "a call by X", "X made the claim".
pub(super) fn owners(scene: &Scene, s: &Sentence, noun: usize) -> Vec<usize> {
    let named = s.child_by(noun, Deprel::NmodPoss).or_else(|| {
        ["by", "from", "of"]
            .iter()
            .find_map(|word| led_by(s, noun, word).find(|&c| is_source(scene, s, noun, word, c)))
    });
    let supporting = || {
        let head =
            s.tokens[noun].head.filter(|&h| scene.lexicon.is(&s.tokens[h].lemma, PhraseRole::Support))?;
        match s.tokens[noun].deprel {
            Deprel::Obj => doers(s, head, |_| false).first().copied(),
            Deprel::NsubjPass => agent(s, head),
            _ => None,
        }
    };
    let owner = named.or_else(supporting).map(|o| antecedent(s, o));
    owner.map(|o| with_partners(s, o)).unwrap_or_default()
}

/// Whether a phrase names the author of a noun's content; "of" may lead in the content instead.
fn is_source(scene: &Scene, s: &Sentence, noun: usize, word: &str, phrase: usize) -> bool {
    let entry = scene.lexicon.noun(&s.tokens[noun].lemma);
    let takes_it = entry.is_some_and(|n| n.takes.contains(&Takes::Phrase(word.into())));
    is_nominal(s, phrase) && !takes_it
}

/// Of whom an adjective is said: its subject, or that of the verb it completes ("remains confident",
/// but not "makes sure").
fn holders(s: &Sentence, adjective: usize) -> Vec<usize> {
    let head = s.tokens[adjective].head.filter(|_| s.tokens[adjective].deprel == Deprel::Xcomp);
    if head.is_some_and(|h| s.tokens[h].lemma == "make") {
        return Vec::new();
    }
    doers(s, adjective, |_| false)
}

/// A phrase that names the source of the clause it stands in.
struct SourcePhrase {
    cue: Vec<usize>,
    speakers: Vec<usize>,
    /// The word that ties the phrase to the clause.
    top: usize,
}

/// The draft of "according to X", "in X's words" or "per X" at the head of the source's phrase.
pub(super) fn source_draft(scene: &Scene, sentence: usize, token: usize) -> Option<Draft> {
    let s = &scene.doc.sentences[sentence];
    let phrase = source_phrase(scene, s, token).or_else(|| own_words(scene, s, token))?;
    let clause = full_clause(s, s.tokens[phrase.top].head?);
    let host = if ends_sentence(s, phrase.top) { whole_clause(s, clause) } else { clause };
    let inside = s.subtree_without(host, |c| c == phrase.top || leads_clause(s, c, host));
    let tokens = widened(s, host, &phrase, inside);
    let cue = TokenRef { sentence, token: *phrase.cue.first()? };
    let mut draft = Draft::new(scene, cue, &phrase.cue);
    draft.speakers = phrase.speakers;
    draft.takes_quote = true;
    Some(draft.with_content(scene, &tokens, Tie::Clause))
}

fn ends_sentence(s: &Sentence, top: usize) -> bool {
    let last = s.subtree(top).last().copied().unwrap_or(top);
    s.tokens[last + 1..].iter().all(|t| t.upos == Upos::Punct)
}

/// The content of a source at an end of its sentence: where the clause is the main one, the whole sentence.
fn widened(s: &Sentence, host: usize, phrase: &SourcePhrase, inside: Vec<usize>) -> Vec<usize> {
    let own = s.subtree(phrase.top);
    let bare = |t: &usize| matches!(s.tokens[*t].upos, Upos::Punct | Upos::Cconj);
    let (Some(&first), Some(&last)) = (own.first(), own.last()) else { return inside };
    let leads = (0..first).all(|t| bare(&t));
    let ends = ends_sentence(s, phrase.top);
    match (s.tokens[host].deprel == Deprel::Root, leads, ends) {
        (true, true, _) => (last + 1..s.tokens.len()).collect(),
        (true, _, true) => (0..first).skip_while(bare).collect(),
        _ => inside,
    }
}

/// The clause a word stands in; of a participle or infinitive that only adds to a clause ("…, killing three"), that
/// clause.
fn full_clause(s: &Sentence, token: usize) -> usize {
    let adds = |head: usize| {
        let finite = s.tokens[head].feats.has("VerbForm", "Fin");
        let own = |&c: &usize| matches!(s.tokens[c].deprel.base(), Deprel::Nsubj | Deprel::Aux | Deprel::Cop);
        matches!(s.tokens[head].deprel, Deprel::Advcl | Deprel::Acl | Deprel::Xcomp)
            && !finite
            && !s.children(head).iter().any(own)
    };
    let mut head = clause_head(s, token);
    while let Some(above) = s.tokens[head].head.filter(|_| adds(head)) {
        head = clause_head(s, above);
    }
    head
}

/// The clause that a source at the end of the sentence vouches for: not only "when police arrived" but all it belongs to.
fn whole_clause(s: &Sentence, clause: usize) -> usize {
    let adverbial = |c: usize| matches!(s.tokens[c].deprel, Deprel::Advcl | Deprel::AclRelcl);
    let mut head = clause;
    while let Some(above) = s.tokens[head].head.filter(|_| adverbial(head)) {
        head = full_clause(s, above);
    }
    head
}

/// "and", "but", "that" before the clause are not what the source said.
fn leads_clause(s: &Sentence, token: usize, host: usize) -> bool {
    s.tokens[token].head == Some(host) && matches!(s.tokens[token].deprel, Deprel::Cc | Deprel::Mark)
}

fn source_phrase(scene: &Scene, s: &Sentence, token: usize) -> Option<SourcePhrase> {
    let speakers = with_partners(s, token);
    if let Some(top) = accord(s, token) {
        return Some(SourcePhrase { cue: vec![top, s.child_by(token, Deprel::Case)?], speakers, top });
    }
    let preposition = s.preposition(token)?;
    let named = preposition.contains(' ') || s.tokens[token].upos == Upos::Propn;
    if !scene.lexicon.is(&preposition, PhraseRole::Source) || !is_nominal(s, token) || !named {
        return None;
    }
    let mut cue: Vec<usize> = s.children_by(token, Deprel::Case).collect();
    let fixed: Vec<usize> = cue.iter().flat_map(|&c| s.children_by(c, Deprel::Fixed)).collect();
    cue.extend(fixed);
    cue.sort_unstable();
    Some(SourcePhrase { cue, speakers, top: token })
}

/// "according" read as a verb of its own, over "to X".
fn accord(s: &Sentence, token: usize) -> Option<usize> {
    let head = s.tokens[token].head.filter(|_| s.preposition(token).as_deref() == Some("to"))?;
    s.tokens[head].form.eq_ignore_ascii_case("according").then_some(head)
}

/// "in his words", "in the view of X".
fn own_words(scene: &Scene, s: &Sentence, token: usize) -> Option<SourcePhrase> {
    let noun = s.tokens[token].lemma.to_lowercase();
    let fits = s.tokens[token].deprel.base() == Deprel::Obl
        && s.preposition(token).as_deref() == Some("in")
        && scene.lexicon.is(&noun, PhraseRole::Words);
    let owner = s.child_by(token, Deprel::NmodPoss).or_else(|| led_by(s, token, "of").next());
    let owner = owner.filter(|_| fits)?;
    let case = s.child_by(token, Deprel::Case)?;
    let cue = if owner > token { vec![case, token] } else { vec![token] };
    Some(SourcePhrase { cue, speakers: with_partners(s, owner), top: token })
}

/// The draft of "…, citing officials": the source behind a statement found before, with its content.
pub(super) fn citing_draft(scene: &Scene, sentence: usize, token: usize, drafts: &[Draft]) -> Option<Draft> {
    let s = &scene.doc.sentences[sentence];
    let t = &s.tokens[token];
    let participle = t.upos == Upos::Verb && t.form.to_lowercase().ends_with("ing");
    if !participle || !scene.lexicon.is(&t.lemma, PhraseRole::Citing) {
        return None;
    }
    let source = s.child_by(token, Deprel::Obj)?;
    let head = t.head?;
    let reported =
        drafts.iter().find(|d| d.cue == TokenRef { sentence, token: head } && !d.content.is_empty())?;
    let speakers: Vec<usize> = with_partners(s, source);
    let person = |&x: &usize| scene.mentions.actor_at(TokenRef { sentence, token: x }).is_some();
    if !speakers.iter().any(person) {
        return None;
    }
    let mut draft = Draft::new(scene, TokenRef { sentence, token }, &[token]);
    draft.speakers = speakers;
    draft.content = reported.content.clone();
    draft.tie = Tie::Phrase;
    draft.under = Some(reported.cue);
    Some(draft)
}
