//! Derived functions on demand: a derivative calls derivatives of the callees.

use crate::{
    arrays::is_unranked,
    custom::Rules,
    forward::forward,
    functions::holds_function,
    leaves::leaves,
    names::{Key, Mode},
    reverse::reverse,
    rules::{self, Rule},
};
use pullback_ir::{Attr, Op, Type, WalkOrder};
use pullback_pass::Error;
use std::collections::{HashMap, HashSet};

/// Marks a declaration whose body is compiled apart: its derivatives are declared, not made.
pub const SEPARATE: &str = "functional.separate";

/// So many derivatives of a function are made that differ in which arguments are varied.
const MOST: usize = 16;

/// The derivatives that were asked for.
#[derive(Debug, Default)]
pub struct Needs {
    /// By function and mode: which leaves of the arguments are varied, and which of the results are useful, and guarded.
    variants: HashMap<(String, Mode), HashSet<[Vec<bool>; 3]>>,
    pending: Vec<Key>,
}

impl Needs {
    /// Takes note of a derivative. Where there are many of its function, it becomes that of all results by all arguments: a
    /// recursive function that passes its arguments on in other places would ask for any of the sets.
    pub fn admit(&mut self, key: &mut Key) {
        let name = (key.symbol.clone(), key.mode);
        let known = self.variants.entry(name).or_default();
        let masks = |key: &Key| [&key.varied, &key.useful, &key.guarded].map(Clone::clone);
        if known.len() >= MOST && !known.contains(&masks(key)) {
            key.varied.fill(true);
            key.useful.fill(true);
            let guarded = key.guarded.contains(&true);
            key.guarded.fill(guarded);
        }
        known.insert(masks(key));
    }

    /// Asks for a derivative that was admitted.
    pub fn ask(&mut self, key: Key) {
        self.pending.push(key);
    }
}

/// Makes the function of `key` and all that it calls, unless they are there.
pub fn derive(module: Op<'_>, key: Key) -> Result<u64, Error> {
    let mut made = 0;
    let mut needs = Needs::default();
    needs.ask(key);
    while let Some(key) = needs.pending.pop() {
        if module.symbol(&key.name()).is_some() {
            continue;
        }
        let primal = module.symbol(&key.symbol).ok_or_else(|| {
            Error::at(
                module,
                format!("there is no function @{} to differentiate", key.symbol),
            )
        })?;
        if let Some(rules) = Rules::of(primal) {
            rules.derive(&key)?;
            made += 1;
            continue;
        }
        check_primal(module, &key, primal)?;
        match key.mode {
            Mode::Reverse => reverse(primal, &key, &mut needs)?,
            Mode::Forward => forward(primal, &key, &mut needs)?,
        };
        made += 1;
    }
    Ok(made)
}

fn check_primal(module: Op<'_>, key: &Key, primal: Op<'_>) -> Result<(), Error> {
    let name = primal.symbol_name().unwrap_or_default();
    let body = primal.region(0);
    if body.is_empty() {
        if primal.attr(SEPARATE).is_some() {
            return Ok(());
        }
        return Err(Error::at(
            call_of(module, key).unwrap_or(primal),
            format!(
                "the derivative of a call to the external function @{name} is unknown (func.call); give the function a body, \
                 or a rule (functional.custom_vjp), or call it outside of what is differentiated"
            ),
        ));
    }
    if let Some(argument) = body
        .entry()
        .args()
        .into_iter()
        .find(|argument| has_unranked(argument.ty()))
    {
        return Err(Error::at(primal, unranked(argument.ty())));
    }
    if body.blocks().len() > 1 {
        return Err(Error::at(
            primal,
            format!(
                "@{name} has unstructured control flow (cf), which cannot be differentiated; run lift-cf-to-scf first"
            ),
        ));
    }
    Ok(())
}

/// The call that asked for a derivative.
fn call_of<'a>(module: Op<'a>, key: &Key) -> Option<Op<'a>> {
    let name = key.name();
    let mut ops = module.walk(WalkOrder::Pre).into_iter();
    ops.find(|op| {
        let callee = op.is("func.call").then(|| op.attr("callee")).flatten();
        callee.and_then(Attr::as_symbol) == Some(&name)
    })
}

/// The rule of an op on the way from varied inputs, or why there is none. `None`: the op does not matter.
pub fn rule_for(op: Op<'_>, varied: bool) -> Result<Option<Rule>, Error> {
    let rule = rules::rule(op.name());
    if varied && let Some(ty) = op.result_types().into_iter().find(|ty| has_unranked(*ty)) {
        return Err(Error::at(op, unranked(ty)));
    }
    match rule {
        Some(Rule::Unsupported(why)) if varied => Err(Error::at(
            op,
            format!("'{}' has no derivative: {why}", op.name()),
        )),
        Some(Rule::Eliminated(why)) => Err(Error::at(
            op,
            format!(
                "'{}' is left where first-order code is needed: {why}; the function value here depends on an argument or a condition that is not known",
                op.name()
            ),
        )),
        Some(rule) => Ok(Some(rule)),
        None if varied => Err(Error::at(
            op,
            format!(
                "'{}' cannot be differentiated: there is no rule for it; keep it away from the varied values, or express it through ops of arith, math, tensor, nd, func, scf and functional",
                op.name()
            ),
        )),
        None if !op.is_memory_effect_free() => Err(Error::at(
            op,
            format!(
                "'{}' has effects on memory, and what is differentiated must be pure; move it out of the function",
                op.name()
            ),
        )),
        None => Ok(None),
    }
}

/// Whether a float leaf has a rank that is known at run time only.
fn has_unranked(ty: Type<'_>) -> bool {
    leaves(ty).into_iter().any(is_unranked)
}

fn unranked(ty: Type<'_>) -> String {
    format!(
        "a value of type {ty} cannot be differentiated; give the type a rank, as in tensor<?x?xf64>"
    )
}

/// Whether a function's signature is free of function values.
pub fn is_first_order(function: Op<'_>) -> bool {
    function
        .function_type()
        .is_some_and(|(inputs, results)| !inputs.into_iter().chain(results).any(holds_function))
}
