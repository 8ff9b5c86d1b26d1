//! MLIR's parser recurses with the nesting of its input. What is nested deeper than any stack allows is
//! refused here, at the place where it becomes too deep, before MLIR sees it.

/// Far above what people and generators write; below what a 256 MiB stack holds, and what MLIR prints in a second
/// or two (indentation is quadratic in the nesting).
const LIMIT: usize = 5_000;

/// Counts the brackets that are open at a time, outside strings and comments. Bytecode passes.
pub fn check_nesting(name: &str, text: &[u8]) -> Result<(), String> {
    if text.starts_with(b"ML\xefR") {
        return Ok(());
    }
    // Angle brackets have a count of their own: a stray `>` must not hide an open `{`.
    let (mut brackets, mut angles) = (0_usize, 0_usize);
    let (mut line, mut line_start) = (1, 0);
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            b'\n' => (line, line_start) = (line + 1, at + 1),
            b'"' => at = end_of_string(text, at),
            b'/' if text.get(at + 1) == Some(&b'/') => at = end_of_line(text, at) - 1,
            b'(' | b'[' | b'{' => brackets += 1,
            b')' | b']' | b'}' => brackets = brackets.saturating_sub(1),
            b'<' => angles += 1,
            b'>' if at == 0 || text[at - 1] != b'-' => angles = angles.saturating_sub(1),
            _ => {}
        }
        if brackets + angles > LIMIT {
            let column = at - line_start + 1;
            return Err(format!(
                "{name}:{line}:{column}: error: nesting deeper than {LIMIT} levels; flatten the input, \
                 for example by moving inner regions into functions of their own"
            ));
        }
        at += 1;
    }
    Ok(())
}

/// The index of the closing quote. A string does not go over the end of its line, as in MLIR's lexer.
fn end_of_string(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < text.len() {
        match text[at] {
            b'"' => return at,
            b'\n' => return at - 1,
            b'\\' if text.get(at + 1) != Some(&b'\n') => at += 2,
            _ => at += 1,
        }
    }
    at
}

/// The index of the line's end.
fn end_of_line(text: &[u8], start: usize) -> usize {
    text[start..]
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(text.len(), |length| start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Result<(), String> {
        check_nesting("in.mlir", text.as_bytes())
    }

    #[test]
    fn the_message_points_at_the_bracket_that_is_too_much() {
        let text = format!("// deep\n {}", "{".repeat(LIMIT + 1));
        let message = checked(&text).unwrap_err();
        let place = format!("in.mlir:2:{}: error: nesting deeper than", LIMIT + 2);
        assert!(message.starts_with(&place), "{message}");
        assert_eq!(checked(&text[..text.len() - 1]), Ok(()));
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let many = "({[<".repeat(LIMIT);
        assert_eq!(
            checked(&format!("\"a\\\"{many}\" // {many}\n// {many}")),
            Ok(())
        );
        assert!(checked(&format!("\"unfinished\n{many}")).is_err());
        assert!(checked(&format!("\"\\\\\"{many}")).is_err());
    }

    #[test]
    fn arrows_and_stray_angles_hide_nothing() {
        assert!(checked(&"{ -> > ".repeat(LIMIT + 1)).is_err());
        assert!(checked(&"tuple<() -> ".repeat(LIMIT + 1)).is_err());
        assert_eq!(checked(&"tuple<() -> ()>".repeat(LIMIT + 1)), Ok(()));
    }

    #[test]
    fn half_a_string_or_comment_at_the_end_is_fine() {
        for text in ["\"", "\"\\", "/", "//", "", "ML\u{ef}R"] {
            assert_eq!(checked(text), Ok(()), "{text}");
        }
    }
}
