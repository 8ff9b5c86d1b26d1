//! The statements at a file's top level, one by one.
//!
//! What a statement is depends on the text from its start to the start of the next one, and on nothing before it.

use super::{
    Unsplit, alias_names,
    lexer::{Token, depth, skip_blank, tokens},
};
use std::ops::Range;

/// A statement at the file's top level.
pub(super) enum Statement<'s> {
    Alias {
        name: &'s str,
        range: Range<usize>,
    },
    Function {
        range: Range<usize>,
        body: Option<usize>,
        tokens: Vec<Token>,
    },
    Data {
        range: Range<usize>,
        tokens: Vec<Token>,
    },
}

/// The statement that starts at this place.
pub(super) fn statement(source: &str, at: usize) -> Result<Statement<'_>, Unsplit> {
    if let Some(name) = alias_definition(source, at) {
        let end = end_of_statement(source, at + name.len())?;
        let range = at..end;
        return Ok(Statement::Alias { name, range });
    }
    let is_data = starts(source, at, "functional.data");
    if !is_data && !starts(source, at, "func.func") {
        return Err(Unsplit);
    }
    let (body, tokens) = function(source, at)?;
    let range = at..end_of(&tokens, at);
    match (is_data, body) {
        (true, None) => Err(Unsplit),
        (true, Some(_)) => Ok(Statement::Data { range, tokens }),
        (false, body) => Ok(Statement::Function {
            range,
            body,
            tokens,
        }),
    }
}

impl Statement<'_> {
    /// Where it stands.
    pub(super) fn range(&self) -> Range<usize> {
        match self {
            Self::Alias { range, .. } | Self::Function { range, .. } | Self::Data { range, .. } => {
                range.clone()
            }
        }
    }
}

/// Whether an op of that name stands at this place.
fn starts(source: &str, at: usize, name: &str) -> bool {
    source[at..]
        .strip_prefix(name)
        .is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n', '@', '/']))
}

/// The name of the alias that is defined at this place.
fn alias_definition(source: &str, at: usize) -> Option<&str> {
    if !source[at..].starts_with(['!', '#']) {
        return None;
    }
    let name = alias_names(&source[at..]).next()?;
    let behind = skip_blank(source, at + name.len());
    (name.len() > 1 && source[behind..].starts_with('=')).then_some(name)
}

/// Where a statement without a body ends: before the next statement, or at the end of the file.
fn end_of_statement(source: &str, start: usize) -> Result<usize, Unsplit> {
    let mut open = 0_usize;
    let mut end = start;
    for token in tokens(source, start..source.len()) {
        if open == 0 && starts_statement(source, token.start)? {
            return Ok(end);
        }
        open = depth(&source[token.clone()], open)?;
        end = token.end;
    }
    if open == 0 { Ok(end) } else { Err(Unsplit) }
}

/// Whether the statement before this token, outside of brackets, is over. At the start of a line there is either a
/// new statement or one of the few tokens that a declaration may go on with.
fn starts_statement(source: &str, at: usize) -> Result<bool, Unsplit> {
    if !is_first_in_line(source, at) {
        return Ok(false);
    }
    let starts_op = ["func.func", "functional.data"]
        .iter()
        .any(|name| starts(source, at, name));
    if starts_op || alias_definition(source, at).is_some() {
        return Ok(true);
    }
    let goes_on = [
        "->",
        "(",
        "@",
        "{",
        "attributes",
        "private",
        "public",
        "nested",
    ];
    match goes_on.iter().any(|start| source[at..].starts_with(start)) {
        true => Ok(false),
        false => Err(Unsplit),
    }
}

fn is_first_in_line(source: &str, at: usize) -> bool {
    source[..at]
        .chars()
        .rev()
        .find(|c| !matches!(c, ' ' | '\t'))
        .is_none_or(|c| c == '\n')
}

/// Where tokens end.
fn end_of(tokens: &[Token], start: usize) -> usize {
    tokens.last().map_or(start, |token| token.end)
}

/// Where the body of the function or data type at this place starts, and its tokens.
fn function(source: &str, start: usize) -> Result<(Option<usize>, Vec<Token>), Unsplit> {
    let mut open = 0_usize;
    let mut body = None;
    let mut previous = "";
    let mut found = Vec::new();
    for token in tokens(source, start..source.len()) {
        let place = token.start;
        if place > start && open == 0 && starts_statement(source, place)? {
            return Ok((None, found));
        }
        let text = &source[token.clone()];
        if open == 0 && text == "{" && previous != "attributes" {
            body = Some(place);
        }
        open = depth(text, open)?;
        let end = token.end;
        found.push(token);
        if body.is_some() && open == 0 {
            add_location(source, end, &mut found)?;
            return Ok((body, found));
        }
        previous = text;
    }
    match (open, body) {
        (0, None) => Ok((None, found)),
        _ => Err(Unsplit),
    }
}

/// Adds the tokens of `loc(...)`, if that comes next.
fn add_location(source: &str, at: usize, found: &mut Vec<Token>) -> Result<(), Unsplit> {
    let next = skip_blank(source, at);
    if !source[next..].starts_with("loc(") {
        return Ok(());
    }
    let mut open = 0_usize;
    for (index, token) in tokens(source, next..source.len()).enumerate() {
        open = depth(&source[token.clone()], open)?;
        found.push(token);
        if index > 0 && open == 0 {
            return Ok(());
        }
    }
    Err(Unsplit)
}
