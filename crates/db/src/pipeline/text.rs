//! The text of a pipeline, as far as its parts are concerned.

/// One pass of a list, or a list for the ops of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element<'t> {
    /// As it is written, options too.
    pub(crate) text: &'t str,
    /// The name of the pass, or of the ops.
    pub(crate) name: &'t str,
    /// What runs on the ops of the name; `None` for a pass.
    pub(crate) inner: Option<Vec<Element<'t>>>,
}

impl<'t> Element<'t> {
    /// The passes, those of inner lists too.
    pub(crate) fn passes(&self) -> Vec<&Element<'t>> {
        match &self.inner {
            None => vec![self],
            Some(inner) => inner.iter().flat_map(Element::passes).collect(),
        }
    }
}

/// The elements of a list such as `a,b{x=1},func.func(c)`, which MLIR has accepted. `None` for what this does not
/// expect.
pub(crate) fn elements(text: &str) -> Option<Vec<Element<'_>>> {
    let mut elements = Vec::new();
    for part in parts(text)? {
        let end = part.find(['(', '{']).unwrap_or(part.len());
        let name = part[..end].trim();
        let rest = part[end..].trim_end();
        if name.is_empty() {
            return None;
        }
        let inner = match rest.strip_prefix('(') {
            Some(rest) => Some(elements_or_none(rest.strip_suffix(')')?)?),
            None => None,
        };
        elements.push(Element {
            text: part.trim(),
            name,
            inner,
        });
    }
    Some(elements)
}

fn elements_or_none(text: &str) -> Option<Vec<Element<'_>>> {
    if text.trim().is_empty() {
        return Some(vec![]);
    }
    elements(text)
}

/// The parts between the commas that are in no bracket and in no string.
fn parts(text: &str) -> Option<Vec<&str>> {
    let (mut open, mut start, mut parts) = (Vec::new(), 0, Vec::new());
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '(' | '{' | '[' => open.push(letter),
            ')' | '}' | ']' => {
                let other = match letter {
                    ')' => '(',
                    '}' => '{',
                    _ => '[',
                };
                (open.pop() == Some(other)).then_some(())?;
            }
            // As in MLIR, a quote in options goes to the next of its kind.
            '"' | '\'' if open.contains(&'{') => {
                letters.find(|(_, end)| *end == letter)?;
            }
            ',' if open.is_empty() => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    open.is_empty().then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Option<Vec<String>> {
        let passes = elements(text)?;
        let passes = passes.iter().flat_map(Element::passes);
        Some(passes.map(|pass| pass.text.to_owned()).collect())
    }

    #[test]
    fn commas_in_options_and_lists_do_not_end_a_pass() {
        let text = "a,b{x=1 y=c,d s=\"},(\" t='\"}'},func.func(e,gpu.module(f{g=[1,2]})),any()";
        assert_eq!(
            names(text).unwrap(),
            ["a", "b{x=1 y=c,d s=\"},(\" t='\"}'}", "e", "f{g=[1,2]}"]
        );
        let all = elements(text).unwrap();
        assert_eq!(all[2].name, "func.func");
        assert_eq!(all[2].text, "func.func(e,gpu.module(f{g=[1,2]}))");
        assert_eq!(all[3].inner, Some(vec![]));
    }

    #[test]
    fn what_is_no_list_is_nothing() {
        for text in ["", "a,", "a(b", "a)b", "a{(}", "a{\"}", "(a)", "f(a)b"] {
            assert_eq!(names(text), None, "{text}");
        }
    }
}
