//! Standing relations over time, folded from the claims of all articles by declared rules, in two times: when something
//! held, and when the record learned it.

mod claims;
mod fold;
mod group;
mod load;
mod question;
mod rules;

pub use claims::{Party, StoredClaim};
pub use fold::{Change, Period, Standing};
pub use load::Evidence;
pub use question::{Answer, RelationsQuery};
pub use rules::{GivenDate, Implied, Rules};
