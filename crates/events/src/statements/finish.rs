//! Turns drafts into statements: looks up actors, dates and places, and who reports whom.

use verbale_record::{
    ActorKind, DateBasis, DateMention, Deprel, EventDate, Interval, MentionHow, MentionIndex, PlaceIndex,
    Sector, Sentence, Span, Statement, TokenRef, Upos,
};

use super::draft::{Draft, Scene, Tie};
use super::grammar::{led_by, with_partners};
use super::lexicon::PhraseRole;
use super::phrases::owners;

/// Confidence lost where nobody can be named as the speaker.
const NO_SPEAKER: f32 = 0.7;

/// The statements of all drafts that have content, in order of their cues.
pub(super) fn statements(scene: &Scene, mut drafts: Vec<Draft>) -> Vec<Statement> {
    drafts.retain(|d| !d.content.is_empty() && !speaks_of_itself(scene, d) && !only_points(scene, d));
    drafts.sort_by_key(|d| d.cue);
    drafts.dedup_by_key(|d| d.cue);
    let mut doubled = drafts.iter().map(|d| only_names_another(d, &drafts)).collect::<Vec<_>>().into_iter();
    drafts.retain(|_| !doubled.next().unwrap_or(false));
    let found: Vec<(Draft, Statement)> = drafts
        .into_iter()
        .map(|d| {
            let s = statement(scene, &d);
            (d, s)
        })
        .filter(|(d, s)| !s.speaker.is_empty() || d.speakers.is_empty() || d.tie.stands_alone())
        .collect();
    let (mut drafts, mut statements): (Vec<Draft>, Vec<Statement>) = found.into_iter().unzip();
    let kept = apart_from_tellers(scene, &drafts, &statements);
    let mut keep = kept.iter().copied();
    drafts.retain(|_| keep.next().unwrap_or(true));
    let mut keep = kept.iter().copied();
    statements.retain(|_| keep.next().unwrap_or(true));
    for (statement, within) in statements.iter_mut().zip(tellers(&drafts)) {
        statement.within = within;
    }
    statements
}

/// For each statement whether it is one of its own: in "she said she was ready to leave" the adjective only repeats in
/// other words what the same speaker says.
fn apart_from_tellers(scene: &Scene, drafts: &[Draft], statements: &[Statement]) -> Vec<bool> {
    let actors = |s: &Statement| {
        let mut all: Vec<&str> =
            s.speaker.iter().flat_map(|&m| scene.mentions.actors_of(m)).map(|a| a.id.as_str()).collect();
        all.sort_unstable();
        all
    };
    let is_verb = |d: &Draft| scene.doc.sentences[d.cue.sentence].tokens[d.cue.token].upos == Upos::Verb;
    let same = |i: usize, teller: usize| match (statements.get(i), statements.get(teller)) {
        (Some(a), Some(b)) => !a.speaker.is_empty() && actors(a) == actors(b),
        _ => false,
    };
    let tellers = tellers(drafts);
    let wordy = drafts.iter().zip(&tellers).enumerate();
    wordy
        .map(|(i, (d, teller))| is_verb(d) || d.under.is_some() || !teller.is_some_and(|t| same(i, t)))
        .collect()
}

/// "expressed hope that …": the phrase is only the name of another statement of the same speaker.
fn only_names_another(draft: &Draft, drafts: &[Draft]) -> bool {
    let named = |d: &Draft| {
        let begins = draft.content.first().is_some_and(|c| c.start() <= d.cue_span.start());
        d.cue.sentence == draft.cue.sentence
            && d.speakers == draft.speakers
            && begins
            && draft.content.iter().any(|c| c.contains(d.cue_span))
    };
    let start = drafts.partition_point(|d| d.cue.sentence < draft.cue.sentence);
    let mut here = drafts[start..].iter().take_while(|d| d.cue.sentence == draft.cue.sentence);
    draft.tie == Tie::Phrase && here.any(|d| d.cue != draft.cue && named(d) && d.tie != Tie::Phrase)
}

/// "asked him about it": a lone pronoun tells nothing of what was said.
fn only_points(scene: &Scene, draft: &Draft) -> bool {
    let s = &scene.doc.sentences[draft.cue.sentence];
    let mut inside = s.tokens.iter().filter(|t| draft.content.iter().any(|c| c.overlaps(t.span)));
    let alone = draft.content.iter().all(|c| s.span.contains(*c));
    alone && inside.all(|t| matches!(t.upos, Upos::Pron | Upos::Punct))
}

/// "I hope …" inside direct speech: the speech itself is attributed already.
fn speaks_of_itself(scene: &Scene, draft: &Draft) -> bool {
    let s = &scene.doc.sentences[draft.cue.sentence];
    let first_or_second = |&t: &usize| {
        let feats = &s.tokens[t].feats;
        feats.has("Person", "1") || feats.has("Person", "2")
    };
    draft.speakers.iter().any(first_or_second)
}

fn statement(scene: &Scene, draft: &Draft) -> Statement {
    let s = &scene.doc.sentences[draft.cue.sentence];
    let at = |tokens: &[usize]| -> Vec<MentionIndex> {
        tokens.iter().flat_map(|&t| speaking_mentions(scene, draft.cue.sentence, t)).collect()
    };
    let speaker = unique(at(&draft.speakers));
    let (outlets_told, hearers): (Vec<_>, Vec<_>) =
        at(&draft.hearers).into_iter().partition(|&m| is_outlet(scene, m));
    let mut via = at(&draft.outlets);
    via.extend(outlets_told);
    via.extend(channels(scene, s, draft));
    via.retain(|m| !speaker.contains(m));
    let sure = if speaker.is_empty() { NO_SPEAKER } else { 1.0 };
    Statement {
        addressee: unique(hearers).into_iter().filter(|m| !speaker.contains(m)).collect(),
        via: unique(via),
        speaker,
        cue: draft.cue_span,
        cue_token: draft.cue,
        quotes: quotes(scene, &draft.content),
        content: draft.content.clone(),
        date: date(scene, s, draft),
        place: place(scene, s, draft),
        within: None,
        confidence: draft.tie.confidence() * sure,
    }
}

fn unique(mut mentions: Vec<MentionIndex>) -> Vec<MentionIndex> {
    mentions.sort_unstable();
    mentions.dedup();
    mentions
}

/// The mentions a phrase names as speaker or hearer: its head's own; of a document its authors; else that of a
/// name the phrase is built with ("the EFE agency").
fn speaking_mentions(scene: &Scene, sentence: usize, token: usize) -> Vec<MentionIndex> {
    let s = &scene.doc.sentences[sentence];
    let at = |t: usize| scene.mentions.actor_at(TokenRef { sentence, token: t });
    let document = scene.lexicon.noun(&s.tokens[token].lemma.to_lowercase()).is_some_and(|n| n.document);
    let authors: Vec<MentionIndex> = match document {
        true => owners(scene, s, token).into_iter().filter_map(at).collect(),
        false => Vec::new(),
    };
    if !authors.is_empty() {
        return authors;
    }
    if let Some(mention) = at(token) {
        return vec![mention];
    }
    let named = |c: &usize| {
        matches!(s.tokens[*c].deprel.base(), Deprel::Compound | Deprel::Flat | Deprel::Appos | Deprel::Nmod)
    };
    let staff = scene.lexicon.is(&s.tokens[token].lemma.to_lowercase(), PhraseRole::Staff);
    let head = || s.child_by(token, Deprel::NmodPoss).filter(|_| staff).and_then(at);
    s.children(token).iter().copied().filter(named).find_map(at).or_else(head).into_iter().collect()
}

/// Whether a mention is of a newspaper, agency or broadcaster, not of its reporters.
fn is_outlet(scene: &Scene, mention: MentionIndex) -> bool {
    let outlet = |a: &verbale_record::Actor| {
        a.sector == Sector::Jrn && matches!(a.kind, ActorKind::Organisation | ActorKind::Unknown)
    };
    let by_name = scene.mentions.actor_mentions.get(mention).is_some_and(|m| m.how != MentionHow::Pronoun);
    by_name && scene.mentions.actors_of(mention).any(outlet)
}

/// Outlets that the cue's own clause names: "said on CNN", "in an interview with Le Monde".
fn channels(scene: &Scene, s: &Sentence, draft: &Draft) -> Vec<MentionIndex> {
    let mut found = Vec::new();
    for &child in s.children(draft.cue.token) {
        let preposition = s.preposition(child).unwrap_or_default();
        if scene.lexicon.is(&preposition, PhraseRole::Channel) {
            found.push(child);
        }
        if scene.lexicon.is(&s.tokens[child].lemma, PhraseRole::Occasion) {
            found.extend(["with", "to", "on"].iter().flat_map(|p| led_by(s, child, p)));
        }
    }
    let heads = found.into_iter().flat_map(|c| with_partners(s, c));
    heads
        .flat_map(|c| speaking_mentions(scene, draft.cue.sentence, c))
        .filter(|&m| is_outlet(scene, m))
        .collect()
}

/// The quoted parts of the content.
fn quotes(scene: &Scene, content: &[Span]) -> Vec<Span> {
    let inside = |outer: Span| content.iter().any(|c| c.contains(outer));
    let touched = content.iter().flat_map(|&c| scene.quotations_at(c));
    touched.filter(|q| inside(q.outer)).map(|q| q.inner).collect()
}

/// Tokens of the cue's clause that are not content.
fn around_cue(s: &Sentence, draft: &Draft) -> Vec<usize> {
    let is_content = |t: usize| draft.content.iter().any(|c| c.overlaps(s.tokens[t].span));
    let mut tokens = s.subtree_without(draft.cue.token, is_content);
    let lends_time = |rel: Deprel| matches!(rel, Deprel::Advcl | Deprel::Xcomp | Deprel::Conj);
    if let Some(head) =
        s.tokens[draft.cue.token].head.filter(|_| lends_time(s.tokens[draft.cue.token].deprel))
    {
        tokens.extend(s.subtree_without(head, is_content));
    }
    tokens
}

/// When it was said: the date in the cue's clause, else the article's.
fn date(scene: &Scene, s: &Sentence, draft: &Draft) -> EventDate {
    let tokens = around_cue(s, draft);
    let beside = |d: &&DateMention| tokens.iter().any(|&t| d.span.contains(s.tokens[t].span));
    let dated = |d: &&DateMention| d.interval != Interval::default();
    let before = |d: &&DateMention| d.span.end() <= draft.cue_span.start();
    let of_clause = || scene.mentions.dates_in(draft.cue.sentence).filter(before).filter(dated).last();
    let stated = scene.mentions.dates_in(draft.cue.sentence).filter(beside).find(dated);
    let stated = stated.or_else(|| of_clause().filter(|_| interrupts(s, draft)));
    if let Some(d) = stated {
        return EventDate { interval: d.interval, span: Some(d.span), basis: d.basis };
    }
    match scene.doc.article.date {
        Some(day) => EventDate { interval: Interval::day(day), span: None, basis: DateBasis::Publication },
        None => EventDate::UNKNOWN,
    }
}

/// Whether the cue stands right after the conjunction that opens its content: it has the time of the clause around it.
fn interrupts(s: &Sentence, draft: &Draft) -> bool {
    let Some(&first) = draft.content.first().filter(|_| draft.content.len() > 1) else { return false };
    let one_word = s.tokens.iter().filter(|t| first.overlaps(t.span)).count() == 1;
    let inserted = s.tokens[draft.cue.token].deprel == Deprel::Parataxis;
    inserted && one_word && first.end() <= draft.cue_span.start()
}

/// Where it was said: a place in the cue's clause after a preposition of place.
fn place(scene: &Scene, s: &Sentence, draft: &Draft) -> Option<PlaceIndex> {
    let tokens = around_cue(s, draft);
    let located = |t: usize| {
        let of_cue = s.tokens[t].head == Some(draft.cue.token) || s.tokens[t].deprel.base() == Deprel::Obl;
        of_cue && matches!(s.preposition(t).as_deref(), Some("in" | "at" | "from" | "near"))
    };
    let mut places = scene.mentions.places_in(draft.cue.sentence);
    places.find(|(_, p)| tokens.contains(&p.head.token) && located(p.head.token)).map(|(i, _)| i)
}

/// For each draft the statement that passes it on: the one it is cited in, else the smallest whose content holds its cue.
/// Drafts are in order of their cues.
fn tellers(drafts: &[Draft]) -> Vec<Option<usize>> {
    let mut contents: Vec<(Span, usize)> = Vec::new();
    for (i, draft) in drafts.iter().enumerate().filter(|(_, d)| d.under.is_none()) {
        contents.extend(draft.content.iter().map(|&c| (c, i)));
    }
    contents.sort();
    let mut coming = contents.into_iter().peekable();
    let mut open: Vec<(Span, usize)> = Vec::new();
    let mut found = Vec::new();
    for (i, draft) in drafts.iter().enumerate() {
        while let Some(content) = coming.next_if(|(c, _)| c.start() <= draft.cue_span.start()) {
            open.push(content);
        }
        open.retain(|(c, _)| c.end() > draft.cue_span.start());
        let holders = open.iter().filter(|&&(c, j)| j != i && c.contains(draft.cue_span));
        let size = |j: usize| drafts[j].content.iter().map(|c| c.len()).sum::<usize>();
        let smallest = holders.map(|&(_, j)| j).min_by_key(|&j| (size(j), j));
        let cited = draft.under.and_then(|cue| drafts.binary_search_by_key(&cue, |d| d.cue).ok());
        found.push(cited.or(smallest.filter(|_| draft.under.is_none())));
    }
    found
}
