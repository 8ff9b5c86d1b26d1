//! The functions that run the trips of a loop, and their rules.
//!
//! `@loop$trip` is given: a trip, of its number, what is carried, and what is kept. The others are text:
//!
//! - `@loop(first, count, ..)` runs trips, and has the rules `@loop$vjp` and `@loop$jvp`;
//! - `@loop$plain` is the same without rules;
//! - `@loop$back` is the reverse of some trips from the state before them;
//! - `@loop$while` runs trips as long as `@loop$more` says, and counts them; its rules are `@loop$while$vjp` and
//!   `@loop$while$jvp`.

use pullback_functional::types::{is_differentiable, tangent_type};
use pullback_ir::{Builder, Location, Op, Type, WalkOrder};
use pullback_pass::Error;

/// What the functions of a loop are called with.
pub struct Schedule<'a> {
    name: String,
    carried: Vec<Type<'a>>,
    kept: Vec<Type<'a>>,
    states: i64,
}

/// Names and types, for text.
#[derive(Clone, Default)]
struct List {
    names: Vec<String>,
    types: Vec<String>,
}

impl List {
    fn new<'a>(prefix: &str, types: impl IntoIterator<Item = Type<'a>>) -> Self {
        let types: Vec<_> = types.into_iter().map(|ty| ty.to_string()).collect();
        let names = (0..types.len()).map(|index| format!("%{prefix}{index}"));
        Self {
            names: names.collect(),
            types,
        }
    }

    /// Of values of type `index`.
    fn index(names: &[&str]) -> Self {
        Self {
            names: names.iter().map(|name| format!("%{name}")).collect(),
            types: vec!["index".to_owned(); names.len()],
        }
    }

    /// Both, one after the other.
    fn and(&self, other: &Self) -> Self {
        Self {
            names: [self.names.clone(), other.names.clone()].concat(),
            types: [self.types.clone(), other.types.clone()].concat(),
        }
    }

    /// The same types with other names.
    fn named(&self, prefix: &str) -> Self {
        let names = (0..self.types.len()).map(|index| format!("%{prefix}{index}"));
        Self {
            names: names.collect(),
            types: self.types.clone(),
        }
    }

    /// `%a, %b`.
    fn values(&self) -> String {
        self.names.join(", ")
    }

    /// `f64, i32`.
    fn types(&self) -> String {
        self.types.join(", ")
    }

    /// `%a: f64, %b: i32`.
    fn parameters(&self) -> String {
        let pairs = self.names.iter().zip(&self.types);
        let pairs: Vec<_> = pairs.map(|(name, ty)| format!("{name}: {ty}")).collect();
        pairs.join(", ")
    }

    /// `%a = %x, %b = %y`.
    fn starting(&self, values: &Self) -> String {
        let pairs = self.names.iter().zip(&values.names);
        let pairs: Vec<_> = pairs
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
        pairs.join(", ")
    }

    /// `%a, %b = ` where there are any.
    fn bound(&self) -> String {
        match self.names.as_slice() {
            [] => String::new(),
            names => format!("{} = ", names.join(", ")),
        }
    }

    /// ` : f64, i32` where there are any.
    fn typed(&self) -> String {
        match self.types.as_slice() {
            [] => String::new(),
            types => format!(" {} : {}", self.values(), types.join(", ")),
        }
    }
}

impl<'a> Schedule<'a> {
    /// Of a loop with these types.
    pub fn new(name: &str, carried: &[Type<'a>], kept: &[Type<'a>], states: i64) -> Self {
        Self {
            name: name.to_owned(),
            carried: carried.to_vec(),
            kept: kept.to_vec(),
            states,
        }
    }

    /// Runs trips.
    pub fn run(&self) -> String {
        self.name.clone()
    }

    /// One trip.
    pub fn trip(&self) -> String {
        format!("{}$trip", self.name)
    }

    /// Whether there is another trip.
    pub fn more(&self) -> String {
        format!("{}$more", self.name)
    }

    /// The results, from the state after the last trip.
    pub fn last(&self) -> String {
        format!("{}$last", self.name)
    }

    /// Runs trips and counts them.
    pub fn counting(&self) -> String {
        format!("{}$while", self.name)
    }

    /// What is carried, what is kept, and the cotangents of both.
    fn lists(&self) -> (List, List, List, List) {
        let tangents = |types: &[Type<'a>]| -> Vec<Type<'a>> {
            let types = types.iter().map(|ty| ty.to_melior());
            types
                .filter(|&ty| is_differentiable(ty))
                .map(|ty| Type::from_melior(tangent_type(ty)))
                .collect()
        };
        (
            List::new("c", self.carried.iter().copied()),
            List::new("k", self.kept.iter().copied()),
            List::new("dc", tangents(&self.carried)),
            List::new("dk", tangents(&self.kept)),
        )
    }

    /// Adds what runs a known number of trips.
    pub fn add(&self, after: Op<'a>, location: Location<'a>) -> Result<(), Error> {
        let name = &self.name;
        let (c, k, dc, dk) = self.lists();
        let given = List::index(&["first", "n"]).and(&c).and(&k);
        let rules = self.rules(name, &given, &List::default(), &c, &dc, &dc.and(&dk));
        let made = [
            self.forward(name, &rules.attributes),
            self.forward(&format!("{name}$plain"), ""),
            rules.vjp,
            rules.jvp,
            self.back(),
        ];
        insert(after, location, &made, &[self.declared_trip()])
    }

    /// `@name$trip`, which is there already.
    fn declared_trip(&self) -> String {
        let (c, k, ..) = self.lists();
        let given = List::index(&["i"]).and(&c).and(&k);
        let (name, given, types) = (self.trip(), given.types(), c.types());
        format!("func.func private @\"{name}\"({given}) -> ({types})")
    }

    /// `@name(first, n, ..)`.
    fn forward(&self, name: &str, attributes: &str) -> String {
        let (c, k, ..) = self.lists();
        let (a, b) = (c.named("a"), c.named("b"));
        let given = List::index(&["first", "n"]).and(&c).and(&k);
        let trip = List::index(&["i"]).and(&a).and(&k);
        format!(
            "func.func private @\"{name}\"({parameters}) -> ({types}) {attributes} {{
               %one = arith.constant 1 : index
               %end = arith.addi %first, %n : index
               {results}scf.for %i = %first to %end step %one iter_args({start}) -> ({types}) {{
                 {next}func.call @\"{callee}\"({arguments}) : ({inputs}) -> ({types})
                 scf.yield{yielded}
               }}
               return{returned}
             }}",
            parameters = given.parameters(),
            types = c.types(),
            results = c.named("r").bound(),
            start = a.starting(&c),
            next = b.bound(),
            callee = self.trip(),
            arguments = trip.values(),
            inputs = trip.types(),
            yielded = b.typed(),
            returned = c.named("r").typed(),
        )
    }

    /// `@name$back(first, n, free, sweeps, ..)`: the reverse of trips whose state before the first is given.
    ///
    /// The trips from `m` on are reversed by a recursion with one state less, then those before it in a further round
    /// of the loop, with one repetition less: the state at `m` lives on the stack of the recursion alone.
    fn back(&self) -> String {
        let name = &self.name;
        let (c, k, dc, dk) = self.lists();
        let d = dc.and(&dk);
        let given = List::index(&["first", "n", "free", "sweeps"]);
        let inputs = given.and(&c).and(&k).and(&d);
        let part = List::index(&["first", "m"]).and(&c).and(&k);
        let (u, v, w) = (d.named("u"), d.named("v"), d.named("w"));
        let state = List::index(&["left", "again"]).and(&u);
        let s = c.named("s");
        let rest = List::index(&["from", "rest", "fewer", "again"])
            .and(&s)
            .and(&k)
            .and(&u);
        let trip = List::index(&["first"]).and(&c).and(&k);
        let (p, g) = (c.named("p"), d.named("g"));
        // What comes of the cotangents of carried values is new, of kept ones is added.
        let (wc, wk) = w.names.split_at(dc.names.len());
        let new: Vec<_> = g.names[..dc.names.len()].to_vec();
        let mut sums = String::new();
        let mut yielded = new;
        for (index, before) in wk.iter().enumerate() {
            let (ty, term) = (&dk.types[index], &g.names[dc.names.len() + index]);
            sums += &format!("%t{index} = functional.add {before}, {term} : {ty}\n");
            yielded.push(format!("%t{index}"));
        }
        let yielded = List {
            names: yielded,
            types: d.types.clone(),
        };
        let function = format!("!functional.fn<({}) -> ({})>", trip.types(), c.types());
        let pullback = format!("!functional.fn<({}) -> ({})>", dc.types(), d.types());
        let vjp = format!(
            "!functional.fn<({}) -> ({})>",
            trip.types(),
            [c.types.as_slice(), std::slice::from_ref(&pullback)]
                .concat()
                .join(", ")
        );
        format!(
            "func.func private @\"{name}$back\"({parameters}) -> ({types}) {{
               %one = arith.constant 1 : index
               {ends} = scf.while ({start}) : ({state_types}) -> ({state_types}) {{
                 %many = arith.cmpi ugt, %left, %one : index
                 scf.condition(%many) {state_values} : {state_types}
               }} do {{
               ^bb0({state_parameters}):
                 %weighted = arith.muli %again, %left : index
                 %ways = arith.addi %again, %free : index
                 %ideal = arith.ceildivui %weighted, %ways : index
                 %last = arith.subi %left, %one : index
                 %some = arith.maxui %ideal, %one : index
                 %m = arith.minui %some, %last : index
                 {s}func.call @\"{name}\"({part}) : ({part_types}) -> ({c_types})
                 %from = arith.addi %first, %m : index
                 %rest = arith.subi %left, %m : index
                 %fewer = arith.subi %free, %one : index
                 {v}func.call @\"{name}$back\"({rest}) : ({input_types}) -> ({types})
                 %less = arith.subi %again, %one : index
                 scf.yield %m, %less, {v_values} : {state_types}
               }}
               %is_one = arith.cmpi eq, %end, %one : index
               {r}scf.if %is_one -> ({types}) {{
                 %f = functional.ref @\"{trip_name}\" : {function}
                 %h = functional.vjp %f : {function}
                 {primal}functional.apply %h({trip}) : {vjp}
                 {g}functional.apply %pull({wc}) : {pullback}
                 {sums}
                 scf.yield{yielded}
               }} else {{
                 scf.yield{w_typed}
               }}
               return{r_typed}
             }}",
            parameters = inputs.parameters(),
            types = d.types(),
            ends = List::index(&["end", "unused"]).and(&w).values(),
            start = state.starting(&List::index(&["n", "sweeps"]).and(&d)),
            state_types = state.types(),
            state_values = state.values(),
            state_parameters = state.parameters(),
            s = s.bound(),
            part = part.values(),
            part_types = part.types(),
            c_types = c.types(),
            v = v.bound(),
            rest = rest.values(),
            input_types = inputs.types(),
            v_values = v.values(),
            r = d.named("r").bound(),
            trip_name = self.trip(),
            primal = List {
                names: [p.names, vec!["%pull".to_owned()]].concat(),
                types: vec![]
            }
            .bound(),
            trip = trip.values(),
            g = g.bound(),
            wc = wc.join(", "),
            yielded = yielded.typed(),
            w_typed = w.typed(),
            r_typed = d.named("r").typed(),
        )
    }

    /// Adds what runs an unknown number of trips.
    pub fn add_counting(&self, after: Op<'a>, location: Location<'a>) -> Result<(), Error> {
        let name = self.counting();
        let (c, k, dc, dk) = self.lists();
        let given = c.and(&k);
        let rules = self.rules(&name, &given, &List::index(&["n"]), &c, &dc, &dc.and(&dk));
        let made = [
            self.repeat(&name, &rules.attributes),
            self.repeat(&format!("{name}$plain"), ""),
            rules.vjp,
            rules.jvp,
        ];
        let all = List::index(&["first", "n", "free", "sweeps"])
            .and(&c)
            .and(&k);
        let (back, d) = (all.and(&dc).and(&dk), dc.and(&dk));
        let declared = [
            self.declared_trip(),
            format!(
                "func.func private @\"{}\"({}) -> i1",
                self.more(),
                given.types()
            ),
            format!(
                "func.func private @\"{}$back\"({}) -> ({})",
                self.name,
                back.types(),
                d.types()
            ),
        ];
        insert(after, location, &made, &declared)
    }

    /// `@name$while(..)`.
    fn repeat(&self, name: &str, attributes: &str) -> String {
        let (c, k, ..) = self.lists();
        let given = c.and(&k);
        let a = List::index(&["i"]).and(&c.named("a"));
        let more = c.named("a").and(&k);
        let b = c.named("b");
        let r = List::index(&["count"]).and(&c.named("r"));
        format!(
            "func.func private @\"{name}\"({parameters}) -> ({types}) {attributes} {{
               %zero = arith.constant 0 : index
               %one = arith.constant 1 : index
               {r} = scf.while ({start}) : ({types}) -> ({types}) {{
                 %more = func.call @\"{test}\"({asked}) : ({given_types}) -> i1
                 scf.condition(%more) {a} : {types}
               }} do {{
               ^bb0({state}):
                 {b}func.call @\"{trip}\"({arguments}) : ({inputs}) -> ({c_types})
                 %next = arith.addi %i, %one : index
                 scf.yield {yielded} : {types}
               }}
               return{returned}
             }}",
            parameters = given.parameters(),
            types = a.types(),
            r = r.values(),
            start = a.starting(&List::index(&["zero"]).and(&c)),
            test = self.more(),
            asked = more.values(),
            given_types = given.types(),
            a = a.values(),
            state = a.parameters(),
            b = b.bound(),
            trip = self.trip(),
            arguments = a.and(&k).values(),
            inputs = a.and(&k).types(),
            c_types = c.types(),
            yielded = List::index(&["next"]).and(&b).values(),
            returned = r.typed(),
        )
    }

    /// The rules of a function from `given` to `counted` and the state, whose differentiable results have the tangents
    /// `dr` and whose differentiable arguments have the tangents `da`.
    fn rules(
        &self,
        name: &str,
        given: &List,
        counted: &List,
        c: &List,
        dr: &List,
        da: &List,
    ) -> Rules {
        let results = counted.and(&c.named("r"));
        let (_, k, dc, dk) = self.lists();
        let (y, x) = (dr.named("y"), da.named("x"));
        let pullback = format!("!functional.fn<({}) -> ({})>", dr.types(), da.types());
        let mut zeros = String::new();
        for (index, ty) in dk.types.iter().enumerate() {
            zeros += &format!("%z{index} = functional.zero : {ty}\n");
        }
        let back = List::index(&["start", "n", "states", "sweeps"])
            .and(c)
            .and(&k)
            .and(&dc.named("y"))
            .and(&dk.named("z"));
        let vjp = format!(
            "func.func private @\"{name}$vjp\"({parameters}) -> ({vjp_types}) {{
               {results}func.call @\"{name}\"({arguments}) : ({inputs}) -> ({types})
               %pull = functional.lambda ({cotangents}) -> ({gradients}) {{
                 %zero = arith.constant 0 : index
                 %one = arith.constant 1 : index
                 %states = arith.constant {states} : index
                 {start}
                 %sweeps, %reached = scf.while (%r = %zero, %b = %one) : (index, index) -> (index, index) {{
                   %short = arith.cmpi ult, %b, %n : index
                   scf.condition(%short) %r, %b : index, index
                 }} do {{
                 ^bb0(%r: index, %b: index):
                   %q = arith.addi %r, %one : index
                   %sum = arith.addi %q, %states : index
                   %product = arith.muli %b, %sum : index
                   %d = arith.divui %product, %q : index
                   scf.yield %q, %d : index, index
                 }}
                 {zeros}
                 {x}func.call @\"{loop_name}$back\"({back}) : ({back_types}) -> ({gradients})
                 functional.return{returned}
               }}
               return {vjp_values} : {vjp_types}
             }}",
            parameters = given.parameters(),
            vjp_types = [results.types.as_slice(), std::slice::from_ref(&pullback)].concat().join(", "),
            results = results.bound(),
            arguments = given.values(),
            inputs = given.types(),
            types = results.types(),
            cotangents = y.parameters(),
            gradients = da.types(),
            states = self.states,
            start = match counted.names.is_empty() {
                true => "%start = arith.addi %first, %zero : index",
                false => "%start = arith.constant 0 : index",
            },
            x = x.bound(),
            loop_name = self.name,
            back = back.values(),
            back_types = back.types(),
            returned = x.typed(),
            vjp_values = [results.names.as_slice(), &["%pull".to_owned()]].concat().join(", "),
        );
        let pushed = given.and(&x);
        let answer = results.and(&y);
        let function = format!(
            "!functional.fn<({}) -> ({})>",
            given.types(),
            results.types()
        );
        let jvp = format!(
            "func.func private @\"{name}$jvp\"({parameters}) -> ({types}) {{
               %f = functional.ref @\"{name}$plain\" : {function}
               %h = functional.jvp %f : {function}
               {answer}functional.apply %h({arguments}) : !functional.fn<({inputs}) -> ({types})>
               return{returned}
             }}",
            parameters = pushed.parameters(),
            types = answer.types(),
            answer = answer.bound(),
            arguments = pushed.values(),
            inputs = pushed.types(),
            returned = answer.typed(),
        );
        Rules {
            vjp,
            jvp,
            attributes: format!(
                "attributes {{functional.custom_vjp = @\"{name}$vjp\", functional.custom_jvp = @\"{name}$jvp\"}}"
            ),
        }
    }
}

/// The rules of a function, as text.
struct Rules {
    vjp: String,
    jvp: String,
    attributes: String,
}

/// Puts functions after another. They call what is `declared`, which is there already.
fn insert<'a>(
    after: Op<'a>,
    location: Location<'a>,
    made: &[String],
    declared: &[String],
) -> Result<(), Error> {
    // In a module of their own, so that what is parsed is whole.
    let text = format!(
        "module {{\n{}\n{}\n}}",
        made.join("\n"),
        declared.join("\n")
    );
    let module = Builder::after(after).parse(&text).ok_or_else(|| {
        Error::at_location(
            location,
            "a loop cannot be bounded, for what it became is no IR; please report the program",
        )
    })?;
    let functions = module.functions();
    for function in functions[..made.len()].iter().rev() {
        function.move_after(after);
        for op in function.walk(WalkOrder::Pre) {
            op.set_location(location);
        }
    }
    module.erase();
    Ok(())
}
