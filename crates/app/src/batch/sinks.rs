//! Where records go.

use std::io::Write;

/// Takes records in their order.
pub trait Sink {
    /// A record as one line of JSON, without its end.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn record(&mut self, line: &[u8]) -> anyhow::Result<()>;
}

/// JSON lines, each written at once and whole: a reader at the other end of a pipe has it, and little is lost when the
/// program is killed.
pub struct JsonLines<W: Write> {
    out: W,
    line: Vec<u8>,
}

impl<W: Write> JsonLines<W> {
    /// To a file or standard output.
    pub fn new(out: W) -> JsonLines<W> {
        JsonLines { out, line: Vec::new() }
    }
}

impl<W: Write> Sink for JsonLines<W> {
    fn record(&mut self, line: &[u8]) -> anyhow::Result<()> {
        self.line.clear();
        self.line.extend_from_slice(line);
        self.line.push(b'\n');
        self.out.write_all(&self.line)?;
        Ok(self.out.flush()?)
    }
}
