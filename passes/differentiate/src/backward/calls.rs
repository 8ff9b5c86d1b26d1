//! The reverse of a call applies its pullback.

use super::Backward;
use crate::{
    custom::Rules,
    forward::leaves_of,
    functions::{apply, holds_function},
    monomial::E,
    record::Pullback,
};
use pullback_ir::{Op, Value};

/// The cotangent of a leaf of a result, and, if some of them are under masks, whether it counts.
struct Seed<'a> {
    value: Value<'a>,
    counts: Option<Value<'a>>,
    /// Whether it may not count.
    masked: bool,
}

impl<'a, 'e> Backward<'a, 'e, '_> {
    pub(super) fn call(&mut self, op: Op<'a>) {
        if !self.pullbacks.contains_key(&op) {
            return;
        }
        let results = op.results().into_iter();
        let results: Vec<Value<'a>> = results
            .filter(|value| !holds_function(value.ty()))
            .collect();
        let mut cotangents = Vec::new();
        for (value, leaf, _) in leaves_of(&results) {
            cotangents.push(((value, leaf), self.cotangent((value, leaf))));
        }
        if cotangents.iter().all(|(_, term)| term.is_none()) {
            return;
        }
        let emitter = self.emitter;
        let is_masked = |term: &E<'a, 'e>| term.mask.as_one(emitter).is_some();
        let mut terms = cotangents.iter().filter_map(|(_, term)| term.as_ref());
        let guarded = terms.any(is_masked);
        let seed = |(leaf, term): (_, Option<E<'a, 'e>>)| Seed {
            value: term.map_or_else(|| emitter.zero(leaf), E::value),
            counts: guarded.then(|| emitter.counts(term)),
            masked: term.as_ref().is_none_or(is_masked),
        };
        let mut seeds: Vec<Seed<'a>> = cotangents.into_iter().map(seed).collect();
        let op = if guarded {
            self.guard(op, &mut seeds)
        } else {
            op
        };
        let pullback = &self.pullbacks[&op];
        let masks = pullback.key.useful.iter().zip(&pullback.key.guarded);
        let mut given = Vec::new();
        for (seed, (_, guarded)) in seeds.iter().zip(masks).filter(|(_, (useful, _))| **useful) {
            given.extend(seed.counts.filter(|_| *guarded));
            given.push(seed.value);
        }
        let gradients = apply(emitter.builder(), pullback.function, &given);
        for (leaf, value) in pullback.gives.clone().into_iter().zip(gradients) {
            self.add(leaf, emitter.with_flags(value, None));
        }
    }

    /// Lets the call be of a derivative that is told which cotangents count: inside of it, where no mask is known, an
    /// infinite partial derivative would meet the zeros of the others. A rule is left as it is.
    fn guard(&mut self, op: Op<'a>, seeds: &mut [Seed<'a>]) -> Op<'a> {
        let mut key = self.pullbacks[&op].key.clone();
        let primal = op.ancestor("builtin.module");
        let primal = primal.and_then(|module| module.symbol(&key.symbol));
        if primal.and_then(Rules::of).is_some() {
            return op;
        }
        let masks = seeds.iter().zip(&key.useful);
        key.guarded = masks.map(|(seed, useful)| *useful && seed.masked).collect();
        self.needs.admit(&mut key);
        let mut types = op.result_types();
        types.pop();
        let (new, pullback) = Pullback::of(op, key, types);
        let mut results = op.results();
        results.pop();
        for (&old, new) in results.iter().zip(new.results()) {
            self.activity.replace(old, new);
            if let Some(&place) = self.places.get(&old) {
                self.places.insert(new, place);
            }
            let terms = self
                .adjoints
                .iter_mut()
                .flat_map(|scope| scope.values_mut());
            for term in terms.flatten() {
                term.replace(old, new);
            }
            for seed in &mut *seeds {
                let values = [Some(&mut seed.value), seed.counts.as_mut()];
                for value in values.into_iter().flatten().filter(|value| **value == old) {
                    *value = new;
                }
            }
        }
        // Nothing has used the pullback yet, whose type is another.
        for (old, new) in results.into_iter().zip(new.results()) {
            old.replace_all_uses_with(new);
        }
        op.erase();
        self.pullbacks.remove(&op);
        self.pullbacks.insert(new, pullback);
        new
    }
}
