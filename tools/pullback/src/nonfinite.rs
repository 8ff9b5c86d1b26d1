//! `--check-nan`: where a NaN or an infinity of the results comes from.

use pullback_codegen::{NonFinite, Value};
use pullback_db::{Diagnostic, Diagnostics, Severity};

/// Why results are not finite; `None` where all are.
pub fn explain(values: &[Value], reports: &[NonFinite]) -> Option<Diagnostics> {
    let bad = values.iter().any(|value| !is_finite(value));
    bad.then(|| {
        let reports: Vec<_> = reports.iter().filter_map(Report::of).collect();
        let derivative = reports.iter().find(|report| report.is_derivative());
        let primal = reports.iter().find(|report| !report.is_derivative());
        let mut found = match derivative.or(primal) {
            Some(report) => report.diagnostic(Severity::Error),
            None => Diagnostic {
                severity: Severity::Error,
                place: None,
                message: "a result is a NaN or an infinity, and so was an input or a constant; no operation on \
                          finite values gave one"
                    .into(),
                notes: vec![],
            },
        };
        // What the derivative is of may have been wrong before.
        if let (Some(_), Some(primal)) = (derivative, primal) {
            found.notes.push(primal.diagnostic(Severity::Note));
        }
        Diagnostics(vec![found])
    })
}

fn is_finite(value: &Value) -> bool {
    (*value).as_f64().is_none_or(f64::is_finite)
}

/// A report of compiled code, read.
struct Report<'a> {
    place: Option<(String, usize, usize)>,
    /// What the op is for, outermost first; for an op of the primal program its name.
    reasons: &'a str,
    value: f64,
}

impl<'a> Report<'a> {
    fn of(report: &'a NonFinite) -> Option<Self> {
        let mut parts = report.text.splitn(4, '\t');
        let file = parts.next()?;
        let line = parts.next()?.parse().ok()?;
        let column = parts.next()?.parse().ok()?;
        Some(Self {
            place: (!file.is_empty()).then(|| (file.to_owned(), line, column)),
            reasons: parts.next()?,
            value: report.value,
        })
    }

    fn is_derivative(&self) -> bool {
        self.reasons.contains(" of ")
    }

    fn diagnostic(&self, severity: Severity) -> Diagnostic {
        let what = match (self.is_derivative(), severity) {
            (true, _) => {
                // The innermost is about the op at this place, the others are about its derivatives.
                let innermost = self.reasons.rsplit(", ").next().unwrap_or(self.reasons);
                let (mode, op) = innermost
                    .split_once(" of ")
                    .unwrap_or(("derivative", innermost));
                let order = match self.reasons.matches(" of ").count() {
                    1 => String::new(),
                    order => format!(" of order {order}"),
                };
                format!("the {mode}-mode derivative{order} of '{op}' here gave")
            }
            (false, Severity::Note) => format!("before it '{}' gave", self.reasons),
            (false, _) => format!("'{}' gave", self.reasons),
        };
        let value = match self.value {
            value if value.is_nan() => "a NaN",
            value if value > 0.0 => "+infinity",
            _ => "-infinity",
        };
        let advice = match severity {
            Severity::Note => "",
            _ => {
                "; keep the inputs away from this point, or choose another branch there with scf.if"
            }
        };
        Diagnostic {
            severity,
            place: self.place.clone(),
            message: format!("{what} {value}{advice}"),
            notes: vec![],
        }
    }
}
