//! Slots of a trigger word: who is its subject, object, and so on, however the sentence is turned.
