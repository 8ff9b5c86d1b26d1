//! Data types, their constructors and stacks.

use pullback_functional::{
    build, constructors,
    data::{is_data_type, stack_elements, stack_type},
    data_name, data_type, is_tangent_data, ops, tangent_leaves,
};
use pullback_ir::{Builder, Context, Module, Op, Registry, Type, WalkOrder};

const SOURCE: &str = "
functional.data @tree {
  leaf(f64)
  node(!functional.data<@tree>, tuple<i32, f64, !functional.data<@tree>>, !functional.fn<() -> f64>)
}
functional.data @nat { zero zero$ succ(!functional.data<@nat>, !functional.stack<f64, i1>) }
func.func @f(%x: f64) -> f64 {
  %t = functional.construct @tree leaf(%x) : (f64) -> !functional.data<@tree>
  return %x : f64
}";

fn check(run: impl FnOnce(Op<'_>)) {
    let registry = Registry::new();
    registry.add(pullback_functional::register);
    let context = Context::new(&registry);
    let module = Module::parse(&context, SOURCE, "source").expect("the source parses");
    run(module.op());
    assert!(module.op().verify(), "{}", module.op().text());
}

fn listed(from: Op<'_>, name: &str) -> Option<String> {
    let found = constructors(from, data_type(from.context(), name))?;
    let text = |constructor: &pullback_functional::Constructor<'_>| {
        let fields: Vec<String> = constructor.fields.iter().map(Type::to_string).collect();
        format!("{}({})", constructor.name, fields.join(", "))
    };
    Some(found.iter().map(text).collect::<Vec<_>>().join(" "))
}

#[test]
fn the_constructors_of_a_type_and_of_its_tangents() {
    check(|module| {
        let inside = module.walk(WalkOrder::Pre);
        let inside = inside.iter().find(|op| op.is(ops::CONSTRUCT)).expect("one");
        for from in [module, *inside] {
            assert_eq!(
                listed(from, "tree").as_deref(),
                Some(
                    "leaf(f64) node(!functional.data<@tree>, tuple<i32, f64, \
                     !functional.data<@tree>>, !functional.fn<() -> f64>)"
                )
            );
            assert_eq!(
                listed(from, "tree$ct").as_deref(),
                Some(
                    "zero() leaf(f64) node(!functional.data<@tree$ct>, f64, \
                     !functional.data<@tree$ct>)"
                )
            );
            assert_eq!(
                listed(from, "nat$ct").as_deref(),
                Some(
                    "zero$$() zero() zero$() succ(!functional.data<@nat$ct>, \
                     !functional.stack<f64>)"
                )
            );
            assert_eq!(listed(from, "nobody"), None);
            assert_eq!(listed(from, "f"), None);
            assert_eq!(
                constructors(from, Type::f64(from.context())),
                None,
                "of no data type"
            );
        }
    });
}

#[test]
fn names() {
    check(|module| {
        let context = module.context();
        let tree = data_type(context, "tree");
        let tangent = data_type(context, "tree$ct");
        assert_eq!(tree.to_string(), "!functional.data<@tree>");
        assert_eq!(data_name(tangent).as_deref(), Some("tree$ct"));
        assert_eq!(data_type(context, "tree$ct$ct"), tangent);
        assert!(is_data_type(tree) && is_data_type(tangent));
        assert!(is_tangent_data(tangent) && !is_tangent_data(tree));
        assert_eq!(data_name(Type::f64(context)), None);
    });
}

#[test]
fn stacks_and_leaves() {
    check(|module| {
        let context = module.context();
        let elements = [Type::f64(context), Type::index(context)];
        let stack = stack_type(context, &elements);
        assert_eq!(stack.to_string(), "!functional.stack<f64, index>");
        assert_eq!(stack_elements(stack), Some(elements.to_vec()));
        assert_eq!(stack_elements(stack_type(context, &[])), Some(vec![]));
        assert_eq!(stack_elements(elements[0]), None);
        let tuple = Type::tuple(context, &[stack, data_type(context, "tree"), elements[0]]);
        let leaves: Vec<String> = tangent_leaves(tuple).iter().map(Type::to_string).collect();
        assert_eq!(
            leaves,
            [
                "!functional.stack<f64>",
                "!functional.data<@tree$ct>",
                "f64"
            ]
        );
    });
}

/// What the makers make verifies.
#[test]
fn makers() {
    check(|module| {
        let returned = module.walk(WalkOrder::Post);
        let returned = returned
            .iter()
            .find(|op| op.is("func.return"))
            .expect("one");
        let builder = Builder::before(*returned);
        let tree = data_type(module.context(), "tree$ct");
        let float = returned.operand(0);
        let leaf = build::construct(&builder, tree, "leaf", &[float]);
        let zero = build::zero(&builder, tree);
        let sum = build::add(&builder, leaf, zero);
        let found = constructors(module, tree).expect("declared");
        let matched = build::matching(
            &builder,
            sum,
            &found,
            &[float.ty()],
            |inside, index, block| match index {
                1 => vec![block.arg(0)],
                _ => vec![build::zero(inside, float.ty())],
            },
        );
        let stack = stack_type(module.context(), &[float.ty()]);
        let empty = build::stack(&builder, stack, None);
        let full = build::push(&builder, empty, &[matched.result(0)]);
        let (_, popped) = build::pop(&builder, full);
        returned.set_operand(0, popped[0]);
    });
}
