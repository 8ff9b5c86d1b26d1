//! Wrong rules and wrong passes, which the checks must catch.

use super::question;
use pullback_ir::{Builder, Module, Op, WalkOrder};

/// What the mutants are tried on: a closure, a branch that each point takes another way, a tuple.
const PROGRAM: &str = "func.func @f(%x: f64, %y: f64) -> f64 {
  %half = arith.constant 0.5 : f64
  %c = arith.cmpf olt, %y, %half : f64
  %r = scf.if %c -> (f64) {
    %s = math.sin %x : f64
    %l = functional.lambda (%z: f64) -> f64 {
      %p = arith.mulf %z, %s : f64
      functional.return %p : f64
    }
    %a = functional.apply %l(%y) : !functional.fn<(f64) -> f64>
    scf.yield %a : f64
  } else {
    %t = functional.tuple %x, %y : f64, f64
    %b = functional.get %t[1] : tuple<f64, f64>
    %e = math.exp %b : f64
    %d = arith.subf %x, %e : f64
    scf.yield %d : f64
  }
  return %r : f64
}
";

/// After a pass, in functions whose name begins so, every op of a name gets another one.
struct Mutant {
    pass: &'static str,
    function: &'static str,
    op: &'static str,
    instead: &'static str,
    /// The check that must find it.
    found_by: &'static str,
}

const MUTANTS: [Mutant; 7] = [
    // The derivative of sin is sin.
    Mutant {
        pass: "functional-differentiate",
        function: "p0_grad",
        op: "math.cos",
        instead: "math.sin",
        found_by: "after `functional-differentiate`, `grad`",
    },
    // A sign in forward mode.
    Mutant {
        pass: "functional-differentiate",
        function: "p0_jvp",
        op: "arith.subf",
        instead: "arith.addf",
        found_by: "after `functional-differentiate`, `jvp`",
    },
    // Second derivatives: differences see the first nesting, and the others are compared with it.
    Mutant {
        pass: "functional-differentiate",
        function: "p0_grad$fwd",
        op: "math.exp",
        instead: "math.cos",
        found_by: "after `functional-differentiate`, `fr`",
    },
    Mutant {
        pass: "functional-differentiate",
        function: "p0_jvp$rev",
        op: "math.exp",
        instead: "math.cos",
        found_by: "after `functional-differentiate`, fr against rf",
    },
    Mutant {
        pass: "functional-differentiate",
        function: "p0_along$rev",
        op: "math.exp",
        instead: "math.cos",
        found_by: "after `functional-differentiate`, fr against rr",
    },
    // A pass that changes what a program computes.
    Mutant {
        pass: "functional-defunctionalize",
        function: "p0_f",
        op: "arith.subf",
        instead: "arith.mulf",
        found_by: "after `functional-defunctionalize`, `f`",
    },
    // A lowering that the interpreter does not see.
    Mutant {
        pass: "reconcile-unrealized-casts",
        function: "p0_fr",
        op: "llvm.fmul",
        instead: "llvm.fadd",
        found_by: "compiled code, `fr`",
    },
];

#[test]
fn random_programs_catch_wrong_rules_and_passes() {
    let programs = [PROGRAM.to_owned()];
    question(2).check(&programs).expect("nothing is wrong yet");
    for mutant in MUTANTS {
        let found = question(2).check_with(&programs, &|pass, module| {
            if pass == mutant.pass {
                mutant.change(module);
            }
        });
        let why = found.expect_err(mutant.found_by);
        assert_eq!(why.check, mutant.found_by, "{}", why.detail);
    }
}

impl Mutant {
    fn change(&self, module: &Module<'_>) {
        let functions = module.op().region(0).entry().ops().into_iter();
        let ops: Vec<Op<'_>> = functions
            .filter(|op| {
                op.symbol_name()
                    .is_some_and(|name| name.starts_with(self.function))
            })
            .flat_map(|function| function.walk(WalkOrder::Pre))
            .filter(|op| op.name() == self.op)
            .collect();
        assert!(!ops.is_empty(), "there is no {} in\n{module}", self.op);
        for op in ops {
            let other = Builder::before(op)
                .op(self.instead)
                .operands(&op.operands())
                .results(&[op.result(0).ty()])
                .build();
            op.replace_with(&[other.result(0)]);
        }
    }
}
