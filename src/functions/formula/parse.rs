//! Parses tokens into a tree by precedence climbing, with limited depth.

use super::error::{FormulaError, Problem, Span};
use super::names;
use super::parameter::{self, Declared};
use super::token::{FormulaToken, tokens};
use super::tree::{Binary, Call, Tree, level};
use super::{MOST_CHARACTERS, MOST_NESTED};

/// A formula that was parsed.
pub(super) struct ParsedFormula {
    pub(super) tree: Tree,
    pub(super) parameters: Vec<Declared>,
}

/// Parses an expression and the parameters after it.
pub(super) fn parse(text: &str) -> Result<ParsedFormula, FormulaError> {
    let all = limited(text)?;
    let split = all.iter().position(|(token, _)| *token == FormulaToken::Mark(";")).unwrap_or(all.len() - 1);
    let (expression, declarations) = all.split_at(split);
    if expression.is_empty() {
        return Err(FormulaError { span: all[0].1, problem: Problem::Empty });
    }
    // The names are needed to parse the expression, even if the declarations have mistakes. The first mistake in the
    // text is reported.
    let names = parameter::names(declarations);
    let mut parser =
        Parser { tokens: expression, end: all[split].1, at: 0, depth: 0, parameters: &names, is_over_columns: false };
    let tree = parser.number(level::LOOSEST)?;
    parser.finish()?;
    Ok(ParsedFormula { tree, parameters: parameter::declared(declarations)? })
}

/// Parses an expression over columns with these names. In the tree, a column is a [`Tree::Knob`] with its index.
pub(super) fn parse_over(text: &str, columns: &[String]) -> Result<Tree, FormulaError> {
    let all = limited(text)?;
    let Some(((_, end), expression)) = all.split_last() else {
        return Err(FormulaError { span: Span::default(), problem: Problem::Empty });
    };
    if expression.is_empty() {
        return Err(FormulaError { span: *end, problem: Problem::Empty });
    }
    let mut parser =
        Parser { tokens: expression, end: *end, at: 0, depth: 0, parameters: columns, is_over_columns: true };
    let tree = parser.number(level::LOOSEST)?;
    parser.finish()?;
    Ok(tree)
}

/// The tokens of a text that is not too long.
fn limited(text: &str) -> Parse<Vec<(FormulaToken, Span)>> {
    let length = text.chars().count();
    if length > MOST_CHARACTERS {
        return fault(Span { start: MOST_CHARACTERS, end: length }, Problem::TooLong { most: MOST_CHARACTERS });
    }
    tokens(text)
}

struct Parser<'a> {
    tokens: &'a [(FormulaToken, Span)],
    /// The end of the expression.
    end: Span,
    at: usize,
    depth: usize,
    parameters: &'a [String],
    /// Whether the parameters are columns, of which `x` may be one.
    is_over_columns: bool,
}

type Parse<T> = Result<T, FormulaError>;

fn fault<T>(span: Span, problem: Problem) -> Parse<T> {
    Err(FormulaError { span, problem })
}

impl Parser<'_> {
    fn peek(&self) -> (&FormulaToken, Span) {
        let here = self.end.start;
        let end = (&FormulaToken::End, Span { start: here, end: here });
        self.tokens.get(self.at).map_or(end, |(token, span)| (token, *span))
    }

    fn take(&mut self, mark: &str) -> bool {
        let is_it = matches!(self.peek().0, FormulaToken::Mark(found) if *found == mark);
        self.at += usize::from(is_it);
        is_it
    }

    fn take_word(&mut self, word: &str) -> bool {
        let is_it = matches!(self.peek().0, FormulaToken::Name(found) if found == word);
        self.at += usize::from(is_it);
        is_it
    }

    /// Checks that nothing follows a complete expression.
    fn finish(&self) -> Parse<()> {
        let (token, span) = self.peek();
        let problem = match token {
            FormulaToken::End => return Ok(()),
            FormulaToken::Mark(")") => Problem::Unopened,
            FormulaToken::Mark("=") => Problem::Equals,
            FormulaToken::Name(name) if name == "then" || name == "else" => Problem::Value { found: name.clone() },
            FormulaToken::Number(_) | FormulaToken::Name(_) | FormulaToken::Mark("(") => {
                Problem::Operator { found: token.words() }
            }
            FormulaToken::Mark(mark) => Problem::Character { found: mark.chars().next().unwrap_or(' ') },
        };
        fault(span, problem)
    }

    /// An expression with a numeric value. A condition counts as 1 or 0.
    fn number(&mut self, least: u8) -> Parse<Tree> {
        self.depth += 1;
        if self.depth > MOST_NESTED {
            return fault(self.peek().1, Problem::TooDeep { most: MOST_NESTED });
        }
        let start = self.peek().1;
        let mut left = self.prefix()?;
        while let Some(binary) = self.infix().filter(|binary| binary.level() >= least) {
            let before = self.previous();
            let sign = self.peek().1;
            self.at += 1;
            if binary.is_logic() && !left.is_condition() {
                return fault(start.to(before), Problem::Condition);
            }
            let from = self.peek().1;
            let right = self.number(if binary == Binary::Power { level::SIGN } else { binary.level() + 1 })?;
            if binary.is_logic() && !right.is_condition() {
                return fault(from.to(self.previous()), Problem::Condition);
            }
            if binary.is_comparison() && self.infix().is_some_and(Binary::is_comparison) {
                return fault(sign.to(self.peek().1), Problem::Chain);
            }
            left = Tree::Binary(binary, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn condition(&mut self, least: u8) -> Parse<Tree> {
        let start = self.peek().1;
        let tree = self.number(least)?;
        if let (FormulaToken::Mark("="), span) = self.peek() {
            return fault(span, Problem::Equals);
        }
        if tree.is_condition() { Ok(tree) } else { fault(start.to(self.previous()), Problem::Condition) }
    }

    fn previous(&self) -> Span {
        self.at.checked_sub(1).and_then(|n| self.tokens.get(n)).map_or(self.end, |(_, span)| *span)
    }

    fn infix(&self) -> Option<Binary> {
        let sign = match self.peek().0 {
            FormulaToken::Mark(mark) => mark,
            FormulaToken::Name(name) => name.as_str(),
            _ => return None,
        };
        Binary::ALL.into_iter().find(|binary| binary.sign() == sign)
    }

    fn prefix(&mut self) -> Parse<Tree> {
        if self.take("-") {
            return Ok(Tree::Negative(Box::new(self.number(level::SIGN)?)));
        }
        if self.take("+") {
            return self.number(level::SIGN);
        }
        if self.take_word("not") {
            return Ok(Tree::Not(Box::new(self.condition(level::NOT)?)));
        }
        if self.take_word("if") {
            return self.choice();
        }
        let (token, span) = self.peek();
        match token.clone() {
            FormulaToken::Number(number) => {
                self.at += 1;
                Ok(Tree::Number(number))
            }
            FormulaToken::Mark("(") => {
                self.at += 1;
                let inner = self.number(level::LOOSEST)?;
                self.close(span)?;
                Ok(inner)
            }
            FormulaToken::Name(name) => {
                self.at += 1;
                self.name(&name, span)
            }
            FormulaToken::End => fault(span, Problem::End),
            FormulaToken::Mark(mark) => fault(span, Problem::Value { found: mark.to_owned() }),
        }
    }

    /// The rest of an `if`.
    fn choice(&mut self) -> Parse<Tree> {
        let condition = self.condition(level::LOOSEST)?;
        if !self.take_word("then") {
            return fault(self.peek().1, Problem::Then);
        }
        let yes = self.number(level::LOOSEST)?;
        if !self.take_word("else") {
            return fault(self.peek().1, Problem::Else);
        }
        let no = self.number(level::LOOSEST)?;
        Ok(Tree::If(Box::new([condition, yes, no])))
    }

    fn close(&mut self, opened: Span) -> Parse<()> {
        if self.take(")") {
            return Ok(());
        }
        match self.peek().0 {
            FormulaToken::Name(name) if !names::is_word(name) => self.finish(),
            FormulaToken::Number(_) | FormulaToken::Mark(_) => self.finish(),
            _ => fault(opened, Problem::Unclosed { column: opened.start + 1 }),
        }
    }

    fn name(&mut self, name: &str, span: Span) -> Parse<Tree> {
        let opens = matches!(self.peek().0, FormulaToken::Mark("("));
        let known = self.parameters.iter().position(|parameter| parameter == name).map(Tree::Knob);
        if self.is_over_columns && !(opens && names::call(name).is_some()) && known.is_some() {
            return self.value(known, name, opens, span);
        }
        if let Some(call) = names::call(name) {
            return if opens {
                self.call(call, span)
            } else {
                fault(span, Problem::Brackets { name: name.to_owned() })
            };
        }
        let known = match names::constant(name) {
            Some(constant) => Some(Tree::Constant(constant)),
            None if name == "x" && !self.is_over_columns => Some(Tree::X),
            None => known,
        };
        self.value(known, name, opens, span)
    }

    /// A name that is not a function: what it stands for, if that is known.
    fn value(&self, known: Option<Tree>, name: &str, opens: bool, span: Span) -> Parse<Tree> {
        match known {
            Some(_) if opens => fault(span.to(self.peek().1), Problem::NoFunction { name: name.to_owned() }),
            Some(tree) => Ok(tree),
            None if names::is_word(name) => fault(span, Problem::Value { found: name.to_owned() }),
            None => {
                let (near, name) = (names::nearest(name, self.parameters), name.to_owned());
                fault(span, near.map_or(Problem::Name { name: name.clone() }, |near| Problem::NameNear { name, near }))
            }
        }
    }

    fn call(&mut self, call: Call, name: Span) -> Parse<Tree> {
        let opened = self.peek().1;
        self.at += 1;
        let mut args = Vec::new();
        if !self.take(")") {
            loop {
                args.push(self.number(level::LOOSEST)?);
                if !self.take(",") {
                    break;
                }
            }
            self.close(opened)?;
        }
        let (least, most) = call.takes();
        if (least..=most).contains(&args.len()) {
            return Ok(Tree::Call(call, args));
        }
        let (name_of, given) = (call.name().to_owned(), args.len());
        let problem = if most == least {
            Problem::Arguments { name: name_of, takes: least, given }
        } else {
            Problem::ArgumentsLeast { name: name_of, takes: least, given }
        };
        fault(name.to(self.previous()), problem)
    }
}
