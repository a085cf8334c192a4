//! Which pattern a word of a sentence triggers, and who then acts on whom.

use std::collections::BTreeSet;

use verbale_record::{Deprel, EventType, MentionHow, MentionIndex, Sentence, Upos};

use super::arguments::Arguments;
use super::book::{Pattern, SlotTest, TriggerKind};
use super::tests_of_words::forms;
use crate::frames::{Frame, is_nominal, is_part, spelling};

/// A pattern that fits at a trigger.
#[derive(Clone, Debug)]
pub(super) struct Match<'a> {
    pub trigger: usize,
    pub pattern: &'a Pattern,
    pub actor: Vec<MentionIndex>,
    pub recipient: Vec<MentionIndex>,
    /// Whether the actor's words mean several.
    pub is_plural: bool,
    /// Words the requirements name: part of the trigger's meaning.
    pub consumed: Vec<usize>,
    /// Heads of what is asked, offered, accused…: events under them are not told as done.
    pub content: Vec<usize>,
}

impl Match<'_> {
    /// How many sides were found: 0 to 2.
    pub fn sides(&self) -> usize {
        usize::from(!self.actor.is_empty()) + usize::from(!self.recipient.is_empty())
    }
}

/// The matches of a sentence, one a trigger at most, in order of the text.
pub(super) fn matches<'a>(arguments: &Arguments<'a>) -> Vec<Match<'a>> {
    let s = arguments.sentence();
    let found: Vec<Match> = (heading_end(s)..s.tokens.len()).filter_map(|t| best(arguments, t)).collect();
    let taken: BTreeSet<usize> = found.iter().flat_map(|m| m.consumed.iter().copied()).collect();
    let kept: Vec<Match> = found.into_iter().filter(|m| !taken.contains(&m.trigger)).collect();
    kept.iter().filter(|m| !is_content(s, m, &kept)).cloned().collect()
}

fn is_content(s: &Sentence, of: &Match, all: &[Match]) -> bool {
    all.iter().any(|m| m.trigger != of.trigger && super::status::is_inside(s, of.trigger, &m.content))
}

/// Words up to which a heading may reach.
const LONGEST_HEADING: usize = 14;

/// Where the sentence proper begins: after a heading such as "Invasion of Iraq: …", which names the story and tells
/// nothing. A heading has no finite verb.
fn heading_end(s: &Sentence) -> usize {
    let colon = s.tokens.iter().take(LONGEST_HEADING).position(|t| t.form == ":");
    let Some(colon) = colon.filter(|&c| c + 2 < s.tokens.len()) else { return 0 };
    let tells = s.tokens[..colon].iter().any(|t| t.feats.has("VerbForm", "Fin") || t.upos == Upos::Aux);
    if tells { 0 } else { colon + 1 }
}

/// The most specific pattern that fits at a word.
fn best<'a>(arguments: &Arguments<'a>, token: usize) -> Option<Match<'a>> {
    let s = arguments.sentence();
    if !may_trigger(s, token) {
        return None;
    }
    let mut best: Option<((usize, usize), Match)> = None;
    for (kind, lemma) in keys(s, token) {
        for (_, pattern) in arguments.book().triggered_by(kind, &lemma) {
            let Some(found) = fit(arguments, pattern, token) else { continue };
            let rank = (pattern.specificity(), found.sides());
            if best.as_ref().is_none_or(|(r, _)| rank > *r) {
                best = Some((rank, found));
            }
        }
    }
    best.map(|(_, found)| found)
}

/// Words inside names, and nouns that only modify another noun ("ceasefire talks", "attack helicopter"), trigger nothing.
fn may_trigger(s: &Sentence, token: usize) -> bool {
    let t = &s.tokens[token];
    let in_name = s.names.iter().any(|n| n.first <= token && token <= n.last);
    let modifies = matches!(t.deprel, Deprel::Compound | Deprel::NmodDesc | Deprel::Flat | Deprel::NmodPoss);
    match t.upos {
        Upos::Verb => !(in_name && t.form.chars().next().is_some_and(char::is_uppercase)),
        Upos::Noun => !in_name && !modifies,
        Upos::Adj => !in_name,
        _ => false,
    }
}

/// Under which words of the book a token may stand.
fn keys(s: &Sentence, token: usize) -> Vec<(TriggerKind, String)> {
    let t = &s.tokens[token];
    let lemmas = forms(s, token);
    let of = |kind: TriggerKind| lemmas.iter().map(move |l| (kind, l.clone())).collect::<Vec<_>>();
    match t.upos {
        Upos::Verb => {
            let mut keys = of(TriggerKind::Verb);
            if t.feats.has("VerbForm", "Part") {
                keys.push((TriggerKind::Adjective, spelling(&t.form)));
            }
            keys
        }
        Upos::Noun => of(TriggerKind::Noun),
        Upos::Adj => {
            let mut keys = of(TriggerKind::Adjective);
            keys.push((TriggerKind::Adjective, spelling(&t.form)));
            keys
        }
        _ => Vec::new(),
    }
}

fn fit<'a>(arguments: &Arguments<'a>, pattern: &'a Pattern, token: usize) -> Option<Match<'a>> {
    let s = arguments.sentence();
    let frame = match pattern.kind {
        TriggerKind::Noun => Frame::noun(s, token),
        TriggerKind::Verb => Frame::verb(s, token),
        TriggerKind::Adjective => Frame::adjective(s, token),
    };
    if !particle_fits(pattern, &frame) {
        return None;
    }
    let scope = Scope { arguments, pattern, frame };
    let consumed = scope.required()?;
    if scope.is_forbidden() {
        return None;
    }
    let (actor, recipient) = scope.sides();
    let is_plural = scope.is_plural(&actor);
    let content = scope.content(&consumed);
    let found = Match { trigger: token, pattern, actor, recipient, is_plural, consumed, content };
    is_told(s, &found).then_some(found)
}

/// A pattern without particle fits a verb with one only if the particle changes little ("up", "out", "down", "off" with the
/// lemma alone would be another verb: "break up", "carry out").
fn particle_fits(pattern: &Pattern, frame: &Frame) -> bool {
    match (frame.particle(), pattern.particles.is_empty()) {
        (Some(found), false) => pattern.particles.contains(&found),
        (None, false) => {
            // Parsers often take the particle for an adverb or preposition.
            pattern.particles.iter().any(|p| frame.has_word(p))
        }
        (Some(_), true) => {
            pattern.kind != TriggerKind::Verb || pattern.require.iter().any(|r| r.test.names_words())
        }
        (None, true) => true,
    }
}

/// Prepositions whose phrase tells of another happening than its verb: "spoke **despite** criticism".
const ASIDE: [&str; 14] = [
    "despite",
    "after",
    "following",
    "amid",
    "before",
    "during",
    "over",
    "due to",
    "because of",
    "since",
    "as",
    "besides",
    "notwithstanding",
    "given",
];

fn is_aside(s: &Sentence, noun: usize) -> bool {
    s.tokens[noun].deprel.base() == Deprel::Obl
        && s.preposition(noun).is_some_and(|p| ASIDE.contains(&p.as_str()))
}

/// Enough sides for an event of its type: speech and dealings need an actor, deeds anyone; a noun told only
/// inside another noun's phrase needs both.
fn is_told(s: &Sentence, found: &Match) -> bool {
    use EventType::*;
    let enough = match found.pattern.event_type {
        Consult | Support | Agree | Cooperate | Concede | Request | Threaten | Reject => {
            !found.actor.is_empty()
        }
        _ => found.sides() > 0,
    };
    let t = &s.tokens[found.trigger];
    let embedded = found.pattern.kind == TriggerKind::Noun
        && matches!(t.deprel.base(), Deprel::Nmod | Deprel::Appos)
        && t.head.is_some_and(|h| is_nominal(s, h));
    let alone = found.pattern.reciprocal && found.sides() == 1 && found.actor.len() == 1;
    if alone && matches!(found.pattern.event_type, Consult | Cooperate | Assault) && !found.is_plural {
        return false;
    }
    enough && (!embedded || found.sides() == 2 || found.pattern.reciprocal && found.actor.len() > 1)
}

/// A pattern at a trigger.
struct Scope<'a, 'f> {
    arguments: &'f Arguments<'a>,
    pattern: &'a Pattern,
    frame: Frame<'a>,
}

impl Scope<'_, '_> {
    /// The words that satisfy requirements of certain words; `None` if a requirement is not met.
    fn required(&self) -> Option<Vec<usize>> {
        let mut consumed = Vec::new();
        for required in &self.pattern.require {
            let passed = self.passing(required);
            if passed.is_empty() {
                return None;
            }
            if required.test.names_words() {
                consumed.extend(passed);
            }
        }
        Some(consumed)
    }

    fn is_forbidden(&self) -> bool {
        self.pattern.forbid.iter().any(|f| !self.passing(f).is_empty())
    }

    fn passing(&self, slot: &SlotTest) -> Vec<usize> {
        let s = self.arguments.sentence();
        let heads = slot.paths.iter().flat_map(|p| self.path(p));
        // "rounds of sanctions" are sanctions.
        let parted = |h: usize| if is_part(s, h) { Frame::noun(s, h).slot("of") } else { Vec::new() };
        let heads = heads.flat_map(|h| std::iter::once(h).chain(parted(h)).collect::<Vec<_>>());
        heads.filter(|&h| slot.test.accepts(self.arguments, h)).collect()
    }

    fn path(&self, path: &str) -> Vec<usize> {
        if let Some(rest) = path.strip_prefix("verb.") {
            let s = self.arguments.sentence();
            let light = &self.pattern.light;
            if is_aside(s, self.frame.token()) {
                return Vec::new();
            }
            let verbs = self.frame.slot("verb").into_iter();
            let supports = |v: &usize| light.is_empty() || forms(s, *v).iter().any(|f| light.contains(f));
            return verbs
                .filter(supports)
                .flat_map(|v| Frame::of(s, v).path(rest))
                .filter(|&t| t != self.frame.token())
                .collect();
        }
        self.frame.path(path)
    }

    fn sides(&self) -> (Vec<MentionIndex>, Vec<MentionIndex>) {
        let mut actor = self.first(&self.pattern.actor);
        let mut recipient = self.first_other(&self.pattern.recipient, &actor);
        if self.pattern.reciprocal {
            actor.extend(
                self.pattern.actor.iter().chain(&self.pattern.recipient).flat_map(|p| self.mentions_at(p)),
            );
            recipient.clear();
        }
        for side in [&mut actor, &mut recipient] {
            side.sort_unstable();
            side.dedup();
        }
        recipient.retain(|m| !actor.contains(m));
        if self.are_same(&actor, &recipient) {
            recipient.clear();
        }
        (actor, recipient)
    }

    /// Whether the mentions mean several: more than one, or one of several actors, or, with verbs, a plural noun
    /// ("the leaders met").
    fn is_plural(&self, side: &[MentionIndex]) -> bool {
        let mentions = self.arguments.mentions();
        side.len() > 1
            || side.iter().filter_map(|&m| mentions.actor_mentions.get(m)).any(|m| {
                let head = self.arguments.sentence().tokens.get(m.head.token);
                m.actors.len() > 1
                    || self.pattern.kind != TriggerKind::Noun
                        && head.is_some_and(|t| t.feats.has("Number", "Plur"))
            })
    }

    fn first(&self, paths: &[String]) -> Vec<MentionIndex> {
        paths.iter().map(|p| self.mentions_at(p)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// As [`Scope::first`], passing over what is the actor's own: "refused to withdraw **its forces** from Iraq".
    fn first_other(&self, paths: &[String], actor: &[MentionIndex]) -> Vec<MentionIndex> {
        let all = &self.arguments.mentions().actor_mentions;
        let of_actor =
            |m: MentionIndex| all.get(m).is_some_and(|m| actor.iter().any(|&a| all[a].actors == m.actors));
        let own = |m: &MentionIndex| {
            let head = all.get(*m).map(|m| m.head.token);
            let owners =
                head.map(|t| Frame::noun(self.arguments.sentence(), t).slot("poss")).unwrap_or_default();
            owners.into_iter().filter_map(|o| self.arguments.at(o)).any(of_actor)
        };
        let others = |p: &String| self.mentions_at(p).into_iter().filter(|m| !own(m)).collect::<Vec<_>>();
        paths.iter().map(others).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Whether a mention is nobody in particular: "**those** who support him".
    fn is_generic(&self, mention: MentionIndex) -> bool {
        let head = self.arguments.mentions().actor_mentions.get(mention).map(|m| m.head.token);
        let word = head.and_then(|t| self.arguments.sentence().tokens.get(t)).map(|t| t.form.to_lowercase());
        word.is_some_and(|w| {
            matches!(
                w.as_str(),
                "those" | "that" | "anyone" | "someone" | "everyone" | "anybody" | "whoever" | "who"
            )
        })
    }

    fn mentions_at(&self, path: &str) -> Vec<MentionIndex> {
        let heads = path.split('|').flat_map(|p| self.path(p));
        let found = heads.flat_map(|head| self.arguments.behind(head)).map(|m| self.named(m));
        found.flat_map(|m| self.exemplified(m)).filter(|&m| !self.is_generic(m)).collect()
    }

    /// "others **such as Russia and China**" are those named.
    fn exemplified(&self, mention: MentionIndex) -> Vec<MentionIndex> {
        let (s, all) = (self.arguments.sentence(), &self.arguments.mentions().actor_mentions);
        let own = all.get(mention).filter(|m| m.how != MentionHow::Name);
        let examples = own.map(|m| Frame::noun(s, m.head.token).slot("such as")).unwrap_or_default();
        let named: Vec<MentionIndex> = examples.into_iter().filter_map(|t| self.arguments.at(t)).collect();
        if named.is_empty() { vec![mention] } else { named }
    }

    /// For a possessive pronoun the mention it points back to in the sentence, if any: "**Kuwait** renewed its call".
    fn named(&self, mention: MentionIndex) -> MentionIndex {
        let all = &self.arguments.mentions().actor_mentions;
        let Some(own) = all.get(mention).filter(|m| m.how == MentionHow::Pronoun) else { return mention };
        let possessive = self.arguments.sentence().tokens.get(own.head.token);
        if possessive.is_none_or(|t| t.deprel != Deprel::NmodPoss) {
            return mention;
        }
        let before = all
            .iter()
            .enumerate()
            .take(mention)
            .rev()
            .take_while(|(_, m)| m.head.sentence == own.head.sentence);
        let named = before.filter(|(_, m)| m.how != MentionHow::Pronoun && m.actors == own.actors);
        named.map(|(i, _)| i).next().unwrap_or(mention)
    }

    /// Whether both sides are the same actors: "its own troops" are no recipient.
    fn are_same(&self, actor: &[MentionIndex], recipient: &[MentionIndex]) -> bool {
        let mentions = self.arguments.mentions();
        let ids = |side: &[MentionIndex]| -> BTreeSet<&str> {
            side.iter().flat_map(|&m| mentions.actors_of(m)).map(|a| a.id.as_str()).collect()
        };
        !recipient.is_empty() && ids(actor) == ids(recipient)
    }

    /// Heads of what the event is about, where the type's content is not told as done.
    fn content(&self, consumed: &[usize]) -> Vec<usize> {
        use EventType::*;
        let s = self.arguments.sentence();
        let clauses = ["of", "for", "from", "over", "about", "with", "against", "into", "on", "to", "at"];
        let nouns = match self.pattern.event_type {
            Request | Accuse | Reject | Agree | Threaten | Concede | Support => {
                ["object", "of", "for", "on", "about", "over", "to", "against", "with", "at"].as_slice()
            }
            Consult | Coerce | Sanction => ["for", "on", "about", "over", "of"].as_slice(),
            Protest => ["for", "against", "over", "about", "of"].as_slice(),
            _ => return Vec::new(),
        };
        let happens = |t: &usize| {
            s.tokens[*t].upos == Upos::Noun
                && forms(s, *t).iter().any(|f| self.arguments.book().is_event_noun(f))
        };
        let mut heads = self.frame.slot("content");
        heads.extend(
            consumed.iter().filter(|&&c| is_nominal(s, c)).flat_map(|&c| Frame::noun(s, c).slot("content")),
        );
        heads.extend(clauses.iter().flat_map(|p| self.frame.slot(p)).filter(|&t| !is_nominal(s, t)));
        heads.extend(nouns.iter().flat_map(|p| self.frame.slot(p)).filter(happens));
        if matches!(self.pattern.event_type, Accuse | Sanction | Coerce) {
            // What someone is blamed or punished for: "for his role in torturing …", "on charges of …".
            heads.extend(["for", "over", "on"].iter().flat_map(|p| self.frame.slot(p)));
        }
        heads
    }
}
