//! Texts that are split, and texts that are not.

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
