//! A file as its functions and data types, by a lexer: brackets, strings, comments, aliases. MLIR does not parse here.
//!
//! The text of one is its *words* (runs without blanks or comments, strings whole), one a line, so that
//! comments, blank lines and indentation change nothing; and MLIR, which parses that text, says "line 12" where it
//! means word 12. Where the words stand in the file is [`word_places`], which nothing but diagnostics reads.
//!
//! What this lexer does not expect (`module`, nested symbols, unbalanced brackets, two functions of a name)
//! is, as custom rules are, [`Unsplit`]: such a file is compiled as a whole.
//!
//! After an edit, what stands between the first and the last byte that differ is split again ([`Outline`]).

mod lexer;
mod outline;
mod statements;

use lexer::{Token, tokens, words};
pub(crate) use outline::Outline;
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
    Ok(Outline::of(source)?.1)
}

/// The definition of an alias.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Alias {
    name: String,
    /// Its words, from the name on.
    definition: String,
}

impl Alias {
    fn of(source: &str, name: &str, range: Range<usize>) -> Self {
        let all = words(tokens(source, range));
        let all: Vec<&str> = all.map(|word| &source[word]).collect();
        Self {
            name: name.to_owned(),
            definition: all.join(" "),
        }
    }
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
    aliases: &[Alias],
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
    aliases: &[Alias],
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
fn used_aliases(text: &str, aliases: &[Alias]) -> Vec<String> {
    if aliases.is_empty() {
        return vec![];
    }
    let mut used = vec![false; aliases.len()];
    let mut pending = vec![text];
    while let Some(text) = pending.pop() {
        for name in alias_names(text) {
            if let Some(index) = aliases.iter().position(|alias| alias.name == name)
                && !used[index]
            {
                used[index] = true;
                let definition = aliases[index].definition.as_str();
                pending.push(definition.split_once('=').map_or("", |(_, value)| value));
            }
        }
    }
    let definitions = aliases.iter().zip(used).filter(|(_, used)| *used);
    definitions
        .map(|(alias, _)| alias.definition.clone())
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
pub(crate) mod random;
#[cfg(test)]
mod tests;
