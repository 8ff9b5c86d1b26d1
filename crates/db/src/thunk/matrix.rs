//! Jacobians, Hessians, and products with them.
//!
//! A matrix comes as its rows, one for each float that is differentiated; a row has the tangent types of the arguments
//! that are differentiated by.

use super::{Body, Values, fn_type, names, types};
use crate::{Mode, TypeTree, types::list};

impl Body<'_> {
    /// Results, then a row for each float of the results; `mode` is the cheaper one if it is absent.
    pub(super) fn jacobian(&mut self, wrt: &[usize], mode: Option<Mode>) -> Values {
        let count = |types: &[TypeTree]| types.iter().map(TypeTree::floats).sum::<usize>();
        let (rows, columns) = (count(&self.result_tangents()), count(&self.tangents(wrt)));
        let cheaper = match rows <= columns {
            true => Mode::Reverse,
            false => Mode::Forward,
        };
        match mode.unwrap_or(cheaper) {
            Mode::Reverse => self.rows(wrt, rows),
            Mode::Forward => self.columns(wrt, columns),
        }
    }

    /// A gradient for each float of the results, of the function that gives it alone: a cotangent of zero for the
    /// others would make no zeros where a derivative is infinite.
    fn rows(&mut self, wrt: &[usize], count: usize) -> Values {
        let mut values = self.call();
        let f = self.reference();
        let arguments = self.arguments.clone();
        for unit in 0..count {
            let mut ty = TypeTree::Index;
            let row = self.lambda(&types(&arguments), |body, given| {
                let results = body.apply(&f, given, &body.of.results.clone());
                let float = body.float(&results, unit);
                ty.clone_from(&float.1);
                vec![float]
            });
            let of = fn_type(&types(&arguments), std::slice::from_ref(&ty));
            let grad = self.define(&format!("functional.grad {row} wrt {wrt:?} : {of}"));
            let gradients = self.tangents(wrt);
            values.extend(self.apply(&grad, &arguments, &gradients));
        }
        values
    }

    /// A sweep forward for each column.
    pub(super) fn columns(&mut self, wrt: &[usize], count: usize) -> Values {
        let f = self.reference();
        let results = self.of.results.clone();
        let (mut values, mut columns) = (vec![], vec![]);
        for unit in 0..count {
            let (given, slopes) = self.column(&f, &results, wrt, unit);
            values = given;
            let mut floats = vec![];
            for (value, ty) in slopes {
                self.floats_of(value, &ty, &mut floats);
            }
            columns.push(floats);
        }
        let rows = columns.first().map_or(0, Vec::len);
        for row in 0..rows {
            let mut entries = columns.iter().map(|column| column[row].clone());
            for ty in &self.tangents(wrt) {
                let packed = self.pack(ty, &mut entries);
                values.push((packed, ty.clone()));
            }
        }
        values
    }

    /// What `f` gives, and the tangents of that for a unit tangent of one float of the arguments: of the function of
    /// this float alone, for the same reason as above.
    fn column(
        &mut self,
        f: &str,
        results: &[TypeTree],
        wrt: &[usize],
        unit: usize,
    ) -> (Values, Values) {
        let arguments = self.arguments.clone();
        let varied: Values = wrt.iter().map(|&index| arguments[index].clone()).collect();
        let (float, ty) = self.float(&varied, unit);
        let inputs = vec![ty.clone()];
        let along = self.lambda(&inputs, |body, given| {
            let mut all = arguments.clone();
            let mut at = 0;
            for &index in wrt {
                let (value, ty) = arguments[index].clone();
                all[index].0 = body.replaced(value, &ty, unit, &mut at, &given[0].0);
            }
            body.apply(f, &all, results)
        });
        let jvp = self.define(&format!(
            "functional.jvp {along} : {}",
            fn_type(&inputs, results)
        ));
        let one = self.define(&format!("arith.constant 1.0 : {ty}"));
        let at = vec![(float, ty.clone()), (one, ty)];
        let differentiable = results.iter().filter(|ty| ty.floats() > 0);
        let tangents: Vec<TypeTree> = differentiable.map(TypeTree::tangent).collect();
        let mut values = self.apply(&jvp, &at, &[results, &tangents].concat());
        let tangents = values.split_off(results.len());
        (values, tangents)
    }

    /// The value, the gradients, and the product of the Hessian with tangents, which are further arguments.
    pub(super) fn hessian_product(&mut self, wrt: &[usize]) -> Values {
        let gradients = self.tangents(wrt);
        let results = [self.of.results.clone(), gradients.clone()].concat();
        let inner = self.operator("value_and_grad", wrt);
        let ty = fn_type(&self.of.arguments, &results);
        let jvp = self.define(&format!("functional.jvp {inner} wrt {wrt:?} : {ty}"));
        let arguments = self.arguments.clone();
        let seeds = self.parameters("t", &gradients);
        let both = [results.clone(), results].concat();
        let mut values = self.apply(&jvp, &[arguments, seeds].concat(), &both);
        // The tangent of the value itself is no part of the answer.
        values.remove(1 + gradients.len());
        values
    }

    /// The value, the gradients, and the rows of the Hessian. It is symmetric: a column is a row.
    pub(super) fn hessian(&mut self, wrt: &[usize]) -> Values {
        let gradients = self.tangents(wrt);
        let results = [self.of.results.clone(), gradients.clone()].concat();
        let inner = self.operator("value_and_grad", wrt);
        let count: usize = gradients.iter().map(TypeTree::floats).sum();
        let (mut values, mut rows) = (vec![], vec![]);
        for unit in 0..count {
            let (given, tangents) = self.column(&inner, &results, wrt, unit);
            values = given;
            rows.extend(tangents.into_iter().skip(1));
        }
        values.extend(rows);
        values
    }

    /// A `functional.lambda` with parameters of these types.
    fn lambda(
        &mut self,
        parameters: &[TypeTree],
        body: impl FnOnce(&mut Self, &Values) -> Values,
    ) -> String {
        let level = self.fresh;
        let parameters: Values = parameters
            .iter()
            .enumerate()
            .map(|(index, ty)| (format!("%p{level}_{index}"), ty.clone()))
            .collect();
        let outside = std::mem::take(&mut self.text);
        let returned = body(self, &parameters);
        let inside = std::mem::replace(&mut self.text, outside);
        let declared: Vec<_> = parameters
            .iter()
            .map(|(name, ty)| format!("{name}: {ty}"))
            .collect();
        let types = list(&types(&returned));
        self.define(&format!(
            "functional.lambda ({}) -> ({types}) {{\n{inside}  functional.return {} : {types}\n  }}",
            declared.join(", "),
            names(&returned),
        ))
    }

    /// Float number `unit` of values.
    fn float(&mut self, values: &Values, mut unit: usize) -> (String, TypeTree) {
        for (value, ty) in values {
            match ty.floats().checked_sub(unit) {
                None | Some(0) => unit -= ty.floats(),
                Some(_) => match ty {
                    TypeTree::Tuple(fields) => {
                        let part = |(index, field): (usize, &TypeTree)| {
                            let part = format!("functional.get {value}[{index}] : {ty}");
                            (self.define(&part), field.clone())
                        };
                        let parts = fields.iter().enumerate().map(part).collect();
                        return self.float(&parts, unit);
                    }
                    _ => return (value.clone(), ty.clone()),
                },
            }
        }
        (String::new(), TypeTree::Index)
    }

    /// A value with another in the place of float number `unit`; `at` counts the floats.
    fn replaced(
        &mut self,
        value: String,
        ty: &TypeTree,
        unit: usize,
        at: &mut usize,
        new: &str,
    ) -> String {
        let count = ty.floats();
        if unit < *at || unit >= *at + count {
            *at += count;
            return value;
        }
        let TypeTree::Tuple(fields) = ty else {
            *at += 1;
            return new.to_owned();
        };
        let mut parts = vec![];
        for (index, field) in fields.iter().enumerate() {
            let part = self.define(&format!("functional.get {value}[{index}] : {ty}"));
            let part = self.replaced(part, field, unit, at, new);
            parts.push((part, field.clone()));
        }
        self.tuple(&parts)
    }

    /// Appends the floats of a tangent.
    fn floats_of(&mut self, value: String, ty: &TypeTree, found: &mut Values) {
        let TypeTree::Tuple(fields) = ty else {
            found.push((value, ty.clone()));
            return;
        };
        for (index, field) in fields.iter().enumerate() {
            if field.floats() > 0 {
                let part = self.define(&format!("functional.get {value}[{index}] : {ty}"));
                self.floats_of(part, field, found);
            }
        }
    }
}
