//! Why a request has no answer.

use pullback_ir::{Diagnostic, Severity};
use std::fmt;

/// What is wrong with a program, with places in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// One error, at `(file, line, column)` if that is known.
    pub(crate) fn error(place: Option<(String, usize, usize)>, message: impl Into<String>) -> Self {
        Self(vec![Diagnostic {
            severity: Severity::Error,
            place,
            message: message.into(),
            notes: vec![],
        }])
    }

    /// Each diagnostic with its line of the source and a caret below its column.
    pub fn render(&self, source: &str) -> String {
        let lines: Vec<&str> = source.lines().collect();
        let mut text = String::new();
        for diagnostic in &self.0 {
            render(diagnostic, &lines, &mut text);
        }
        text
    }
}

fn render(diagnostic: &Diagnostic, lines: &[&str], text: &mut String) {
    let alone = Diagnostic {
        notes: vec![],
        ..diagnostic.clone()
    };
    *text += &format!("{alone}\n");
    if let Some((_, line, column)) = &diagnostic.place
        && let Some(source) = line.checked_sub(1).and_then(|index| lines.get(index))
    {
        // Columns count bytes; tabs stay tabs, so that the caret stands where they end.
        let before = source
            .char_indices()
            .take_while(|(index, _)| index + 1 < *column)
            .map(|(_, c)| if c == '\t' { '\t' } else { ' ' });
        *text += &format!("{source}\n{}^\n", before.collect::<String>());
    }
    for note in &diagnostic.notes {
        render(note, lines, text);
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<_> = self.0.iter().map(Diagnostic::to_string).collect();
        f.write_str(&texts.join("\n"))
    }
}

impl std::error::Error for Diagnostics {}
