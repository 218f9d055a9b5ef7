//! Prints a tree as text: with spaces around operators, and only the brackets that are needed to parse the same tree.

use super::tree::{Binary, Tree, level};
use std::fmt::Write;

/// The text of a tree whose parameters have these names.
pub(super) fn print(tree: &Tree, parameters: &[&str]) -> String {
    let mut out = String::new();
    at(tree, level::LOOSEST, parameters, &mut out);
    out
}

/// The precedence of the outermost operator of a tree.
fn binds(tree: &Tree) -> u8 {
    match tree {
        Tree::Number(_) | Tree::X | Tree::Constant(_) | Tree::Knob(_) | Tree::Call(..) => level::ATOM,
        Tree::Negative(_) => level::SIGN,
        Tree::Not(_) => level::NOT,
        Tree::Binary(binary, ..) => binary.level(),
        Tree::If(_) => level::LOOSEST,
    }
}

/// Writes a tree where the precedence must be at least `least`, in brackets if it is lower.
fn at(tree: &Tree, least: u8, parameters: &[&str], out: &mut String) {
    let bare = binds(tree) >= least;
    if !bare {
        out.push('(');
    }
    match tree {
        // Writing to a string does not fail.
        Tree::Number(number) => drop(write!(out, "{number:?}").map(|()| shorten(out))),
        Tree::X => out.push('x'),
        Tree::Constant(constant) => out.push_str(constant.name()),
        Tree::Knob(n) => out.push_str(parameters.get(*n).unwrap_or(&"?")),
        Tree::Negative(a) => {
            out.push('-');
            at(a, level::SIGN, parameters, out);
        }
        Tree::Not(a) => {
            out.push_str("not ");
            at(a, level::NOT, parameters, out);
        }
        Tree::Binary(binary, a, b) => pair(*binary, a, b, parameters, out),
        Tree::Call(call, args) => {
            out.push_str(call.name());
            out.push('(');
            for (n, arg) in args.iter().enumerate() {
                if n > 0 {
                    out.push_str(", ");
                }
                at(arg, level::LOOSEST, parameters, out);
            }
            out.push(')');
        }
        Tree::If(parts) => {
            for (word, part) in ["if ", " then ", " else "].into_iter().zip(parts.iter()) {
                out.push_str(word);
                at(part, level::LOOSEST, parameters, out);
            }
        }
    }
    if !bare {
        out.push(')');
    }
}

fn pair(binary: Binary, a: &Tree, b: &Tree, parameters: &[&str], out: &mut String) {
    let here = binary.level();
    let (left, right) = match binary {
        // A power is right-associative, and its exponent may have a sign.
        Binary::Power => (level::ATOM, level::SIGN),
        _ if binary.is_comparison() => (here + 1, here + 1),
        _ => (here, here + 1),
    };
    at(a, left, parameters, out);
    let _ = if binary == Binary::Power { write!(out, "^") } else { write!(out, " {} ", binary.sign()) };
    at(b, right, parameters, out);
}

/// `2.0` is written `2`.
fn shorten(out: &mut String) {
    if out.ends_with(".0") {
        out.truncate(out.len() - 2);
    }
}
