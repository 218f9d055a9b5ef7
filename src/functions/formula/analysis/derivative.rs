//! The symbolic derivative of an expression, for the points where it exists.
//!
//! The form is chosen for intervals and limits: the slope of `tanh` is `1/cosh²`, which is visibly positive, and not
//! `1 − tanh²`.

use super::super::compile::whole;
use super::super::elementary::Unary;
use super::super::tree::{Binary, Call, Tree};

/// The most nodes of a derivative. A larger one is not computed.
const MOST: usize = 4000;

/// The derivative. `None` if it would be too large.
pub(super) fn derivative(tree: &Tree) -> Option<Tree> {
    let mut left = MOST;
    of(tree, &mut left)
}

fn count(tree: &Tree) -> usize {
    1 + tree.parts().into_iter().map(count).sum::<usize>()
}

fn of(tree: &Tree, left: &mut usize) -> Option<Tree> {
    if !tree.has_x() || tree.is_condition() {
        return Some(number(0.0));
    }
    *left = left.checked_sub(count(tree))?;
    Some(match tree {
        Tree::X => number(1.0),
        Tree::Negative(a) => negative(of(a, left)?),
        Tree::Binary(binary, a, b) => pair(*binary, a, b, left)?,
        Tree::Call(Call::Unary(unary), args) => times(factor(*unary, &args[0]), of(&args[0], left)?),
        Tree::Call(Call::Clamp, args) => {
            let inner = of(&args[0], left)?;
            let (low, high) = (of(&args[1], left)?, of(&args[2], left)?);
            let above = choose(Binary::Greater, &args[0], &args[1], inner, low);
            let held = Tree::Call(Call::Max, args[..2].to_vec());
            choose(Binary::Less, &held, &args[2], above, high)
        }
        Tree::Call(call, args) => {
            let binary = if *call == Call::Min { Binary::Less } else { Binary::Greater };
            let mut slope = of(&args[0], left)?;
            for n in 1..args.len() {
                let before = if n == 1 { args[0].clone() } else { Tree::Call(*call, args[..n].to_vec()) };
                *left = left.checked_sub(count(&before))?;
                slope = choose(binary, &before, &args[n], slope, of(&args[n], left)?);
            }
            slope
        }
        Tree::If(parts) => {
            let (yes, no) = (of(&parts[1], left)?, of(&parts[2], left)?);
            if yes == no { yes } else { Tree::If(Box::new([parts[0].clone(), yes, no])) }
        }
        _ => number(0.0),
    })
}

fn pair(binary: Binary, a: &Tree, b: &Tree, left: &mut usize) -> Option<Tree> {
    Some(match binary {
        Binary::Add => plus(of(a, left)?, of(b, left)?),
        Binary::Subtract => plus(of(a, left)?, negative(of(b, left)?)),
        Binary::Multiply if a == b => times(number(2.0), times(a.clone(), of(a, left)?)),
        Binary::Multiply => plus(times(of(a, left)?, b.clone()), times(a.clone(), of(b, left)?)),
        Binary::Divide => {
            let (da, db) = (of(a, left)?, of(b, left)?);
            if is_zero(&db) {
                over(da, b.clone())
            } else if is_zero(&da) {
                negative(over(times(a.clone(), db), square(b.clone())))
            } else {
                let up = plus(times(da, b.clone()), negative(times(a.clone(), db)));
                over(up, square(b.clone()))
            }
        }
        Binary::Power => {
            let (da, db) = (of(a, left)?, of(b, left)?);
            let base = if let Some(n) = whole(b) {
                let power = match n {
                    0 => number(0.0),
                    1 => number(1.0),
                    2 => a.clone(),
                    n => Tree::Binary(Binary::Power, Box::new(a.clone()), Box::new(signed(n - 1))),
                };
                times(signed(n), times(power, da))
            } else {
                let less = Tree::Binary(Binary::Subtract, Box::new(b.clone()), Box::new(number(1.0)));
                times(times(b.clone(), Tree::Binary(Binary::Power, Box::new(a.clone()), Box::new(less))), da)
            };
            let power = Tree::Binary(Binary::Power, Box::new(a.clone()), Box::new(b.clone()));
            plus(base, times(times(power, call(Unary::Ln, a.clone())), db))
        }
        _ => number(0.0),
    })
}

/// The slope of a function of one number at `a`.
fn factor(unary: Unary, a: &Tree) -> Tree {
    let u = || a.clone();
    let one_plus_square = || plus(number(1.0), square(u()));
    let bell = || times(number(std::f64::consts::FRAC_2_SQRT_PI), call(Unary::Exp, negative(square(u()))));
    let circle = || call(Unary::Sqrt, plus(number(1.0), negative(square(u()))));
    // A logarithm has a slope only where it has a value.
    let log = |scale: f64| over(number(scale), square(call(Unary::Sqrt, u())));
    match unary {
        Unary::Exp | Unary::Expm1 => call(Unary::Exp, u()),
        Unary::Ln => log(1.0),
        Unary::Log2 => log(std::f64::consts::LOG2_E),
        Unary::Log10 => log(std::f64::consts::LOG10_E),
        Unary::Log1p => over(number(1.0), square(call(Unary::Sqrt, plus(number(1.0), u())))),
        Unary::Sqrt => over(number(0.5), call(Unary::Sqrt, u())),
        Unary::Abs => call(Unary::Sign, u()),
        Unary::Relu => call(Unary::Step, u()),
        Unary::Sign | Unary::Step | Unary::Floor | Unary::Ceil | Unary::Round => number(0.0),
        Unary::Sin => call(Unary::Cos, u()),
        Unary::Cos => negative(call(Unary::Sin, u())),
        Unary::Tan => plus(number(1.0), square(call(Unary::Tan, u()))),
        Unary::Asin => over(number(1.0), circle()),
        Unary::Acos => negative(over(number(1.0), circle())),
        Unary::Atan => over(number(1.0), one_plus_square()),
        Unary::Sinh => call(Unary::Cosh, u()),
        Unary::Cosh => call(Unary::Sinh, u()),
        Unary::Tanh => over(number(1.0), square(call(Unary::Cosh, u()))),
        Unary::Asinh => over(number(1.0), call(Unary::Sqrt, one_plus_square())),
        Unary::Erf => bell(),
        Unary::Erfc => negative(bell()),
        Unary::Sigmoid => times(call(Unary::Sigmoid, u()), call(Unary::Sigmoid, negative(u()))),
        Unary::Softplus => call(Unary::Sigmoid, u()),
    }
}

fn number(x: f64) -> Tree {
    Tree::Number(x)
}

fn signed(n: i32) -> Tree {
    let size = number(f64::from(n.unsigned_abs()));
    if n < 0 { Tree::Negative(Box::new(size)) } else { size }
}

fn is_zero(tree: &Tree) -> bool {
    *tree == number(0.0)
}

fn call(unary: Unary, a: Tree) -> Tree {
    Tree::Call(Call::Unary(unary), vec![a])
}

fn square(a: Tree) -> Tree {
    Tree::Binary(Binary::Power, Box::new(a), Box::new(number(2.0)))
}

fn negative(a: Tree) -> Tree {
    match a {
        a if is_zero(&a) => a,
        Tree::Negative(inner) => *inner,
        a => Tree::Negative(Box::new(a)),
    }
}

fn plus(a: Tree, b: Tree) -> Tree {
    match (is_zero(&a), is_zero(&b), b) {
        (true, _, b) => b,
        (_, true, _) => a,
        (_, _, Tree::Negative(b)) => Tree::Binary(Binary::Subtract, Box::new(a), b),
        (_, _, b) => Tree::Binary(Binary::Add, Box::new(a), Box::new(b)),
    }
}

fn times(a: Tree, b: Tree) -> Tree {
    match (a, b) {
        (a, b) if is_zero(&a) || is_zero(&b) => number(0.0),
        (a, b) if a == number(1.0) => b,
        (a, b) if b == number(1.0) => a,
        (a, b) => Tree::Binary(Binary::Multiply, Box::new(a), Box::new(b)),
    }
}

fn over(a: Tree, b: Tree) -> Tree {
    if is_zero(&a) { a } else { Tree::Binary(Binary::Divide, Box::new(a), Box::new(b)) }
}

fn choose(binary: Binary, a: &Tree, b: &Tree, yes: Tree, no: Tree) -> Tree {
    if yes == no {
        return yes;
    }
    let condition = Tree::Binary(binary, Box::new(a.clone()), Box::new(b.clone()));
    Tree::If(Box::new([condition, yes, no]))
}
