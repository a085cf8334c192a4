//! Comparing spans and lists of spans.

use verbale_record::output::SpanRecord;

use super::facts::SideFact;

/// Code points two spans share.
pub(super) fn shared(a: SpanRecord, b: SpanRecord) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Whether two spans share a code point.
pub(super) fn touch(a: SpanRecord, b: SpanRecord) -> bool {
    shared(a, b) > 0
}

/// Whether a span of one list shares a code point with one of the other.
pub(super) fn any_touch(a: &[SpanRecord], b: &[SpanRecord]) -> bool {
    a.iter().any(|&x| b.iter().any(|&y| touch(x, y)))
}

/// Whether both lists are empty or touch: the definition of a side that is right.
pub(super) fn both_empty_or_touch(a: &[SpanRecord], b: &[SpanRecord]) -> bool {
    if a.is_empty() || b.is_empty() { a.is_empty() && b.is_empty() } else { any_touch(a, b) }
}

/// The spans sorted and merged where they overlap or meet.
pub(super) fn merged(spans: &[SpanRecord]) -> Vec<SpanRecord> {
    let mut sorted = spans.to_vec();
    sorted.sort_unstable_by_key(|s| (s.start, s.end));
    let mut merged: Vec<SpanRecord> = Vec::new();
    for span in sorted {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// Code points in a list of spans, each once.
pub(super) fn length(spans: &[SpanRecord]) -> usize {
    merged(spans).iter().map(|s| s.end.saturating_sub(s.start)).sum()
}

/// Code points two lists share, each once.
pub(super) fn shared_by_lists(a: &[SpanRecord], b: &[SpanRecord]) -> usize {
    let b = merged(b);
    merged(a).iter().map(|&x| b.iter().map(|&y| shared(x, y)).sum::<usize>()).sum()
}

/// Whether two lists hold the same spans, in any order.
pub(super) fn same(a: &[SpanRecord], b: &[SpanRecord]) -> bool {
    let sorted = |list: &[SpanRecord]| {
        let mut list: Vec<(usize, usize)> = list.iter().map(|s| (s.start, s.end)).collect();
        list.sort_unstable();
        list.dedup();
        list
    };
    sorted(a) == sorted(b)
}

/// The spans of a side.
pub(super) fn of_side(side: &[SideFact]) -> Vec<SpanRecord> {
    side.iter().map(|s| s.span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s(start: usize, end: usize) -> SpanRecord {
        SpanRecord { start, end }
    }

    #[test]
    fn spans_that_only_meet_do_not_touch() {
        assert!(!touch(s(0, 4), s(4, 8)));
        assert!(touch(s(0, 5), s(4, 8)));
    }

    #[test]
    fn an_empty_side_is_right_only_against_an_empty_one() {
        assert!(both_empty_or_touch(&[], &[]));
        assert!(!both_empty_or_touch(&[], &[s(0, 3)]));
        assert!(!both_empty_or_touch(&[s(0, 3)], &[]));
        assert!(both_empty_or_touch(&[s(9, 12), s(0, 3)], &[s(2, 6)]));
    }

    #[test]
    fn overlapping_parts_are_counted_once() {
        assert_eq!(length(&[s(0, 10), s(5, 12)]), 12);
        assert_eq!(shared_by_lists(&[s(0, 10), s(5, 12)], &[s(8, 20), s(8, 9)]), 4);
    }

    #[test]
    fn order_and_repetition_do_not_matter_to_sameness() {
        assert!(same(&[s(4, 6), s(0, 2), s(0, 2)], &[s(0, 2), s(4, 6)]));
        assert!(!same(&[s(0, 2)], &[s(0, 3)]));
    }
}
