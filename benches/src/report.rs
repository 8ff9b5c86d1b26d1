//! What was measured, as a table and as JSON.

use crate::Ratio;
use std::fmt::{self, Display, Formatter};

/// A program's line.
#[derive(Clone, Debug)]
pub struct Row {
    /// The program.
    pub name: String,
    /// What was found, or why nothing was.
    pub outcome: Result<Ratio, String>,
}

/// All of a run.
#[derive(Clone, Debug)]
pub struct Report {
    /// The C compiler and its flags.
    pub c_compiler: String,
    /// Nanoseconds of a call that computes nothing.
    pub empty: f64,
    /// A line a program.
    pub rows: Vec<Row>,
}

impl Report {
    /// The geometric mean of the ratios; NaN without any.
    pub fn mean(&self) -> f64 {
        let ratios: Vec<_> = self
            .rows
            .iter()
            .filter_map(|row| Some(row.outcome.as_ref().ok()?.ratio))
            .collect();
        (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp()
    }

    /// One object; a program without a ratio has an `error` instead.
    pub fn json(&self) -> String {
        let rows: Vec<_> = self.rows.iter().map(json_row).collect();
        format!(
            "{{\"c_compiler\": {}, \"empty_ns\": {}, \"geometric_mean\": {}, \"programs\": [\n  {}\n]}}",
            json_text(&self.c_compiler),
            json_number(self.empty),
            json_number(self.mean()),
            rows.join(",\n  "),
        )
    }
}

fn json_row(row: &Row) -> String {
    let name = json_text(&row.name);
    match &row.outcome {
        Ok(ratio) => format!(
            "{{\"name\": {name}, \"ours_ns\": {}, \"c_ns\": {}, \"ratio\": {}, \"quartiles\": [{}, {}]}}",
            json_number(ratio.ours),
            json_number(ratio.c),
            json_number(ratio.ratio),
            json_number(ratio.quartiles.0),
            json_number(ratio.quartiles.1),
        ),
        Err(error) => format!("{{\"name\": {name}, \"error\": {}}}", json_text(error)),
    }
}

/// JSON has no NaN.
fn json_number(value: f64) -> String {
    if value.is_finite() {
        format!("{value:.4}")
    } else {
        "null".into()
    }
}

fn json_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char.is_control() => quoted += &format!("\\u{:04x}", u32::from(char)),
            char => quoted.push(char),
        }
    }
    quoted + "\""
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "C: {}", self.c_compiler)?;
        writeln!(
            f,
            "A call that computes nothing takes {:.2} ns, which is in every time below.\n",
            self.empty
        )?;
        writeln!(
            f,
            "{:<24}{:>10}{:>10}{:>8}  quartiles",
            "gradient of", "ours, ns", "C, ns", "ratio"
        )?;
        for row in &self.rows {
            match &row.outcome {
                Ok(Ratio {
                    ours,
                    c,
                    ratio,
                    quartiles: (low, high),
                }) => {
                    writeln!(
                        f,
                        "{:<24}{ours:>10.2}{c:>10.2}{ratio:>8.3}  {low:.3} .. {high:.3}",
                        row.name
                    )?;
                }
                Err(error) => writeln!(f, "{:<24}{error}", row.name)?,
            }
        }
        write!(f, "{:<44}{:>8.3}", "geometric mean", self.mean())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, ratio: f64) -> Row {
        let outcome = Ok(Ratio {
            ours: ratio,
            c: 1.0,
            ratio,
            quartiles: (ratio, ratio),
        });
        Row {
            name: name.into(),
            outcome,
        }
    }

    fn report() -> Report {
        let error = Row {
            name: "c".into(),
            outcome: Err("said \"no\"".into()),
        };
        Report {
            c_compiler: "cc".into(),
            empty: 1.0,
            rows: vec![row("a", 0.5), row("b", 2.0), error],
        }
    }

    #[test]
    fn the_mean_is_geometric_and_of_what_was_measured() {
        assert!((report().mean() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn errors_are_quoted_in_json() {
        assert!(
            report()
                .json()
                .contains(r#"{"name": "c", "error": "said \"no\""}"#)
        );
    }
}
