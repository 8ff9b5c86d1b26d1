//! A file as its functions and data types, by a lexer: brackets, strings, comments, aliases. MLIR does not parse here.
//!
//! The text of one is its *words* (runs without blanks or comments, strings whole), one a line, so that
//! comments, blank lines and indentation change nothing; and MLIR, which parses that text, says "line 12" where it
//! means word 12. Where the words stand in the file is [`word_places`], which nothing but diagnostics reads.
//!
//! What this lexer does not expect (`module`, nested symbols, unbalanced brackets, two functions of a name)
//! is, as custom rules are, [`Unsplit`]: such a file is compiled as a whole.

use std::collections::HashMap;
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
            let words: Vec<&str> = words(source, range.clone())
                .map(|word| &source[word])
                .collect();
            aliases.push((*name, words.join(" ")));
        }
    }
    let mut parts: Vec<Part> = Vec::new();
    let mut names = HashMap::new();
    for statement in statements {
        let part = match statement {
            Statement::Alias { .. } => continue,
            Statement::Function { range, body } => part(source, range, body, &aliases)?,
            Statement::Data { range } => data(source, range, &aliases)?,
        };
        if names.insert(part.name.clone(), ()).is_some() {
            return Err(Unsplit);
        }
        parts.push(part);
    }
    Ok(parts)
}

/// The line and column, from 1, of each word of a range.
pub(crate) fn word_places(source: &str, range: Range<usize>) -> Vec<(usize, usize)> {
    let (mut line, mut start, mut at) = (1, 0, 0);
    words(source, range)
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
    aliases: &[(&str, String)],
) -> Result<Part, Unsplit> {
    let all = words(source, range.clone());
    let text: Vec<&str> = all.map(|word| &source[word]).collect();
    // A rule belongs to the function that names it, and differentiation must see both.
    if text.iter().any(|word| word.contains(CUSTOM_RULE)) {
        return Err(Unsplit);
    }
    let symbols = symbols(source, range.clone())?;
    let (name, at) = symbols.first().copied().ok_or(Unsplit)?;
    let header_end = body.unwrap_or(range.end);
    if at >= header_end {
        return Err(Unsplit);
    }
    let header: Vec<&str> = words(source, at..header_end)
        .map(|word| &source[word])
        .collect();
    let in_header = symbols[1..].iter().filter(|(_, at)| *at < header_end);
    let in_header: Vec<&str> = in_header.map(|(symbol, _)| *symbol).collect();
    let in_all: Vec<&str> = symbols[1..].iter().map(|(symbol, _)| *symbol).collect();
    Ok(Part {
        name: name.to_owned(),
        text: text.join("\n"),
        declaration: format!("func.func private {}", header.join(" ")),
        is_data: false,
        has_body: body.is_some(),
        references: references(&in_all, &used_aliases(&source[range.clone()], aliases))?,
        declared_with: references(&in_header, &used_aliases(&source[at..header_end], aliases))?,
        aliases: used_aliases(&source[range.clone()], aliases),
        range,
    })
}

fn data(source: &str, range: Range<usize>, aliases: &[(&str, String)]) -> Result<Part, Unsplit> {
    let text: Vec<&str> = words(source, range.clone())
        .map(|word| &source[word])
        .collect();
    let symbols: Vec<&str> = symbols(source, range.clone())?
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
        declaration: text.join(" "),
        text: text.join("\n"),
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
        for (symbol, _) in symbols(alias, 0..alias.len())? {
            add(symbol);
        }
    }
    Ok(references)
}

/// The definitions that a text needs, in the file's order, which has them behind what they need.
fn used_aliases(text: &str, aliases: &[(&str, String)]) -> Vec<String> {
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
    },
    Data {
        range: Range<usize>,
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
            let (body, end) = function(source, at)?;
            body.ok_or(Unsplit)?;
            (Statement::Data { range: at..end }, end)
        } else if starts(source, at, "func.func") {
            let (body, end) = function(source, at)?;
            (
                Statement::Function {
                    range: at..end,
                    body,
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
    let mut depth = 0_usize;
    let mut end = start;
    for token in tokens(source, start..source.len()) {
        if depth == 0 && starts_statement(source, token.range.start)? {
            return Ok(end);
        }
        depth = token.depth(depth)?;
        end = token.range.end;
    }
    if depth == 0 { Ok(end) } else { Err(Unsplit) }
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

/// Where the body of the function or data type at this place starts, and where it ends.
fn function(source: &str, start: usize) -> Result<(Option<usize>, usize), Unsplit> {
    let mut depth = 0_usize;
    let mut body = None;
    let mut previous = "";
    let mut end = start;
    for token in tokens(source, start..source.len()) {
        let place = token.range.start;
        if place > start && depth == 0 && starts_statement(source, place)? {
            return Ok((None, end));
        }
        let text = &source[token.range.clone()];
        if depth == 0 && text == "{" && previous != "attributes" {
            body = Some(place);
        }
        depth = token.depth(depth)?;
        end = token.range.end;
        if body.is_some() && depth == 0 {
            return Ok((body, end_of_location(source, end)?));
        }
        previous = text;
    }
    match (depth, body) {
        (0, None) => Ok((None, end)),
        _ => Err(Unsplit),
    }
}

/// Behind `loc(...)`, if that comes next.
fn end_of_location(source: &str, at: usize) -> Result<usize, Unsplit> {
    let next = skip_blank(source, at);
    if !source[next..].starts_with("loc(") {
        return Ok(at);
    }
    let mut depth = 0_usize;
    for token in tokens(source, next..source.len()).skip(1) {
        depth = token.depth(depth)?;
        if depth == 0 {
            return Ok(token.range.end);
        }
    }
    Err(Unsplit)
}

/// The symbols that a range names, with the places of their signs.
fn symbols(source: &str, range: Range<usize>) -> Result<Vec<(&str, usize)>, Unsplit> {
    let mut found = Vec::new();
    let mut pending: Option<usize> = None;
    for token in tokens(source, range) {
        let text = &source[token.range.clone()];
        if let Some(at) = pending.take() {
            let length = text.find(|c| !is_name(c) && c != '.').unwrap_or(text.len());
            if length == 0 || text[length..].starts_with("::") {
                return Err(Unsplit);
            }
            found.push((&text[..length], at));
        } else if text == "@" {
            pending = Some(token.range.start);
        }
    }
    Ok(found)
}

/// A bracket, a string, a sign of a symbol, or a run of anything else without blanks.
struct Token<'s> {
    range: Range<usize>,
    text: &'s str,
}

impl Token<'_> {
    /// How many brackets are open behind it.
    fn depth(&self, before: usize) -> Result<usize, Unsplit> {
        match self.text {
            "(" | "[" | "{" => Ok(before + 1),
            ")" | "]" | "}" => before.checked_sub(1).ok_or(Unsplit),
            _ => Ok(before),
        }
    }
}

fn tokens(source: &str, range: Range<usize>) -> impl Iterator<Item = Token<'_>> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        at = skip_blank(source, at);
        if at >= range.end {
            return None;
        }
        let start = at;
        let bytes = source.as_bytes();
        at += match bytes[at] {
            b'"' => string_length(&source[at..]),
            b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'@' => 1,
            _ => source[at..]
                .find(|c: char| c.is_ascii_whitespace() || "\"()[]{}@/".contains(c))
                // A slash is a token of its own unless it starts a comment.
                .map_or(source.len() - at, |length| length.max(1)),
        };
        at = at.min(range.end);
        Some(Token {
            range: start..at,
            text: &source[start..at],
        })
    })
}

/// The words of a range.
fn words(source: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut tokens = tokens(source, range).peekable();
    std::iter::from_fn(move || {
        let mut word = tokens.next()?.range;
        while let Some(next) = tokens.next_if(|next| next.range.start == word.end) {
            word.end = next.range.end;
        }
        Some(word)
    })
}

/// Behind blanks and comments.
fn skip_blank(source: &str, mut at: usize) -> usize {
    loop {
        let rest = &source[at..];
        let blank = rest
            .find(|c: char| !c.is_ascii_whitespace())
            .unwrap_or(rest.len());
        at += blank;
        if !source[at..].starts_with("//") {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(source: &str) -> Result<Vec<String>, Unsplit> {
        Ok(split(source)?.into_iter().map(|part| part.name).collect())
    }

    #[test]
    fn comments_blanks_and_indentation_do_not_show() {
        let plain = split("func.func @f(%x: f64) -> f64 {\n return %x : f64\n}").unwrap();
        let noisy = split(
            "// {\n\nfunc.func // \"\n  @f(%x: f64) -> f64 { // }\n\n\t return // @g\n %x : f64 }\n//",
        )
        .unwrap();
        assert_eq!(plain[0].text, noisy[0].text);
        assert_eq!(plain[0].declaration, "func.func private @f(%x: f64) -> f64");
        assert!(noisy[0].references.is_empty());
    }

    #[test]
    fn a_comment_right_behind_a_word_ends_it() {
        let source = "func.func @f() {\n  return// done\n}";
        assert_eq!(
            split(source).unwrap()[0].text,
            "func.func\n@f()\n{\nreturn\n}"
        );
    }

    #[test]
    fn strings_hide_brackets_and_signs() {
        let source = "func.func @f() attributes {a = \"} // @g \\\" {\"} { return }\nfunc.func @h() { return }";
        assert_eq!(names(source), Ok(vec!["f".into(), "h".into()]));
        assert!(split(source).unwrap()[0].references.is_empty());
        assert!(split(source).unwrap()[0].declaration.ends_with('}'));
    }

    #[test]
    fn declarations_end_where_the_next_statement_starts() {
        let source = "func.func private @e(f64)\n  -> f64\n!t = f64\nfunc.func @f(%x: !t) { func.call @e(%x) : (f64) -> f64 return }";
        let parts = split(source).unwrap();
        assert_eq!(parts[0].declaration, "func.func private @e(f64) -> f64");
        assert!(!parts[0].has_body);
        assert_eq!(parts[1].references, ["e"]);
        assert_eq!(parts[1].aliases, ["!t = f64"]);
    }

    #[test]
    fn aliases_bring_what_they_need_and_no_more() {
        let source =
            "!a = f64\n!b = tuple<!a, // twice\n  (!a)>\n!c = i1\nfunc.func @f(%x: !b) { return }";
        let parts = split(source).unwrap();
        assert_eq!(parts[0].aliases, ["!a = f64", "!b = tuple<!a, (!a)>"]);
    }

    #[test]
    fn what_is_no_list_of_functions_stays_whole() {
        for source in [
            "module { func.func @f() { return } }",
            "func.func @f() { return } func.func @f() { return }",
            "func.func @f() { return",
            "func.func @f() { return }}",
            "func.func @\"f\"() { return }",
            "func.func @f() { func.call @a::@b() : () -> () return }",
            "memref.global @x : memref<1xf64>",
            "functional.data @t { a } functional.data @t { b }",
            "functional.data @t { a } func.func @t() { return }",
            "functional.data @t",
            "functional.data { a }",
            "functional.data @t { a(!functional.fn<() -> f64>) }",
            "!g = !functional.fn<() -> f64>\nfunctional.data @t { a(!g) }",
            "functional.datum @t { a }",
            "func.func @f() attributes {functional.custom_vjp = @g} { return }",
            "func.func",
            "!",
            "!t = f64\nmodule { }",
            "!t = f64\n\"x.y\"() : () -> ()",
            "\"",
            "func.func @",
            "\u{e9}",
        ] {
            assert_eq!(names(source), Err(Unsplit), "{source}");
        }
        assert_eq!(names(" // nothing\n"), Ok(vec![]));
    }

    #[test]
    fn data_types_are_items() {
        let source = "!l = !functional.data<@list>
// A list.
functional.data private @list attributes {a = \"{\"} { // of
  nil cons(f64, !l)
} functional.data @tree { node(!functional.data<@list$ct>, !functional.data<@tree>) }
func.func private @e(!l) -> f64
func.func @f(%t: !functional.data<@tree>) {
  %z = functional.zero : !functional.data<@tree$ct>
  %n = functional.construct @list nil() : !l
  func.call @e(%n) : (!l) -> f64
  return
}";
        let parts = split(source).unwrap();
        let part = |name: &str| parts.iter().find(|part| part.name == name).unwrap();
        let list = part("list");
        assert!(list.is_data && !list.has_body);
        assert_eq!(
            list.declaration,
            "functional.data private @list attributes {a = \"{\"} { nil cons(f64, !l) }"
        );
        assert_eq!(list.references, ["list"]);
        assert_eq!(list.aliases, ["!l = !functional.data<@list>"]);
        assert_eq!(part("tree").references, ["list", "tree"]);
        assert_eq!(part("e").declared_with, ["list"]);
        assert_eq!(part("f").references, ["tree", "list", "e"]);
        assert_eq!(part("f").declared_with, ["tree"]);
        assert!(!part("f").is_data);
    }

    #[test]
    fn words_know_their_places() {
        let source = "// first\nfunc.func @f(%x: f64) {\n  // inside\n  return // end\n}";
        let part = &split(source).unwrap()[0];
        let places = word_places(source, part.range.clone());
        let at = part.text.lines().position(|word| word == "return").unwrap();
        assert_eq!(places[at], (4, 3));
        assert_eq!(places[0], (2, 1));
        assert_eq!(places.len(), part.text.lines().count());
    }
}
