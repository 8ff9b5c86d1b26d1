//! The names of the ops and of their attributes.

/// A function of the elements at each position.
pub const MAP: &str = "nd.map";
/// Folds elements along dimensions; its attribute is [`DIMENSIONS`].
pub const REDUCE: &str = "nd.reduce";
/// What a fold has after each element; its attributes are [`DIMENSION`], [`EXCLUSIVE`] and [`REVERSED`].
pub const SCAN: &str = "nd.scan";
/// Terminator of [`MAP`], [`REDUCE`] and [`SCAN`].
pub const YIELD: &str = "nd.yield";
/// The position of a [`MAP`]; its attribute is [`DIMENSION`].
pub const INDEX: &str = "nd.index";
/// An array repeated along dimensions; its attribute is [`DIMENSIONS`].
pub const BROADCAST: &str = "nd.broadcast";
/// The sum of the elements along [`DIMENSIONS`].
pub const SUM: &str = "nd.sum";
/// An array with its dimensions in another order; its attribute is [`PERMUTATION`].
pub const TRANSPOSE: &str = "nd.transpose";
/// The same elements in another shape.
pub const RESHAPE: &str = "nd.reshape";
/// An array back to front along [`DIMENSIONS`].
pub const REVERSE: &str = "nd.reverse";
/// The windows of an array; its attributes are [`DIMENSIONS`], [`WINDOW`], [`STRIDES`] and [`DILATIONS`].
pub const UNFOLD: &str = "nd.unfold";
/// Windows added up where they overlap: the transpose of [`UNFOLD`].
pub const FOLD: &str = "nd.fold";
/// Sums of products of elements; its attribute is [`LETTERS`].
pub const CONTRACT: &str = "nd.contract";
/// The positions along a [`DIMENSION`].
pub const IOTA: &str = "nd.iota";
/// Ones at the positions that indices name.
pub const ONE_HOT: &str = "nd.one_hot";
/// Where the greatest element stands along a [`DIMENSION`].
pub const ARGMAX: &str = "nd.argmax";
/// Where the least element stands along a [`DIMENSION`].
pub const ARGMIN: &str = "nd.argmin";
/// Elements or slices at given positions along [`DIMENSIONS`].
pub const GATHER: &str = "nd.gather";
/// An array with elements or slices changed; its attributes are [`COMBINE`] and [`DIMENSIONS`].
pub const SCATTER: &str = "nd.scatter";
/// Arrays in the order of the first along a [`DIMENSION`]; its other attribute is [`DESCENDING`].
pub const SORT: &str = "nd.sort";

/// All ops of the dialect.
pub const ALL: [&str; 20] = [
    MAP, REDUCE, SCAN, YIELD, INDEX, BROADCAST, SUM, TRANSPOSE, RESHAPE, REVERSE, UNFOLD, FOLD,
    CONTRACT, IOTA, ONE_HOT, ARGMAX, ARGMIN, GATHER, SCATTER, SORT,
];

/// Dimensions: a dense array of `i64`.
pub const DIMENSIONS: &str = "dimensions";
/// One dimension: an `i64`.
pub const DIMENSION: &str = "dimension";
/// The dimension of the operand that each dimension of the result is: a dense array of `i64`.
pub const PERMUTATION: &str = "permutation";
/// The sizes of windows: a dense array of `i64`.
pub const WINDOW: &str = "window";
/// The distances of windows: a dense array of `i64`, or absent for ones.
pub const STRIDES: &str = "strides";
/// The distances of elements in a window: a dense array of `i64`, or absent for ones.
pub const DILATIONS: &str = "dilations";
/// The letters of the dimensions, such as `ij,jk->ik`: a string.
pub const LETTERS: &str = "letters";
/// What is done with the element that is there: the string `add`, `set`, `min` or `max`.
pub const COMBINE: &str = "combine";
/// Whether a [`SCAN`] gives what it has before each element: a unit.
pub const EXCLUSIVE: &str = "exclusive";
/// Whether a [`SCAN`] starts at the end: a unit.
pub const REVERSED: &str = "reverse";
/// Whether a [`SORT`] has the greatest element first: a unit.
pub const DESCENDING: &str = "descending";
