//! Random texts, random tokens and random trees.

use actlab::functions::formula::{Binary, Call, Formula, MathConstant, Tree};
use actlab::functions::function::Function;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// For every text there is a result. The position of an error is in the text, and a formula can be evaluated and
/// printed.
fn holds(text: &str) -> Result<(), TestCaseError> {
    match Formula::parse(text) {
        Err(error) => {
            let length = text.chars().count();
            prop_assert!(error.span.start <= error.span.end && error.span.end <= length, "{text:?}: {error}");
            prop_assert!(!error.to_string().contains('\n'));
        }
        Ok(formula) => {
            let printed = formula.to_string();
            if let Ok(again) = Formula::parse(&printed) {
                prop_assert_eq!(again.tree(), formula.tree(), "{:?} became {:?}", text, printed);
            } else {
                prop_assert!(printed.chars().count() > 1000, "{:?} became {:?}", text, printed);
            }
            let f = Function::written(formula);
            let (xs, mut out) = ([-1.5, 0.0, 1e300, f64::NAN], [0.0; 4]);
            f.values(&xs, &mut out);
            f.slopes(&xs, &mut out);
        }
    }
    Ok(())
}

fn tokens() -> impl Strategy<Value = String> {
    let words = "x a b pi e exp ln max min clamp tanh if then else and or not in ( ( ) ) , ; + - * / ^ < <= == != = .. \
                 0 1 2.5 1e-3 ² π − $";
    let words: Vec<&'static str> = words.split_whitespace().collect();
    prop::collection::vec(prop::sample::select(words), 0..60).prop_map(|words| words.join(" "))
}

fn number() -> impl Strategy<Value = Tree> {
    let any = any::<f64>().prop_filter("finite", |x| x.is_finite()).prop_map(f64::abs);
    prop_oneof![any, Just(0.0), Just(2.0), 0.0..100.0].prop_map(Tree::Number)
}

fn condition(number: BoxedStrategy<Tree>) -> BoxedStrategy<Tree> {
    let comparisons: Vec<Binary> = Binary::ALL.into_iter().filter(|b| b.is_comparison()).collect();
    let logic: Vec<Binary> = Binary::ALL.into_iter().filter(|b| b.is_logic()).collect();
    let leaf = (prop::sample::select(comparisons), number.clone(), number)
        .prop_map(|(b, left, right)| Tree::Binary(b, Box::new(left), Box::new(right)));
    leaf.prop_recursive(3, 8, 2, move |inner| {
        let pair = (prop::sample::select(logic.clone()), inner.clone(), inner.clone());
        prop_oneof![
            inner.prop_map(|c| Tree::Not(Box::new(c))),
            pair.prop_map(|(b, left, right)| Tree::Binary(b, Box::new(left), Box::new(right))),
        ]
    })
    .boxed()
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        number(),
        Just(Tree::X),
        prop::sample::select(MathConstant::ALL.to_vec()).prop_map(Tree::Constant),
        (0_usize..2).prop_map(Tree::Knob),
    ];
    let arithmetic: Vec<Binary> = Binary::ALL.into_iter().filter(|b| !b.is_comparison() && !b.is_logic()).collect();
    let calls: Vec<Call> = Call::all().collect();
    leaf.prop_recursive(5, 24, 3, move |inner| {
        let two = (prop::sample::select(arithmetic.clone()), inner.clone(), inner.clone());
        let call = (prop::sample::select(calls.clone()), prop::collection::vec(inner.clone(), 3), 2_usize..4);
        let choice = (condition(inner.clone().boxed()), inner.clone(), inner.clone());
        prop_oneof![
            3 => two.prop_map(|(b, left, right)| Tree::Binary(b, Box::new(left), Box::new(right))),
            1 => inner.clone().prop_map(|a| Tree::Negative(Box::new(a))),
            2 => call.prop_map(|(call, mut args, most)| {
                let (least, limit) = call.takes();
                args.truncate(most.clamp(least, limit));
                Tree::Call(call, args)
            }),
            1 => choice.prop_map(|(c, yes, no)| Tree::If(Box::new([c, yes, no]))),
            1 => condition(inner.boxed()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in ".{0,80}") {
        holds(&text)?;
    }

    #[test]
    fn any_soup_of_tokens_is_answered(text in tokens()) {
        holds(&text)?;
    }

    #[test]
    fn what_is_printed_reads_back(tree in tree()) {
        let text = Formula::write(&tree, &["a", "b"]);
        match Formula::parse(&format!("{text}; a = 1, b = 2")) {
            Ok(formula) => {
                prop_assert_eq!(formula.tree(), &tree, "{}", text);
                prop_assert_eq!(Formula::write(formula.tree(), &["a", "b"]), text);
            }
            Err(error) => prop_assert!(text.chars().count() > 980, "{}: {}", text, error),
        }
    }

}

proptest! {
    // Functions are compared with their difference quotients, which rounding may spoil at one point in a million. A
    // fixed seed makes the test deterministic.
    #![proptest_config(ProptestConfig {
        cases: 1000, rng_seed: RngSeed::Fixed(7879), failure_persistence: None, ..ProptestConfig::default()
    })]

    /// Slopes compared with difference quotients, where the function is smooth enough.
    #[test]
    fn slopes_are_those_of_the_values(tree in tree(), x in -3.0..3.0_f64) {
        let text = Formula::write(&tree, &["a", "b"]);
        let Ok(f) = Function::parse(&format!("{text}; a = 0.7, b = 2")) else { return Ok(()) };
        let at = |h: f64| (f.value(x + h) - f.value(x - h)) / (2.0 * h);
        let (wide, narrow, slope) = (at(2e-5), at(1e-5), f.slope(x));
        let size = f.value(x).abs().max(narrow.abs()).max(1.0);
        // Near breaks, and where the curvature is high, difference quotients are not accurate.
        if !wide.is_finite() || !slope.is_finite() || size > 1e4 || (wide - narrow).abs() > 1e-7 * size
            || f.facts().breaks.iter().any(|b| (b.x - x).abs() < 1e-3) {
            return Ok(());
        }
        prop_assert!((narrow - slope).abs() <= 1e-4 * size, "{} at {}: {} but {}", text, x, slope, narrow);
    }
}
