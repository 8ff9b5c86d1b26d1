//! Edits of files that are never compiled.

use crate::{
    Database,
    file::Function,
    split::{
        random::{Random, any_file, edited},
        split,
    },
};
use std::collections::BTreeMap;

/// All fields of a function.
fn fields(db: &Database, function: Function) -> String {
    format!(
        "{:?}",
        (
            function.name(db),
            function.text(db),
            function.declaration(db),
            (function.is_data(db), function.has_body(db)),
            function.aliases(db),
            function.references(db),
            function.declared_with(db),
        )
    )
}

#[test]
fn the_inputs_are_those_of_a_new_database() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut alone, mut none) = (0, 0);
    for session in 0..150 {
        let mut db = Database::new();
        let mut text = any_file(&mut random);
        let mut seen = None;
        for edit in 0..40 {
            let file = db.set_file("edited.mlir", text.as_str());
            let about = || format!("session {session}, edit {edit}: {text:?}");
            let items = file.items(&db).clone();
            let now: Option<Vec<String>> = items
                .as_ref()
                .map(|items| items.iter().map(|item| fields(&db, *item)).collect());
            let mut fresh = Database::new();
            let other = fresh.set_file("edited.mlir", text.as_str());
            let expected = other.items(&fresh).as_ref();
            let expected: Option<Vec<String>> =
                expected.map(|items| items.iter().map(|item| fields(&fresh, *item)).collect());
            assert_eq!(now, expected, "{}", about());
            assert_eq!(now.is_some(), split(&text).is_ok(), "{}", about());
            // What differs from what was there when somebody last looked is among what is said to.
            let source = db.source(file).expect("it was set");
            let named: BTreeMap<String, String> = items
                .iter()
                .flatten()
                .map(|item| (item.name(&db).clone(), fields(&db, *item)))
                .collect();
            if let Some((moment, before)) = &seen {
                match source.edited_since(*moment) {
                    None => none += 1,
                    Some(found) => {
                        let found: Vec<&String> = found.iter().map(|item| item.name(&db)).collect();
                        let before: &BTreeMap<String, String> = before;
                        assert!(before.keys().eq(named.keys()), "{}", about());
                        for (name, fields) in &named {
                            let is_same = before[name] == *fields;
                            assert!(is_same || found.contains(&name), "@{name}, {}", about());
                        }
                        alone += usize::from(!found.is_empty());
                    }
                }
            }
            if seen.is_none() || random.one_in(3) {
                seen = Some((source.now(), named));
            }
            let next = edited(&text, &mut random);
            // Mistakes are undone, as a rule.
            let is_whole = items.is_none() && random.one_in(2);
            text = if is_whole {
                any_file(&mut random)
            } else {
                next
            };
        }
    }
    assert!(alone > 100 && none > 1000, "{alone} and {none}");
}

#[test]
fn names_that_never_come_back_are_not_kept() {
    let mut db = Database::new();
    let mut inputs = std::collections::HashSet::new();
    for edit in 0..1000 {
        let text = format!("func.func @f{edit}() {{ return }}\n");
        let file = db.set_file("edited.mlir", text);
        inputs.extend(file.items(&db).clone().expect("it is a list of functions"));
    }
    assert!(inputs.len() < 200, "{} inputs", inputs.len());
    // One that does is the same.
    let text = |name: &str| format!("func.func @{name}() {{ return }}\n");
    let item = |db: &mut Database, name: &str| {
        let file = db.set_file("edited.mlir", text(name));
        file.items(db).clone().expect("it is a list of functions")
    };
    let known = item(&mut db, "a");
    assert_ne!(item(&mut db, "b"), known);
    assert_eq!(item(&mut db, "a"), known);
}
