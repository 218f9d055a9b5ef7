//! An equal expression in the form from which most can be proved.

use super::super::compile::whole;
use super::super::elementary::Unary;
use super::super::tree::{Binary, Call, Tree};

/// `sqrt(u^2)` as `abs(u)`, `u^0.5` as `sqrt(u)`, `ln(1 + u)` as `log1p(u)`.
pub(super) fn simplified(tree: &Tree) -> Tree {
    let inner = |tree: &Tree| Box::new(simplified(tree));
    let rebuilt = match tree {
        Tree::Negative(a) => Tree::Negative(inner(a)),
        Tree::Not(a) => Tree::Not(inner(a)),
        Tree::Binary(binary, a, b) => Tree::Binary(*binary, inner(a), inner(b)),
        Tree::Call(call, args) => Tree::Call(*call, args.iter().map(simplified).collect()),
        Tree::If(parts) => Tree::If(Box::new([0, 1, 2].map(|n| simplified(&parts[n])))),
        leaf => leaf.clone(),
    };
    let call = |unary: Unary, a: &Tree| Tree::Call(Call::Unary(unary), vec![a.clone()]);
    match &rebuilt {
        Tree::Binary(Binary::Power, a, b) if **b == Tree::Number(0.5) => root(a),
        Tree::Call(Call::Unary(Unary::Sqrt), args) => root(&args[0]),
        Tree::Call(Call::Unary(Unary::Ln), args) => match &args[0] {
            Tree::Binary(Binary::Add, one, u) if **one == Tree::Number(1.0) => call(Unary::Log1p, u),
            Tree::Binary(Binary::Add, u, one) if **one == Tree::Number(1.0) => call(Unary::Log1p, u),
            _ => rebuilt,
        },
        _ => rebuilt,
    }
}

fn root(a: &Tree) -> Tree {
    let square = match a {
        Tree::Binary(Binary::Power, u, n) if whole(n) == Some(2) => Some(u),
        Tree::Binary(Binary::Multiply, u, v) if u == v => Some(u),
        _ => None,
    };
    let (unary, inner) = square.map_or((Unary::Sqrt, a), |u| (Unary::Abs, u));
    Tree::Call(Call::Unary(unary), vec![inner.clone()])
}
