//! The function that computes what is asked of an entry, as MLIR text.
//!
//! ```text
//! func.func @"f$entry"(%a0: f64) -> (f64, f64) {
//!   %f = functional.ref @f : !functional.fn<(f64) -> f64>
//!   %d = functional.value_and_grad %f : !functional.fn<(f64) -> f64>
//!   %r:2 = functional.apply %d(%a0) : !functional.fn<(f64) -> (f64, f64)>
//!   return %r#0, %r#1 : f64, f64
//! }
//! ```

mod matrix;

use crate::{Derivative, Mode, Signature, TypeTree, types::list};
use std::fmt::Write;

/// Behind the entry's symbol: `$` is refused in the source.
pub(crate) const SUFFIX: &str = "$entry";

/// The symbol of an entry's thunk.
pub(crate) fn symbol(entry: &str) -> String {
    format!("{entry}{SUFFIX}")
}

/// A thunk.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Thunk {
    /// What it takes and gives.
    pub(crate) signature: Signature,
    /// Its definition.
    pub(crate) text: String,
}

/// The thunk of a derivative of `entry`, which has the types `of`; the error is a sentence on what does not fit.
pub(crate) fn thunk(entry: &str, of: &Signature, derivative: &Derivative) -> Result<Thunk, String> {
    let wrt = match derivative {
        Derivative::None => vec![],
        Derivative::Grad { wrt, .. }
        | Derivative::Vjp { wrt }
        | Derivative::Jvp { wrt }
        | Derivative::Hvp { wrt }
        | Derivative::Jacobian { wrt, .. }
        | Derivative::Hessian { wrt } => arguments(entry, of, wrt.as_deref())?,
    };
    let mut body = Body::new(entry, of);
    let returned = match derivative {
        Derivative::None => body.call(),
        Derivative::Vjp { .. } => body.vjp(&wrt),
        Derivative::Jvp { .. } => body.jvp(&wrt),
        Derivative::Jacobian { mode, .. } => {
            require_numbers(entry, of, &wrt)?;
            require_float_in_result(entry, of)?;
            body.jacobian(&wrt, *mode)
        }
        Derivative::Hvp { .. } => {
            require_scalar_result(entry, of)?;
            body.hessian_product(&wrt)
        }
        Derivative::Hessian { .. } => {
            require_scalar_result(entry, of)?;
            require_numbers(entry, of, &wrt)?;
            body.hessian(&wrt)
        }
        Derivative::Grad { mode, order, .. } => {
            require_scalar_result(entry, of)?;
            match (order, mode) {
                (0, _) => {
                    return Err("the order of a derivative starts at 1; ask for 1 or more".into());
                }
                (1, Mode::Reverse) => body.reverse(&wrt),
                (1, Mode::Forward) => {
                    require_numbers(entry, of, &wrt)?;
                    body.forward(&wrt)
                }
                (order, mode) => {
                    require_scalar_argument(entry, of, &wrt)?;
                    body.nested(&wrt, *mode, *order)
                }
            }
        }
    };
    Ok(body.finish(returned))
}

/// The arguments to differentiate by.
fn arguments(entry: &str, of: &Signature, wrt: Option<&[usize]>) -> Result<Vec<usize>, String> {
    let Some(wrt) = wrt else {
        let all: Vec<usize> = (0..of.arguments.len())
            .filter(|&index| of.arguments[index].is_differentiable())
            .collect();
        if all.is_empty() {
            return Err(format!(
                "@{entry} has no argument to differentiate by; give it a float"
            ));
        }
        return Ok(all);
    };
    for (position, &index) in wrt.iter().enumerate() {
        let Some(ty) = of.arguments.get(index) else {
            return Err(format!(
                "@{entry} has no argument {index} to differentiate by; its arguments are ({}), counted from 0",
                list(&of.arguments)
            ));
        };
        if !ty.is_differentiable() {
            return Err(format!(
                "argument {index} of @{entry} is {ty}, which has no derivative; leave it out of what is differentiated by"
            ));
        }
        if wrt[..position].contains(&index) {
            return Err(format!(
                "argument {index} of @{entry} is named twice; name each once"
            ));
        }
    }
    Ok(wrt.to_vec())
}

fn require_float_in_result(entry: &str, of: &Signature) -> Result<(), String> {
    if of.results.iter().any(|ty| ty.floats() > 0) {
        return Ok(());
    }
    Err(format!(
        "no result of @{entry} holds a float, and a Jacobian needs one; return a float"
    ))
}

/// What has a sweep for each float must know how many there are.
fn require_numbers(entry: &str, of: &Signature, wrt: &[usize]) -> Result<(), String> {
    let found = |place: String, ty: &TypeTree| {
        let ty = ty.uncounted()?;
        Some(format!(
            "{place} of @{entry} holds {ty}, whose number of floats only its values have; use vjp, jvp, hvp, or grad in reverse"
        ))
    };
    let argument = |&index: &usize| found(format!("argument {index}"), &of.arguments[index]);
    let result = |(index, ty)| found(format!("result {index}"), ty);
    let mut found = wrt.iter().filter_map(argument);
    let first = found.next();
    match first.or_else(|| of.results.iter().enumerate().find_map(result)) {
        Some(message) => Err(message),
        None => Ok(()),
    }
}

fn require_scalar_result(entry: &str, of: &Signature) -> Result<(), String> {
    match of.results.as_slice() {
        [TypeTree::Float(_)] => Ok(()),
        [one] => Err(format!(
            "the result of @{entry} is {one}, and a gradient needs a float; use vjp or jvp, or return a float"
        )),
        several => Err(format!(
            "@{entry} has {} results, and a gradient needs one; use vjp or jvp, or return one float",
            several.len()
        )),
    }
}

fn require_scalar_argument(entry: &str, of: &Signature, wrt: &[usize]) -> Result<(), String> {
    match wrt {
        [one] if matches!(of.arguments[*one], TypeTree::Float(_)) => Ok(()),
        _ => Err(format!(
            "a derivative of a higher order is by one float argument, and @{entry} is differentiated by {} arguments; \
             name one float argument",
            wrt.len()
        )),
    }
}

/// Values with their types.
type Values = Vec<(String, TypeTree)>;

/// A function under construction.
struct Body<'s> {
    entry: &'s str,
    of: &'s Signature,
    arguments: Values,
    text: String,
    fresh: usize,
}

impl<'s> Body<'s> {
    fn new(entry: &'s str, of: &'s Signature) -> Self {
        let arguments = of.arguments.iter().enumerate();
        Self {
            entry,
            of,
            arguments: arguments
                .map(|(index, ty)| (format!("%a{index}"), ty.clone()))
                .collect(),
            text: String::new(),
            fresh: 0,
        }
    }

    fn finish(self, returned: Values) -> Thunk {
        let signature = Signature {
            arguments: types(&self.arguments),
            results: types(&returned),
            data: self.of.data.clone(),
        };
        let parameters: Vec<_> = self
            .arguments
            .iter()
            .map(|(name, ty)| format!("{name}: {ty}"))
            .collect();
        let colon = if returned.is_empty() { "" } else { " : " };
        let text = format!(
            "func.func @\"{}\"({}) -> ({}) {{\n{}  return {}{colon}{}\n}}\n",
            symbol(self.entry),
            parameters.join(", "),
            list(&signature.results),
            self.text,
            names(&returned),
            list(&signature.results),
        );
        Thunk { signature, text }
    }

    /// A line whose value has a new name.
    fn define(&mut self, op: &str) -> String {
        let name = format!("%v{}", self.fresh);
        self.fresh += 1;
        let _ = writeln!(self.text, "  {name} = {op}");
        name
    }

    fn reference(&mut self) -> String {
        let ty = fn_type(&self.of.arguments, &self.of.results);
        self.define(&format!("functional.ref @{} : {ty}", quoted(self.entry)))
    }

    fn apply(&mut self, f: &str, arguments: &Values, results: &[TypeTree]) -> Values {
        let name = format!("%v{}", self.fresh);
        self.fresh += 1;
        let ty = fn_type(&types(arguments), results);
        let bound = match results.len() {
            0 => String::new(),
            count => format!("{name}:{count} = "),
        };
        let _ = writeln!(
            self.text,
            "  {bound}functional.apply {f}({}) : {ty}",
            names(arguments)
        );
        let value = |(index, ty): (usize, &TypeTree)| (format!("{name}#{index}"), ty.clone());
        results.iter().enumerate().map(value).collect()
    }

    fn call(&mut self) -> Values {
        let f = self.reference();
        let arguments = self.arguments.clone();
        self.apply(&f, &arguments, &self.of.results.clone())
    }

    /// The tangent types of these arguments.
    fn tangents(&self, wrt: &[usize]) -> Vec<TypeTree> {
        wrt.iter()
            .map(|&index| self.of.arguments[index].tangent())
            .collect()
    }

    /// The tangent types of the results that have any.
    fn result_tangents(&self) -> Vec<TypeTree> {
        let differentiable = self.of.results.iter().filter(|ty| ty.is_differentiable());
        differentiable.map(TypeTree::tangent).collect()
    }

    fn operator(&mut self, name: &str, wrt: &[usize]) -> String {
        let f = self.reference();
        let ty = fn_type(&self.of.arguments, &self.of.results);
        self.define(&format!("functional.{name} {f} wrt {wrt:?} : {ty}"))
    }

    fn reverse(&mut self, wrt: &[usize]) -> Values {
        let g = self.operator("value_and_grad", wrt);
        let results = [self.of.results.clone(), self.tangents(wrt)].concat();
        let arguments = self.arguments.clone();
        self.apply(&g, &arguments, &results)
    }

    fn vjp(&mut self, wrt: &[usize]) -> Values {
        let g = self.operator("vjp", wrt);
        let (seeds, gradients) = (self.result_tangents(), self.tangents(wrt));
        let pullback = TypeTree::Function(fn_type(&seeds, &gradients));
        let results = [self.of.results.clone(), vec![pullback]].concat();
        let arguments = self.arguments.clone();
        let mut results = self.apply(&g, &arguments, &results);
        let (back, _) = results
            .pop()
            .unwrap_or_else(|| (String::new(), TypeTree::Index));
        let cotangents = self.parameters("c", &seeds);
        let gradients = self.apply(&back, &cotangents, &gradients);
        [results, gradients].concat()
    }

    fn jvp(&mut self, wrt: &[usize]) -> Values {
        let g = self.operator("jvp", wrt);
        let arguments = self.arguments.clone();
        let tangents = self.parameters("t", &self.tangents(wrt));
        let results = [self.of.results.clone(), self.result_tangents()].concat();
        self.apply(&g, &[arguments, tangents].concat(), &results)
    }

    /// Further arguments of the thunk.
    fn parameters(&mut self, prefix: &str, types: &[TypeTree]) -> Values {
        let new: Values = types
            .iter()
            .enumerate()
            .map(|(index, ty)| (format!("%{prefix}{index}"), ty.clone()))
            .collect();
        self.arguments.extend(new.iter().cloned());
        new
    }

    /// A forward sweep for each float of the arguments.
    fn forward(&mut self, wrt: &[usize]) -> Values {
        let count = self.tangents(wrt).iter().map(TypeTree::floats).sum();
        self.columns(wrt, count)
    }

    /// A value of type `ty` from its floats. In forward mode they all have the type of the result, so
    /// they are converted to that of the argument.
    fn pack(
        &mut self,
        ty: &TypeTree,
        floats: &mut impl Iterator<Item = (String, TypeTree)>,
    ) -> String {
        if let TypeTree::Tuple(fields) = ty {
            let values: Values = fields
                .iter()
                .map(|field| (self.pack(field, floats), field.clone()))
                .collect();
            return self.tuple(&values);
        }
        let Some((value, from)) = floats.next() else {
            return String::new();
        };
        self.converted(value, &from, ty)
    }

    /// A float as another type of float.
    fn converted(&mut self, value: String, from: &TypeTree, to: &TypeTree) -> String {
        let width = |ty: &TypeTree| match ty {
            TypeTree::Float(pullback_ir::FloatKind::F64) => 64,
            TypeTree::Float(pullback_ir::FloatKind::F32) => 32,
            _ => 16,
        };
        if from == to {
            return value;
        }
        if width(from) < width(to) {
            return self.define(&format!("arith.extf {value} : {from} to {to}"));
        }
        if width(from) > width(to) {
            return self.define(&format!("arith.truncf {value} : {from} to {to}"));
        }
        let wide = self.define(&format!("arith.extf {value} : {from} to f32"));
        self.define(&format!("arith.truncf {wide} : f32 to {to}"))
    }

    fn tuple(&mut self, values: &Values) -> String {
        match values.as_slice() {
            [] => self.define("functional.tuple"),
            _ => self.define(&format!(
                "functional.tuple {} : {}",
                names(values),
                list(&types(values))
            )),
        }
    }

    /// The derivative of a higher order by one float: each order is one derivative operator around a function
    /// that gives the derivative below.
    fn nested(&mut self, wrt: &[usize], mode: Mode, order: u32) -> Values {
        let mut f = self.reference();
        let mut result = self.of.results.clone();
        let argument = self.of.arguments[wrt[0]].clone();
        for _ in 0..order {
            let ty = fn_type(&self.of.arguments, &result);
            match mode {
                Mode::Reverse => {
                    f = self.define(&format!("functional.grad {f} wrt {wrt:?} : {ty}"));
                    result = vec![argument.clone()];
                }
                Mode::Forward => f = self.slope(&f, wrt, &ty, &result),
            }
        }
        let arguments = self.arguments.clone();
        let mut values = self.apply(&f, &arguments, &result);
        if let Some((value, from)) = values.pop() {
            let value = self.converted(value, &from, &argument);
            values.push((value, argument));
        }
        values
    }

    /// A lambda that gives the tangent of `f` for a unit tangent.
    fn slope(&mut self, f: &str, wrt: &[usize], ty: &str, result: &[TypeTree]) -> String {
        let jvp = self.define(&format!("functional.jvp {f} wrt {wrt:?} : {ty}"));
        let level = self.fresh;
        let parameters: Values = self
            .of
            .arguments
            .iter()
            .enumerate()
            .map(|(index, ty)| (format!("%p{level}_{index}"), ty.clone()))
            .collect();
        let declared: Vec<_> = parameters
            .iter()
            .map(|(name, ty)| format!("{name}: {ty}"))
            .collect();
        let head = format!(
            "functional.lambda ({}) -> {} {{",
            declared.join(", "),
            list(result)
        );
        let lambda = self.define(&head);
        let seed_type = self.of.arguments[wrt[0]].clone();
        let seed = self.define(&format!("arith.constant 1.0 : {seed_type}"));
        let arguments = [parameters, vec![(seed, seed_type)]].concat();
        let both = self.apply(&jvp, &arguments, &[result, result].concat());
        let tangent = &both[1].0;
        let _ = writeln!(
            self.text,
            "  functional.return {tangent} : {}\n  }}",
            list(result)
        );
        lambda
    }
}

fn fn_type(arguments: &[TypeTree], results: &[TypeTree]) -> String {
    let results = match results {
        [TypeTree::Function(text)] => text.clone(),
        [one] => one.to_string(),
        several => format!("({})", list(several)),
    };
    format!("!functional.fn<({}) -> {results}>", list(arguments))
}

/// A symbol as it stands behind `@`.
fn quoted(symbol: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_.$".contains(c);
    match symbol.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && symbol.chars().all(plain)
    {
        true => symbol.to_owned(),
        false => format!("{symbol:?}"),
    }
}

fn types(values: &Values) -> Vec<TypeTree> {
    values.iter().map(|(_, ty)| ty.clone()).collect()
}

fn names(values: &Values) -> String {
    let names: Vec<_> = values.iter().map(|(name, _)| name.as_str()).collect();
    names.join(", ")
}
