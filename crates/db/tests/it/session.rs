//! A text that is edited, and which queries run for it.

use pullback_db::{Database, Derivative, Diagnostics, Mode, Request};

pub(crate) const GRAD: Derivative = Derivative::Grad {
    wrt: None,
    mode: Mode::Reverse,
    order: 1,
};

pub(crate) struct Session {
    pub(crate) db: Database,
    pub(crate) text: String,
}

impl Session {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            db: Database::new(),
            text: text.to_owned(),
        }
    }

    /// Replaces a part of the text.
    pub(crate) fn edit(&mut self, from: &str, to: &str) {
        assert_eq!(self.text.matches(from).count(), 1, "`{from}` is there once");
        self.text = self.text.replace(from, to);
    }

    /// Compiles these entries; hands back what ran.
    pub(crate) fn compile(&mut self, entries: &[(&str, Derivative)]) -> Vec<String> {
        let file = self.db.set_file("test.mlir", self.text.as_str());
        self.db.take_events();
        for (entry, derivative) in entries {
            let request = Request::new(file, *entry, derivative.clone());
            self.db
                .image(&request)
                .unwrap_or_else(|found| panic!("{}", found.render(&self.text)));
        }
        self.db.take_events()
    }

    /// Asks for an entry that does not compile; hands back what ran, and what is wrong.
    pub(crate) fn fails(
        &mut self,
        entry: &str,
        derivative: Derivative,
    ) -> (Vec<String>, Diagnostics) {
        let file = self.db.set_file("test.mlir", self.text.as_str());
        self.db.take_events();
        let found = self.db.image(&Request::new(file, entry, derivative));
        let found = found
            .err()
            .unwrap_or_else(|| panic!("@{entry} compiles:\n{}", self.text));
        (self.db.take_events(), found)
    }
}

/// A function that is too big to be inlined, from the op that its first value is.
pub(crate) fn big(name: &str, first: &str) -> String {
    let mut text = format!("func.func @{name}(%x: f64) -> f64 {{\n  %v0 = {first} : f64\n");
    for step in 0..100 {
        text += &format!(
            "  %w{step} = math.exp %v{step} : f64\n  %v{} = math.sin %w{step} : f64\n",
            step + 1
        );
    }
    text + "  return %v100 : f64\n}\n"
}

pub(crate) fn assert_ran(events: &[String], query: &str) {
    assert!(
        events.iter().any(|event| event == query),
        "{query} did not run, but {events:?}"
    );
}

pub(crate) fn assert_not_ran(events: &[String], query: &str) {
    assert!(
        events.iter().all(|event| event != query),
        "{query} ran, among {events:?}"
    );
}
