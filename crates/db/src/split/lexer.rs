//! The words of MLIR's text: brackets, strings, comments.

use super::Unsplit;
use std::ops::Range;

/// A bracket, a string, a sign of a symbol, or a run of anything else without blanks.
pub(super) type Token = Range<usize>;

/// How many brackets are open behind a token.
pub(super) fn depth(text: &str, before: usize) -> Result<usize, Unsplit> {
    match text {
        "(" | "[" | "{" => Ok(before + 1),
        ")" | "]" | "}" => before.checked_sub(1).ok_or(Unsplit),
        _ => Ok(before),
    }
}

/// What ends a run: blanks, brackets, and what starts other tokens.
const ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    let signs = b" \t\n\r\x0c\"()[]{}@/";
    let mut index = 0;
    while index < signs.len() {
        ends[signs[index] as usize] = true;
        index += 1;
    }
    ends
};

/// The tokens of a range.
pub(super) fn tokens(source: &str, range: Range<usize>) -> impl Iterator<Item = Token> {
    let bytes = source.as_bytes();
    let mut at = range.start;
    std::iter::from_fn(move || {
        at = skip_blank(source, at);
        if at >= range.end {
            return None;
        }
        let start = at;
        at += match bytes[at] {
            b'"' => string_length(&source[at..]),
            b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'@' => 1,
            // A slash is a token of its own unless it starts a comment.
            _ => bytes[at..]
                .iter()
                .position(|byte| ENDS[usize::from(*byte)])
                .map_or(bytes.len() - at, |length| length.max(1)),
        };
        at = at.min(range.end);
        Some(start..at)
    })
}

/// Tokens without blanks between them are one word.
pub(super) fn words(tokens: impl Iterator<Item = Token>) -> impl Iterator<Item = Range<usize>> {
    let mut tokens = tokens.peekable();
    std::iter::from_fn(move || {
        let mut word = tokens.next()?;
        while let Some(next) = tokens.next_if(|next| next.start == word.end) {
            word.end = next.end;
        }
        Some(word)
    })
}

/// Behind blanks and comments.
pub(super) fn skip_blank(source: &str, mut at: usize) -> usize {
    let bytes = source.as_bytes();
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if !bytes[at..].starts_with(b"//") {
            return at;
        }
        at += source[at..].find('\n').unwrap_or(source.len() - at);
    }
}

/// The length of the string at the start, which ends with its line at the latest, as in MLIR's lexer.
fn string_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return at + 1,
            b'\n' => return at,
            b'\\' if at + 1 < bytes.len() && bytes[at + 1] != b'\n' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}
