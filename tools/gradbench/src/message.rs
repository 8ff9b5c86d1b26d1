//! Messages of the protocol.

use serde_json::{Map, Value as Json};

/// A message of the other side.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// What the answer is to name.
    pub id: Json,
    /// What is asked for.
    pub kind: Kind,
}

/// What a message asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// To make a module ready.
    Define {
        /// Its name.
        module: String,
    },
    /// To call a function.
    Evaluate {
        /// The module.
        module: String,
        /// The function.
        function: String,
        /// Its input.
        input: Json,
    },
    /// Nothing, but an answer.
    Start,
    /// The same, for every other kind.
    Other,
}

/// Reads a line, or says what is wrong with it and what to do.
pub fn read(line: &str) -> Result<Message, String> {
    let json = serde_json::from_str(line)
        .map_err(|error| format!("is not JSON ({error}); send one object a line"))?;
    let Json::Object(mut fields) = json else {
        return Err("is JSON, but no object; send one object a line".into());
    };
    let id = fields.get("id").filter(|id| id.is_number()).cloned();
    let id = id.ok_or("has no number `id`; give each message one of its own")?;
    let kind = text(&fields, "kind")?;
    let kind = match kind.as_str() {
        "start" => Kind::Start,
        "define" => Kind::Define {
            module: text(&fields, "module")?,
        },
        "evaluate" => Kind::Evaluate {
            module: text(&fields, "module")?,
            function: text(&fields, "function")?,
            input: fields.remove("input").unwrap_or_default(),
        },
        _ => Kind::Other,
    };
    Ok(Message { id, kind })
}

fn text(fields: &Map<String, Json>, name: &str) -> Result<String, String> {
    let text = fields.get(name).and_then(Json::as_str);
    Ok(text
        .ok_or_else(|| format!("has no text `{name}`; add it"))?
        .to_owned())
}
