//! `hvp`, `jacobian` and `hessian`.
//!
//! A matrix is shown in the shape of what is differentiated, with a list in the place of each float: the row, one entry
//! for each argument that is differentiated by.

use crate::{
    answer::{Answer, Label},
    call::Program,
    cli,
    failure::Result,
    types::Type,
};
use pullback_db::Derivative;

/// `pullback hvp`.
pub fn hvp(args: &cli::Hvp) -> Result<String> {
    let program = Program::open(&args.call)?;
    let wrt = args.wrt.clone();
    let request = program.request(Derivative::Hvp { wrt });
    program.check(&request)?;
    if args.call.prints_code() {
        return program.code(request);
    }
    let inputs = program.inputs()?;
    let tangents = program.tangents(args.wrt.as_deref(), args.tangents.as_deref(), &inputs)?;
    let values = program.evaluate(&request, &[inputs.concat(), tangents.concat()].concat())?;
    let values = &mut values.into_iter();
    let value = program.value(values)?;
    let gradients = program.gradients(args.wrt.as_deref(), 1, &inputs, values)?;
    let label = |name: &str| format!("H v {name}");
    let products = Answer {
        key: "products",
        entries: program.by_arguments(args.wrt.as_deref(), label, "product", &inputs, values)?,
    };
    program.show(&[value, gradients, products])
}

/// `pullback jacobian`.
pub fn jacobian(args: &cli::Jacobian) -> Result<String> {
    let program = Program::open(&args.call)?;
    let request = program.request(Derivative::Jacobian {
        wrt: args.wrt.clone(),
        mode: args.mode.map(Into::into),
    });
    program.check(&request)?;
    if args.call.prints_code() {
        return program.code(request);
    }
    let values = program.evaluate(&request, &program.inputs()?.concat())?;
    let values = &mut values.into_iter();
    let value = program.value(values)?;
    let row = row(&program, args.wrt.as_deref())?;
    let places = program
        .result_labels("jacobian")
        .into_iter()
        .zip(program.results()?)
        .filter(|(_, ty)| ty.is_differentiable())
        .map(|(label, ty)| (label, with_rows(&ty, &row)));
    let jacobian = Answer {
        key: "jacobian",
        entries: program.entries(places, values),
    };
    program.show(&[value, jacobian])
}

/// `pullback hessian`.
pub fn hessian(args: &cli::Hessian) -> Result<String> {
    let program = Program::open(&args.call)?;
    let wrt = args.wrt.clone();
    let request = program.request(Derivative::Hessian { wrt });
    program.check(&request)?;
    if args.call.prints_code() {
        return program.code(request);
    }
    let inputs = program.inputs()?;
    let values = program.evaluate(&request, &inputs.concat())?;
    let values = &mut values.into_iter();
    let value = program.value(values)?;
    let gradients = program.gradients(args.wrt.as_deref(), 1, &inputs, values)?;
    let arguments = program.arguments()?;
    let row = row(&program, args.wrt.as_deref())?;
    let by = program.differentiated_by(args.wrt.as_deref())?;
    let places = by.into_iter().map(|index| {
        let label = Label {
            text: format!("hessian {}", program.names[index]),
            member: format!("hessian.{}", arguments[index].key),
        };
        (label, with_rows(&arguments[index].ty, &row))
    });
    let hessian = Answer {
        key: "hessian",
        entries: program.entries(places, values),
    };
    program.show(&[value, gradients, hessian])
}

/// A row: the tangents of the arguments that are differentiated by.
fn row(program: &Program<'_>, wrt: Option<&[usize]>) -> Result<Vec<Type>> {
    let arguments = program.arguments()?;
    let by = program.differentiated_by(wrt)?.into_iter();
    Ok(by.map(|index| arguments[index].ty.tangent()).collect())
}

/// The tangent type with a row in the place of each float.
fn with_rows(ty: &Type, row: &[Type]) -> Type {
    match ty.tangent() {
        Type::Tuple(fields) => {
            Type::Tuple(fields.iter().map(|field| with_rows(field, row)).collect())
        }
        _ => Type::Tuple(row.to_vec()),
    }
}
