//! Bounds the bytes of text under way, so that a batch of huge articles does not fill the memory.

use std::sync::{Condvar, Mutex, PoisonError};

/// Bytes of input under way at most; one item alone may be larger.
const LIMIT: usize = 32 << 20;

/// Room for items, taken by the reader and given back by the writer.
#[derive(Default)]
pub struct Budget {
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    used: usize,
    closed: bool,
}

impl Budget {
    /// Waits for room; false when the budget was closed.
    pub fn acquire(&self, bytes: usize) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |s: &mut State| !s.closed && s.used > 0 && s.used.saturating_add(bytes) > LIMIT;
        let mut state = self.freed.wait_while(state, full).unwrap_or_else(PoisonError::into_inner);
        state.used = state.used.saturating_add(bytes);
        !state.closed
    }

    /// Gives room back.
    pub fn release(&self, bytes: usize) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.used = state.used.saturating_sub(bytes);
        self.freed.notify_all();
    }

    /// Ends all waiting, now and later.
    pub fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.freed.notify_all();
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_budget_waits_until_room_is_given_back() {
        let budget = Budget::default();
        assert!(budget.acquire(2 * LIMIT), "one item alone may be larger");
        std::thread::scope(|scope| {
            let waits = scope.spawn(|| budget.acquire(1));
            std::thread::sleep(std::time::Duration::from_millis(20));
            assert!(!waits.is_finished());
            budget.release(2 * LIMIT);
            assert!(waits.join().unwrap());
        });
        budget.close();
        assert!(!budget.acquire(LIMIT), "nothing waits for a closed budget");
    }
}
