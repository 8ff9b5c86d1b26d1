//! Zeros and sums of tangents.

use super::{Error, ErrorKind, Type, Value, program::Program, value::Head};
use crate::number::{Binary, Number};

/// The value whose bits are all zero: the zero of a tangent type.
pub(super) fn zero<N: Number>(program: &Program, ty: &Type) -> Value<N> {
    match ty {
        Type::Float(_) => Value::Float(N::from_f64(0.0)),
        Type::Int(_) => Value::Int(0),
        // Of an array whose size only run time knows there is no zero without one like it.
        Type::Array(sizes, element) => match sizes.iter().copied().collect::<Option<Vec<_>>>() {
            Some(shape) => {
                let count = shape.iter().product();
                Value::array(shape, vec![zero(program, element); count])
            }
            None => Value::Poison,
        },
        Type::Tuple(fields) => Value::tuple(fields.iter().map(|ty| zero(program, ty)).collect()),
        Type::Stack(_) => Value::node(Head::Stack, vec![]),
        // The first constructor, if it has no fields; another has no zero.
        Type::Data(name) => match program.constructors(name).first() {
            Some((_, fields)) if fields.is_empty() => Value::node(Head::Constructor(0), vec![]),
            _ => Value::Poison,
        },
        Type::Function(..) | Type::Other(_) => Value::Poison,
    }
}

/// What is left to do of a sum.
enum Task<N> {
    Add(Type, Value<N>, Value<N>),
    /// A node of this many of the values made last.
    Make(Head, usize),
}

/// The sum of two tangents.
pub(super) fn add<N: Number>(
    program: &Program,
    ty: &Type,
    a: &Value<N>,
    b: &Value<N>,
) -> Result<Value<N>, Error> {
    let wrong = |message: &str| Error::new(ErrorKind::Undefined, message);
    let mut tasks = vec![Task::Add(ty.clone(), a.clone(), b.clone())];
    let mut made: Vec<Value<N>> = vec![];
    while let Some(task) = tasks.pop() {
        let (ty, a, b) = match task {
            Task::Add(ty, a, b) => (ty, a, b),
            Task::Make(head, count) => {
                let fields = made.split_off(made.len() - count);
                made.push(Value::node(head, fields));
                continue;
            }
        };
        if matches!(a, Value::Poison) || matches!(b, Value::Poison) {
            made.push(Value::Poison);
            continue;
        }
        match (&ty, &a, &b) {
            (Type::Float(kind), Value::Float(a), Value::Float(b)) => {
                made.push(Value::Float(a.binary(Binary::Addf, *b).rounded(*kind)));
            }
            (Type::Array(_, element), Value::Array(left), Value::Array(right)) => {
                if left.shape != right.shape {
                    return Err(wrong("tangents of different shapes are added"));
                }
                let pairs = left.elements.iter().zip(&right.elements);
                let sums = pairs.map(|(a, b)| add(program, element, a, b));
                let sums = sums.collect::<Result<_, _>>()?;
                made.push(Value::array(left.shape.clone(), sums));
            }
            (_, Value::Node(left), Value::Node(right)) => {
                let types = match &ty {
                    Type::Tuple(fields) => fields.clone(),
                    Type::Data(name) => {
                        let (Head::Constructor(l), Head::Constructor(r)) =
                            (&left.head, &right.head)
                        else {
                            return Err(wrong("what is no data is added"));
                        };
                        if *l == 0 || *r == 0 {
                            made.push(if *l == 0 { b } else { a });
                            continue;
                        }
                        if l != r {
                            return Err(wrong("tangents of different constructors are added"));
                        }
                        program
                            .constructors(name)
                            .get(*l)
                            .map(|(_, fields)| fields.clone())
                            .unwrap_or_default()
                    }
                    Type::Stack(elements) => {
                        if left.fields.is_empty() || right.fields.is_empty() {
                            made.push(if left.fields.is_empty() { b } else { a });
                            continue;
                        }
                        [vec![ty.clone()], elements.clone()].concat()
                    }
                    _ => return Err(wrong("what is no tangent is added")),
                };
                tasks.push(Task::Make(left.head.clone(), types.len()));
                for ((ty, a), b) in types.into_iter().zip(&left.fields).zip(&right.fields).rev() {
                    tasks.push(Task::Add(ty, a.clone(), b.clone()));
                }
            }
            _ => return Err(wrong("what is no tangent is added")),
        }
    }
    made.pop().ok_or_else(|| wrong("nothing is added"))
}
