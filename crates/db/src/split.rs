//! A file as its functions and data types, by a lexer: brackets, strings, comments, aliases. MLIR does not parse here.
//!
//! The text of one is its *words* (runs without blanks or comments, strings whole), one a line, so that
//! comments, blank lines and indentation change nothing; and MLIR, which parses that text, says "line 12" where it
//! means word 12. Where the words stand in the file is [`word_places`], which nothing but diagnostics reads.
//!
//! What this lexer does not expect (`module`, nested symbols, unbalanced brackets, two functions of a name)
//! is, as custom rules are, [`Unsplit`]: such a file is compiled as a whole.

mod lexer;

use lexer::{Token, depth, skip_blank, tokens, words};
use std::collections::HashSet;
use std::ops::Range;

/// How the attributes start by which a function names rules for its derivatives.
const CUSTOM_RULE: &str = "functional.custom_";

/// What the names of tangent types end with, which nothing declares.
const TANGENT: &str = "$ct";

/// The file is not a plain list of functions and data types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Unsplit;

/// A function or a data type of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Part {
    /// Its symbol.
    pub(crate) name: String,
    /// Where it stands: bytes of the file.
    pub(crate) range: Range<usize>,
    /// Its words.
    pub(crate) text: String,
    /// Its words before the body, as a private declaration; the whole of a data type.
    pub(crate) declaration: String,
    /// Whether it is a data type.
    pub(crate) is_data: bool,
    /// Whether it is a function, and more than a declaration.
    pub(crate) has_body: bool,
    /// The aliases that it needs, each behind those that it needs itself.
    pub(crate) aliases: Vec<String>,
    /// The symbols that it names, in order, each once; a data type for its tangents.
    pub(crate) references: Vec<String>,
    /// Those that its declaration names.
    pub(crate) declared_with: Vec<String>,
}

/// Splits a file.
pub(crate) fn split(source: &str) -> Result<Vec<Part>, Unsplit> {
    let statements = statements(source)?;
    let mut aliases = Vec::new();
    for statement in &statements {
        if let Statement::Alias { name, range } = statement {
            if aliases
                .iter()
                .any(|(known, _): &(&str, String)| known == name)
            {
                return Err(Unsplit);
            }
            let all = words(tokens(source, range.clone()));
            let all: Vec<&str> = all.map(|word| &source[word]).collect();
            aliases.push((*name, all.join(" ")));
        }
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut names = HashSet::new();
    for statement in statements {
        let part = match statement {
            Statement::Alias { .. } => continue,
            Statement::Function {
                range,
                body,
                tokens,
            } => part(source, range, body, &tokens, &aliases)?,
            Statement::Data { range, tokens } => data(source, range, &tokens, &aliases)?,
        };
        if !names.insert(part.name.clone()) {
            return Err(Unsplit);
        }
        parts.push(part);
    }
    Ok(parts)
}

/// The line and column, from 1, of each word of a range.
pub(crate) fn word_places(source: &str, range: Range<usize>) -> Vec<(usize, usize)> {
    let (mut line, mut start, mut at) = (1, 0, 0);
    words(tokens(source, range))
        .map(|word| {
            for (index, _) in source[at..word.start].match_indices('\n') {
                line += 1;
                start = at + index + 1;
            }
            at = word.start;
            (line, word.start - start + 1)
        })
        .collect()
}

fn part(
    source: &str,
    range: Range<usize>,
    body: Option<usize>,
    tokens: &[Token],
    aliases: &[(&str, String)],
) -> Result<Part, Unsplit> {
    // A rule belongs to the function that names it, and differentiation must see both.
    let names_rule = |word: Range<usize>| source[word].contains(CUSTOM_RULE);
    if source[range.clone()].contains(CUSTOM_RULE) && words(tokens.iter().cloned()).any(names_rule)
    {
        return Err(Unsplit);
    }
    let symbols = symbols(source, tokens)?;
    let (name, at) = symbols.first().copied().ok_or(Unsplit)?;
    let header_end = body.unwrap_or(range.end);
    if at >= header_end {
        return Err(Unsplit);
    }
    let header = tokens
        .iter()
        .filter(|token| (at..header_end).contains(&token.start));
    let in_header = symbols[1..].iter().filter(|(_, at)| *at < header_end);
    let in_header: Vec<&str> = in_header.map(|(symbol, _)| *symbol).collect();
    let in_all: Vec<&str> = symbols[1..].iter().map(|(symbol, _)| *symbol).collect();
    let used = used_aliases(&source[range.clone()], aliases);
    Ok(Part {
        name: name.to_owned(),
        text: joined(source, tokens.iter(), '\n', String::new()),
        declaration: joined(source, header, ' ', "func.func private ".into()),
        is_data: false,
        has_body: body.is_some(),
        references: references(&in_all, &used)?,
        declared_with: references(&in_header, &used_aliases(&source[at..header_end], aliases))?,
        aliases: used,
        range,
    })
}

/// The words of tokens behind a text, with a sign between them.
fn joined<'t>(
    source: &str,
    tokens: impl Iterator<Item = &'t Token>,
    between: char,
    mut text: String,
) -> String {
    for (index, word) in words(tokens.cloned()).enumerate() {
        if index > 0 {
            text.push(between);
        }
        text.push_str(&source[word]);
    }
    text
}

fn data(
    source: &str,
    range: Range<usize>,
    tokens: &[Token],
    aliases: &[(&str, String)],
) -> Result<Part, Unsplit> {
    let symbols: Vec<&str> = symbols(source, tokens)?
        .into_iter()
        .map(|(symbol, _)| symbol)
        .collect();
    let (name, fields) = symbols.split_first().ok_or(Unsplit)?;
    let aliases = used_aliases(&source[range.clone()], aliases);
    // What becomes of function values in fields depends on all functions that the program puts there.
    let holds_functions =
        |text: &str| text.contains("functional.fn") || text.contains("functional<");
    if holds_functions(&source[range.clone()]) || aliases.iter().any(|text| holds_functions(text)) {
        return Err(Unsplit);
    }
    let references = references(fields, &aliases)?;
    Ok(Part {
        name: (*name).to_owned(),
        declaration: joined(source, tokens.iter(), ' ', String::new()),
        text: joined(source, tokens.iter(), '\n', String::new()),
        is_data: true,
        has_body: false,
        declared_with: references.clone(),
        references,
        aliases,
        range,
    })
}

/// Symbols and those that aliases name, each once.
fn references(found: &[&str], aliases: &[String]) -> Result<Vec<String>, Unsplit> {
    let mut references: Vec<String> = Vec::new();
    let mut add = |symbol: &str| {
        let symbol = symbol.strip_suffix(TANGENT).unwrap_or(symbol);
        if !references.iter().any(|known| known == symbol) {
            references.push(symbol.to_owned());
        }
    };
    found.iter().for_each(|symbol| add(symbol));
    for alias in aliases {
        let tokens: Vec<Token> = tokens(alias, 0..alias.len()).collect();
        for (symbol, _) in symbols(alias, &tokens)? {
            add(symbol);
        }
    }
    Ok(references)
}

/// The definitions that a text needs, in the file's order, which has them behind what they need.
fn used_aliases(text: &str, aliases: &[(&str, String)]) -> Vec<String> {
    if aliases.is_empty() {
        return vec![];
    }
    let mut used = vec![false; aliases.len()];
    let mut pending = vec![text];
    while let Some(text) = pending.pop() {
        for name in alias_names(text) {
            if let Some(index) = aliases.iter().position(|(known, _)| *known == name)
                && !used[index]
            {
                used[index] = true;
                let definition = aliases[index].1.as_str();
                pending.push(definition.split_once('=').map_or("", |(_, value)| value));
            }
        }
    }
    let definitions = aliases.iter().zip(used).filter(|(_, used)| *used);
    definitions
        .map(|((_, definition), _)| definition.clone())
        .collect()
}

/// Everything that may be the name of an alias, with its sign; names in strings and comments too, which
/// does no harm.
fn alias_names(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(['!', '#']).map(|(at, _)| {
        let rest = &text[at + 1..];
        &text[at..at + 1 + rest.find(|c| !is_name(c)).unwrap_or(rest.len())]
    })
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

/// A statement at the file's top level.
enum Statement<'s> {
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

fn statements(source: &str) -> Result<Vec<Statement<'_>>, Unsplit> {
    let mut found = Vec::new();
    let mut at = skip_blank(source, 0);
    while at < source.len() {
        let (statement, end) = if let Some(name) = alias_definition(source, at) {
            let end = end_of_statement(source, at + name.len())?;
            (
                Statement::Alias {
                    name,
                    range: at..end,
                },
                end,
            )
        } else if starts(source, at, "functional.data") {
            let (body, tokens) = function(source, at)?;
            body.ok_or(Unsplit)?;
            let end = end_of(&tokens, at);
            let range = at..end;
            (Statement::Data { range, tokens }, end)
        } else if starts(source, at, "func.func") {
            let (body, tokens) = function(source, at)?;
            let end = end_of(&tokens, at);
            let range = at..end;
            (
                Statement::Function {
                    range,
                    body,
                    tokens,
                },
                end,
            )
        } else {
            return Err(Unsplit);
        };
        found.push(statement);
        at = skip_blank(source, end);
    }
    Ok(found)
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

/// The symbols that tokens name, with the places of their signs.
fn symbols<'s>(source: &'s str, tokens: &[Token]) -> Result<Vec<(&'s str, usize)>, Unsplit> {
    let mut found = Vec::new();
    let mut pending: Option<usize> = None;
    for token in tokens {
        let text = &source[token.clone()];
        if let Some(at) = pending.take() {
            let length = text.find(|c| !is_name(c) && c != '.').unwrap_or(text.len());
            if length == 0 || text[length..].starts_with("::") {
                return Err(Unsplit);
            }
            found.push((&text[..length], at));
        } else if text == "@" {
            pending = Some(token.start);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
