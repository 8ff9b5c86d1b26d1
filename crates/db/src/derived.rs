//! Derivatives of functions that are compiled apart from those who call them.
//!
//! A caller is differentiated with a declaration of such a function, and what comes out calls a declared
//! `@g$rev$11$1`. The name says everything: the function, the mode, and which leaves of arguments and results, floats and
//! values of data types, take part. Here its body is made from the simplified function alone, so that an edit of the caller does not
//! derive `@g` again.

use crate::{
    Diagnostics, Signature, TypeTree, cache,
    link::{self, Piece, keep_public},
    session::{parse, run, with_context},
    source::{Symbol, Unit, declarations_of, signature},
    types::list,
    unit::{Code, finish, simplified},
};
use pullback_ir::Attr;
use std::fmt::Write;

/// A derived function.
#[salsa::interned(debug, revisions = usize::MAX)]
pub(crate) struct Derived<'db> {
    #[returns(copy)]
    pub(crate) base: Symbol<'db>,
    /// Its whole name.
    #[returns(ref)]
    pub(crate) name: String,
    /// As that of [`Unit`].
    #[returns(copy)]
    pub(crate) is_live: bool,
}

/// What a name says.
#[derive(Debug, PartialEq, Eq)]
struct Key<'n> {
    base: &'n str,
    operator: &'static str,
    varied: Vec<bool>,
    useful: Vec<bool>,
    /// Which of the results' leaves are guarded.
    guarded: Vec<bool>,
}

impl<'n> Key<'n> {
    fn parse(name: &'n str) -> Option<Self> {
        let mut parts = name.split('$');
        let base = parts.next()?;
        let operator = match parts.next()? {
            "rev" => "vjp",
            "fwd" => "jvp",
            _ => return None,
        };
        let mut mask = |bits: &str| -> Option<Vec<char>> {
            let part = parts.next()?;
            part.chars()
                .map(|bit| bits.contains(bit).then_some(bit))
                .collect()
        };
        let (varied, useful) = (mask("01")?, mask("012")?);
        let is = |mask: &[char], bits: &str| mask.iter().map(|bit| bits.contains(*bit)).collect();
        parts.next().is_none().then(|| Self {
            base,
            operator,
            varied: is(&varied, "1"),
            useful: is(&useful, "12"),
            guarded: is(&useful, "2"),
        })
    }
}

/// The function that a derived name is the derivative of; `None` for other names, such as those of second
/// derivatives.
pub(crate) fn base(name: &str) -> Option<&str> {
    Key::parse(name).map(|key| key.base)
}

/// Whether a derived function gives a closure: its backward half.
pub(crate) fn gives_closure(name: &str) -> bool {
    Key::parse(name).is_some_and(|key| key.operator == "vjp")
}

/// The body of a derived function. What it calls in turn is declared.
#[salsa::tracked(returns(ref))]
pub(crate) fn derivative<'db>(
    db: &'db dyn salsa::Database,
    derived: Derived<'db>,
) -> Result<Code, Diagnostics> {
    let base = derived.base(db);
    let name = derived.name(db);
    let refused = || Diagnostics::error(None, format!("there is no derived function @{name}"));
    let key = Key::parse(name).ok_or_else(refused)?;
    let of = signature(db, base).as_ref().map_err(Clone::clone)?;
    let unit = Unit::plain(db, base.file(db), base.name(db), derived.is_live(db));
    let code = simplified(db, unit).as_ref().map_err(Clone::clone)?;
    let (aliases, declaration, separate) = declarations_of(db, base);
    let text = probe(&key, of).ok_or_else(refused)?;
    let probe = Piece {
        name: name.clone(),
        text: format!("{aliases}\n{text}{declaration}"),
        separate,
    };
    let derive = || {
        with_context(|context| {
            let mut module = probe.parse(context)?;
            link::link(module.op(), parse(context, &code.bytes, "bytecode")?.op());
            keep_public(module.op(), PROBE);
            if let Some(function) = module.op().symbol(base.name(db)) {
                function.set_attr("no_inline", Attr::unit(context));
            }
            run(&mut module, "functional-simplify,functional-differentiate")?;
            keep_public(module.op(), name);
            if module.op().symbol(name).is_none_or(link::is_declaration) {
                return Err(refused());
            }
            run(&mut module, "symbol-dce,functional-simplify")?;
            finish(context, module, name, derived.is_live(db))
        })
    };
    let inputs = |key: &mut cache::Key| {
        key.add(base.name(db)).add(&code.bytes);
        key.add_debug(&derived.is_live(db));
        probe.add_to(key);
    };
    cache::memo(db, "derivative", || name.clone(), inputs, derive)
}

const PROBE: &str = "probe$";

/// A function whose differentiation makes the derived function: a lambda of the varied leaves that gives the useful
/// ones, under the operator. `None` if the masks are not of the function's leaves.
fn probe(key: &Key<'_>, of: &Signature) -> Option<String> {
    let mut text = Text::default();
    let mut varied = key.varied.iter().copied();
    let (mut parameters, mut arguments) = (vec![], vec![]);
    for (index, ty) in of.arguments.iter().enumerate() {
        arguments.push(text.argument(&format!("%a{index}"), ty, &mut varied, &mut parameters)?);
    }
    let results: Vec<String> = (0..of.results.len())
        .map(|index| format!("%r#{index}"))
        .collect();
    let bound = match results.len() {
        0 => String::new(),
        count => format!("%r:{count} = "),
    };
    let _ = writeln!(
        text.body,
        "{bound}func.call @{}({}) : ({}) -> ({})",
        key.base,
        arguments.join(", "),
        list(&of.arguments),
        list(&of.results)
    );
    let mut useful = key.useful.iter().copied();
    let mut returned = vec![];
    for (value, ty) in results.iter().zip(&of.results) {
        text.result(value, ty, &mut useful, &mut returned)?;
    }
    let mut guards = vec![];
    let mut all = key.useful.iter().zip(&key.guarded);
    for (leaf, ty) in &mut returned {
        // The derivative of a value that counts under a condition asks for a guard.
        if let Some((_, true)) = all.by_ref().find(|(useful, _)| **useful) {
            let guard = format!("%c{}", guards.len());
            let cut = text.define(&format!("functional.stop_gradient {leaf} : {ty}"));
            *leaf = text.define(&format!("arith.select {guard}, {leaf}, {cut} : {ty}"));
            guards.push(guard);
        }
    }
    if varied.next().is_some() || useful.next().is_some() || returned.is_empty() {
        return None;
    }
    let types = |values: &[(String, TypeTree)]| {
        let types: Vec<TypeTree> = values.iter().map(|(_, ty)| ty.clone()).collect();
        let tangents: Vec<TypeTree> = types.iter().map(TypeTree::tangent).collect();
        (list(&types), list(&tangents))
    };
    let declared = |values: &[(String, TypeTree)]| {
        let texts: Vec<_> = values
            .iter()
            .map(|(name, ty)| format!("{name}: {ty}"))
            .collect();
        texts.join(", ")
    };
    let outer = of.arguments.iter().enumerate();
    let outer = outer.map(|(index, ty)| (format!("%a{index}"), ty.clone()));
    let bits = guards.into_iter().map(|guard| (guard, TypeTree::Int(1)));
    let outer: Vec<(String, TypeTree)> = outer.chain(bits).collect();
    let names: Vec<&str> = returned.iter().map(|(name, _)| name.as_str()).collect();
    let (inputs, input_tangents) = types(&parameters);
    let (outputs, output_tangents) = types(&returned);
    let lambda = format!("!functional.fn<({inputs}) -> ({outputs})>");
    let derived = match key.operator {
        "vjp" => format!(
            "!functional.fn<({inputs}) -> ({outputs}, !functional.fn<({output_tangents}) -> ({input_tangents})>)>"
        ),
        _ => format!(
            "!functional.fn<({inputs}, {input_tangents}) -> ({outputs}, {output_tangents})>"
        ),
    };
    Some(format!(
        "func.func @{PROBE}({}) -> {derived} {{
%f = functional.lambda ({}) -> ({outputs}) {{
{}functional.return {} : {outputs}
}}
%d = functional.{} %f : {lambda}
return %d : {derived}
}}
",
        declared(&outer),
        declared(&parameters),
        text.body,
        names.join(", "),
        key.operator,
    ))
}

/// The lambda's body under construction.
#[derive(Default)]
struct Text {
    body: String,
    fresh: usize,
}

impl Text {
    fn define(&mut self, op: &str) -> String {
        let name = format!("%v{}", self.fresh);
        self.fresh += 1;
        let _ = writeln!(self.body, "{name} = {op}");
        name
    }

    /// An argument with parameters of the lambda in the place of its varied leaves.
    fn argument(
        &mut self,
        value: &str,
        ty: &TypeTree,
        varied: &mut impl Iterator<Item = bool>,
        parameters: &mut Vec<(String, TypeTree)>,
    ) -> Option<String> {
        match ty {
            leaf if leaf.is_varied_leaf() && varied.next()? => {
                let name = format!("%p{}", parameters.len());
                parameters.push((name.clone(), ty.clone()));
                Some(name)
            }
            TypeTree::Tuple(fields) if !fields.is_empty() => {
                let mut values = vec![];
                for (index, field) in fields.iter().enumerate() {
                    let part = self.define(&format!("functional.get {value}[{index}] : {ty}"));
                    values.push(self.argument(&part, field, varied, parameters)?);
                }
                let op = format!("functional.tuple {} : {}", values.join(", "), list(fields));
                Some(self.define(&op))
            }
            _ => Some(value.to_owned()),
        }
    }

    /// Collects the useful leaves of a result.
    fn result(
        &mut self,
        value: &str,
        ty: &TypeTree,
        useful: &mut impl Iterator<Item = bool>,
        returned: &mut Vec<(String, TypeTree)>,
    ) -> Option<()> {
        match ty {
            leaf if leaf.is_varied_leaf() => {
                let is_useful = useful.next()?;
                returned.extend(is_useful.then(|| (value.to_owned(), ty.clone())));
            }
            TypeTree::Tuple(fields) => {
                for (index, field) in fields.iter().enumerate() {
                    let part = self.define(&format!("functional.get {value}[{index}] : {ty}"));
                    self.result(&part, field, useful, returned)?;
                }
            }
            _ => {}
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_first_derivatives_are_keys() {
        let key = Key::parse("g.h$rev$10$1").unwrap();
        assert_eq!((key.base, key.operator), ("g.h", "vjp"));
        assert_eq!((key.varied, key.useful), (vec![true, false], vec![true]));
        let key = Key::parse("g$rev$1$012").unwrap();
        assert_eq!(key.useful, vec![false, true, true]);
        assert_eq!(key.guarded, vec![false, false, true]);
        for name in [
            "g",
            "g$fn0",
            "g$rev$1",
            "g$rev$1$1$rev$1$1",
            "g$rev$2$1",
            "g$bwd$1$1",
        ] {
            assert_eq!(Key::parse(name), None, "{name}");
        }
    }
}
