//! Passes read what they declare, and no more.

use super::{Subject, check, context, corpus::inputs};
use pullback_db::Pipelines;
use pullback_ir::{Attr, Type, with_deep_stack};
use pullback_pass::{Error, Pass, Reads, Root, declared_reads, register};

/// The stages of a compilation, at which the passes meet programs of different forms.
const STEPS: [&str; 3] = [
    "functional-simplify",
    "functional-differentiate,functional-to-first-order",
    "symbol-dce,functional-lower-data",
];

/// Runs a pass on the inputs in all their forms, symbol by symbol and on the module. How often the former was enough, and
/// the first difference.
fn verify(pass: &str, inputs: &[(String, String)]) -> (usize, Option<String>) {
    let (pass, inputs) = (pass.to_owned(), inputs.to_vec());
    with_deep_stack(move || {
        let pipelines = Pipelines::new();
        let mut enough = 0;
        for (name, text) in inputs {
            let context = context();
            let Some(mut source) = Subject::parse(&context, &text) else {
                continue;
            };
            for step in [""].iter().chain(&STEPS) {
                if !step.is_empty() && source.run(None, step).0.is_none() {
                    break;
                }
                let form = source.module.to_string();
                let (ours, others) = (super::context(), super::context());
                let mut with = Subject::parse(&ours, &form).expect("printed by MLIR");
                let mut without = Subject::parse(&others, &form).expect("printed by MLIR");
                let (a, b) = (with.run(Some(&pipelines), &pass), without.run(None, &pass));
                if a != b {
                    return (
                        enough,
                        Some(format!("{name} after `{step}`: {a:#?}\n{b:#?}")),
                    );
                }
                let ran = pipelines.take_events();
                enough += usize::from(!ran.iter().any(|query| *query == "module"));
            }
        }
        (enough, None)
    })
}

#[test]
fn declarations_are_true() {
    context();
    let inputs: Vec<_> = inputs().into_iter().step_by(8).collect();
    let ours = [
        "functional-erase-rules",
        "functional-expand-math",
        "functional-fuse-sincos",
        "functional-lower-tuples",
        "functional-outline",
        "functional-share-powers",
        "functional-tail-to-while",
    ];
    let declared: Vec<_> = pullback_pass::known_passes()
        .into_iter()
        .filter(|pass| declared_reads(pass).is_some_and(|reads| reads != Reads::Module))
        .filter(|pass| !pass.starts_with("test-"))
        .collect();
    assert_eq!(declared, ours, "a new declaration is to be verified here");
    for pass in ours {
        let (enough, difference) = verify(pass, &inputs);
        assert_eq!(difference, None, "{pass}");
        assert!(enough > 12, "{pass}: {enough}");
    }
}

/// Says that it reads its symbol, and counts its neighbours.
#[derive(pullback_pass::Pass)]
#[pass(
    name = "test-count-neighbours",
    on = "builtin.module",
    reads = "symbol"
)]
struct CountNeighbours;

impl Pass for CountNeighbours {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let functions = root.op().functions();
        let count = functions.len() as i64;
        for function in functions {
            let ty = Type::int(function.context(), 64);
            function.set_attr("test.neighbours", Attr::int(ty, count));
        }
        Ok(())
    }
}

#[test]
fn a_false_declaration_is_found() {
    context();
    register::<CountNeighbours>();
    let two = "func.func @f() { return } func.func @g() { return }";
    let (_, difference) = verify("test-count-neighbours", &[("two".into(), two.into())]);
    assert!(difference.is_some());
}

/// Marks calls with what their callee is marked with, and with whether it has a body.
#[derive(pullback_pass::Pass)]
#[pass(name = "test-mark-calls", on = "builtin.module", reads = "callees")]
struct MarkCalls;

impl Pass for MarkCalls {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        for op in root.op().walk(pullback_ir::WalkOrder::Pre) {
            let callee = op.attr("callee").and_then(Attr::as_symbol);
            let Some(callee) = callee.and_then(|name| root.op().symbol(name)) else {
                continue;
            };
            let ops = callee.walk(pullback_ir::WalkOrder::Pre).len() as i64;
            op.set_attr("test.size", Attr::int(Type::int(op.context(), 64), ops));
        }
        Ok(())
    }
}

#[test]
fn who_reads_bodies_of_callees_runs_again_when_one_changes() {
    context();
    register::<MarkCalls>();
    let source = |body: &str| {
        format!(
            "func.func @a() {{ func.call @b() : () -> () return }}
             func.func @b() {{ func.call @c() : () -> () return }}
             func.func @c() {{ {body} return }}
             func.func @d() {{ func.call @d() : () -> () return }}"
        )
    };
    let ((text, _), ran) = check(&source(""), "test-mark-calls");
    assert!(text.unwrap().contains("test.size = 3"));
    assert_eq!(ran, ["unit(a)", "unit(b)", "unit(c)", "unit(d)"]);
    let mut pipelines = Pipelines::new();
    let mut run = |text: String| {
        let file = pipelines.set_file("f.mlir", text);
        pipelines.run(file, "test-mark-calls").unwrap();
        pipelines.take_events()
    };
    run(source(""));
    assert_eq!(
        run(source("func.call @d() : () -> ()")),
        ["transformed", "unit(a)", "unit(b)", "unit(c)"]
    );
}
