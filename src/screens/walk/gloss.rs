//! Terms of the other language, which lessons add in parentheses: "activation function (활성화 함수)".

use crate::words::Language;

/// The fewest letters of an English term.
const LEAST_LETTERS: usize = 3;

/// Whether the text in parentheses is a term of the other language.
fn is_term(inside: &str, language: Language) -> bool {
    match language {
        Language::English => inside.chars().any(|c| ('가'..='힣').contains(&c)),
        Language::Korean => {
            let is_letter = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '-');
            inside.chars().all(is_letter) && inside.len() >= LEAST_LETTERS
        }
    }
}

/// A text of that language without the terms of the other one.
pub fn without_terms(words: &str, language: Language) -> String {
    let mut kept = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('(') {
        let Some((inside, tail)) = after.split_once(')') else { break };
        if is_term(inside, language) {
            kept.push_str(before.trim_end_matches([' ', '\u{a0}']));
        } else {
            kept.push_str(&rest[..before.len() + inside.len() + 2]);
        }
        rest = tail;
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_the_other_language_go_and_other_parentheses_stay() {
        let english = "the sum (합계) goes to f(x) (see 3), once (";
        assert_eq!(without_terms(english, Language::English), "the sum goes to f(x) (see 3), once (");
        let korean = "가중치(weight)와 편향(bias), 시드(n), f(x)";
        assert_eq!(without_terms(korean, Language::Korean), "가중치와 편향, 시드(n), f(x)");
    }
}
