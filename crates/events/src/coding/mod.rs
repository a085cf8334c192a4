//! Events: who did what to whom, coded from patterns over dependency trees.
