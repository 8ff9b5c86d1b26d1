//! Text is parsed, printed and parsed again, equal.

use pullback_ir::{Context, Module, Registry};
use pullback_nd::ops;

const SOURCE: &str = include_str!("../basic.mlir");

fn context() -> Context {
    let registry = Registry::upstream();
    registry.add(pullback_nd::register);
    Context::new(&registry)
}

fn parse<'c>(context: &'c Context, text: &str) -> Module<'c> {
    match Module::parse(context, text, "basic.mlir") {
        Ok(module) => module,
        Err(error) => panic!("{error}\n{text}"),
    }
}

#[test]
fn every_op() {
    let context = context();
    let printed = parse(&context, SOURCE).to_string();
    assert_eq!(parse(&context, &printed).to_string(), printed);
    for op in ops::ALL {
        assert!(
            printed.contains(&format!("{op} ")),
            "basic.mlir has no {op}"
        );
    }
}

#[test]
fn the_list_of_names_is_what_is_registered() {
    let mut names = ops::ALL.map(str::to_owned);
    names.sort();
    assert_eq!(context().registered_ops("nd"), names);
}
