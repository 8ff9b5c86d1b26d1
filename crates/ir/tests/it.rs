//! The safe face, where its documentation promises something.

use pullback_ir::{
    Attr, Builder, Context, FastMath, Mapping, Module, Type, WalkOrder, with_deep_stack,
};

const TEXT: &str = "func.func @f(%x: f64, %c: i1) -> f64 {
  %0 = arith.addf %x, %x : f64
  %1 = scf.if %c -> f64 {
    %2 = arith.mulf %0, %x : f64
    scf.yield %2 : f64
  } else {
    scf.yield %x : f64
  }
  return %1 : f64
}";

fn with_module(action: impl FnOnce(&Context, &mut Module<'_>)) {
    let context = Context::with_upstream_dialects();
    let mut module = Module::parse(&context, TEXT, "test.mlir").expect("the text is valid");
    action(&context, &mut module);
}

#[test]
fn walks_are_in_order() {
    with_module(|_, module| {
        let names = |order| -> Vec<&str> {
            module
                .op()
                .walk(order)
                .into_iter()
                .map(|op| op.name())
                .collect()
        };
        let pre = names(WalkOrder::Pre);
        assert_eq!(
            &pre[..4],
            ["builtin.module", "func.func", "arith.addf", "scf.if"]
        );
        let post = names(WalkOrder::Post);
        assert_eq!(&post[post.len() - 2..], ["func.func", "builtin.module"]);
        assert_eq!(post[0], "arith.addf");
    });
}

#[test]
fn captures_are_what_regions_use_from_outside() {
    with_module(|_, module| {
        let op = module.op();
        let branch = op
            .walk(WalkOrder::Pre)
            .into_iter()
            .find(|op| op.is("scf.if"))
            .expect("it");
        let captures = branch.captures();
        assert_eq!(captures.len(), 2);
        assert!(
            captures[0]
                .defining_op()
                .is_some_and(|op| op.is("arith.addf"))
        );
    });
}

#[test]
fn fast_math_flags_are_what_the_attribute_says() {
    let context = Context::with_upstream_dialects();
    let flags = [
        ("reassoc", FastMath::REASSOC),
        ("nnan", FastMath::NNAN),
        ("ninf", FastMath::NINF),
        ("nsz", FastMath::NSZ),
        ("arcp", FastMath::ARCP),
        ("contract", FastMath::CONTRACT),
        ("afn", FastMath::AFN),
        ("nnan,contract", FastMath::NNAN.with(FastMath::CONTRACT)),
        ("fast", FastMath::FAST),
        ("none", FastMath::NONE),
    ];
    for (words, flags) in flags {
        let text = format!("#arith.fastmath<{words}>");
        let attr = Attr::parse(&context, &text).expect("flags");
        assert_eq!(FastMath::from_attr(attr), flags, "{words}");
        let made = flags.attr(&context);
        assert_eq!(made, (flags != FastMath::NONE).then_some(attr), "{words}");
    }
    assert_eq!(FastMath::from_attr(Attr::unit(&context)), FastMath::NONE);
}

#[test]
fn symbol_uses_are_those_of_attributes_wherever_they_are() {
    let context = Context::with_upstream_dialects();
    let uses = |body: &str| -> Option<Vec<String>> {
        let text = format!(
            "func.func @f(%c: i1) attributes {{a = [@x, {{k = @y::@z}}]}} {{ {body} return }}"
        );
        let text = format!("{text} func.func private @x() func.func private @y()");
        let module = Module::parse(&context, text, "test.mlir").expect("the text is valid");
        let mut names = module.op().functions()[0].symbol_uses()?;
        names.sort_unstable();
        Some(names.into_iter().map(str::to_owned).collect())
    };
    assert_eq!(uses("").unwrap(), ["x", "y"]);
    // Once a use; in regions, too; those of a nested symbol table are its own.
    let calls = "func.call @x() : () -> () func.call @x() {b = @y} : () -> () ";
    assert_eq!(uses(calls).unwrap(), ["x", "x", "x", "y", "y"]);
    let inner = "scf.if %c { func.call @x() : () -> () }";
    assert_eq!(uses(inner).unwrap(), ["x", "x", "y"]);
    let table =
        "builtin.module attributes {func.d = @x} { func.func private @y() attributes {e = @x} }";
    assert_eq!(uses(table).unwrap(), ["x", "x", "y"]);
}

#[test]
fn bytecode_reads_back() {
    with_module(|context, module| {
        let bytes = module.op().bytecode();
        let again = Module::parse(context, &bytes, "bytecode").expect("it is its own");
        assert_eq!(module.to_string(), again.to_string());
    });
}

#[test]
fn a_clone_goes_through_the_map() {
    with_module(|_, module| {
        let function = module.op().symbol("f").expect("it is there");
        let block = function.region(0).entry();
        let sum = block.ops()[0];
        let builder = Builder::before(sum);
        let one = builder.float(Type::f64(module.op().context()), 1.0);
        let mut mapping = Mapping::of(&[block.arg(0)], &[one]);
        let clone = sum.clone_before(sum, &mut mapping);
        assert_eq!(clone.operands(), [one, one]);
        assert_eq!(mapping.get(sum.result(0)), Some(clone.result(0)));
    });
}

#[test]
fn what_is_wrong_with_a_text_has_a_place() {
    let context = Context::with_upstream_dialects();
    let error = Module::parse(&context, "func.func @f() {\n  oops\n}", "bad.mlir")
        .expect_err("the text is wrong");
    assert!(
        error.to_string().starts_with("bad.mlir:2:3: error:"),
        "{error}"
    );
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let context = Context::with_upstream_dialects();
    for bytes in [&b"\xff\xfe\x00\x01"[..], b"ML\xefR", b"module {"] {
        assert!(Module::parse(&context, bytes, "bad").is_err(), "{bytes:?}");
    }
}

#[test]
fn deep_types_do_not_overflow_the_deep_stack() {
    let text = format!("{}f64{}", "tuple<".repeat(20_000), ">".repeat(20_000));
    with_deep_stack(|| {
        let context = Context::with_upstream_dialects();
        assert!(Type::parse(&context, &text).is_some());
    });
}
