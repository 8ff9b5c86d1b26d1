//! How each set of functions, and so each value, is represented.
//!
//! | the functions it may be | representation |
//! |---|---|
//! | none | the unit (the value is never used) |
//! | one | its record: the tuple of what it keeps |
//! | several | `tuple<i32, records...>`: the tag is the element's number, records not taken are poison |
//! | some that may keep functions of the same set, or very much | a data type with a constructor for each |
//!
//! Tags are the numbers of elements in the whole module, so that they stay what they are where a small set flows
//! into a larger one.

use crate::{
    flow::{Flow, Place, Set},
    scan::{function_paths, holds_function, parts},
};
use petgraph::{algo::kosaraju_scc, graph::DiGraph};
use pullback_functional::{data::stack_type, data_type, is_fn_type, stack_elements};
use pullback_ir::{ContextRef, Type};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    rc::Rc,
};

/// How a value is represented.
#[derive(Clone, Debug)]
pub(crate) enum Shape<'a> {
    /// As it is: without function values, or with such that stay.
    Plain(Type<'a>),
    /// A function value.
    Function(Set, Type<'a>),
    /// A tuple with function values.
    Tuple(Vec<Rc<Shape<'a>>>, Type<'a>),
    /// A stack with function values, which is the same wherever it goes.
    Stack(Type<'a>),
}

impl<'a> Shape<'a> {
    /// The type of the representation.
    pub fn ty(&self) -> Type<'a> {
        match self {
            Self::Plain(ty) | Self::Function(_, ty) | Self::Tuple(_, ty) | Self::Stack(ty) => *ty,
        }
    }
}

/// The functions at a part of a value; `None` where they stay what they are.
pub(crate) type Sets<'s> = dyn Fn(&[usize]) -> Option<Set> + 's;

/// Tuples nested deeper than this are broken by a data type: types are printed recursively.
const DEEPEST: usize = 200;
/// Function values of more scalars than this become data.
const LARGEST: usize = 1000;

/// The representations of a module's function values.
pub(crate) struct Shaper<'f, 'a> {
    flow: &'f Flow<'a>,
    context: ContextRef<'a>,
    /// The names of the data types of the sets that have one.
    names: BTreeMap<Set, String>,
    records: Vec<Option<Vec<Type<'a>>>>,
    types: HashMap<Set, Type<'a>>,
}

impl<'f, 'a> Shaper<'f, 'a> {
    /// Decides for all sets of the flow, and for `others`; `name` gives names to those that become data.
    pub fn new(
        flow: &'f Flow<'a>,
        context: ContextRef<'a>,
        others: BTreeSet<Set>,
        mut name: impl FnMut(&Set) -> String,
    ) -> Self {
        let mut sets = flow.sets();
        sets.extend(others);
        let (order, data) = Survey::of(flow, sets);
        let mut shaper = Self {
            flow,
            context,
            names: data
                .into_iter()
                .map(|set| (set.clone(), name(&set)))
                .collect(),
            records: vec![None; flow.elements.len()],
            types: HashMap::new(),
        };
        let names: Vec<_> = shaper.names.clone().into_iter().collect();
        for (set, name) in names {
            shaper.types.insert(set, data_type(context, &name));
        }
        // Those that a set is made of come first, so that nothing nests.
        for set in order {
            shaper.set_type(&set);
        }
        shaper
    }

    /// The data types to be declared: each set with its name.
    pub fn data(&self) -> &BTreeMap<Set, String> {
        &self.names
    }

    /// The name of a set's data type, if it has one.
    pub fn name(&self, set: &Set) -> Option<&str> {
        self.names.get(set).map(String::as_str)
    }

    /// The representation of what is at a place of this type.
    pub fn shape(&mut self, place: Place<'a>, ty: Type<'a>) -> Rc<Shape<'a>> {
        let flow = self.flow;
        self.shape_by(ty, &|path| {
            (!flow.is_open(place, path)).then(|| flow.set(place, path))
        })
    }

    /// The representations of values.
    pub fn shapes(&mut self, values: &[pullback_ir::Value<'a>]) -> Vec<Rc<Shape<'a>>> {
        let shape = |&value: &pullback_ir::Value<'a>| self.shape(Place::Value(value), value.ty());
        values.iter().map(shape).collect()
    }

    /// The representation of a value of this type with these functions in it.
    pub fn shape_by(&mut self, ty: Type<'a>, sets: &Sets<'_>) -> Rc<Shape<'a>> {
        self.part(ty, &mut Vec::new(), sets)
    }

    fn part(&mut self, ty: Type<'a>, path: &mut Vec<usize>, sets: &Sets<'_>) -> Rc<Shape<'a>> {
        if is_fn_type(ty.to_melior()) {
            return Rc::new(match sets(path) {
                Some(set) => {
                    let ty = self.set_type(&set);
                    Shape::Function(set, ty)
                }
                None => Shape::Plain(ty),
            });
        }
        let fields = match parts(ty) {
            Some(fields) if holds_function(ty) => fields,
            _ => return Rc::new(Shape::Plain(ty)),
        };
        let mut shapes = Vec::new();
        for (index, field) in fields.into_iter().enumerate() {
            path.push(index);
            shapes.push(self.part(field, path, sets));
            path.pop();
        }
        let types: Vec<_> = shapes.iter().map(|shape| shape.ty()).collect();
        if stack_elements(ty).is_some() {
            return Rc::new(Shape::Stack(stack_type(self.context, &types)));
        }
        let ty = Type::tuple(self.context, &types);
        Rc::new(Shape::Tuple(shapes, ty))
    }

    /// The representation of a function value that may be any of these.
    pub fn set_type(&mut self, set: &Set) -> Type<'a> {
        if let Some(&ty) = self.types.get(set) {
            return ty;
        }
        let mut types: Vec<_> = set
            .iter()
            .map(|&element| self.record_type(element))
            .collect();
        let ty = match types.as_slice() {
            [record] => *record,
            [] => Type::tuple(self.context, &[]),
            _ => {
                types.insert(0, Type::int(self.context, 32));
                Type::tuple(self.context, &types)
            }
        };
        self.types.insert(set.clone(), ty);
        ty
    }

    /// The types of what an element keeps.
    pub fn record(&mut self, element: usize) -> Vec<Type<'a>> {
        if let Some(types) = &self.records[element] {
            return types.clone();
        }
        let shapes = self.shapes(&self.flow.elements[element].keeps);
        let types: Vec<_> = shapes.iter().map(|shape| shape.ty()).collect();
        self.records[element] = Some(types.clone());
        types
    }

    /// The type of an element's record.
    pub fn record_type(&mut self, element: usize) -> Type<'a> {
        let types = self.record(element);
        Type::tuple(self.context, &types)
    }
}

/// How big a representation is.
#[derive(Clone, Copy, Debug, Default)]
struct Extent {
    /// Tuples in tuples.
    depth: usize,
    /// Values that are no tuples.
    leaves: usize,
}

const ONE: Extent = Extent {
    depth: 0,
    leaves: 1,
};

/// Finds the sets that have to be data.
struct Survey<'f, 'a> {
    flow: &'f Flow<'a>,
    extents: HashMap<Set, Extent>,
    plain: HashMap<Type<'a>, Extent>,
}

impl<'f, 'a> Survey<'f, 'a> {
    /// The sets, those that others are made of first, and those among them that become data.
    fn of(flow: &'f Flow<'a>, sets: BTreeSet<Set>) -> (Vec<Set>, BTreeSet<Set>) {
        let mut survey = Self {
            flow,
            extents: HashMap::new(),
            plain: HashMap::new(),
        };
        let parts: Vec<BTreeSet<Set>> = (0..flow.elements.len())
            .map(|element| survey.parts(element))
            .collect();
        let mut graph = DiGraph::<Set, ()>::new();
        let mut nodes = HashMap::new();
        let mut pending: Vec<Set> = sets.into_iter().collect();
        for set in &pending {
            nodes.insert(set.clone(), graph.add_node(set.clone()));
        }
        while let Some(set) = pending.pop() {
            let from = nodes[&set];
            for part in set.iter().flat_map(|&element| &parts[element]) {
                let to = *nodes.entry(part.clone()).or_insert_with(|| {
                    pending.push(part.clone());
                    graph.add_node(part.clone())
                });
                graph.update_edge(from, to, ());
            }
        }
        let (mut order, mut data) = (Vec::new(), BTreeSet::new());
        for component in kosaraju_scc(&graph) {
            let node = component[0];
            let comes_back = component.len() > 1 || graph.contains_edge(node, node);
            for &node in &component {
                let set = &graph[node];
                let Extent { depth, leaves } = if comes_back {
                    ONE
                } else {
                    survey.extent_of_set(set)
                };
                let is_data = comes_back || depth > DEEPEST || leaves > LARGEST;
                let extent = if is_data {
                    ONE
                } else {
                    Extent { depth, leaves }
                };
                survey.extents.insert(set.clone(), extent);
                order.push(set.clone());
                if is_data {
                    data.insert(set.clone());
                }
            }
        }
        (order, data)
    }

    /// The sets of the functions that an element keeps.
    fn parts(&self, element: usize) -> BTreeSet<Set> {
        let mut parts = BTreeSet::new();
        for &value in &self.flow.elements[element].keeps {
            let place = Place::Value(value);
            for path in function_paths(value.ty()) {
                if !self.flow.is_open(place, &path) {
                    parts.insert(self.flow.set(place, &path));
                }
            }
        }
        parts
    }

    fn extent_of_set(&mut self, set: &Set) -> Extent {
        let mut extents = vec![];
        for &element in set {
            let flow = self.flow;
            let mut fields = Vec::new();
            for &value in &flow.elements[element].keeps {
                fields.push(self.extent(Place::Value(value), &mut Vec::new(), value.ty()));
            }
            extents.push(sum(fields));
        }
        if extents.len() == 1 {
            return extents[0];
        }
        extents.push(ONE);
        sum(extents)
    }

    fn extent(&mut self, place: Place<'a>, path: &mut Vec<usize>, ty: Type<'a>) -> Extent {
        if is_fn_type(ty.to_melior()) {
            let set = self.flow.set(place, path);
            return self.extents.get(&set).copied().unwrap_or(ONE);
        }
        let Some(fields) = ty.tuple_fields() else {
            return ONE;
        };
        if !holds_function(ty) {
            return self.plain(ty);
        }
        let mut extents = Vec::new();
        for (index, field) in fields.into_iter().enumerate() {
            path.push(index);
            extents.push(self.extent(place, path, field));
            path.pop();
        }
        sum(extents)
    }

    /// The extent of a type without functions; equal types are looked at once.
    fn plain(&mut self, ty: Type<'a>) -> Extent {
        let Some(fields) = ty.tuple_fields() else {
            return ONE;
        };
        if let Some(&extent) = self.plain.get(&ty) {
            return extent;
        }
        let fields = fields.into_iter().map(|field| self.plain(field)).collect();
        let extent = sum(fields);
        self.plain.insert(ty, extent);
        extent
    }
}

/// The extent of a tuple of fields of these extents.
fn sum(fields: Vec<Extent>) -> Extent {
    let deepest = fields.iter().map(|field| field.depth).max();
    let leaves = fields.iter().map(|field| field.leaves);
    Extent {
        depth: deepest.unwrap_or(0) + 1,
        leaves: leaves.fold(0, usize::saturating_add),
    }
}

/// The parts of a type where the functions of several places meet.
pub(crate) fn union<'a>(
    flow: &Flow<'a>,
    places: &[Place<'a>],
    ty: Type<'a>,
) -> HashMap<Vec<usize>, Option<Set>> {
    let paths: HashSet<_> = function_paths(ty).into_iter().collect();
    let at = |path: &[usize]| {
        let mut set = Set::new();
        for &place in places {
            if flow.is_open(place, path) {
                return None;
            }
            set.extend(flow.set(place, path));
        }
        Some(set)
    };
    paths
        .into_iter()
        .map(|path| {
            let set = at(&path);
            (path, set)
        })
        .collect()
}
