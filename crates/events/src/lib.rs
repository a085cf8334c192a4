//! What happened and what was said: events, statements, standing relations.

pub mod coding;
pub mod frames;
pub mod relations;
pub mod statements;
