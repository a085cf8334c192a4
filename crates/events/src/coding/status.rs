//! Whether a happening is told as done, planned, possible or not done.
//!
//! From the trigger the way leads up the tree, clause by clause: auxiliaries, negation, conjunctions and the
//! words above ("plans to", "denied having", "threat of") each add their effect; the strongest stands
//! ([`Effect`]). The way ends where a clause is told as a fact of its own: relative clauses, participles
//! after nouns, finite clauses after "when" or "because", and what is merely said.

use verbale_record::{Deprel, Sentence, Upos};

use super::lexicon::{Effect, StatusWords};
use super::tests_of_words::forms;
use crate::frames::{Frame, is_infinitive, spelling};

/// Steps up the tree after which the rest is taken to add nothing.
const FARTHEST: usize = 12;

/// The effect of all that stands over a trigger, and of a "no" or "not" with a word that is part of its meaning ("pleaded not guilty").
pub(super) fn effect(s: &Sentence, trigger: usize, consumed: &[usize], words: &StatusWords) -> Effect {
    let walk = Walk { s, words };
    let question = s.tokens.last().is_some_and(|t| t.form.starts_with('?'));
    let from_question = if question { Effect::Hypothetical } else { Effect::Actual };
    let own = match s.tokens[trigger].upos {
        Upos::Noun | Upos::Propn => walk.noun(trigger, 0),
        _ => walk.clause(trigger, 0),
    };
    let denied = consumed.iter().filter(|&&c| s.tokens[c].upos != Upos::Verb).any(|&c| {
        Frame::of(s, c).is_negated()
            || s.children_by(c, Deprel::Det).any(|d| s.tokens[d].lemma.eq_ignore_ascii_case("no"))
    });
    let from_consumed = if denied { Effect::Negated } else { Effect::Actual };
    own.max(from_question).max(from_consumed)
}

/// Whether the trigger's clause stands in the past: no date makes it the future.
pub(super) fn is_past(s: &Sentence, trigger: usize) -> bool {
    let past = |t: usize| s.tokens[t].feats.has("Tense", "Past") && s.tokens[t].feats.has("VerbForm", "Fin");
    past(trigger) || s.children(trigger).iter().any(|&c| s.tokens[c].upos == Upos::Aux && past(c))
}

/// Whether an adverb such as "previously" puts the trigger's clause into the background.
pub(super) fn is_background(s: &Sentence, trigger: usize, words: &StatusWords) -> bool {
    s.children(trigger).iter().any(|&c| {
        s.tokens[c].deprel == Deprel::Advmod && words.background.contains(&spelling(&s.tokens[c].lemma))
    })
}

/// Whether the way up from `token` meets one of `heads` before a clause told as a fact of its own.
pub(super) fn is_inside(s: &Sentence, token: usize, heads: &[usize]) -> bool {
    let mut at = token;
    loop {
        if heads.contains(&at) {
            return true;
        }
        if is_own_fact(s, at) {
            return false;
        }
        match s.tokens[at].head {
            Some(head) => at = head,
            None => return false,
        }
    }
}

/// Clauses that tell a fact of their own whatever stands above: relative ones, participles after nouns, "after …", "because …".
fn is_own_fact(s: &Sentence, token: usize) -> bool {
    let t = &s.tokens[token];
    match t.deprel {
        Deprel::AclRelcl | Deprel::AdvclRelcl => true,
        Deprel::Acl => !is_infinitive(s, token) && s.child_by(token, Deprel::Mark).is_none(),
        Deprel::Advcl => s.children_by(token, Deprel::Mark).any(|m| {
            let mark = s.tokens[m].lemma.to_lowercase();
            matches!(mark.as_str(), "after" | "because" | "since" | "although" | "though" | "when")
        }),
        _ => false,
    }
}

struct Walk<'a> {
    s: &'a Sentence,
    words: &'a StatusWords,
}

impl Walk<'_> {
    /// A predicate's own signs and those above it.
    fn clause(&self, verb: usize, steps: usize) -> Effect {
        self.own_signs(verb).max(self.above(verb, steps))
    }

    fn own_signs(&self, verb: usize) -> Effect {
        let negated = Frame::verb(self.s, verb).is_negated() || self.has_negative_argument(verb);
        let auxiliary = self.auxiliary(verb);
        match (negated, auxiliary) {
            (true, _) if self.is_forbidding(verb) => Effect::Uncoded,
            (true, Effect::Hypothetical) if self.is_uncertain(verb) => Effect::Hypothetical,
            (true, _) => Effect::Negated,
            (false, effect) => effect,
        }
    }

    fn auxiliary(&self, verb: usize) -> Effect {
        let s = self.s;
        let mut effect = Effect::Actual;
        for &c in s.children(verb) {
            let t = &s.tokens[c];
            if t.deprel.base() != Deprel::Aux && t.upos != Upos::Aux {
                continue;
            }
            let form = t.form.to_lowercase();
            let lemma = t.lemma.to_lowercase();
            let is_had = form == "'d" && lemma == "have";
            let found = self.words.auxiliary.of(&[form, lemma.clone()]).filter(|_| !is_had);
            let found = match found {
                Some(Effect::Hypothetical) if lemma == "would" && self.is_reported_future(verb) => {
                    Effect::Future
                }
                Some(found) => found,
                None if lemma == "be" && is_infinitive(self.s, verb) && t.deprel == Deprel::Aux => {
                    Effect::Future
                }
                None => continue,
            };
            effect = effect.max(found);
        }
        effect
    }

    /// "said it would": the future of a past report, unless a condition stands beside it.
    fn is_reported_future(&self, verb: usize) -> bool {
        let s = self.s;
        let conditional =
            s.children_by(verb, Deprel::Advcl).any(|c| self.leader(c) == Some(Effect::Hypothetical));
        let mut at = verb;
        while s.tokens[at].deprel == Deprel::Conj {
            let Some(head) = s.tokens[at].head else { return false };
            at = head;
        }
        let report = s.tokens[at].head.filter(|_| s.tokens[at].deprel == Deprel::Ccomp);
        let reports = report.is_some_and(|r| {
            s.tokens[r].feats.has("Tense", "Past")
                && forms(s, r).iter().any(|f| self.words.report.contains(f))
        });
        reports && !conditional
    }

    /// Whether the clause only may hold ("may not", "might not"), as opposed to "would not".
    fn is_uncertain(&self, verb: usize) -> bool {
        self.s
            .children(verb)
            .iter()
            .any(|&c| matches!(self.s.tokens[c].form.to_lowercase().as_str(), "may" | "might"))
    }

    /// "They must not send arms", "do not hold us hostage": a demand, not a report.
    fn is_forbidding(&self, verb: usize) -> bool {
        let s = self.s;
        let forms = |wanted: &[&str]| {
            s.children(verb).iter().any(|&c| {
                s.tokens[c].upos == Upos::Aux && wanted.contains(&s.tokens[c].form.to_lowercase().as_str())
            })
        };
        let has_subject = s
            .children(verb)
            .iter()
            .any(|&c| matches!(s.tokens[c].deprel.base(), Deprel::Nsubj | Deprel::NsubjPass));
        let independent = matches!(s.tokens[verb].deprel, Deprel::Root | Deprel::Ccomp | Deprel::Parataxis);
        forms(&["must", "should", "ought"]) || forms(&["do"]) && !has_subject && independent
    }

    /// Whether a noun is told as absent: "**no** plans to leave", "has **not** announced any plans to leave".
    fn is_absent(&self, noun: usize) -> bool {
        let s = self.s;
        let no = s.children_by(noun, Deprel::Det).any(|d| s.tokens[d].lemma.eq_ignore_ascii_case("no"));
        let holder = s.tokens[noun].head.filter(|_| s.tokens[noun].deprel == Deprel::Obj);
        no || holder.is_some_and(|v| Frame::verb(s, v).is_negated())
    }

    /// "Their demands include the release of …": listed as asked or planned, not told.
    fn lists_demands(&self, verb: usize) -> bool {
        let s = self.s;
        forms(s, verb).iter().any(|f| matches!(f.as_str(), "include" | "be" | "contain"))
            && s.children_by(verb, Deprel::Nsubj)
                .any(|c| forms(s, c).iter().any(|f| self.words.demands.contains(f)))
    }

    /// "No troops left", "killed no one".
    fn has_negative_argument(&self, verb: usize) -> bool {
        let s = self.s;
        s.children(verb).iter().any(|&c| {
            let argument = matches!(s.tokens[c].deprel.base(), Deprel::Nsubj | Deprel::Obj);
            let word = s.tokens[c].lemma.to_lowercase();
            argument
                && (matches!(word.as_str(), "nobody" | "none" | "nothing" | "neither")
                    || s.children_by(c, Deprel::Det)
                        .any(|d| matches!(s.tokens[d].lemma.as_str(), "no" | "neither")))
        })
    }

    /// Effect of the conjunctions and prepositions that lead a clause or phrase in.
    fn leader(&self, token: usize) -> Option<Effect> {
        let s = self.s;
        let mut words = Vec::new();
        for c in s.children(token) {
            if matches!(s.tokens[*c].deprel.base(), Deprel::Mark | Deprel::Case) {
                let mut phrase = s.tokens[*c].lemma.to_lowercase();
                for f in s.children_by(*c, Deprel::Fixed) {
                    phrase = format!("{phrase} {}", s.tokens[f].lemma.to_lowercase());
                }
                words.push(phrase);
            }
        }
        words.extend(s.preposition(token));
        words.iter().filter_map(|w| self.words.leader.of(&[w])).max()
    }

    /// What stands above a clause.
    fn above(&self, verb: usize, steps: usize) -> Effect {
        let s = self.s;
        let Some(head) = s.tokens[verb].head.filter(|_| steps < FARTHEST) else { return Effect::Actual };
        if is_own_fact(s, verb) {
            return Effect::Actual;
        }
        let leader = self.leader(verb);
        match s.tokens[verb].deprel.base() {
            Deprel::Conj => self.coordinated(verb, head, steps),
            Deprel::Xcomp => self.under_word(verb, head, steps, leader, true),
            Deprel::Ccomp | Deprel::Csubj => self.under_word(verb, head, steps, leader, false),
            Deprel::Advcl => self.adverbial(verb, head, steps, leader),
            Deprel::Acl => {
                let open = if is_infinitive(s, verb) { Effect::Hypothetical } else { Effect::Actual };
                if is_infinitive(s, verb) && self.is_absent(head) {
                    return Effect::Negated;
                }
                self.words.clause.of(&forms(s, head)).or(leader).unwrap_or(open)
            }
            Deprel::Parataxis | Deprel::Root => leader.unwrap_or(Effect::Actual),
            _ => leader.unwrap_or(Effect::Actual),
        }
    }

    /// A complement takes the effect of the word it completes; an infinitive or -ing clause also that word's own.
    fn under_word(
        &self,
        verb: usize,
        head: usize,
        steps: usize,
        leader: Option<Effect>,
        open: bool,
    ) -> Effect {
        let s = self.s;
        if self.lists_demands(head) {
            return Effect::Uncoded;
        }
        let word = match s.tokens[head].upos {
            Upos::Aux | Upos::Verb if s.tokens[head].lemma == "go" && !is_infinitive(self.s, verb) => None,
            _ => self.words.clause.of(&forms(s, head)),
        };
        let carried = |c: &usize| matches!(s.tokens[*c].deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
        let finite = (s.tokens[verb].feats.has("VerbForm", "Fin") || s.children(verb).iter().any(carried))
            && !is_infinitive(self.s, verb);
        let word = match word {
            Some(Effect::Future | Effect::Hypothetical) if finite && !open => None,
            word => word,
        };
        let above = match open {
            true if s.tokens[head].upos == Upos::Noun => self.noun(head, steps + 1),
            true => self.clause(head, steps + 1),
            false => Effect::Actual,
        };
        word.into_iter().chain(leader).chain([above]).max().unwrap_or(Effect::Actual)
    }

    fn adverbial(&self, verb: usize, head: usize, steps: usize, leader: Option<Effect>) -> Effect {
        let s = self.s;
        if let Some(effect) = leader {
            return effect;
        }
        if is_infinitive(self.s, verb) {
            // A purpose is an aim, not told as done; who travels to do something will do it.
            if s.children_by(verb, Deprel::Mark).count() > 1 {
                // "in order to", "so as to"
                return Effect::Uncoded;
            }
            let head_forms = forms(s, head);
            let moves = head_forms.iter().any(|f| self.words.motion.contains(f));
            let aim = if moves { Effect::Future } else { Effect::Uncoded };
            let word = self.words.clause.of(&head_forms).filter(|_| s.tokens[head].upos != Upos::Noun);
            return word.unwrap_or(aim).max(self.clause(head, steps + 1));
        }
        let preposition = s.child_by(verb, Deprel::Mark).map(|m| s.tokens[m].lemma.to_lowercase());
        match preposition.as_deref() {
            Some("from" | "of" | "for" | "against" | "about" | "to" | "into") => {
                self.words.clause.of(&forms(s, head)).unwrap_or(Effect::Actual).max(self.own_signs(head))
            }
            Some("by") | None if !s.tokens[verb].feats.has("VerbForm", "Fin") => self.clause(head, steps + 1),
            _ => Effect::Actual,
        }
    }

    /// The second of two verbs shares the first one's auxiliaries where it is not finite itself, and stands under the same words.
    fn coordinated(&self, verb: usize, head: usize, steps: usize) -> Effect {
        let s = self.s;
        let finite = |t: usize| {
            s.tokens[t].feats.has("VerbForm", "Fin")
                || s.children(t).iter().any(|&c| s.tokens[c].deprel.base() == Deprel::Aux)
        };
        let own_subject = s.children(verb).iter().any(|&c| s.tokens[c].deprel.base() == Deprel::Nsubj);
        let shares = !own_subject && (!finite(verb) || is_infinitive(self.s, verb));
        let signs = if shares { self.own_signs(head) } else { Effect::Actual };
        let adverbial_before = s.tokens[head].deprel == Deprel::Advcl
            && own_subject
            && head < verb
            && self.leader(head).is_none();
        match adverbial_before || s.tokens[head].upos == Upos::Noun && s.tokens[verb].upos != Upos::Noun {
            true => signs,
            false => signs.max(self.above(head, steps + 1)),
        }
    }

    /// A noun's own signs and those above it.
    fn noun(&self, noun: usize, steps: usize) -> Effect {
        let s = self.s;
        if s.child_by(noun, Deprel::Csubj).is_some() {
            // "What he must join is talks": said of talks, not that they are held.
            return Effect::Uncoded;
        }
        let own = self.noun_signs(noun);
        let Some(head) = s.tokens[noun].head.filter(|_| steps < FARTHEST) else { return own };
        let leader = self.leader(noun).unwrap_or(Effect::Actual);
        own.max(leader).max(self.above_noun(noun, head, steps))
    }

    fn above_noun(&self, noun: usize, head: usize, steps: usize) -> Effect {
        let s = self.s;
        let base = s.tokens[noun].deprel.base();
        let head_forms = forms(s, head);
        let nominal_head = matches!(s.tokens[head].upos, Upos::Noun | Upos::Propn);
        match base {
            Deprel::Conj if nominal_head => {
                let up = s.tokens[head].head;
                up.map_or(Effect::Actual, |h| self.above_noun(head, h, steps + 1))
                    .max(self.leader(head).unwrap_or(Effect::Actual))
            }
            Deprel::Conj => self.clause(head, steps + 1),
            _ if nominal_head => self.words.noun.of(&head_forms).unwrap_or(Effect::Actual),
            Deprel::Nsubj => self.as_subject(head, &head_forms, steps),
            Deprel::Obj | Deprel::Obl | Deprel::Xcomp | Deprel::Ccomp => {
                self.as_object(noun, head, &head_forms, steps)
            }
            _ => Effect::Actual,
        }
    }

    fn as_subject(&self, verb: usize, verb_forms: &[String], steps: usize) -> Effect {
        let passive = Frame::verb(self.s, verb).is_passive();
        let word = self.words.object.of(verb_forms).filter(|_| passive).unwrap_or(Effect::Actual);
        match verb_forms.iter().any(|f| self.words.occurrence.contains(f))
            || passive && self.supports(verb_forms)
        {
            true => word.max(self.clause(verb, steps + 1)),
            false => word,
        }
    }

    fn supports(&self, verb_forms: &[String]) -> bool {
        verb_forms.iter().any(|f| self.words.support.contains(f))
    }

    fn as_object(&self, noun: usize, verb: usize, verb_forms: &[String], steps: usize) -> Effect {
        let bare = self.s.tokens[noun].deprel.base() == Deprel::Obj;
        if bare && self.lists_demands(verb) {
            return Effect::Uncoded;
        }
        let called_for =
            matches!(self.s.preposition(noun).as_deref(), Some("for" | "of" | "against" | "about"));
        let word = self.words.object.of(verb_forms).filter(|_| bare || called_for).unwrap_or(Effect::Actual);
        match self.supports(verb_forms) {
            true => word.max(self.clause(verb, steps + 1)),
            false => word,
        }
    }

    fn noun_signs(&self, noun: usize) -> Effect {
        let s = self.s;
        let before = s.children(noun).iter().copied().filter(|&c| {
            matches!(
                s.tokens[c].deprel.base(),
                Deprel::Amod | Deprel::Det | Deprel::Compound | Deprel::Advmod
            )
        });
        before
            .filter_map(|c| {
                let mut words = forms(s, c);
                words.push(s.tokens[c].form.to_lowercase());
                self.words.modifier.of(&words)
            })
            .max()
            .unwrap_or(Effect::Actual)
    }
}
