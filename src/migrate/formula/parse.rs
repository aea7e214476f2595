//! Tokens to a formula's tree: operators from loose to tight, one function per level.

use super::token::{Token, tokens};
use super::{Formula, Function, MOST_DEPTH, MOST_OPERATORS, Operator};

/// The tree of a formula.
pub(super) fn formula(text: &str) -> Result<Formula, String> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        depth: 0,
    };
    let formula = parser.level(0)?;
    match parser.peek() {
        None => Ok(formula),
        Some(token) => Err(format!("`{}` means nothing there", token.shown())),
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
}

/// The binary operators, from loose to tight.
const LEVELS: &[&[(&str, Operator)]] = &[
    &[("OR", Operator::Or)],
    &[("AND", Operator::And)],
    &[
        ("=", Operator::Equal),
        ("<>", Operator::Unequal),
        ("<", Operator::Less),
        ("<=", Operator::AtMost),
        (">", Operator::Greater),
        (">=", Operator::AtLeast),
    ],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
    &[("*", Operator::Times), ("/", Operator::Divide)],
];

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        if found {
            self.step();
        }
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.takes(sign) {
            return Ok(());
        }
        let found = self
            .peek()
            .map_or_else(|| "the end".to_owned(), |t| format!("`{}`", t.shown()));
        Err(format!("expected `{sign}`, found {found}"))
    }

    /// One level of binary operators.
    fn level(&mut self, level: usize) -> Result<Formula, String> {
        let Some(operators) = LEVELS.get(level) else {
            return self.unary();
        };
        let next = level.saturating_add(1);
        let mut left = self.level(next)?;
        let mut count = 0_usize;
        while let Some(operator) = self.operator(operators) {
            count = count.saturating_add(1);
            if count > MOST_OPERATORS {
                return Err(format!(
                    "it has more than {MOST_OPERATORS} operators in a row"
                ));
            }
            if count > 1 && level == 2 {
                return Err("comparisons in a row mean nothing".to_owned());
            }
            let right = self.level(next)?;
            left = Formula::Binary(Box::new(left), operator, Box::new(right));
        }
        Ok(left)
    }

    fn operator(&mut self, operators: &[(&str, Operator)]) -> Option<Operator> {
        let found = match self.peek()? {
            Token::Sign(sign) => *sign,
            Token::Word(word) => word.as_str(),
            _ => return None,
        };
        let (_, operator) = operators.iter().find(|(sign, _)| *sign == found)?;
        let operator = *operator;
        self.step();
        Some(operator)
    }

    fn unary(&mut self) -> Result<Formula, String> {
        if self.takes("+") {
            return self.nested(Self::unary);
        }
        if self.takes("-") {
            let value = self.nested(Self::unary)?;
            if matches!(value, Formula::Binary(_, Operator::Power, _)) {
                return Err("`-a ^ b` has two readings".to_owned());
            }
            return Ok(Formula::Negative(Box::new(value)));
        }
        self.power()
    }

    fn power(&mut self) -> Result<Formula, String> {
        let base = self.primary()?;
        if !self.takes("^") {
            return Ok(base);
        }
        let negative = self.takes("-");
        let exponent = self.primary()?;
        if self.takes("^") {
            return Err("`a ^ b ^ c` has two readings".to_owned());
        }
        let exponent = if negative {
            Formula::Negative(Box::new(exponent))
        } else {
            exponent
        };
        Ok(Formula::Binary(
            Box::new(base),
            Operator::Power,
            Box::new(exponent),
        ))
    }

    fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, String>,
    ) -> Result<T, String> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > MOST_DEPTH {
            return Err(format!("it is nested deeper than {MOST_DEPTH}"));
        }
        let value = read(self);
        self.depth = self.depth.saturating_sub(1);
        value
    }

    fn primary(&mut self) -> Result<Formula, String> {
        let token = self.peek().cloned().ok_or("it ends in the middle")?;
        self.step();
        match token {
            Token::Number(number) => Ok(Formula::Number(number)),
            Token::Text(text) => Ok(Formula::Text(text)),
            Token::Reference(reference) => Ok(Formula::Reference(reference)),
            Token::Sign("(") => {
                let inner = self.nested(|parser| parser.level(0))?;
                self.expect(")")?;
                Ok(match inner {
                    Formula::Binary(_, Operator::Power, _) => Formula::Group(Box::new(inner)),
                    inner => inner,
                })
            }
            Token::Word(word) => self.call(&word),
            Token::Sign(sign) => Err(format!("`{sign}` means nothing there")),
        }
    }

    fn call(&mut self, name: &str) -> Result<Formula, String> {
        let function = function(name).ok_or_else(|| format!("`{name}` is not a known function"))?;
        self.expect("(")?;
        let mut arguments = Vec::new();
        if !self.takes(")") {
            loop {
                arguments.push(self.nested(|parser| parser.level(0))?);
                if !self.takes(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        let (least, most) = arity(function);
        if arguments.len() < least || arguments.len() > most {
            return Err(format!(
                "`{name}` is called with {} values",
                arguments.len()
            ));
        }
        Ok(Formula::Call(function, arguments))
    }
}

fn function(name: &str) -> Option<Function> {
    Some(match name {
        "ROUND" => Function::Round,
        "CEIL" | "CEILING" => Function::Ceiling,
        "FLOOR" => Function::Floor,
        "MAX" => Function::Maximum,
        "MIN" => Function::Minimum,
        "IF" => Function::If,
        "ABS" => Function::Absolute,
        "AND" => Function::And,
        "OR" => Function::Or,
        "NOT" => Function::Not,
        _ => return None,
    })
}

fn arity(function: Function) -> (usize, usize) {
    match function {
        Function::Round => (1, 2),
        Function::Ceiling | Function::Floor | Function::Absolute | Function::Not => (1, 1),
        Function::Maximum | Function::Minimum | Function::And | Function::Or => (1, 100),
        Function::If => (3, 3),
    }
}
