//! Diagnostics as a user sees them: place, message, source line, caret.

use pullback_ir::{Diagnostic, Severity};
use std::fmt::Write as _;

/// `name` is what places call `source`; diagnostics elsewhere have no source line.
pub(crate) fn render(diagnostics: &[Diagnostic], name: &str, source: &str) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        render_one(diagnostic, name, source, &mut out);
    }
    out
}

fn render_one(diagnostic: &Diagnostic, name: &str, source: &str, out: &mut String) {
    let word = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Remark => "remark",
        Severity::Note => "note",
    };
    if let Some((file, line, column)) = &diagnostic.place {
        let _ = writeln!(
            out,
            "{file}:{line}:{column}: {word}: {}",
            diagnostic.message
        );
        let text = source
            .lines()
            .nth(line.saturating_sub(1))
            .filter(|_| file == name);
        if let Some(text) = text {
            // Columns count bytes. Tabs stay tabs, so that the caret stands below its place.
            let before = text
                .as_bytes()
                .get(..column.saturating_sub(1))
                .unwrap_or(text.as_bytes());
            let indent: String = String::from_utf8_lossy(before)
                .chars()
                .map(|c| if c == '\t' { '\t' } else { ' ' })
                .collect();
            let _ = writeln!(out, "{text}\n{indent}^");
        }
    } else {
        let _ = writeln!(out, "{word}: {}", diagnostic.message);
    }
    for note in &diagnostic.notes {
        render_one(note, name, source, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: usize, column: usize) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            place: Some(("in.mlir".into(), line, column)),
            message: "wrong".into(),
            notes: vec![],
        }
    }

    #[test]
    fn the_caret_stands_below_its_place() {
        let shown = render(&[at(2, 6)], "in.mlir", "a\n\té bc\n");
        assert_eq!(shown, "in.mlir:2:6: error: wrong\n\té bc\n\t   ^\n");
    }

    #[test]
    fn places_outside_the_source_have_no_line() {
        assert_eq!(
            render(&[at(9, 1)], "in.mlir", "a"),
            "in.mlir:9:1: error: wrong\n"
        );
        assert_eq!(
            render(&[at(1, 1)], "other.mlir", "a"),
            "in.mlir:1:1: error: wrong\n"
        );
        assert!(render(&[at(1, 99)], "in.mlir", "a").ends_with("a\n ^\n"));
    }
}
