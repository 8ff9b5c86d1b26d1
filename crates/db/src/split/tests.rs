//! Texts that are split, and texts that are not.

use super::{
    random::{Random, any_file, edited},
    *,
};

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
    let source =
        "func.func @f() attributes {a = \"} // @g \\\" {\"} { return }\nfunc.func @h() { return }";
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

/// What a file is split into, edit by edit; its parts as the edits leave them.
struct Edited {
    outline: Option<Outline>,
    text: String,
    parts: Vec<Part>,
}

impl Edited {
    fn set(&mut self, text: String) {
        let edit = match &mut self.outline {
            Some(outline) => outline.edit(&self.text, &text),
            None => Outline::of(&text).map(|(outline, parts)| {
                self.outline = Some(outline);
                outline::Edit {
                    replaced: 0..self.parts.len(),
                    parts,
                }
            }),
        };
        self.text = text;
        match edit {
            Ok(edit) => drop(self.parts.splice(edit.replaced, edit.parts)),
            Err(Unsplit) => {
                self.outline = None;
                self.parts.clear();
            }
        }
    }
}

#[test]
fn edits_split_as_the_whole_does() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let (mut right, mut partial) = (0, 0);
    for session in 0..600 {
        let mut edits = Edited {
            outline: None,
            text: String::new(),
            parts: vec![],
        };
        let mut text = any_file(&mut random);
        for edit in 0..40 {
            let before = edits.text.clone();
            edits.set(text.clone());
            let expected = Outline::of(&text).ok();
            assert_eq!(
                edits.outline.as_ref(),
                expected.as_ref().map(|(outline, _)| outline),
                "session {session}, edit {edit}: from {before:?} to {text:?}"
            );
            let parts = expected.map(|(_, parts)| parts).unwrap_or_default();
            right += usize::from(edits.outline.is_some());
            // What is kept has moved.
            let same = |a: &Part, b: &Part| {
                Part {
                    range: 0..0,
                    ..a.clone()
                } == Part {
                    range: 0..0,
                    ..b.clone()
                }
            };
            assert!(
                edits.parts.len() == parts.len()
                    && edits.parts.iter().zip(&parts).all(|(a, b)| same(a, b)),
                "session {session}, edit {edit}: from {before:?} to {text:?}"
            );
            partial += usize::from(parts.len() > 2);
            text = match edits.outline.is_none() && random.one_in(2) {
                // Mistakes are undone, as a rule.
                true => before,
                false => edited(&text, &mut random),
            };
            if random.one_in(10) {
                text = any_file(&mut random);
            }
        }
    }
    assert!(
        (8000..22000).contains(&right),
        "{right} of 24000 are lists of functions"
    );
    assert!(partial > 3000, "{partial} of 24000 have several");
}

#[test]
fn an_edit_splits_its_surroundings_alone() {
    let function = |name: &str| format!("func.func @{name}() {{\n  return\n}}\n");
    let text: String = ["a", "b", "c", "d", "e"].map(function).concat();
    let (outline, parts) = Outline::of(&text).unwrap();
    for (from, to, replaced, names) in [
        ("@c() {\n", "@c() {\n  // More.\n", 1..3, vec!["b", "c"]),
        (
            "func.func @d",
            "func.func @x() { return }\nfunc.func @d",
            2..4,
            vec!["c", "x", "d"],
        ),
        ("func.func @b() {\n  return\n}\n", "", 0..3, vec!["a", "c"]),
        ("@e() {", "@f() {", 3..5, vec!["d", "f"]),
        (
            "func.func @a() {",
            "!t = f64\nfunc.func @a() {",
            0..5,
            vec!["a", "b", "c", "d", "e"],
        ),
    ] {
        let edited = text.replacen(from, to, 1);
        let mut outline = outline.clone();
        let edit = outline.edit(&text, &edited).unwrap();
        assert_eq!(edit.replaced, replaced, "{edited}");
        let found: Vec<&str> = edit.parts.iter().map(|part| part.name.as_str()).collect();
        assert_eq!(found, names, "{edited}");
    }
    assert_eq!(parts.len(), 5);
}
