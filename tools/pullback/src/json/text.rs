//! JSON text as a list of its values, each before those in it. Nothing recurses: no depth of a text is a depth of calls.

use std::borrow::Cow;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Null,
    Bool(bool),
    Number,
    String,
    /// So many entries come next.
    Array(usize),
    /// So many pairs come next: a key, which is a string, and its value.
    Object(usize),
}

/// A value, or the key of one.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    pub kind: Kind,
    /// Where its text starts and ends; that of a list or an object is its bracket.
    start: usize,
    end: usize,
}

/// Read text.
pub struct Document<'t> {
    text: &'t str,
    pub nodes: Vec<Node>,
}

/// What must come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A value; right behind `[`, also its end.
    Value { or_end: bool },
    /// A key; right behind `{`, also its end.
    Key { or_end: bool },
    /// `,` or the end of what is open.
    Separator,
}

impl<'t> Document<'t> {
    /// Reads one value; or says what is wrong and where.
    pub fn parse(text: &'t str) -> Result<Self, String> {
        let mut document = Self {
            text,
            nodes: vec![],
        };
        // Numbers of the nodes that are open.
        let mut open: Vec<usize> = vec![];
        let mut next = Next::Value { or_end: false };
        let mut at = 0;
        loop {
            at = skip_blank(text, at);
            if next == Next::Separator && open.is_empty() {
                return match at == text.len() {
                    true => Ok(document),
                    false => Err(document.wrong("there is more behind the value", at)),
                };
            }
            let in_object = open
                .last()
                .is_some_and(|&node| matches!(document.nodes[node].kind, Kind::Object(_)));
            let close = if in_object { b'}' } else { b']' };
            let byte = text.as_bytes().get(at).copied();
            let ends = match next {
                Next::Value { or_end } | Next::Key { or_end } => or_end,
                Next::Separator => true,
            };
            if ends && byte == Some(close) {
                open.pop();
                next = Next::Separator;
                at += 1;
                continue;
            }
            match next {
                Next::Separator if byte == Some(b',') => {
                    next = match in_object {
                        true => Next::Key { or_end: false },
                        false => Next::Value { or_end: false },
                    };
                    at += 1;
                    continue;
                }
                Next::Separator => {
                    let close = char::from(close);
                    return Err(document.wrong(&format!("a `,` or `{close}` is missing"), at));
                }
                Next::Value { .. } | Next::Key { .. } => {}
            }
            let node = document.token(at)?;
            at = node.end;
            if let (Some(&parent), false) = (open.last(), in_object)
                && let Kind::Array(count) = &mut document.nodes[parent].kind
            {
                *count += 1;
            }
            if let Next::Key { .. } = next {
                if node.kind != Kind::String {
                    return Err(document.wrong("a key in quotes is missing", node.start));
                }
                if let Some(&parent) = open.last()
                    && let Kind::Object(count) = &mut document.nodes[parent].kind
                {
                    *count += 1;
                }
                at = skip_blank(text, at);
                if text.as_bytes().get(at) != Some(&b':') {
                    return Err(document.wrong("a `:` is missing", at));
                }
                at += 1;
                next = Next::Value { or_end: false };
            } else {
                next = match node.kind {
                    Kind::Array(_) => Next::Value { or_end: true },
                    Kind::Object(_) => Next::Key { or_end: true },
                    _ => Next::Separator,
                };
                if next != Next::Separator {
                    open.push(document.nodes.len());
                }
            }
            document.nodes.push(node);
        }
    }

    /// The token at a place: a value without parts, or the bracket of another.
    fn token(&self, start: usize) -> Result<Node, String> {
        let rest = &self.text[start..];
        let node = |kind, length| {
            Ok(Node {
                kind,
                start,
                end: start + length,
            })
        };
        match rest.as_bytes().first() {
            None => Err(self.wrong("the text ends where a value is missing", start)),
            Some(b'[') => node(Kind::Array(0), 1),
            Some(b'{') => node(Kind::Object(0), 1),
            Some(b'"') => {
                let length = string_length(rest);
                match unescaped(&rest[..length]).is_some() {
                    true => node(Kind::String, length),
                    false => Err(self.wrong("this is no string of JSON", start)),
                }
            }
            Some(_) => {
                let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                let length = rest.bytes().take_while(is_part).count();
                let word = &rest[..length];
                match word {
                    "null" => node(Kind::Null, length),
                    "true" => node(Kind::Bool(true), length),
                    "false" => node(Kind::Bool(false), length),
                    _ if serde_json::from_str::<serde_json::Number>(word).is_ok() => {
                        node(Kind::Number, length)
                    }
                    _ => Err(self.wrong("this is no value of JSON", start)),
                }
            }
        }
    }

    /// The characters of a string.
    pub fn string(&self, node: Node) -> Cow<'t, str> {
        unescaped(&self.text[node.start..node.end]).unwrap_or_default()
    }

    /// A number without blanks, and with a sign in its exponent.
    pub fn number(&self, node: Node) -> String {
        let text = &self.text[node.start..node.end];
        serde_json::from_str(text).map_or_else(
            |_| text.to_owned(),
            |number: serde_json::Number| number.to_string(),
        )
    }

    /// `line 1, column 5` of a node.
    pub fn place(&self, node: Node) -> String {
        place(self.text, node.start)
    }

    fn wrong(&self, what: &str, at: usize) -> String {
        format!("{what} at {}", place(self.text, at))
    }
}

fn place(text: &str, at: usize) -> String {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let column = before[start..].chars().count() + 1;
    format!("line {line}, column {column}")
}

fn skip_blank(text: &str, at: usize) -> usize {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    at + text.as_bytes()[at..]
        .iter()
        .take_while(|byte| blank(byte))
        .count()
}

/// The characters of a string in quotes; `None` if it is none of JSON.
fn unescaped(quoted: &str) -> Option<Cow<'_, str>> {
    let plain = |byte: u8| byte >= b' ' && byte != b'\\' && byte != b'"';
    let inner = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match inner.filter(|inner| inner.bytes().all(plain)) {
        Some(inner) => Some(Cow::Borrowed(inner)),
        None => serde_json::from_str(quoted).ok().map(Cow::Owned),
    }
}

/// The length of the string at the start, with its quotes.
fn string_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_before_their_parts() {
        let document = Document::parse(" {\"a\": [1, null], \"b\\u0041\": {}}\n").unwrap();
        let kinds: Vec<_> = document.nodes.iter().map(|node| node.kind).collect();
        assert_eq!(
            kinds,
            [
                Kind::Object(2),
                Kind::String,
                Kind::Array(2),
                Kind::Number,
                Kind::Null,
                Kind::String,
                Kind::Object(0)
            ]
        );
        assert_eq!(document.string(document.nodes[5]), "bA");
        assert_eq!(document.place(document.nodes[3]), "line 1, column 9");
    }

    #[test]
    fn what_serde_json_refuses_is_refused_and_nothing_else() {
        for text in [
            "",
            " ",
            "[",
            "]",
            "{",
            "}",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1}",
            "{]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\" 1}",
            "{\"a\":1,}",
            "{1:2}",
            "{\"a\":1 \"b\":2}",
            "[1] 2",
            "01",
            ".5",
            "1.",
            "+1",
            "-",
            "1e",
            "NaN",
            "nul",
            "truee",
            "\"",
            "\"\\\"",
            "\"\\x\"",
            "\"\n\"",
            "\u{e9}",
            "[\"\\ud800\"]",
            "1\u{e9}",
        ] {
            assert!(
                serde_json::from_str::<serde_json::Value>(text).is_err(),
                "{text}"
            );
            let message = Document::parse(text).err().expect(text);
            assert!(
                message.contains(" at line 1, column ") || text.contains('\n'),
                "{message}"
            );
        }
        for text in [
            "null",
            "true",
            "-0.5e+7",
            "\"\"",
            "\"\\\\\"",
            "\"\\\"]\"",
            "[]",
            "{}",
            "[[], {}]",
            "[ 1 , 2 ]",
            "{ \"a\" : 1 , \"a\" : [ ] }",
            "\r\n\t[1]\n",
            "\"\u{e9}\"",
        ] {
            assert!(
                serde_json::from_str::<serde_json::Value>(text).is_ok(),
                "{text}"
            );
            assert!(Document::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn depth_is_no_depth_of_calls() {
        let depth = 1_000_000;
        let text = "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(Document::parse(&text).unwrap().nodes.len(), depth);
        assert!(Document::parse(&text[1..]).is_err());
        assert!(Document::parse(&"{\"a\":".repeat(depth)).is_err());
    }
}
