//! What the trained coder sees in a sentence, before any rule has spoken.

use crate::{Context, EventType, Mode, Status};

/// A word that may name an event, with the coder's probabilities. All numbers are 0 to 1; words are tokens of the sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct EventSign {
    /// The word.
    pub token: usize,
    /// Probability of each type, most probable first; what is missing to 1 is "no event".
    pub types: Vec<(EventType, f32)>,
    /// Most probable mode of each type that is listed, where one is more probable than none.
    pub modes: Vec<(EventType, Mode)>,
    /// Probability of each status.
    pub status: Vec<(Status, f32)>,
    /// Probability that it is told as background.
    pub historical: f32,
    /// Contexts more probable than not.
    pub contexts: Vec<Context>,
    /// Words that head the phrases of who acts.
    pub actor: Vec<(usize, f32)>,
    /// Words that head the phrases of whom it is directed at.
    pub recipient: Vec<(usize, f32)>,
    /// Words that head the phrase that tells when.
    pub date: Vec<(usize, f32)>,
    /// Words that head the phrase that tells where.
    pub place: Vec<(usize, f32)>,
}

impl EventSign {
    /// Probability that the word names an event of any type.
    pub fn probability(&self) -> f32 {
        self.types.iter().map(|(_, p)| p).sum()
    }

    /// Probability of one type.
    pub fn of(&self, event_type: EventType) -> f32 {
        self.types.iter().find(|(t, _)| *t == event_type).map_or(0.0, |(_, p)| *p)
    }

    /// The most probable type.
    pub fn best(&self) -> Option<EventType> {
        self.types.first().map(|(t, _)| *t)
    }

    /// The most probable status.
    pub fn best_status(&self) -> Option<Status> {
        self.status.iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(s, _)| *s)
    }

    /// The mode for a type, if it has one.
    pub fn mode(&self, event_type: EventType) -> Option<Mode> {
        self.modes.iter().find(|(t, _)| *t == event_type).map(|(_, m)| *m)
    }
}
