//! What there is to do: which values, functions and data types change, and how.

use crate::{
    convert::Layout,
    dispatch::{Call, Caller, Plan, Target, types},
    flow::{Flow, Place, Set, Transfer},
    lift::Names,
    scan::{Scope, holds_function, named},
    shape::{Shape, Shaper, union},
};
use pullback_functional::{fn_signature, ops};
use pullback_ir::{Attr, Op, Type, Value};
use pullback_pass::Error;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    rc::Rc,
};

/// What there is to do, found before anything is changed.
pub(crate) struct Work<'a> {
    /// The values that change their types.
    pub types: Vec<(Value<'a>, Type<'a>)>,
    /// The functions that change their types, with the names that they get.
    pub functions: Vec<(Op<'a>, Type<'a>, String)>,
    /// Those of them that something still names as they were.
    pub kept: HashSet<Op<'a>>,
    /// The data types that change their fields.
    pub fields: Vec<(Op<'a>, Vec<Vec<Type<'a>>>)>,
    /// The operands that change their representation.
    pub transfers: Vec<(Transfer<'a>, Rc<Shape<'a>>, Rc<Shape<'a>>)>,
    /// The elements.
    pub plans: Vec<Plan<'a>>,
    /// How values are represented.
    pub layout: Layout<'a>,
    /// The ops that make function values: the element and the set that the result is represented by.
    pub makers: Vec<(Op<'a>, usize, Set)>,
    /// The `partial` ops that bind nothing.
    pub trivial: Vec<Op<'a>>,
    /// The derivative operators whose operand changes.
    pub operators: Vec<Operator<'a>>,
    /// The functions by which sets are called.
    pub callers: BTreeMap<Set, Caller<'a>>,
    /// The calls, in the order of the text.
    pub calls: Vec<Call<'a>>,
}

/// A derivative operator whose operand changes.
pub(crate) struct Operator<'a> {
    pub op: Op<'a>,
    /// What the operand may be.
    pub set: Set,
    /// The type that the operand had.
    pub ty: Type<'a>,
    /// By what it is called where the operator is for values that are captured.
    pub caller: Option<Caller<'a>>,
}

/// Finds out what there is to do.
pub(crate) struct Planner<'s, 'a> {
    module: Op<'a>,
    scope: &'s Scope<'a>,
    flow: &'s Flow<'a>,
    names: Names,
    shaper: Shaper<'s, 'a>,
    /// The new names of functions.
    renamed: HashMap<Op<'a>, String>,
}

impl<'s, 'a> Planner<'s, 'a> {
    /// For the functions of a module that take part.
    pub fn new(module: Op<'a>, scope: &'s Scope<'a>, flow: &'s Flow<'a>) -> Self {
        let lifted = |index: usize| !is_open(flow, flow.elements[index].op.result(0));
        let mut names = Names::new(module, &flow.elements, &lifted);
        let mut others = BTreeSet::new();
        for meeting in meetings(flow).values() {
            let sets = meeting.arguments.iter().chain(&meeting.results);
            others.extend(sets.flat_map(|(_, sets)| sets.values().flatten().cloned()));
        }
        let shaper = Shaper::new(flow, module.context(), others, |set| names.set(set));
        Self {
            module,
            scope,
            flow,
            names,
            shaper,
            renamed: HashMap::new(),
        }
    }

    fn is_open(&self, value: Value<'a>) -> bool {
        is_open(self.flow, value)
    }

    fn set(&self, value: Value<'a>) -> Set {
        self.flow.set(Place::Value(value), &[])
    }

    fn shape_of(&mut self, value: Value<'a>) -> Rc<Shape<'a>> {
        self.shaper.shape(Place::Value(value), value.ty())
    }

    /// Everything there is to do.
    pub fn plan(mut self) -> Result<Work<'a>, Error> {
        let functions = self.functions();
        let changed = functions.iter().map(|(op, _, name)| (*op, name.clone()));
        self.renamed = changed.collect();
        let plans: Vec<_> = (0..self.flow.elements.len())
            .map(|index| self.element(index))
            .collect();
        let layout = Layout {
            records: (0..plans.len())
                .map(|index| self.shaper.record(index))
                .collect(),
            constructors: self.names.constructors(),
            data: self.shaper.data().clone(),
        };
        let mut values = Vec::new();
        for value in all_values(&self.scope.ops) {
            if holds_function(value.ty()) {
                let ty = self.shape_of(value).ty();
                if ty != value.ty() {
                    values.push((value, ty));
                }
            }
        }
        let mut transfers = Vec::new();
        for &transfer in &self.flow.transfers {
            let operand = transfer.op.operand(transfer.index);
            let from = self.shape_of(operand);
            let to = self.shaper.shape(transfer.to, operand.ty());
            transfers.push((transfer, from, to));
        }
        let mut makers = Vec::new();
        let mut trivial = Vec::new();
        let mut operators = Vec::new();
        let mut calls = Vec::new();
        let references: HashMap<_, _> = (0..)
            .zip(&self.flow.elements)
            .filter_map(|(index, element)| Some((named(element.op)?, index)))
            .collect();
        let elements: HashMap<_, _> = (0..)
            .zip(&self.flow.elements)
            .map(|(index, element)| (element.op, index))
            .collect();
        for &op in &self.scope.ops {
            match op.name() {
                ops::LAMBDA | ops::PARTIAL | ops::REF if !self.is_open(op.result(0)) => {
                    let reference = named(op).and_then(|name| references.get(name));
                    match reference.or_else(|| elements.get(&op)) {
                        Some(&element) => makers.push((op, element, self.set(op.result(0)))),
                        None => trivial.push(op),
                    }
                }
                ops::APPLY if !self.is_open(op.operand(0)) => calls.push(Call {
                    op,
                    callee: self.set(op.operand(0)),
                    arguments: self.shaper.shapes(&op.operands()[1..]),
                    results: self.shaper.shapes(&op.results()),
                }),
                name if ops::DERIVATIVES.contains(&name) && !self.is_open(op.operand(0)) => {
                    operators.push(self.operator(op)?);
                }
                _ => {}
            }
        }
        let callers = self.callers(&plans, &operators);
        Ok(Work {
            types: values,
            kept: self.kept(&functions),
            functions,
            fields: self.fields(),
            transfers,
            plans,
            layout,
            makers,
            trivial,
            operators,
            callers,
            calls,
        })
    }

    fn operator(&mut self, op: Op<'a>) -> Result<Operator<'a>, Error> {
        let set = self.set(op.operand(0));
        let ty = op.operand(0).ty();
        let mut captures = Vec::new();
        for (name, ty) in captures_of(op) {
            if !set
                .iter()
                .all(|&element| self.has_capture(element, name, ty))
            {
                return Err(Error::at(
                    op,
                    format!(
                        "a function that '{}' may differentiate captures no value of type {ty} under the name \"{name}\"; \
                         name the value by `captures` at the lambda or by `as` at the partial application",
                        op.name()
                    ),
                ));
            }
            captures.push((name.to_owned(), ty));
        }
        let mut caller = None;
        if !captures.is_empty() && !set.is_empty() {
            let name = self.name(&set);
            let (inputs, results) = signature(ty);
            caller = Some(Caller {
                symbol: self.names.free(&name, "captures"),
                set: self.shaper.set_type(&set),
                captures,
                params: plain(inputs),
                returns: plain(results),
            });
        }
        Ok(Operator {
            op,
            set,
            ty,
            caller,
        })
    }

    /// Whether an element captures a value of this type under a name.
    fn has_capture(&self, element: usize, name: &str, ty: Type<'a>) -> bool {
        let op = self.flow.elements[element].op;
        if !op.is(ops::PARTIAL) {
            return false;
        }
        match names_of(op).iter().position(|other| other == name) {
            Some(index) => op.operand(index + 1).ty() == ty && !holds_function(ty),
            None => {
                let callee = self.set(op.operand(0));
                let has = |&element: &usize| self.has_capture(element, name, ty);
                !callee.is_empty() && callee.iter().all(has)
            }
        }
    }

    /// What is named after a set.
    fn name(&mut self, set: &Set) -> String {
        match self.shaper.name(set) {
            Some(name) => name.to_owned(),
            None => self.names.set(set),
        }
    }

    fn element(&mut self, index: usize) -> Plan<'a> {
        let element = self.flow.elements[index].clone();
        let op = element.op;
        let target = match op.name() {
            ops::LAMBDA if !self.is_open(op.result(0)) => {
                let body = op.region(0).entry();
                Target::Function {
                    symbol: self.names.label(index).to_owned(),
                    params: self.shaper.shapes(&body.args()),
                    returns: self.shaper.shapes(&body.terminator().operands()),
                }
            }
            ops::PARTIAL if !self.is_open(op.result(0)) => Target::Partial {
                callee: self.set(op.operand(0)),
                bound: self.shaper.shapes(&op.operands()[1..]),
            },
            ops::REF => self.reference(op),
            _ => Target::None,
        };
        Plan {
            op,
            keeps: element.keeps,
            names: names_of(op),
            target,
        }
    }

    fn reference(&mut self, op: Op<'a>) -> Target<'a> {
        let mut symbol = named(op).unwrap_or_default();
        let (inputs, results) = signature(op.result(0).ty());
        let (params, returns) = match self.scope.function(symbol) {
            Some(function) => {
                if let Some(name) = self.renamed.get(&function) {
                    symbol = name;
                }
                let results = (0..)
                    .zip(results)
                    .map(|(index, ty)| self.shaper.shape(Place::Result(function, index), ty));
                let returns = results.collect();
                let params = self.shaper.shapes(&function.region(0).entry().args());
                (params, returns)
            }
            None => (plain(inputs), plain(results)),
        };
        Target::Function {
            symbol: symbol.to_owned(),
            params,
            returns,
        }
    }

    /// The functions by which sets are called: those that are data, and those that an operator is applied to, unless
    /// that is one function of the module.
    fn callers(
        &mut self,
        plans: &[Plan<'a>],
        operators: &[Operator<'a>],
    ) -> BTreeMap<Set, Caller<'a>> {
        let mut callers = BTreeMap::new();
        for (set, meeting) in meetings(self.flow) {
            let Some(name) = self.shaper.name(&set).map(str::to_owned) else {
                continue;
            };
            let caller = Caller {
                symbol: format!("{name}$apply"),
                set: self.shaper.set_type(&set),
                captures: Vec::new(),
                params: self.met(&meeting.arguments),
                returns: self.met(&meeting.results),
            };
            callers.insert(set, caller);
        }
        for Operator {
            set, ty, caller, ..
        } in operators
        {
            let is_function =
                |element: &usize| matches!(plans[*element].target, Target::Function { .. });
            let is_known = set.len() == 1 && set.iter().all(is_function);
            if caller.is_some() || set.is_empty() || is_known || callers.contains_key(set) {
                continue;
            }
            let (inputs, results) = signature(*ty);
            let caller = Caller {
                symbol: format!("{}$apply", self.name(set)),
                set: self.shaper.set_type(set),
                captures: Vec::new(),
                params: plain(inputs),
                returns: plain(results),
            };
            callers.insert(set.clone(), caller);
        }
        callers
    }

    fn met(&mut self, parts: &[(Type<'a>, Parts)]) -> Vec<Rc<Shape<'a>>> {
        let shape = |(ty, sets): &(Type<'a>, Parts)| {
            self.shaper
                .shape_by(*ty, &|path| sets.get(path).cloned().flatten())
        };
        parts.iter().map(shape).collect()
    }

    /// The functions whose types change. They get other names: how a function value is represented is the module's
    /// affair, so that no other module can mean the same function.
    fn functions(&mut self) -> Vec<(Op<'a>, Type<'a>, String)> {
        let mut functions = Vec::new();
        for &function in &self.scope.functions {
            let Some((inputs, results)) = function.function_type() else {
                continue;
            };
            if !inputs.iter().chain(&results).any(|&ty| holds_function(ty)) {
                continue;
            }
            let before = (inputs, results.clone());
            let arguments = self.shaper.shapes(&function.region(0).entry().args());
            let mut returned = Vec::new();
            for (index, ty) in results.into_iter().enumerate() {
                let place = Place::Result(function, index);
                returned.push(self.shaper.shape(place, ty).ty());
            }
            let new = types(&arguments);
            if new != before.0 || returned != before.1 {
                let ty = Type::function(self.module.context(), &new, &returned);
                let old = function.symbol_name().unwrap_or_default();
                functions.push((function, ty, self.names.free(old, "data")));
            }
        }
        functions
    }

    /// Of the functions that change, those that can be named from outside, or are by what does not take part.
    fn kept(&self, functions: &[(Op<'a>, Type<'a>, String)]) -> HashSet<Op<'a>> {
        let taking_part: HashSet<_> = self.scope.functions.iter().copied().collect();
        let changed: HashSet<_> = functions.iter().map(|(function, ..)| *function).collect();
        let blocks = self.module.regions().into_iter();
        let ops = blocks
            .flat_map(|region| region.blocks())
            .flat_map(|block| block.ops());
        let mut pending: Vec<_> = ops.filter(|op| !taking_part.contains(op)).collect();
        let mut kept = HashSet::new();
        let is_private = |function: Op<'a>| {
            let visibility = function.attr("sym_visibility").and_then(Attr::as_str);
            visibility == Some("private")
        };
        for &function in changed.iter().filter(|&&function| !is_private(function)) {
            kept.insert(function);
            pending.push(function);
        }
        // Rules of differentiation are attributes.
        for &function in &taking_part {
            let named = function
                .attrs()
                .into_iter()
                .filter_map(|(_, attr)| attr.as_symbol());
            for rule in named.filter_map(|name| self.scope.function(name)) {
                if changed.contains(&rule) && kept.insert(rule) {
                    pending.push(rule);
                }
            }
        }
        while let Some(user) = pending.pop() {
            for name in user.symbol_uses().unwrap_or_default() {
                let function = self.scope.function(name).filter(|op| changed.contains(op));
                if let Some(function) = function
                    && kept.insert(function)
                {
                    pending.push(function);
                }
            }
        }
        kept
    }

    /// The new fields of data types.
    fn fields(&mut self) -> Vec<(Op<'a>, Vec<Vec<Type<'a>>>)> {
        let mut changed = Vec::new();
        for declaration in self.scope.data.all() {
            let mut all = Vec::new();
            for (case, (_, fields)) in declaration.constructors.iter().enumerate() {
                let mut types = Vec::new();
                for (index, &ty) in fields.iter().enumerate() {
                    let place = Place::Field(declaration.op, case, index);
                    types.push(self.shaper.shape(place, ty).ty());
                }
                all.push(types);
            }
            let mut before = declaration.constructors.iter().map(|(_, fields)| fields);
            if !all.iter().all(|types| before.next() == Some(types)) {
                changed.push((declaration.op, all));
            }
        }
        changed
    }
}

fn is_open<'a>(flow: &Flow<'a>, value: Value<'a>) -> bool {
    flow.is_open(Place::Value(value), &[])
}

fn plain(types: Vec<Type<'_>>) -> Vec<Rc<Shape<'_>>> {
    let shapes = types.into_iter().map(|ty| Rc::new(Shape::Plain(ty)));
    shapes.collect()
}

fn names_of(op: Op<'_>) -> Vec<String> {
    let names = op.attr(ops::NAMES).and_then(Attr::as_array);
    let names = names.unwrap_or_default().into_iter();
    names
        .map(|name| name.as_str().unwrap_or_default().to_owned())
        .collect()
}

/// The captured values that an operator is for.
fn captures_of(op: Op<'_>) -> Vec<(&str, Type<'_>)> {
    let array = |name| op.attr(name).and_then(Attr::as_array).unwrap_or_default();
    let names = array(ops::CAPTURES).into_iter().filter_map(Attr::as_str);
    let types = array(ops::CAPTURE_TYPES).into_iter();
    names.zip(types.filter_map(Attr::as_type)).collect()
}

fn signature(ty: Type<'_>) -> (Vec<Type<'_>>, Vec<Type<'_>>) {
    let (inputs, results) = fn_signature(ty.to_melior()).unwrap_or_default();
    let ours = |types: Vec<_>| types.into_iter().map(Type::from_melior).collect();
    (ours(inputs), ours(results))
}

/// The functions in the parts of a type.
type Parts = HashMap<Vec<usize>, Option<Set>>;

/// What the calls of one set have in common: for each argument and result its type and the functions in it.
struct Meeting<'a> {
    arguments: Vec<(Type<'a>, Parts)>,
    results: Vec<(Type<'a>, Parts)>,
}

/// For each set that is called, what the arguments of all its calls may be, and what comes back from its elements.
fn meetings<'a>(flow: &Flow<'a>) -> BTreeMap<Set, Meeting<'a>> {
    let mut sites: BTreeMap<Set, Vec<usize>> = BTreeMap::new();
    for (index, site) in flow.sites.iter().enumerate() {
        if !is_open(flow, site.callee) {
            let set = flow.set(Place::Value(site.callee), &[]);
            sites.entry(set).or_default().push(index);
        }
    }
    let mut meetings = BTreeMap::new();
    for (set, sites) in sites {
        let first = &flow.sites[sites[0]];
        let mut arguments = Vec::new();
        for (index, argument) in first.arguments.iter().enumerate() {
            let places: Vec<_> = sites
                .iter()
                .map(|&site| Place::Value(flow.sites[site].arguments[index]))
                .collect();
            arguments.push((argument.ty(), union(flow, &places, argument.ty())));
        }
        let mut results = Vec::new();
        for (index, result) in first.results.iter().enumerate() {
            let places: Vec<_> = set
                .iter()
                .flat_map(|&element| given(flow, element, index))
                .collect();
            results.push((result.ty(), union(flow, &places, result.ty())));
        }
        meetings.insert(set, Meeting { arguments, results });
    }
    meetings
}

/// Where a result of an element comes from.
fn given<'a>(flow: &Flow<'a>, element: usize, index: usize) -> Vec<Place<'a>> {
    let op = flow.elements[element].op;
    match op.name() {
        ops::LAMBDA => {
            let returned = op.region(0).entry().terminator().operand(index);
            vec![Place::Value(returned)]
        }
        ops::PARTIAL => flow
            .set(Place::Value(op.operand(0)), &[])
            .into_iter()
            .flat_map(|element| given(flow, element, index))
            .collect(),
        _ => match flow.functions.get(&element) {
            Some(&function) => vec![Place::Result(function, index)],
            None => Vec::new(),
        },
    }
}

/// All values that the ops define.
fn all_values<'a>(ops: &[Op<'a>]) -> Vec<Value<'a>> {
    let mut values = Vec::new();
    for op in ops {
        values.extend(op.results());
        for region in op.regions() {
            values.extend(region.blocks().into_iter().flat_map(|block| block.args()));
        }
    }
    values
}
