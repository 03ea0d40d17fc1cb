//! Letters that were tried and have not left, for administrators.

use super::queue::{Queue, SHOWN, waited};
use crate::{
    error::AppError,
    texts::name_of,
    ui::{Column, PostButton, Row},
    visitor::Visitor,
};
use backend::notice::Undelivered;
use domain::{access::Actor, lang::Lang, time};
use jiff::Timestamp;
use leptos::prelude::*;

pub async fn load(visitor: &Visitor, actor: &Actor) -> Result<Queue, AppError> {
    let lang = visitor.lang;
    let letters = backend::notice::undelivered(visitor.backend(), actor, SHOWN).await?;
    let (letters, count) = letters.unwrap_or_default();
    let now = visitor.backend().now();
    let column = |key: &str| Column::new(tr!(lang, &format!("letters.{key}")));
    Ok(Queue {
        key: "letters",
        count,
        columns: ["letter", "to", "since", "problem", "next", "again"]
            .map(column)
            .to_vec(),
        rows: Box::new(move || letters.into_iter().map(|letter| row(lang, letter, now)).collect()),
    })
}

fn row(lang: Lang, letter: Undelivered, now: Timestamp) -> Row {
    let next = match letter.next_try {
        Some(at) => time::format_minute(at),
        None => tr!(lang, "letters.given_up"),
    };
    let action = format!("/desk/letters/{}/again", letter.notice);
    Row::plain(name_of(lang, "letter", &letter.letter))
        .cell(letter.to)
        .cell(waited(lang, letter.since, now))
        .cell(letter.problem)
        .cell(next)
        .cell(view! { <PostButton action label=tr!(lang, "letters.send_again")/> })
}

#[cfg(test)]
mod tests {
    use super::*;
    use backend::mail::Letter;

    #[test]
    fn every_letter_has_a_name() {
        for letter in Letter::samples() {
            let (template, _) = letter.to_columns();
            for lang in Lang::ALL {
                let name = name_of(lang, "letter", &template);
                assert!(!name.contains(&template), "{template}: {name}");
            }
        }
    }
}
