//! Text is parsed, printed and parsed again, equal.

use melior::ir::{Module, operation::OperationLike};

fn check(source: &str) {
    let context = super::context();
    let module = Module::parse(&context, source).expect("the source parses");
    assert!(module.as_operation().verify());
    let printed = module.as_operation().to_string();
    let again = Module::parse(&context, &printed).expect("what is printed parses");
    assert_eq!(again.as_operation().to_string(), printed);
}

const SOURCE: &str = concat!(include_str!("../basic.mlir"), include_str!("../data.mlir"));

#[test]
fn every_op() {
    check(SOURCE);
}

#[test]
fn every_op_in_generic_form() {
    let context = super::context();
    let module = Module::parse(&context, SOURCE).expect("the source parses");
    let flags = melior::ir::operation::OperationPrintingFlags::new().print_generic_operation_form();
    let generic = module
        .as_operation()
        .to_string_with_flags(flags)
        .expect("it is text");
    for op in pullback_functional::ops::ALL {
        assert!(
            generic.contains(&format!("\"{op}\"(")),
            "basic.mlir and data.mlir have no {op}"
        );
    }
    check(&generic);
}

#[test]
fn a_unit_before_another_op() {
    check(
        "func.func @f(%x: f64) {
           %u = functional.tuple
           %a, %b = functional.apply %g(%x) : !functional.fn<(f64) -> (f64, f64)>
           %v = functional.tuple
           %c:2 = functional.apply %g(%x) : !functional.fn<(f64) -> (f64, f64)>
           return
         }"
        .replace(
            "(%x: f64)",
            "(%x: f64, %g: !functional.fn<(f64) -> (f64, f64)>)",
        )
        .as_str(),
    );
}
