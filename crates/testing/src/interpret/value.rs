//! What programs compute with.

use super::array::Array;
use std::{cell::RefCell, rc::Rc, sync::Arc};

/// A value.
#[derive(Clone, Debug)]
pub enum Value<N> {
    /// The result of an undefined computation, as MLIR has it: no error until something depends on it.
    Poison,
    /// An integer's bits; those above its width are zero.
    Int(u64),
    /// A float.
    Float(N),
    /// An array.
    Array(Rc<Array<N>>),
    /// A tuple, function value, constructor or stack.
    Node(Rc<Node<N>>),
    /// A function of a `letrec`, which may not be there yet.
    Recursive(Rc<RefCell<Option<Value<N>>>>),
}

/// What a [`Node`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum Head {
    /// A tuple of its fields.
    Tuple,
    /// A constructor, by its position in the type.
    Constructor(usize),
    /// An empty stack, or the stack below and then the elements.
    Stack,
    /// A lambda: the number of its body; the fields are what it captures.
    Lambda(usize),
    /// A top-level function.
    Symbol(usize),
    /// The function, then the arguments that are bound.
    Partial,
    /// A derivative; the fields are as `derivative.rs` says.
    Derivative(Box<super::derivative::Head>),
    /// A function that calls another one, its field, for each lane.
    Vmap(Arc<super::lanes::Axes>),
}

/// A value that holds others.
#[derive(Clone, Debug)]
pub struct Node<N> {
    /// What it is.
    pub head: Head,
    /// What it holds.
    pub fields: Vec<Value<N>>,
}

impl<N> Value<N> {
    /// A node.
    pub fn node(head: Head, fields: Vec<Self>) -> Self {
        Self::Node(Rc::new(Node { head, fields }))
    }

    /// A tuple.
    pub fn tuple(fields: Vec<Self>) -> Self {
        Self::node(Head::Tuple, fields)
    }

    /// A truth value.
    pub fn bool(value: bool) -> Self {
        Self::Int(value.into())
    }

    /// An array of this shape, the last dimension fastest.
    pub fn array(shape: Vec<usize>, elements: Vec<Self>) -> Self {
        Self::Array(Rc::new(Array { shape, elements }))
    }

    /// The array, if it is one.
    pub fn as_array(&self) -> Option<&Array<N>> {
        match self {
            Self::Array(array) => Some(array),
            _ => None,
        }
    }

    /// The node, if it is one.
    pub fn as_node(&self) -> Option<&Node<N>> {
        match self {
            Self::Node(node) => Some(node),
            _ => None,
        }
    }
}

impl<N: Copy> Value<N> {
    /// The float, if it is one.
    pub fn as_float(&self) -> Option<N> {
        match self {
            Self::Float(value) => Some(*value),
            _ => None,
        }
    }
}

/// Long chains of values go one by one, not by recursion.
impl<N> Drop for Node<N> {
    fn drop(&mut self) {
        let mut pending = std::mem::take(&mut self.fields);
        while let Some(value) = pending.pop() {
            if let Value::Node(node) = value
                && let Some(mut node) = Rc::into_inner(node)
            {
                pending.append(&mut node.fields);
            }
        }
    }
}
