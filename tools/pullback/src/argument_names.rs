//! The names that the text gives to a function's arguments. MLIR forgets them when it parses.

/// `%x` and `%y` of `func.func @f(%x: f64, %y: f64)`; `None` if the text does not define `@entry` like that.
pub fn argument_names(text: &str, entry: &str) -> Option<Vec<String>> {
    let code: Vec<_> = text.lines().map(without_comment).collect();
    let code = code.join("\n");
    let head = [format!("@{entry}"), format!("@\"{entry}\"")];
    let parameters = code.match_indices("func.func").find_map(|(at, word)| {
        let rest = code[at + word.len()..].trim_start();
        let rest = rest.strip_prefix("private").unwrap_or(rest).trim_start();
        head.iter()
            .filter_map(|name| rest.strip_prefix(name.as_str()))
            .find_map(|rest| rest.trim_start().strip_prefix('('))
    })?;
    let mut names = vec![];
    let mut depth = 0_usize;
    for (at, character) in parameters.char_indices() {
        match character {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' if depth == 0 => return Some(names),
            '>' if parameters[..at].ends_with('-') => {}
            ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
            '%' if depth == 0 => {
                let name: String = parameters[at + 1..]
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || "_$.-".contains(*c))
                    .collect();
                names.push(format!("%{name}"));
            }
            _ => {}
        }
    }
    None
}

/// A line up to `//`. A string with `//` in a function's head is too odd to care for: the names are for people.
fn without_comment(line: &str) -> &str {
    line.split("//").next().unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_head() {
        let text = "// func.func @f(%no: f64)\n\
            func.func @ff(%no: f64) -> f64 {\n  %r = call @f(%no) : (f64) -> f64 }\n\
            func.func private @f(%x: tuple<f64, (f64) -> f64>, // the first %one\n  %n-1 : i64 {a.b = \"c\"}) -> f64 {";
        assert_eq!(
            argument_names(text, "f"),
            Some(vec!["%x".into(), "%n-1".into()])
        );
        assert_eq!(argument_names("func.func @g() {", "g"), Some(vec![]));
        assert_eq!(argument_names("func.func @\"a b\"(%x", "a b"), None);
        assert_eq!(argument_names("module {}", "f"), None);
    }
}
