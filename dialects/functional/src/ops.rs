//! The names of the ops and of their attributes.

/// A function value; captures by use.
pub const LAMBDA: &str = "functional.lambda";
/// Recursive function values: the results are bound to the block arguments.
pub const LETREC: &str = "functional.letrec";
/// Terminator of [`LAMBDA`] and [`LETREC`].
pub const RETURN: &str = "functional.return";
/// A top-level function as a value; its attribute is [`SYMBOL`].
pub const REF: &str = "functional.ref";
/// Call of a function value.
pub const APPLY: &str = "functional.apply";
/// A function with its leading arguments bound.
pub const PARTIAL: &str = "functional.partial";
/// A tuple of the operands.
pub const TUPLE: &str = "functional.tuple";
/// A field of a tuple; its attribute is [`INDEX`].
pub const GET: &str = "functional.get";
/// The declaration of a data type: a symbol with [`CONSTRUCTORS`] and [`FIELDS`].
pub const DATA: &str = "functional.data";
/// A value of a data type; its attributes are [`DECLARATION`] and [`CONSTRUCTOR`].
pub const CONSTRUCT: &str = "functional.construct";
/// What is done for each constructor of a value; its attributes are [`DECLARATION`] and [`CASES`].
pub const MATCH: &str = "functional.match";
/// Terminator of a case of [`MATCH`].
pub const YIELD: &str = "functional.yield";
/// An empty stack.
pub const STACK: &str = "functional.stack";
/// A stack with an entry on top.
pub const PUSH: &str = "functional.push";
/// A stack without its top entry, and that entry.
pub const POP: &str = "functional.pop";
/// The zero of a tangent type.
pub const ZERO: &str = "functional.zero";
/// The sum of two tangents.
pub const ADD: &str = "functional.add";
/// Its operand, with derivative zero.
pub const STOP_GRADIENT: &str = "functional.stop_gradient";
/// Gradients only; its attribute is [`WRT`].
pub const GRAD: &str = "functional.grad";
/// Results, then gradients; its attribute is [`WRT`].
pub const VALUE_AND_GRAD: &str = "functional.value_and_grad";
/// Results, then a pullback; its attribute is [`WRT`].
pub const VJP: &str = "functional.vjp";
/// Results, then tangents; its attribute is [`WRT`].
pub const JVP: &str = "functional.jvp";

/// A function of many arguments at once; its attributes are [`IN_AXES`] and [`OUT_AXES`].
pub const VMAP: &str = "functional.vmap";

/// All ops of the dialect.
pub const ALL: [&str; 23] = [
    LAMBDA,
    LETREC,
    RETURN,
    REF,
    APPLY,
    PARTIAL,
    TUPLE,
    GET,
    DATA,
    CONSTRUCT,
    MATCH,
    YIELD,
    STACK,
    PUSH,
    POP,
    ZERO,
    ADD,
    STOP_GRADIENT,
    GRAD,
    VALUE_AND_GRAD,
    VJP,
    JVP,
    VMAP,
];

/// The operators on functions that differentiation expands: those for derivatives, and [`VMAP`].
pub const DERIVATIVES: [&str; 5] = [GRAD, VALUE_AND_GRAD, VJP, JVP, VMAP];

/// Which dimension of each argument of a [`VMAP`] its calls are along, -1 for none.
pub const IN_AXES: &str = "in_axes";
/// Which dimension of each result of a [`VMAP`] its calls are along.
pub const OUT_AXES: &str = "out_axes";

/// The symbol of a [`REF`]: a flat symbol reference.
pub const SYMBOL: &str = "symbol";
/// The position that a [`GET`] reads: an `i64`.
pub const INDEX: &str = "index";
/// The arguments that a derivative operator is for: a dense array of `i64`, or absent.
pub const WRT: &str = "wrt";
/// The names of what a [`LAMBDA`] or a [`PARTIAL`] binds: an array of strings, or absent.
pub const NAMES: &str = "names";
/// The names of the captured values that a derivative operator is for: an array of strings, or absent.
pub const CAPTURES: &str = "captures";
/// Their types: an array of types, or absent.
pub const CAPTURE_TYPES: &str = "capture_types";
/// The names of the constructors that a [`DATA`] declares: an array of strings.
pub const CONSTRUCTORS: &str = "constructors";
/// The fields of the constructors that a [`DATA`] declares: an array of tuple types.
pub const FIELDS: &str = "fields";
/// The [`DATA`] that a [`CONSTRUCT`] or a [`MATCH`] is of: a flat symbol reference, without the
/// `$ct` of a tangent type.
pub const DECLARATION: &str = "data";
/// The name of the constructor of a [`CONSTRUCT`]: a string.
pub const CONSTRUCTOR: &str = "constructor";
/// The names of the constructors that the regions of a [`MATCH`] are for: an array of strings.
pub const CASES: &str = "cases";

/// On a `func.func`: the function that stands for its reverse derivative, a flat symbol reference.
pub const CUSTOM_VJP: &str = "functional.custom_vjp";
/// On a `func.func`: the function that stands for its forward derivative, a flat symbol reference.
pub const CUSTOM_JVP: &str = "functional.custom_jvp";
